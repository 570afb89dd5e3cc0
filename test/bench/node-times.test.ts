/** Percentiles of what a node has counted: within a bucket's width of the true ones. */
import fc from 'fast-check'
import t from 'tap'
import { countOf, percentileMs, timesBetween, timesOf } from '../../bench/node-times.js'
import type { Node } from '../../src/node/index.js'
import { StageTimes } from '../../src/node/stage-times.js'

function timesAfter(gets: readonly number[], puts: readonly number[]) {
  const stages = new StageTimes()
  for (const ms of gets) stages.of('get', 'whole').add(ms)
  for (const ms of puts) stages.of('put', 'whole').add(ms)
  return timesOf({ stages } as Node)
}

t.test('the bucket of the request that so many are not slower than', async (t) => {
  const durations = fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(durations, durations, fc.constantFrom(50, 99, 99.9), (gets, puts, percentile) => {
      const times = timesAfter(gets, puts)
      const all = [...gets, ...puts].sort((a, b) => a - b)
      if (countOf(times) !== all.length) return false
      const found = percentileMs(times, percentile)
      if (all.length === 0) return found === 0
      const wanted = all[Math.ceil((all.length * percentile) / 100) - 1]
      return found >= wanted * 0.999 && found <= wanted * 2 ** (1 / 8) * 1.001
    }),
  )
  t.pass()
})

t.test('what came between two readings', async (t) => {
  const [before, after] = [timesAfter([1, 2], [3]), timesAfter([1, 2, 100], [3, 0])]
  const between = timesBetween(before, after)
  t.equal(countOf(between), 2)
  t.equal(percentileMs(between, 50), 0, 'one took no time')
  t.ok(Math.abs(percentileMs(between, 99) / 100 - 1) < 0.1)
})
