/** Durations in buckets. */
import fc from 'fast-check'
import t from 'tap'
import { bucketBoundsMs, Durations, StageTimes } from '../../src/node/stage-times.js'
import { FrameType } from '../../src/wire/frame.js'

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

t.test('each kind of request has its own; what is no request of anybody who waits has none', async (t) => {
  const times = new StageTimes()
  times.answered(FrameType.GET, 1)
  times.answered(FrameType.REPLICA_PUT, 2)
  times.answered(FrameType.GOSSIP, 3)
  times.of('put', 'own').add(4)
  const told = times
    .all()
    .flatMap(({ operation, stage, durations }) =>
      durations.count > 0 ? [`${operation} ${stage} ${durations.sumMs}`] : [],
    )
  t.same(told, ['get whole 1', 'put own 4', 'replica_put whole 2'])
  t.throws(() => times.of('replica_get', 'forward'))
})
