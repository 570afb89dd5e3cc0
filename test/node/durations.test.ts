/** Durations in buckets, round ones and fine ones. */
import fc from 'fast-check'
import t from 'tap'
import {
  bucketBoundsMs,
  Durations,
  fineIndexMin,
  fineSchema,
  fineZeroSeconds,
} from '../../src/node/durations.js'

t.test('a duration is in the first bucket whose bound it does not exceed', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true })), (times) => {
      const durations = new Durations()
      for (const ms of times) durations.add(ms)
      for (const [bucket, bound] of bucketBoundsMs.entries()) {
        const below = bucket === 0 ? -1 : bucketBoundsMs[bucket - 1]
        t.equal(durations.counts[bucket], times.filter((ms) => ms > below && ms <= bound).length)
      }
      return durations.count === times.length
    }),
  )
  t.same(
    [...bucketBoundsMs],
    [...bucketBoundsMs].sort((a, b) => a - b),
  )
})

t.test('a fine bucket is that of Prometheus: above one bound, not above the next', async (t) => {
  const boundOf = (index: number) => 2 ** (index / 2 ** fineSchema)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 127_000, noNaN: true }), (ms) => {
      const durations = new Durations()
      durations.add(ms)
      const seconds = ms / 1000
      const at = durations.fine.indexOf(1)
      t.equal(durations.zero, Number(seconds <= fineZeroSeconds))
      t.equal(at >= 0, seconds > fineZeroSeconds)
      if (at < 0) return
      const index = at + fineIndexMin
      // A bound is not a number that can be told exactly.
      t.ok(seconds > boundOf(index - 1) * (1 - 1e-12) && seconds <= boundOf(index) * (1 + 1e-12))
    }),
  )
})

t.test('the longest times are in the last fine bucket, the shortest in none, and none is lost', async (t) => {
  const durations = new Durations()
  for (const ms of [0, 0.0009, 0.001, 128_000, 128_001, 1e9]) durations.add(ms)
  t.equal(durations.zero, 2)
  t.equal(durations.fine[0], 1, 'a microsecond')
  t.equal(durations.fine.at(-1), 3)
  const counted = durations.zero + durations.fine.reduce((sum, count) => sum + count, 0)
  t.equal(counted, durations.count)
})
