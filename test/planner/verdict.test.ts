/** Three words, and what they are given for. */
import fc from 'fast-check'
import t from 'tap'
import { foundErrors } from '../../src/planner/found-errors.js'
import { verdictOnP999, worstOf } from '../../src/planner/verdict.js'

const errors = { p999: [0.8, 2, 9], p999High: 7 } as const

t.test('a p99.9 is enough where nine of ten such plans would have been', async (t) => {
  t.equal(verdictOnP999(1, 7, errors), 'enough')
  t.equal(verdictOnP999(1, 6.9, errors), 'unsure')
  t.equal(verdictOnP999(1, 2, errors), 'unsure')
  t.equal(verdictOnP999(1, 1.9, errors), 'not enough')
  t.equal(verdictOnP999(1e9, undefined, errors), 'enough', 'no goal')
})

t.test('slower is never better, nor is stricter', async (t) => {
  const rank = (plannedMs: number, goalMs: number) =>
    ['not enough', 'unsure', 'enough'].indexOf(verdictOnP999(plannedMs, goalMs, errors))
  const ms = fc.double({ min: 0.01, max: 1000, noNaN: true })
  const times = fc.double({ min: 1, max: 100, noNaN: true })
  fc.assert(
    fc.property(ms, ms, times, (plannedMs, goalMs, factor) => {
      const verdict = rank(plannedMs, goalMs)
      return rank(plannedMs * factor, goalMs) <= verdict && rank(plannedMs, goalMs / factor) <= verdict
    }),
  )
  t.pass('monotone')
})

t.test('the worst of several counts', async (t) => {
  t.equal(worstOf([]), 'enough')
  t.equal(worstOf(['enough', 'unsure']), 'unsure')
  t.equal(worstOf(['unsure', 'not enough', 'enough']), 'not enough')
})

t.test('the errors found are in order', async (t) => {
  const [least, usual, most] = foundErrors.p999
  t.ok(least <= usual && usual <= foundErrors.p999High && foundErrors.p999High <= most)
})
