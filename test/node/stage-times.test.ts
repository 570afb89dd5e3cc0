/** Durations by operation and stage. */
import t from 'tap'
import { StageTimes } from '../../src/node/stage-times.js'
import { FrameType } from '../../src/wire/frame.js'

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
