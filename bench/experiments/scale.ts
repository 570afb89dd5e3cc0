/**
 * Does twice the number of nodes get through twice as much (Dynamo §2.3: incremental scalability)? On one machine that
 * can only be seen where each node has a small share of a processor and no more, as if it were a machine of its own.
 */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { limitTo } from '../limiter.js'
import { figuresOf, loadMeanings, loadSettings, loadSmall, saturation, withGenerator } from '../loads.js'

const settings = {
  nodes: [1, 2, 3, 5, 8],
  replicas: [1, 3],
  nodePercent: 12,
  inFlight: 64,
  ...loadSettings,
  sizes: '100',
  seconds: 6,
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
    inFlight: 'requests under way',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: [1, 2], replicas: [1], nodePercent: 25, inFlight: 4 },
  charts: [
    { title: 'Requests answered a second', x: 'nodes', lines: ['replicas'], values: ['achievedPerSecond'] },
    { title: 'Against the smallest cluster', x: 'nodes', lines: ['replicas'], values: ['timesFirst'] },
  ],
  run,
})

async function run(given: ScaleSettings, { folder, progress }: Tools): Promise<Row[]> {
  const rows: Row[] = []
  const { nodes, replicas, nodePercent, inFlight } = given
  for (const replicaCount of replicas) {
    let first: number | undefined
    for (const count of nodes.filter((number) => number >= replicaCount)) {
      progress(rows.length, nodes.length * replicas.length, `cases; now ${count} nodes, N = ${replicaCount}`)
      const cluster = await MeasuredCluster.start(`${folder}/${rows.length}`, count, () => ({ replicaCount }))
      try {
        await withGenerator(cluster.target(), given, async (generator) => {
          await generator.preload()
          const limits = cluster.nodes.map(({ pid }) => limitTo(pid, nodePercent / 100))
          try {
            const most = await saturation(generator, given, { mix: 'B', popularity: 'uniform' }, inFlight)
            first ??= most.achievedPerSecond
            rows.push({
              labels: { nodes: count, replicas: replicaCount },
              values: { ...figuresOf(most), timesFirst: most.achievedPerSecond / first },
              doubts: most.doubts,
            })
          } finally {
            for (const limit of limits) limit.release()
          }
        })
      } finally {
        await cluster.stop()
      }
    }
  }
  return rows
}
