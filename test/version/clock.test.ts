/** Clocks against plain sets of dots. */
import fc from 'fast-check'
import t from 'tap'
import { Clock, compareDots, counterMax, type Dot } from '../../src/version/clock.js'
import { dotName, dotsOf } from './cluster-model.js'

const actors = ['a', 'b', 'c'].map((letter) => letter.repeat(16))
const dot = fc.record({ actor: fc.constantFrom(...actors), counter: fc.integer({ min: 1, max: 9 }) })
const dots = fc.array(dot, { maxLength: 30 })

function clockOf(dots: readonly Dot[]): Clock {
  return dots.reduce((clock, dot) => clock.with(dot), Clock.empty)
}

function names(dots: readonly Dot[]): string[] {
  return [...new Set(dots.map(dotName))].sort()
}

t.test('a clock is the set of its dots, in whatever order they come', async () => {
  fc.assert(
    fc.property(dots, dot, (some, probe) => {
      const clock = clockOf(some)
      const set = names(some)
      if (dotsOf(clock).sort().join() !== set.join()) throw new Error('other dots')
      if (clock.covers(probe) !== set.includes(dotName(probe))) throw new Error('wrong about a dot')
      const highest = Math.max(
        0,
        ...some.filter((one) => one.actor === probe.actor).map((one) => one.counter),
      )
      if (clock.highestOf(probe.actor) !== highest) throw new Error('wrong about the highest')
      if (!clock.equals(clockOf(some.toSorted(compareDots)))) throw new Error('order matters')
      if (clock.covers(probe) && clock.with(probe) !== clock) throw new Error('changed by what it covers')
      for (const entry of clock.entries) {
        if (entry.dots.some((counter) => counter <= entry.counter + 1))
          throw new Error('dots touch the counter')
      }
    }),
  )
})

t.test('merging is the union, and makes no new clock when one side says it all', async () => {
  fc.assert(
    fc.property(dots, dots, (some, others) => {
      const [a, b] = [clockOf(some), clockOf(others)]
      const merged = a.merge(b)
      if (dotsOf(merged).sort().join() !== names([...some, ...others]).join()) throw new Error('no union')
      if (!merged.equals(b.merge(a))) throw new Error('not commutative')
      if (merged.equals(a) && merged !== a) throw new Error('a needless copy of this')
      if (!merged.equals(a) && merged.equals(b) && merged !== b) throw new Error('a needless copy of other')
      if (merged.equals(a) !== names(others).every((name) => names(some).includes(name))) {
        throw new Error('wrong about equality')
      }
    }),
  )
})

t.test('counters have a range', async (t) => {
  const [actor] = actors
  t.equal(Clock.empty.with({ actor, counter: counterMax }).highestOf(actor), counterMax)
  for (const counter of [0, -1, counterMax + 1]) {
    t.throws(() => Clock.empty.with({ actor, counter }), { name: 'InvariantError' })
  }
})
