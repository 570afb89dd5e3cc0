/**
 * Latency against load, by the size of the cluster: first what a closed loop gets through once all is warm, then an open
 * loop at parts of that. All nodes share one machine here, so more of them do not serve more; they cost what replication
 * costs. Background work goes on: nodes compare what they hold all the time, and segments are small, so that there is
 * something to compact; how much of both there was is told with each figure.
 */
import { backgroundWork, difference } from '../background-work.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
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
  nodes: [1, 2, 3, 5, 8],
  percents: [10, 30, 50, 70, 90, 100],
  inFlight: 64,
  segmentMebibytes: 1,
  ...loadSettings,
  seconds: 5,
  warmUp: 2,
}
type LatencySettings = typeof settings

export default experiment({
  name: 'latency',
  question: 'How does latency grow with load, for clusters of several sizes?',
  paper: {
    source: 'Fig. 4 and §2.2',
    found:
      'p99.9 of reads and writes about 200 ms, ten times the mean; asked for: 300 ms at 500 requests a second.',
  },
  settings,
  meanings: {
    nodes: 'sizes of the cluster',
    percents: 'offered load, of what the closed loop got through',
    inFlight: 'requests under way in the closed loop',
    segmentMebibytes: 'of the log; small ones give compaction something to do',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: [1, 3], percents: [20], inFlight: 8, seconds: 0.7 },
  charts: [
    { title: 'p99.9 against offered load', x: 'percent', lines: ['nodes'], values: ['p999Ms'], scale: 'log' },
    { title: 'p50 against offered load', x: 'percent', lines: ['nodes'], values: ['p50Ms'], scale: 'log' },
    {
      title: 'Three nodes: all percentiles',
      x: 'percent',
      lines: [],
      values: ['p50Ms', 'p99Ms', 'p999Ms', 'p9999Ms', 'maxMs'],
      scale: 'log',
      only: { nodes: 3 },
    },
  ],
  run,
})

async function run(given: LatencySettings, { folder, progress }: Tools): Promise<Row[]> {
  const rows: Row[] = []
  const { nodes, percents, inFlight } = given
  const choice = { mix: 'B', popularity: 'zipfian' } as const
  const cases = nodes.length * percents.length
  for (const count of nodes) {
    const replicaCount = Math.min(3, count)
    const segmentBytesMax = given.segmentMebibytes * 2 ** 20
    const cluster = await MeasuredCluster.start(`${folder}/${count}`, count, () => ({
      replicaCount,
      segmentBytesMax,
      repairIntervalMs: 1000,
    }))
    try {
      await withGenerator(cluster.target(), given, async (generator) => {
        await generator.preload()
        const most = await saturation(generator, given, choice, inFlight)
        for (const percent of percents) {
          progress(rows.length, cases, `cases; now ${count} nodes at ${percent}%`)
          const rate = Math.max(1, (most.achievedPerSecond * percent) / 100)
          const before = await backgroundWork(cluster)
          const outcome = await generator.load(planOf(given, { ...choice, pace: openPace(rate) }))
          const did = difference(before, await backgroundWork(cluster))
          const values = {
            ...figuresOf(outcome),
            ...did,
            saturationPerSecond: most.achievedPerSecond,
            // Near 100% it is the generator, and not the cluster, that could do no more.
            saturationGeneratorBusyPart: most.generatorBusy,
          }
          rows.push({ labels: { nodes: count, percent }, values, doubts: outcome.doubts })
        }
      })
    } finally {
      await cluster.stop()
    }
  }
  return rows
}
