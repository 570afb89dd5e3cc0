/**
 * A node is killed while clients go on, stays away, and comes back: what clients see of each (Dynamo §4.6, §6).
 * Nothing is told to anybody: the others find out.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { loadMeanings, loadSettings, loadSmall, openPace, warmed, withGenerator } from '../loads.js'
import { PhasedLoad, phaseFigures } from '../phases.js'

const settings = { nodes: 5, rate: 500, steady: 15, first: 3, ...loadSettings }
type FailureSettings = typeof settings

export default experiment({
  name: 'failure',
  question: 'What do clients see when a node is killed, and when it comes back?',
  paper: { source: '§6.6', found: '99.9995% of requests were answered in time, and no data was lost.' },
  settings,
  meanings: {
    nodes: 'of the cluster',
    rate: 'requests a second, half reads, half updates',
    steady: 'seconds before, without it, and after',
    first: 'of the seconds without it, those that are counted apart',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: 3, rate: 100, steady: 2, first: 1 },
  charts: [
    { title: 'Latency', x: 'phase', lines: [], values: ['p50Ms', 'p99Ms', 'p999Ms'], scale: 'log' },
    { title: 'Requests that failed', x: 'phase', lines: [], values: ['failedPart'] },
  ],
  run,
})

const restWithinMs = 120_000
/** Requests under way in the closed loop that warms all up. */
const warmLanes = 16

async function run(given: FailureSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { nodes, rate, steady, first } = given
  const cluster = await MeasuredCluster.start(folder, nodes)
  try {
    return await withGenerator(cluster.target(), given, async (generator) => {
      await generator.preload()
      await warmed(generator, given, { mix: 'A', popularity: 'uniform' }, warmLanes)
      const load = await PhasedLoad.start(generator, given, {
        pace: openPace(rate),
        mix: 'A',
        popularity: 'uniform',
      })
      const phase = (name: string) => {
        progress(0, 1, name)
        load.begin(name)
      }
      const victim = cluster.nodes[cluster.nodes.length - 1]
      phase('before')
      await sleep(steady * 1000)
      phase('killed')
      await cluster.kill(victim)
      await sleep(first * 1000)
      phase('without it')
      await sleep((steady - first) * 1000)
      phase('it comes back')
      await cluster.revive(victim)
      await cluster.whole(restWithinMs)
      phase('after')
      await sleep(steady * 1000)
      const { phases, outcome } = await load.end()
      const [before] = phases
      return phases.map((one) => {
        const failedPart = one.failed / Math.max(1, one.failed + one.latency.count)
        const p999TimesBefore = one.latency.p999Ms / before.latency.p999Ms
        return {
          labels: { phase: one.name },
          values: { ...phaseFigures(one), failedPart, p999TimesBefore, wrong: outcome.wrong },
          doubts: outcome.doubts,
        }
      })
    })
  } finally {
    await cluster.stop()
  }
}
