/** Costs that are put into runs come out of them again. */
import fc from 'fast-check'
import t from 'tap'
import { type CostRun, quantilesOf, stagesFrom } from '../../src/planner/measured-costs.js'

interface Costs {
  readonly coordinator: number
  readonly peer: number
  readonly replica: number
  readonly perKib: number
  readonly turn: number
  /** Of a write to the log; what it adds to many puts at a time is in their stages. */
  readonly group: number
}

/** As runs of nodes would be that cost just this. */
function runsOf({ coordinator, peer, replica, perKib, turn, group }: Costs): CostRun[] {
  return (['get', 'put'] as const).flatMap((operation) =>
    ([1, 3] as const).flatMap((copies) =>
      [64, 4096].flatMap((valueBytes) =>
        [true, false].map((many) => {
          const requests = 1000
          const alone = many ? 0 : turn + (operation === 'put' ? group : 0)
          const own = coordinator + (perKib * valueBytes) / 1024 + alone
          const coordinatorUs = requests * (own + (copies - 1) * peer)
          const peerUs = copies === 1 ? 0 : requests * (replica + alone)
          const loopsUs = coordinatorUs + (copies - 1) * peerUs
          return {
            operation,
            copies,
            valueBytes,
            many,
            requests,
            coordinatorUs,
            peerUs,
            loopsUs,
            besideUs: loopsUs / 4,
            clientUs: 7 * requests,
          }
        }),
      ),
    ),
  )
}

t.test('every stage is found again', async (t) => {
  const cost = fc.double({ min: 1, max: 100, noNaN: true })
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.02 * b + 0.01
  fc.assert(
    fc.property(
      fc.record({ coordinator: cost, peer: cost, replica: cost, perKib: cost, turn: cost, group: cost }),
      (costs) => {
        const { stages, turnUs, groupUs, besideLoop } = stagesFrom(runsOf(costs))
        return (['get', 'put'] as const).every(
          (operation) =>
            near(stages[`${operation}Coordinator`].us, costs.coordinator) &&
            near(stages[`${operation}Coordinator`].perKibUs, costs.perKib) &&
            // A small difference of large figures, which are rounded.
            Math.abs(stages[`${operation}Peer`].us - costs.peer) <
              0.02 * (costs.coordinator + 3 * costs.peer + 4 * costs.perKib) &&
            near(stages[`${operation}Replica`].us, costs.replica) &&
            near(turnUs, costs.turn) &&
            Math.abs(groupUs - costs.group) <= 0.02 * (costs.group + costs.turn) &&
            near(besideLoop, 0.25) &&
            near(stages.client.us, 7),
        )
      },
    ),
  )
  t.pass('found')
})

t.test('noise makes no cost less than nothing', async (t) => {
  const runs = runsOf({ coordinator: 10, peer: 0, replica: 5, perKib: 0, turn: 0, group: 0 }).map((run) => ({
    ...run,
    coordinatorUs: run.coordinatorUs * (run.copies === 3 ? 0.9 : 1) * (run.valueBytes > 64 ? 0.9 : 1),
    clientUs: run.clientUs * (run.many ? 1 : 0.5),
  }))
  const { stages, turnUs } = stagesFrom(runs)
  for (const { us, perKibUs } of Object.values(stages)) t.ok(us >= 0 && perKibUs >= 0)
  t.ok(turnUs >= 0)
})

t.test('quantiles at evenly spaced ranks', async (t) => {
  t.strictSame(quantilesOf([5, 1, 3, 2, 4], 5), [1, 2, 3, 4, 5])
  t.strictSame(quantilesOf([1, 2, 3, 4, 5], 3), [1, 3, 5])
  t.strictSame(quantilesOf([], 3), [0])
})
