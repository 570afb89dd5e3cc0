/**
 * Does twice the number of nodes get through twice as much (Dynamo §2.3: incremental scalability)? On one machine that
 * can only be seen where each node has a small share of a processor and no more, as if it were a machine of its own. All
 * is warm before nodes are limited: on a tenth of a processor, code takes minutes to be compiled.
 *
 * Requests under way are in proportion to the nodes. A node that has used up its part of a period answers nothing until
 * the next one, and with few lanes all of them soon wait for such a node while the others have nothing to do.
 */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { limitTo } from '../limiter.js'
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

const settings = {
  nodes: [1, 2, 3, 5],
  replicas: [1, 3],
  nodePercent: 12,
  inFlightPerNode: 32,
  ofMostPercent: 50,
  ...loadSettings,
  sizes: '100',
  seconds: 6,
  warmUp: 2,
}
type ScaleSettings = typeof settings

export default experiment({
  name: 'scale',
  question: 'How much more do more nodes get through?',
  paper: {
    source: '§2.3',
    found: 'One storage host at a time, with minimal impact on operators and the system.',
  },
  settings,
  meanings: {
    nodes: 'sizes of the cluster',
    replicas: 'N; a smaller cluster has as many as it has nodes',
    nodePercent: 'of one processor that each node gets',
    inFlightPerNode: 'requests under way in the closed loop, for each node',
    ofMostPercent: 'of what the closed loop gets through, at which latencies are measured',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: [1, 2], replicas: [1], nodePercent: 25, inFlightPerNode: 4 },
  charts: [
    { title: 'Requests answered a second', x: 'nodes', lines: ['replicas'], values: ['saturationPerSecond'] },
    { title: 'Processor time of a request', x: 'nodes', lines: ['replicas'], values: ['processorUs'] },
    { title: 'p99.9 at half of that', x: 'nodes', lines: ['replicas'], values: ['p999Ms'] },
    { title: 'Against the smallest cluster', x: 'nodes', lines: ['replicas'], values: ['timesFirst'] },
  ],
  run,
})

async function run(given: ScaleSettings, { folder, progress }: Tools): Promise<Row[]> {
  const rows: Row[] = []
  const { nodes, replicas } = given
  for (const replicaCount of replicas) {
    let first: number | undefined
    for (const count of nodes.filter((number) => number >= replicaCount)) {
      progress(rows.length, nodes.length * replicas.length, `cases; now ${count} nodes, N = ${replicaCount}`)
      const cluster = await MeasuredCluster.start(`${folder}/${rows.length}`, count, () => ({ replicaCount }))
      try {
        const { values, doubts } = await measure(cluster, given)
        first ??= values.saturationPerSecond
        rows.push({
          labels: { nodes: count, replicas: replicaCount },
          values: { ...values, timesFirst: values.saturationPerSecond / first },
          doubts,
        })
      } finally {
        await cluster.stop()
      }
    }
  }
  return rows
}

async function measure(cluster: MeasuredCluster, given: ScaleSettings) {
  const choice = { mix: 'B', popularity: 'uniform' } as const
  const inFlight = given.inFlightPerNode * cluster.nodes.length
  return withGenerator(cluster.target(), given, async (generator) => {
    await generator.preload()
    await warmed(generator, given, choice, inFlight)
    const limits = cluster.nodes.map(({ pid }) => limitTo(pid, given.nodePercent / 100))
    try {
      const most = await saturation(generator, given, choice, inFlight)
      const pace = openPace((most.achievedPerSecond * given.ofMostPercent) / 100)
      // Without a warm-up, so that all requests are counted whose processor time is.
      const plan = { ...planOf(given, { ...choice, pace }), warmUpMs: 0 }
      const before = await cluster.cpuUs()
      const outcome = await generator.load(plan)
      const usedUs = (await cluster.cpuUs()) - before
      const values = {
        saturationPerSecond: most.achievedPerSecond,
        saturationP999Ms: most.response.p999Ms,
        saturationGeneratorBusyPart: most.generatorBusy,
        processorUs: usedUs / Math.max(1, outcome.sent),
        grantedPercent: (100 * limits.reduce((sum, limit) => sum + limit.share(), 0)) / limits.length,
        byQuota: limits.filter(({ how }) => how === 'quota').length,
        ...figuresOf(outcome),
      }
      return { values, doubts: [...most.doubts, ...outcome.doubts] }
    } finally {
      for (const limit of limits) limit.release()
    }
  })
}
