/** Whole clusters as queues: what must hold whatever the costs are, and what theory says of one node. */
import fc from 'fast-check'
import t from 'tap'
import type { Calibration } from '../../../src/planner/calibration.js'
import { defaultCalibration } from '../../../src/planner/default-calibration.js'
import { fleetOf } from '../../../src/planner/fleet.js'
import { checkPlan } from '../../../src/planner/plan-file.js'
import { type QueueingInput, simulateQueues } from '../../../src/planner/queueing/cluster-queues.js'
import { popularityOf } from '../../../src/planner/traffic.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'
import { anyPlan, type PlanOptions, shop } from '../plans.js'

function inputOf(
  options: PlanOptions,
  changes: Partial<QueueingInput> = {},
  calibration: Calibration = defaultCalibration,
): QueueingInput {
  const plan = checkPlan(options)
  const fleet = fleetOf(plan, calibration)
  const popularity = popularityOf(fleet.ring.settings.partitionCount, plan)
  const random = new SeededRandom(1, 'test')
  const { requestsPerSecond: perSecond } = plan.load
  return {
    plan,
    calibration,
    fleet,
    popularity,
    random,
    down: new Set(),
    arrivals: { perSecond },
    requests: 2000,
    ...changes,
  }
}

t.test('a run is the same whenever its seed is', async (t) => {
  const run = (seed: number) => simulateQueues(inputOf(shop, { random: new SeededRandom(seed, 'test') }))
  t.strictSame(run(1), run(1))
  t.notSame(run(1), run(2))
})

t.test('every request ends once, whatever the cluster', async (t) => {
  fc.assert(
    fc.property(anyPlan, fc.boolean(), fc.integer({ min: 0, max: 2 }), (options, isOpen, dead) => {
      const input = inputOf(options, {
        requests: 300,
        arrivals: isOpen ? { perSecond: 2000 } : { lanes: 20 },
      })
      const down = new Set(Array.from({ length: Math.min(dead, input.fleet.nodes.length - 1) }, (_, n) => n))
      const { all, gets, puts, busy, requestsPerSecond } = simulateQueues({ ...input, down })
      return (
        all.requests === 300 &&
        gets.requests + puts.requests === 300 &&
        requestsPerSecond > 0 &&
        busy.every((part, node) => part >= 0 && part < 1.0001 && (part === 0 || !down.has(node))) &&
        all.p50Ms <= all.p90Ms &&
        all.p90Ms <= all.p99Ms &&
        all.p99Ms <= all.p999Ms
      )
    }),
    { numRuns: 60 },
  )
  t.pass('conserved')
})

/** Pauses are rare: what they do to a short run is chance. */
const never = { perBusySecond: 0, quantilesMs: [0] }
const unpaused = { ...defaultCalibration, pauses: never, marking: never }

/** One node that does nothing but work for 1 ms for each get, without turns, pauses, links or clients. */
const plain: Calibration = {
  ...defaultCalibration,
  stages: Object.fromEntries(
    Object.keys(defaultCalibration.stages).map((stage) => [
      stage,
      { us: stage === 'getCoordinator' ? 1000 : 0, perKibUs: 0 },
    ]),
  ) as Calibration['stages'],
  turnUs: 0,
  besideLoop: 0,
  pauses: never,
  marking: never,
}
const alone = {
  nodes: [
    { type: 'one', count: 1, cores: 1, memory: '16 GiB', disk: '500 GiB', network: '1000 Gbit/s', weight: 1 },
  ],
  data: { keys: 1000 },
  load: { requestsPerSecond: 500, reads: 1 },
  replication: { n: 1 },
  goals: { nodesDown: 0 },
  network: { latencyMs: 0 },
}

t.test('one node is busy for what it is asked, and can do what fits', async (t) => {
  const open = simulateQueues(inputOf(alone, { requests: 20_000 }, plain))
  t.ok(Math.abs(open.busy[0] - 0.5) < 0.02, `busy ${open.busy[0]} at half its load`)
  t.ok(open.all.p50Ms >= 1 && open.all.p999Ms > 2 * open.all.p50Ms, 'and its requests wait now and then')
  const closed = simulateQueues(inputOf(alone, { requests: 20_000, arrivals: { lanes: 50 } }, plain))
  t.ok(Math.abs(closed.requestsPerSecond - 1000) < 1, `${closed.requestsPerSecond} of 1000 a second`)
})

t.test('requests that set out together wait for each other', async (t) => {
  const run = (gatheredMs: number) =>
    simulateQueues(
      inputOf(alone, { requests: 20_000, arrivals: { perSecond: 100, gatheredMs } }, { ...plain, turnUs: 0 }),
    )
  const [apart, together] = [run(0), run(100)]
  t.ok(Math.abs(apart.requestsPerSecond / together.requestsPerSecond - 1) < 0.05)
  // Ten at a time, of a millisecond each.
  t.ok(apart.all.p50Ms < 1.5)
  t.ok(together.all.p50Ms > 4, `${together.all.p50Ms}`)
})

t.test('more load: busier nodes and longer queues', async (t) => {
  const runs = [0.1, 0.4, 0.7].map((part) => {
    const perSecond = part * 100_000
    return simulateQueues(inputOf(shop, { requests: 20_000, arrivals: { perSecond } }, unpaused))
  })
  for (const [low, high] of [
    [0, 1],
    [1, 2],
  ]) {
    t.ok(runs[high].busy.every((part, node) => part > runs[low].busy[node]))
    t.ok(runs[high].all.p99Ms > runs[low].all.p99Ms)
  }
})

t.test('a node less leaves less room, and each busy node busier', async (t) => {
  const well = simulateQueues(inputOf(shop, { requests: 10_000, arrivals: { lanes: 500 } }))
  const ill = simulateQueues(
    inputOf(shop, { requests: 10_000, arrivals: { lanes: 500 }, down: new Set([0]) }),
  )
  t.ok(ill.requestsPerSecond < well.requestsPerSecond)
  t.equal(ill.busy[0], 0)
})

t.test('a write that must be safe waits for the disk, a narrow link for its turn', async (t) => {
  const slow = { ...defaultCalibration, syncMs: [10] }
  const puts = { ...shop, load: { requestsPerSecond: 1000, reads: 0 } }
  const always = simulateQueues(inputOf({ ...puts, replication: { durability: 'always' } }, {}, slow))
  t.ok(always.puts.p50Ms >= 10)
  t.ok(simulateQueues(inputOf(puts, {}, slow)).puts.p50Ms < 10)
  const narrow = shop.nodes.map((one) => ({ ...one, network: '1 Mbit/s', weight: 1 }))
  const squeezed = simulateQueues(
    inputOf({ ...shop, nodes: narrow, load: { requestsPerSecond: 100, reads: 1 } }),
  )
  t.ok(squeezed.gets.p50Ms >= 8, 'a KiB takes 8 ms')
})
