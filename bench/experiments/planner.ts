/**
 * How far `gramme plan` is off: clusters of real nodes on this machine, each measured and foreseen. What requests cost is
 * calibrated first, on the same machine; the ring that is foreseen is the cluster's own.
 *
 * Throughput is that of a closed loop; latencies are those of open loops at a part of the throughput measured. Both are
 * foreseen for the very same load, from when a request is sent: a generator that wakes up every millisecond sends what has come
 * due together, and the planner is told so. Others who use the machine take a part of it: the planner is told how large. So it
 * is of what the load generator itself costs, which is measured beside one node: it is not what a plan is about, and shares the processors here.
 */

import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { measureCosts } from '../../src/cli/calibrate-measure.js'
import { processorTimeOf } from '../../src/cli/processor-time.js'
import { GrammeError } from '../../src/errors.js'
import type { Calibration } from '../../src/planner/calibration.js'
import { fleetOfNodes, type Node } from '../../src/planner/fleet.js'
import { checkPlan, type Plan } from '../../src/planner/plan-file.js'
import { type QueueingInput, simulateQueues } from '../../src/planner/queueing/cluster-queues.js'
import { popularityOf } from '../../src/planner/traffic.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import type { Generator, LoadOutcome } from '../load/generator.js'
import { type MixName, mixes } from '../load/mixes.js'
import type { Pace } from '../load/plan.js'
import { loadMeanings, loadSettings, loadSmall, openPace, planOf, warmed, withGenerator } from '../loads.js'
import { ProcessorShare } from '../processor-share.js'

interface Shape {
  readonly weights: readonly number[]
  readonly mix: MixName
  /** The n-th node is down. */
  readonly down?: number
}

const shapes: Readonly<Record<string, Shape>> = {
  '3 alike': { weights: [1, 1, 1], mix: 'A' },
  '3 alike reads': { weights: [1, 1, 1], mix: 'B' },
  '3 alike one down': { weights: [1, 1, 1], mix: 'A', down: 2 },
  '5 alike': { weights: [1, 1, 1, 1, 1], mix: 'A' },
  '5 alike one down': { weights: [1, 1, 1, 1, 1], mix: 'A', down: 4 },
  'weights 1124': { weights: [1, 1, 2, 4], mix: 'A' },
  'weights 1124 a 2 down': { weights: [1, 1, 2, 4], mix: 'A', down: 2 },
}

const settings = {
  clusters: Object.keys(shapes),
  parts: [0.3, 0.6],
  inFlight: 64,
  calibrateSeconds: 2,
  requests: 60_000,
  ...loadSettings,
}
type PlannerSettings = typeof settings

export default experiment({
  name: 'planner',
  question: 'How far is what `gramme plan` foresees from what is measured?',
  settings,
  meanings: {
    clusters: `some of: ${Object.keys(shapes).join(', ')}`,
    parts: 'of the throughput measured, at which latencies are compared',
    inFlight: 'requests under way where throughput is compared',
    calibrateSeconds: 'of each load of the calibration',
    requests: 'simulated for each figure',
    ...loadMeanings,
  },
  small: {
    ...loadSmall,
    seconds: 0.4,
    clusters: ['3 alike'],
    parts: [0.5],
    calibrateSeconds: 0.1,
    requests: 5000,
  },
  charts: [
    {
      title: 'Throughput, measured and planned',
      x: 'cluster',
      lines: [],
      values: ['measuredPerSecond', 'plannedPerSecond'],
      only: { load: 'closed' },
    },
    {
      title: 'p99.9, measured and planned',
      x: 'cluster',
      lines: ['load'],
      values: ['measuredP999Ms', 'plannedP999Ms'],
    },
  ],
  run,
})

async function run(given: PlannerSettings, tools: Tools): Promise<Row[]> {
  for (const name of given.clusters) {
    if (!Object.hasOwn(shapes, name)) {
      throw new GrammeError(
        'BAD_ARGUMENT',
        `clusters has '${name}'; it must have some of ${Object.keys(shapes).join(', ')}`,
      )
    }
  }
  const costs = await measureCosts(`${tools.folder}/calibration`, given.calibrateSeconds, () => {})
  const us = await generatorUs(given, `${tools.folder}/generator`)
  const calibration = { ...costs, stages: { ...costs.stages, client: { us, perKibUs: 0 } } }
  const rows: Row[] = []
  for (const [n, name] of given.clusters.entries()) {
    tools.progress(n, given.clusters.length, name)
    rows.push(...(await measureShape(name, shapes[name], calibration, given, `${tools.folder}/${n}`)))
  }
  return rows
}

/** An open loop sends what has come due each time it wakes up. */
const generatorWakesMs = 1

/** Processor time of a request in the load generator, in turns with others; with values of the size that is compared. */
async function generatorUs(given: PlannerSettings, folder: string): Promise<number> {
  const cluster = await MeasuredCluster.start(folder, 1, () => ({ replicaCount: 1 }))
  try {
    return await withGenerator(
      cluster.target({ hedging: 'off', coordinator: 'first' }),
      given,
      async (generator) => {
        await generator.preload(() => {})
        const used = () => generator.pids.reduce((sum, pid) => sum + wholeOf(processorTimeOf(pid)), 0)
        const pace = { kind: 'closed', inFlight: given.inFlight } as const
        // The warm-up is measured, too: so it is one load before.
        const plan = { ...planOf(given, { pace, mix: 'A', popularity: 'uniform' }), warmUpMs: 0 }
        await generator.load(plan)
        const before = used()
        const { sent } = await generator.load(plan)
        return (used() - before) / Math.max(1, sent)
      },
    )
  } finally {
    await cluster.stop()
  }
}

function wholeOf({ loopUs, besideUs }: ReturnType<typeof processorTimeOf>): number {
  return loopUs + besideUs
}

async function measureShape(
  name: string,
  shape: Shape,
  calibration: Calibration,
  given: PlannerSettings,
  folder: string,
): Promise<Row[]> {
  const cluster = await MeasuredCluster.start(folder, shape.weights.length, (n) => ({
    weight: shape.weights[n],
  }))
  try {
    return await withGenerator(
      cluster.target({ hedging: 'off', coordinator: 'first' }),
      given,
      async (generator) => {
        await generator.preload(() => {})
        const ids = (await cluster.statuses()).map(({ self }) => self?.id ?? '')
        if (shape.down !== undefined) {
          await cluster.kill(cluster.nodes[shape.down])
          // Until everybody has found out: what is compared is the time after that.
          await sleep(3000)
        }
        const pids = [...cluster.nodes.map(({ pid }) => pid), ...generator.pids]
        const compare = (pace: Pace, load: string) =>
          compared({ name, load, pace, shape, ids, pids, calibration, given, generator })
        await warmed(generator, given, { mix: shape.mix, popularity: 'uniform' }, given.inFlight)
        const most = await compare({ kind: 'closed', inFlight: given.inFlight }, 'closed')
        const rows = [most]
        for (const part of given.parts) {
          rows.push(await compare(openPace(part * most.values.measuredPerSecond), String(part)))
        }
        return rows
      },
    )
  } finally {
    await cluster.stop()
  }
}

interface Comparison {
  readonly name: string
  readonly load: string
  readonly pace: Pace
  readonly shape: Shape
  readonly ids: readonly string[]
  readonly pids: readonly number[]
  readonly calibration: Calibration
  readonly given: PlannerSettings
  readonly generator: Generator
}

async function compared(comparison: Comparison): Promise<Row> {
  const { name, load, pace, shape, pids, given, generator } = comparison
  const share = new ProcessorShare(pids)
  const outcome = await generator.load(planOf(given, { pace, mix: shape.mix, popularity: 'uniform' }))
  const others = share.coresOfOthers()
  const planned = simulateQueues(inputOf(comparison, others))
  const cores = availableParallelism()
  return {
    labels: { cluster: name, load },
    values: {
      measuredPerSecond: outcome.achievedPerSecond,
      plannedPerSecond: planned.requestsPerSecond,
      throughputOff: off(planned.requestsPerSecond, outcome.achievedPerSecond),
      measuredP50Ms: outcome.service.p50Ms,
      plannedP50Ms: planned.all.p50Ms,
      measuredP99Ms: outcome.service.p99Ms,
      plannedP99Ms: planned.all.p99Ms,
      measuredP999Ms: outcome.service.p999Ms,
      plannedP999Ms: planned.all.p999Ms,
      p999Off: off(planned.all.p999Ms, outcome.service.p999Ms),
      coresOfOthers: others,
    },
    doubts: doubtsOf(outcome, others, cores),
  }
}

/** Of the measured: 0.1 is a tenth too much, -0.1 a tenth too little. */
function off(planned: number, measured: number): number {
  return measured === 0 ? 0 : planned / measured - 1
}

function doubtsOf(outcome: LoadOutcome, others: number, cores: number): string[] {
  const doubts = [...outcome.doubts]
  if (others > 0.05 * cores) doubts.push(`others used ${others.toFixed(2)} of ${cores} cores`)
  if (outcome.failed > 0) doubts.push(`${outcome.failed} requests failed`)
  return doubts
}

function inputOf(
  { shape, ids, pace, calibration, given, name, load }: Comparison,
  others: number,
): QueueingInput {
  const cores = availableParallelism()
  const speed = Math.max(0.05, 1 - others / cores)
  const plan = planFor(shape, given, speed)
  const fleet = fleetOfNodes(
    ids.map((id, n): Node => ({ id, weight: shape.weights[n], zone: '', type: plan.nodes[n] })),
    plan,
  )
  const dead = shape.down === undefined ? undefined : ids[shape.down]
  return {
    plan,
    calibration,
    fleet,
    popularity: popularityOf(fleet.ring.settings.partitionCount, plan),
    down: new Set(fleet.nodes.flatMap(({ id }, n) => (id === dead ? [n] : []))),
    random: new SeededRandom(given.seed, `${name} ${load}`),
    arrivals:
      pace.kind === 'open'
        ? { perSecond: pace.ratePerSecond, gatheredMs: generatorWakesMs }
        : { lanes: pace.inFlight },
    requests: given.requests,
  }
}

function planFor({ weights, mix }: Shape, { keys, sizes }: PlannerSettings, speed: number): Plan {
  const parts: Readonly<Partial<Record<string, number>>> = mixes[mix].parts
  const reads = (parts.read ?? 0) / 100
  return checkPlan({
    nodes: weights.map((weight, n) => ({
      type: `node ${n}`,
      count: 1,
      cores: 1,
      speed,
      memory: '1 GiB',
      disk: '100 GiB',
      network: '10 Gbit/s',
      weight,
    })),
    sharedCores: availableParallelism(),
    data: { keys, valueBytes: Number(sizes) },
    load: { requestsPerSecond: 1, reads },
    replication: { n: 3, partitions: 256 },
    // Loopback.
    network: { latencyMs: 0.02 },
  })
}
