/**
 * Who coordinates: the client goes straight to an owner, or any node is asked and forwards (Dynamo §6.4). The ways take
 * turns on the same cluster, each first as often as the other, and both are warm: so what else the machine does meets
 * both, and neither pays for what has just started.
 */
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { loadMeanings, loadSettings, loadSmall } from '../loads.js'
import { inTurns } from '../turns.js'

const settings = { nodes: 5, rate: 1000, rounds: 4, inFlight: 16, ...loadSettings, seconds: 8, warmUp: 2 }
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
    rounds: 'of both ways, one after the other, and the other way round the next time',
    inFlight: 'requests under way in the closed loop that warms all up',
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
  const cluster = await MeasuredCluster.start(folder, given.nodes)
  const ways = {
    label: 'coordination',
    names: ['client', 'server'],
    target: (name: string) => cluster.target({ coordination: name }),
  }
  try {
    return await inTurns(ways, given, { mix: 'A', popularity: 'zipfian' }, progress)
  } finally {
    await cluster.stop()
  }
}
