/**
 * Nodes of unlike capability (Dynamo §2.3: heterogeneity): each gets its share of a processor and no more. Weights in
 * proportion to that, all equal, and the wrong way round: what the cluster gets through, within a p99.9 and at all, and
 * how long it takes at a load that all three should bear, in each of the nodes as well. All is warm before nodes are
 * limited: on a tenth of a processor, code takes minutes to be compiled.
 */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { limitTo } from '../limiter.js'
import type { LoadOutcome } from '../load/generator.js'
import {
  figuresOf,
  loadMeanings,
  loadSettings,
  loadSmall,
  openPace,
  planOf,
  saturation,
  warmed,
  withGenerator,
} from '../loads.js'
import { countOf, type NodeTimes, percentileMs, timesBetween } from '../node-times.js'

const settings = {
  capabilities: [1, 1, 2, 2, 4, 4],
  unitPercent: 10,
  weights: ['in proportion', 'equal', 'wrong way round'],
  goalMs: 100,
  steps: 5,
  rate: 200,
  inFlight: 256,
  ...loadSettings,
  sizes: '100',
}
type HeterogeneousSettings = typeof settings

export default experiment({
  name: 'heterogeneous',
  question: 'Do weights in proportion to what nodes can do pay?',
  paper: {
    source: '§2.3 and §4.2',
    found:
      'Work must be in proportion to the capability of each server: a node has as many virtual nodes as it can bear.',
  },
  settings,
  meanings: {
    capabilities: 'of the nodes, relative to each other',
    unitPercent: 'of one processor that a node of capability 1 gets',
    weights: 'of the nodes, by their capability',
    goalMs: 'the p99.9 at which throughputs are compared',
    steps: 'by which that throughput is closed in on, each halving what is between',
    rate: 'requests a second of the open loop',
    inFlight: 'requests under way in the closed loop',
    ...loadMeanings,
  },
  small: {
    ...loadSmall,
    capabilities: [1, 2, 4],
    unitPercent: 20,
    weights: ['in proportion'],
    steps: 1,
    rate: 50,
    inFlight: 4,
  },
  charts: [
    {
      title: 'What the cluster gets through: within the p99.9 that is the goal, and at all',
      x: 'weights',
      lines: [],
      values: ['withinGoalPerSecond', 'saturationPerSecond'],
    },
    { title: 'Latency at one load', x: 'weights', lines: [], values: ['p50Ms', 'p99Ms', 'p999Ms'] },
    {
      title: 'The busiest node and the idlest, of what they may do',
      x: 'weights',
      lines: [],
      values: ['busiestPart', 'idlestPart'],
    },
    {
      title: 'p99.9 in the slowest node and in the quickest, at that load',
      x: 'weights',
      lines: [],
      values: ['slowestNodeP999Ms', 'quickestNodeP999Ms'],
    },
  ],
  run,
})

async function run(given: HeterogeneousSettings, { folder, progress }: Tools): Promise<Row[]> {
  const rows: Row[] = []
  for (const weights of given.weights) {
    progress(rows.length, given.weights.length, `cases; now weights ${weights}`)
    const chosen = weightsOf(weights, given.capabilities)
    const cluster = await MeasuredCluster.start(`${folder}/${rows.length}`, chosen.length, (n) => ({
      weight: chosen[n],
    }))
    try {
      rows.push({ ...(await measure(cluster, given)), labels: { weights } })
    } finally {
      await cluster.stop()
    }
  }
  return rows
}

function weightsOf(name: string, capabilities: readonly number[]): readonly number[] {
  if (name === 'in proportion') return capabilities
  if (name === 'wrong way round') return [...capabilities].reverse()
  return capabilities.map(() => 1)
}

async function measure(cluster: MeasuredCluster, given: HeterogeneousSettings): Promise<Omit<Row, 'labels'>> {
  const choice = { mix: 'B', popularity: 'uniform' } as const
  return withGenerator(cluster.target(), given, async (generator) => {
    await generator.preload()
    await cluster.whole()
    await warmed(generator, given, choice, given.inFlight)
    const limits = cluster.nodes.map((node, n) =>
      limitTo(node.pid, (given.capabilities[n] * given.unitPercent) / 100),
    )
    try {
      const [before, beganMs] = [await cpus(cluster), performance.now()]
      const most = await saturation(generator, given, choice, given.inFlight)
      const [after, endedMs] = [await cpus(cluster), performance.now()]
      const busy = after.map(
        (us, n) => (us - before[n]) / 1000 / (endedMs - beganMs) / Math.max(0.001, limits[n].share()),
      )
      const within = await highestWithin(given, most.achievedPerSecond, (rate) =>
        generator.load(planOf(given, { ...choice, pace: openPace(rate) })),
      )
      const timesBefore = await times(cluster)
      const outcome = await generator.load(planOf(given, { ...choice, pace: openPace(given.rate) }))
      const took = (await times(cluster)).map((all, n) => timesBetween(timesBefore[n], all))
      const values = {
        withinGoalPerSecond: within.perSecond,
        withinGoalRequests: within.requests,
        saturationPerSecond: most.achievedPerSecond,
        busiestPart: Math.max(...busy),
        idlestPart: Math.min(...busy),
        ...ofNodes(given, took, busy),
        byQuota: limits.filter(({ how }) => how === 'quota').length,
        ...figuresOf(outcome),
      }
      return { values, doubts: [...new Set([...within.doubts, ...outcome.doubts])] }
    } finally {
      for (const limit of limits) limit.release()
    }
  })
}

/** What each node answered as coordinator, how long that took there, and how busy it was when all were saturated. */
function ofNodes(
  { capabilities, seconds, warmUp }: HeterogeneousSettings,
  took: readonly NodeTimes[],
  busy: readonly number[],
): Record<string, number> {
  const p999Ms = took.map((times) => percentileMs(times, 99.9))
  const each = took.flatMap((times, n) => {
    const name = `node${n + 1}Of${capabilities[n]}`
    return [
      [`${name}PerSecond`, countOf(times) / (seconds + warmUp)],
      [`${name}P999Ms`, p999Ms[n]],
      [`${name}BusyPart`, busy[n]],
    ] as const
  })
  return {
    slowestNodeP999Ms: Math.max(...p999Ms),
    // Of those that coordinated anything: where another owner is quicker, a node may be asked for nothing.
    quickestNodeP999Ms: Math.min(Math.max(...p999Ms), ...p999Ms.filter((ms) => ms > 0)),
    ...Object.fromEntries(each),
  }
}

interface Within {
  /** 0: none of the rates that were tried. */
  readonly perSecond: number
  /** That the p99.9 of that rate is of. */
  readonly requests: number
  readonly doubts: readonly string[]
}

/** The highest of the rates tried that kept the goal and was answered. A doubt of any of them is one of the outcome. */
async function highestWithin(
  { goalMs, steps }: HeterogeneousSettings,
  mostPerSecond: number,
  load: (ratePerSecond: number) => Promise<LoadOutcome>,
): Promise<Within> {
  let [kept, missed, requests] = [0, mostPerSecond, 0]
  const doubts: string[] = []
  for (let step = 0; step < steps; step += 1) {
    const rate = (kept + missed) / 2
    const { response, failed, sent, ...outcome } = await load(rate)
    const isKept = response.p999Ms <= goalMs && failed <= sent / 1000
    // Too much for the cluster leaves requests unsent: that is what was to be found out.
    if (isKept) doubts.push(...outcome.doubts)
    if (isKept) [kept, requests] = [rate, sent]
    else missed = rate
  }
  return { perSecond: kept, requests, doubts }
}

function cpus(cluster: MeasuredCluster): Promise<number[]> {
  return Promise.all(cluster.nodes.map((node) => node.cpu()))
}

function times(cluster: MeasuredCluster): Promise<NodeTimes[]> {
  return Promise.all(cluster.nodes.map((node) => node.times()))
}
