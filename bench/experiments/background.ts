/**
 * What background work costs those who wait (Dynamo §6.5): the same load on a cluster that does none, and on clusters
 * that compare and mend, compact, or hand hints over to a node that was away, all the time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { backgroundWork, difference } from '../background-work.js'
import { MeasuredCluster, type NodeChanges } from '../cluster.js'
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
  works: ['none', 'repair', 'compaction', 'hand-off'],
  nodes: 4,
  rate: 500,
  away: 10,
  rounds: 2,
  ...loadSettings,
  keys: 2000,
}
type BackgroundSettings = typeof settings

export default experiment({
  name: 'background',
  question: 'What does background work cost those who wait?',
  paper: {
    source: '§6.5',
    found:
      'Background tasks get their time in slices, as the 99th percentile of what clients wait for allows.',
  },
  settings,
  meanings: {
    works: 'what is going on besides; repair and hand-off stand still where it is not their turn',
    nodes: 'of the cluster',
    rate: 'updates a second',
    away: 'seconds that a node is away for before hand-off to it is measured',
    rounds: 'of all, one after the other',
    ...loadMeanings,
  },
  small: { ...loadSmall, works: ['none', 'repair', 'hand-off'], rate: 100, away: 1, rounds: 1, seconds: 0.7 },
  charts: [
    {
      title: 'Latency of updates',
      x: 'work',
      lines: ['round'],
      values: ['p50Ms', 'p99Ms', 'p999Ms'],
      scale: 'log',
    },
  ],
  run,
})

const never = 86_400_000
const quiet: NodeChanges = { repairIntervalMs: never, reapIntervalMs: never, handoffIntervalMs: 3_600_000 }

const changesFor: Readonly<Record<string, NodeChanges>> = {
  none: quiet,
  repair: { ...quiet, repairIntervalMs: 10 },
  // Small segments, of which updates soon make most dead.
  compaction: { ...quiet, segmentBytesMax: 256 * 1024 },
  'hand-off': { ...quiet, handoffIntervalMs: 100 },
}

async function run(given: BackgroundSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { works, rounds } = given
  const rows: Row[] = []
  for (let round = 1; round <= rounds; round += 1) {
    for (const work of works) {
      progress(rows.length, works.length * rounds, `cases; now ${work}`)
      const changes = changesFor[work]
      if (changes === undefined)
        throw new Error(`the work is '${work}'; it must be one of ${Object.keys(changesFor)}`)
      const cluster = await MeasuredCluster.start(`${folder}/${rows.length}`, given.nodes, () => changes)
      try {
        rows.push({ labels: { work, round }, ...(await measure(cluster, work, given)) })
      } finally {
        await cluster.stop()
      }
    }
  }
  return rows
}

async function measure(
  cluster: MeasuredCluster,
  work: string,
  given: BackgroundSettings,
): Promise<Omit<Row, 'labels'>> {
  return withGenerator(cluster.target(), given, async (generator) => {
    await generator.preload()
    const plan = planOf(given, { pace: openPace(given.rate), mix: 'updates', popularity: 'uniform' })
    if (work === 'hand-off') {
      const victim = cluster.nodes[cluster.nodes.length - 1]
      await cluster.kill(victim)
      await generator.load({ ...plan, measureMs: given.away * 1000 })
      await cluster.revive(victim)
    }
    const before = await backgroundWork(cluster)
    const outcome = await generator.load(plan)
    const did = await doneSince(before, cluster, work)
    return { values: { ...figuresOf(outcome), ...did }, doubts: outcome.doubts }
  })
}

/** Nodes tell of a round when it is over, so one that was going on is waited for, though not for ever. */
async function doneSince(
  before: Readonly<Record<string, number>>,
  cluster: MeasuredCluster,
  work: string,
): Promise<Record<string, number>> {
  const endMs = performance.now() + toldWithinMs
  for (;;) {
    const after = await backgroundWork(cluster)
    const did = difference(before, after)
    const isTold = work === 'none' || Object.values(did).some((amount) => amount > 0)
    if (isTold || performance.now() > endMs) return did
    await sleep(100)
  }
}

const toldWithinMs = 10_000
