import fc from 'fast-check'
import t from 'tap'
import { Decision } from '../../src/coordinator/decision.js'
import { Quorum } from '../../src/coordinator/quorum.js'
import { Deadlines } from '../../src/deadlines.js'
import { ManualClock } from '../ports/manual-clock.js'

t.test('a quorum is met by answers, missed by failures, and either for good', async (t) => {
  const outcomes = fc.array(fc.boolean(), { minLength: 1, maxLength: 16 })
  fc.assert(
    fc.property(outcomes, fc.integer({ min: 1, max: 17 }), (answers, needed) => {
      const quorum = new Quorum(answers.length, needed)
      let settled = quorum.state
      t.equal(settled, needed > answers.length ? 'missed' : 'waiting')
      answers.forEach((answered, index) => {
        if (answered) quorum.answered()
        else quorum.failed()
        const got = answers.slice(0, index + 1).filter(Boolean).length
        const failed = index + 1 - got
        const expected = got >= needed ? 'met' : answers.length - failed < needed ? 'missed' : 'waiting'
        if (quorum.state !== expected) throw new Error(`${quorum.state}, and it should be ${expected}`)
        if (settled !== 'waiting' && quorum.state !== settled) throw new Error('it changed its mind')
        settled = quorum.state
        if (quorum.got !== got) throw new Error('it counts wrongly')
        if (quorum.complete !== (index + 1 === answers.length))
          throw new Error('it does not know when all are in')
      })
      if (settled === 'waiting') throw new Error('nobody is left to wait for')
    }),
  )
})

t.test('the first verdict stands', async (t) => {
  const clock = new ManualClock()
  const deadlines = new Deadlines(clock)
  const met = new Decision(deadlines, 100)
  met.consider('waiting')
  t.equal(deadlines.size, 1)
  met.consider('met')
  met.consider('missed')
  t.equal(deadlines.size, 0, 'it waits for its deadline no more')
  t.equal(await met.made, 'met')

  const missed = new Decision(deadlines, 100)
  missed.consider('missed')
  t.equal(await missed.made, 'missed')

  const overdue = new Decision(deadlines, 100)
  t.equal(await clock.settle(overdue.made), 'overdue')
  t.ok(clock.nowMs() >= 100 && clock.nowMs() <= 110, 'at the deadline or one sweep later')
  overdue.consider('met')
  t.equal(await overdue.made, 'overdue')
  t.equal(clock.timerCount, 0)
})

t.test('who waits long looks about, until there is a verdict', async (t) => {
  const clock = new ManualClock()
  const deadlines = new Deadlines(clock)
  const looks: number[] = []
  const waits = new Decision(deadlines, 300, { nowMs: 0, look: () => void looks.push(clock.nowMs()) })
  t.equal(await clock.settle(waits.made), 'overdue')
  t.ok(clock.nowMs() >= 300 && clock.nowMs() <= 310, 'its deadline is the same')
  t.ok(looks.length === 2, `at ${looks}`)

  const met = new Decision(deadlines, 10_000, { nowMs: clock.nowMs(), look: () => met.consider('met') })
  t.equal(await clock.settle(met.made), 'met')
  t.equal(deadlines.size, 0)
})
