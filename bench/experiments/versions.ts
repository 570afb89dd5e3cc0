/** How many reads see how many siblings, by how often writers do not know of each other (Dynamo §6.3). */
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

const settings = { conflictRates: [0, 0.001, 0.01, 0.1], nodes: 3, rate: 1000, ...loadSettings, keys: 5000 }
type VersionsSettings = typeof settings

export default experiment({
  name: 'versions',
  question: 'How many reads see more than one version?',
  paper: {
    source: '§6.3',
    found:
      '99.94% of reads saw one version, 0.00057% two, 0.00047% three, 0.00009% four; robots make more of them.',
  },
  settings,
  meanings: {
    conflictRates:
      'parts of the updates that several writers make who do not know of each other: two, in half the cases three, and so on',
    nodes: 'of the cluster',
    rate: 'requests a second, half reads, half updates',
    ...loadMeanings,
  },
  small: { ...loadSmall, conflictRates: [0, 0.5], rate: 100, keys: 20 },
  charts: [
    {
      title: 'Reads that saw several versions',
      x: 'conflictRate',
      lines: [],
      values: ['saw2Part', 'saw3Part', 'saw4Part'],
    },
  ],
  run,
})

async function run(given: VersionsSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { conflictRates, nodes, rate } = given
  const rows: Row[] = []
  for (const conflictRate of conflictRates) {
    progress(rows.length, conflictRates.length, `cases; now ${conflictRate}`)
    const cluster = await MeasuredCluster.start(`${folder}/${rows.length}`, nodes)
    try {
      await withGenerator(cluster.target(), given, async (generator) => {
        await generator.preload()
        const choice = { pace: openPace(rate), mix: 'A', popularity: 'zipfian', conflictRate } as const
        const outcome = await generator.load(planOf(given, choice))
        const reads = Math.max(
          1,
          outcome.siblings.reduce((sum, count) => sum + count, 0),
        )
        const saw = Object.fromEntries(
          outcome.siblings.slice(1, 5).map((count, n) => [`saw${n + 1}Part`, count / reads]),
        )
        const sawMorePart = outcome.siblings.slice(5).reduce((sum, count) => sum + count, 0) / reads
        rows.push({
          labels: { conflictRate },
          values: { ...saw, sawMorePart, ...figuresOf(outcome) },
          doubts: outcome.doubts,
        })
      })
    } finally {
      await cluster.stop()
    }
  }
  return rows
}
