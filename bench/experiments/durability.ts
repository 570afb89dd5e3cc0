/** What it costs to wait for the disk: every write safe from power loss, or in groups, or left to the system. */
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

const settings = {
  durabilities: ['always', 'one', 'interval', 'os'],
  nodes: 3,
  rate: 500,
  rounds: 2,
  ...loadSettings,
}
type DurabilitySettings = typeof settings

export default experiment({
  name: 'durability',
  question: 'What does it cost to wait until a write is safe from power loss?',
  paper: {
    source: 'Fig. 5',
    found:
      'A buffer of a thousand objects in memory cuts the p99.9 of writes by five at the peak of traffic.',
  },
  settings,
  meanings: {
    durabilities: 'when a write counts as held',
    nodes: 'of the cluster',
    rate: 'updates a second',
    rounds: 'of all, one after the other',
    ...loadMeanings,
  },
  small: { ...loadSmall, rate: 100, rounds: 1, seconds: 0.7 },
  charts: [
    {
      title: 'Latency of updates',
      x: 'durability',
      lines: ['round'],
      values: ['p50Ms', 'p99Ms', 'p999Ms'],
      scale: 'log',
    },
  ],
  run,
})

async function run(given: DurabilitySettings, { folder, progress }: Tools): Promise<Row[]> {
  const { durabilities, nodes, rate, rounds } = given
  const rows: Row[] = []
  const cluster = await MeasuredCluster.start(folder, nodes)
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const durability of durabilities) {
        progress(rows.length, rounds * durabilities.length, `cases; now ${durability}`)
        await withGenerator(cluster.target({ durability }), given, async (generator) => {
          if (rows.length === 0) await generator.preload()
          const pace = openPace(rate)
          const outcome = await generator.load(planOf(given, { pace, mix: 'updates', popularity: 'uniform' }))
          rows.push({ labels: { durability, round }, values: figuresOf(outcome), doubts: outcome.doubts })
        })
      }
    }
  } finally {
    await cluster.stop()
  }
  return rows
}
