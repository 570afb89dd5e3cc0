/**
 * How soon others see a write, by R and W: a reader who comes so long after the writer was answered, by way of another
 * node. Where R + W > N it sees the write at once; below that it is a matter of time.
 *
 * Reference: P. Bailis et al., Probabilistically Bounded Staleness for Practical Partial Quorums (VLDB 2012).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { emptyHistogram, latencyOf, record } from '../load/recorder.js'
import { Sizes } from '../load/sizes.js'
import { keyName, stampOf, Values } from '../load/values.js'
import { loadMeanings, loadSettings, loadSmall, openPace, planOf, withGenerator } from '../loads.js'
import { openTarget } from '../targets/open.js'
import type { Target } from '../targets/target.js'

const settings = {
  quorums: ['1/1', '1/2', '2/1', '2/2'],
  delays: [0, 1, 2, 5, 10, 20, 50],
  samples: 1000,
  lanes: 16,
  nodes: 5,
  rate: 500,
  ...loadSettings,
  keys: 5000,
}
type StalenessSettings = typeof settings

export default experiment({
  name: 'staleness',
  question: 'How soon does everybody see a write?',
  paper: {
    source: '§4.5',
    found: 'R + W > N gives a quorum-like system; fewer are faster, and may miss what was written last.',
  },
  settings,
  meanings: {
    quorums: 'R/W, of three replicas',
    delays: 'ms from the answer to the writer until the reader asks',
    samples: 'writes of each case',
    lanes: 'writers at one time, each with its reader',
    nodes: 'of the cluster',
    rate: 'requests a second of others meanwhile, half reads, half updates',
    ...loadMeanings,
  },
  small: { ...loadSmall, quorums: ['1/1', '2/2'], delays: [0, 5], samples: 40, nodes: 3, rate: 50 },
  charts: [
    { title: 'Reads that missed the write', x: 'delay', lines: ['quorum'], values: ['stalePart'] },
    {
      title: 'Until a reader saw it',
      x: 'quorum',
      lines: [],
      values: ['seenP50Ms', 'seenP99Ms'],
      only: { delay: 0 },
    },
  ],
  run,
})

const replicas = 3

async function run(given: StalenessSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { quorums, delays, nodes, rate } = given
  const rows: Row[] = []
  const cluster = await MeasuredCluster.start(folder, nodes)
  try {
    await withGenerator(cluster.target(), given, async (generator) => {
      await generator.preload()
      const load = planOf(given, { pace: openPace(rate), mix: 'A', popularity: 'uniform' })
      const loading = generator.load({ ...load, measureMs: 3_600_000 })
      loading.catch(() => {})
      for (const quorum of quorums) {
        const [r, w] = quorum.split('/').map(Number)
        const writer = await openTarget(cluster.target({ w, hedging: 'off' }), 1)
        const reader = await openTarget(cluster.target({ r, hedging: 'off', coordination: 'server' }), 1)
        try {
          for (const delay of delays) {
            progress(rows.length, quorums.length * delays.length, `cases; now ${quorum} after ${delay} ms`)
            const values = await measure(writer, reader, delay, given)
            const isCertain = r + w > replicas ? 1 : 0
            rows.push({ labels: { quorum, delay }, values: { ...values, quorumsMeet: isCertain } })
          }
        } finally {
          await Promise.all([writer.close(), reader.close()])
        }
      }
      await generator.finish()
      // What was going on besides was not what it was to be: then all of it is in doubt.
      const { doubts } = await loading
      for (const [n, row] of rows.entries()) rows[n] = { ...row, doubts }
    })
  } finally {
    await cluster.stop()
  }
  return rows
}

let writes = 0

async function measure(
  writer: Target,
  reader: Target,
  delayMs: number,
  { samples, lanes, sizes, seed, keys }: StalenessSettings,
): Promise<Record<string, number>> {
  const seen = emptyHistogram()
  const random = new SeededRandom(seed, 'staleness')
  const [size, values] = [Sizes.parse(sizes), new Values(Sizes.parse(sizes).mostBytes, random)]
  let stale = 0
  let missed = 0
  let left = samples
  const lane = async () => {
    while (left > 0) {
      left -= 1
      writes += 1
      const write = writes
      // Not among the keys of the load, so that nobody else writes them.
      const key = keys + 1 + write
      const stamp = { key, write, writtenAtMs: 0 }
      await writer.put(keyName(key), values.make(size.next(random), stamp), undefined)
      const answeredMs = performance.now()
      if (delayMs > 0) await sleep(delayMs)
      if (await sees(reader, key, write)) {
        record(seen, performance.now() - answeredMs)
        continue
      }
      stale += 1
      let isSeen = false
      for (let tries = 0; tries < triesMax && !isSeen; tries += 1) isSeen = await sees(reader, key, write)
      if (isSeen) record(seen, performance.now() - answeredMs)
      else missed += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const { p50Ms, p99Ms, maxMs } = latencyOf(seen)
  return { stalePart: stale / samples, samples, missed, seenP50Ms: p50Ms, seenP99Ms: p99Ms, seenMaxMs: maxMs }
}

/** Then it counts as missed for good. */
const triesMax = 1000

async function sees(reader: Target, key: number, write: number): Promise<boolean> {
  const { siblings } = await reader.get(keyName(key))
  return siblings.some((value) => stampOf(value)?.write === write)
}
