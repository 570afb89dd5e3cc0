/** What it costs to wait for the disk: every write safe from power loss, or in groups, or left to the system. */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { loadMeanings, loadSettings, loadSmall } from '../loads.js'
import { inTurns } from '../turns.js'

const settings = {
  durabilities: ['always', 'one', 'interval', 'os'],
  nodes: 3,
  rate: 500,
  rounds: 2,
  inFlight: 16,
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
    rounds: 'of all, one after the other, and the other way round the next time',
    inFlight: 'requests under way in the closed loop that warms all up',
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
  const cluster = await MeasuredCluster.start(folder, given.nodes)
  const ways = {
    label: 'durability',
    names: given.durabilities,
    target: (name: string) => cluster.target({ durability: name }),
  }
  try {
    return await inTurns(ways, given, { mix: 'updates', popularity: 'uniform' }, progress)
  } finally {
    await cluster.stop()
  }
}
