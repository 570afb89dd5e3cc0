import fc from 'fast-check'
import t from 'tap'
import { Rumours, tellingsMax } from '../../src/membership/rumours.js'

t.test('a message brings a bounded number, the least told and the newest first', async (t) => {
  const rumours = new Rumours()
  t.strictSame(rumours.pick(10), [])
  rumours.add(['a', 'b', 'c'])
  t.strictSame(rumours.pick(2), ['c', 'b'])
  rumours.told(['c', 'b'], 1000)
  t.strictSame(rumours.pick(2), ['a', 'c'])
  rumours.add(['b'])
  t.strictSame(rumours.pick(3), ['b', 'a', 'c'], 'one that has changed again is as new')
  t.strictSame(rumours.pick(0), [])
})

t.test('it is told as often as the logarithm of the members says, and then no more', async (t) => {
  t.strictSame([1, 2, 10, 100, 1000].map(tellingsMax), [2, 3, 5, 8, 11])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 40 }), (members, count) => {
      const rumours = new Rumours()
      const ids = Array.from({ length: count }, (_, number) => String(number))
      rumours.add(ids)
      const times = new Map<string, number>()
      let messages = 0
      for (let told = rumours.pick(8); told.length > 0; told = rumours.pick(8)) {
        messages += 1
        for (const id of told) times.set(id, (times.get(id) ?? 0) + 1)
        rumours.told(told, members)
      }
      if (rumours.size > 0) throw new Error('something is left')
      for (const id of ids) if (times.get(id) !== tellingsMax(members)) throw new Error(`${id} is not`)
      if (messages > Math.ceil((count * tellingsMax(members)) / 8) + tellingsMax(members))
        throw new Error(`${messages} messages`)
    }),
  )
})

t.test('what others turn out to have counts as told', async (t) => {
  const rumours = new Rumours()
  rumours.add(['a', 'b'])
  rumours.told(['c'], 2)
  rumours.allTold(2)
  rumours.told(['a'], 2)
  t.equal(rumours.size, 2)
  rumours.told(['a'], 2)
  t.strictSame(rumours.pick(9), ['b'])
  rumours.allTold(2)
  rumours.allTold(2)
  t.equal(rumours.size, 0)
})
