/**
 * Nodes of unlike capability (Dynamo §2.3: heterogeneity): each gets its share of a processor and no more. Weights in
 * proportion to that, all equal, and the wrong way round: what the cluster gets through, and how long it takes at a
 * load that all three should bear.
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
  withGenerator,
} from '../loads.js'

const settings = {
  capabilities: [1, 1, 2, 2, 4, 4],
  unitPercent: 10,
  weights: ['in proportion', 'equal', 'wrong way round'],
  goalMs: 100,
  steps: 5,
  rate: 200,
  inFlight: 64,
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
      title: 'The busiest node, of what it may do',
      x: 'weights',
      lines: [],
      values: ['busiestPart', 'idlestPart'],
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
      const withinGoalPerSecond = await highestWithin(given, most.achievedPerSecond, (rate) =>
        generator.load(planOf(given, { ...choice, pace: openPace(rate) })),
      )
      const outcome = await generator.load(planOf(given, { ...choice, pace: openPace(given.rate) }))
      const values = {
        withinGoalPerSecond,
        saturationPerSecond: most.achievedPerSecond,
        busiestPart: Math.max(...busy),
        idlestPart: Math.min(...busy),
        ...figuresOf(outcome),
      }
      return { values, doubts: [...most.doubts, ...outcome.doubts] }
    } finally {
      for (const limit of limits) limit.release()
    }
  })
}

/** The highest of the rates tried that kept the goal and was answered; 0 where none did. */
async function highestWithin(
  { goalMs, steps }: HeterogeneousSettings,
  mostPerSecond: number,
  load: (ratePerSecond: number) => Promise<LoadOutcome>,
): Promise<number> {
  let [kept, missed] = [0, mostPerSecond]
  for (let step = 0; step < steps; step += 1) {
    const rate = (kept + missed) / 2
    const { response, failed, sent } = await load(rate)
    if (response.p999Ms <= goalMs && failed <= sent / 1000) kept = rate
    else missed = rate
  }
  return kept
}

function cpus(cluster: MeasuredCluster): Promise<number[]> {
  return Promise.all(cluster.nodes.map((node) => node.cpu()))
}
