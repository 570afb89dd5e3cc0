/**
 * Who coordinates: the client goes straight to an owner, or any node is asked and forwards (Dynamo §6.4). The ways take
 * turns on the same cluster, so that what else the machine does meets both.
 */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import {
  figuresOf,
  loadMeanings,
  loadSettings,
  loadSmall,
  openPace,
  planOf,
  withGenerator,
} from '../loads.js'

const settings = { nodes: 5, rate: 1000, rounds: 2, ...loadSettings }
type CoordinationSettings = typeof settings

export default experiment({
  name: 'coordination',
  question: 'What is saved when clients coordinate through owners, rather than any node?',
  paper: {
    source: 'Table 2',
    found:
      'Client-driven against server-driven: p99.9 of reads 30.4 against 68.9 ms, of writes 30.4 against 68.5; mean of reads 1.55 against 3.9, of writes 1.9 against 4.02.',
  },
  settings,
  meanings: {
    nodes: 'of the cluster; each key is on three',
    rate: 'requests a second, half reads, half updates',
    rounds: 'of both ways, one after the other',
    ...loadMeanings,
  },
  small: { ...loadSmall, rate: 100, rounds: 1 },
  charts: [
    {
      title: 'Mean latency',
      x: 'coordination',
      lines: ['round'],
      values: ['readMeanMs', 'writeMeanMs'],
    },
    {
      title: 'p99.9',
      x: 'coordination',
      lines: ['round'],
      values: ['readP999Ms', 'writeP999Ms'],
    },
  ],
  run,
})

async function run(given: CoordinationSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { nodes, rate, rounds } = given
  const rows: Row[] = []
  const cluster = await MeasuredCluster.start(folder, nodes)
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const coordination of ['client', 'server']) {
        progress(rows.length, 2 * rounds, `cases; now ${coordination}`)
        await withGenerator(cluster.target({ coordination }), given, async (generator) => {
          if (rows.length === 0) await generator.preload()
          const pace = openPace(rate)
          const outcome = await generator.load(planOf(given, { pace, mix: 'A', popularity: 'zipfian' }))
          rows.push({ labels: { coordination, round }, values: figuresOf(outcome), doubts: outcome.doubts })
        })
      }
    }
  } finally {
    await cluster.stop()
  }
  return rows
}
