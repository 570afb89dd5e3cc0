/** What (N, R, W) cost, with and without hedged gets (Dynamo §4.5, §6). */
import { GrammeError } from '../../src/errors.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import {
  figuresOf,
  loadMeanings,
  loadSettings,
  loadSmall,
  openPace,
  planOf,
  warmed,
  withGenerator,
} from '../loads.js'

const settings = {
  quorums: ['1/1/1', '3/1/1', '3/1/3', '3/2/2', '3/3/1', '5/1/1', '5/3/3'],
  hedging: ['on', 'off'],
  nodes: 5,
  rate: 500,
  inFlight: 16,
  ...loadSettings,
  seconds: 6,
  warmUp: 1,
}
type QuorumSettings = typeof settings

export default experiment({
  name: 'quorum',
  question: 'What do N, R and W cost, and what does hedging give?',
  paper: {
    source: '§4.5 and §6',
    found:
      'Latency is that of the slowest of R or W replicas; usual is (3, 2, 2). W = 1 is never turned down.',
  },
  settings,
  meanings: {
    quorums: 'N/R/W, those of one N beside each other',
    hedging: 'whether a get that is late is sent to a second node',
    nodes: 'of the cluster',
    rate: 'requests a second, half reads, half updates',
    inFlight: 'requests under way in the closed loop that warms all up',
    ...loadMeanings,
  },
  small: { ...loadSmall, quorums: ['1/1/1', '3/2/2'], hedging: ['on'], nodes: 3, rate: 100, seconds: 0.7 },
  charts: [
    { title: 'p99.9 of reads', x: 'quorum', lines: ['hedging'], values: ['readP999Ms'] },
    { title: 'p99.9 of writes', x: 'quorum', lines: ['hedging'], values: ['writeP999Ms'] },
    { title: 'Mean latency', x: 'quorum', lines: ['hedging'], values: ['readMeanMs', 'writeMeanMs'] },
  ],
  run,
})

interface Quorum {
  readonly text: string
  readonly n: number
  readonly r: number
  readonly w: number
}

async function run(given: QuorumSettings, { folder, progress }: Tools): Promise<Row[]> {
  const quorums = given.quorums.map((text) => parse(text, given.nodes))
  const rows: Row[] = []
  const cases = quorums.length * given.hedging.length
  const choice = { mix: 'A', popularity: 'uniform' } as const
  for (const n of new Set(quorums.map((quorum) => quorum.n))) {
    const cluster = await MeasuredCluster.start(`${folder}/${n}`, given.nodes, () => ({ replicaCount: n }))
    let isEmpty = true
    try {
      for (const { text, r, w } of quorums.filter((quorum) => quorum.n === n)) {
        for (const hedging of given.hedging) {
          progress(rows.length, cases, `cases; now ${text}, hedging ${hedging}`)
          await withGenerator(cluster.target({ r, w, hedging }), given, async (generator) => {
            if (isEmpty) await generator.preload()
            isEmpty = false
            await warmed(generator, given, choice, given.inFlight)
            const pace = openPace(given.rate)
            const outcome = await generator.load(planOf(given, { ...choice, pace }))
            rows.push({
              labels: { quorum: text, hedging },
              values: figuresOf(outcome),
              doubts: outcome.doubts,
            })
          })
        }
      }
    } finally {
      await cluster.stop()
    }
  }
  return rows
}

function parse(text: string, nodes: number): Quorum {
  const [n = 0, r = 0, w = 0, ...more] = text.split('/').map(Number)
  const isRight = [n, r, w].every((number) => Number.isInteger(number) && number >= 1 && number <= n)
  if (!isRight || more.length > 0 || n > nodes) {
    throw new GrammeError(
      'BAD_ARGUMENT',
      `the quorum is '${text}'; it must be N/R/W, R and W from 1 to N, and N at most ${nodes}`,
    )
  }
  return { text, n, r, w }
}
