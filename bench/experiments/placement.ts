/** How evenly strategies of placement spread load, by the metadata they need, and what a new node moves. */

import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { efficiencyOf, movedBetween } from '../placement/layout.js'
import { placed, strategies } from '../placement/strategies.js'

const settings = {
  nodes: 30,
  replicas: 3,
  metadata: [100, 300, 1000, 3000, 10_000, 30_000],
  partitions: 4096,
  draws: 10,
  seed: 1,
}
type PlacementSettings = typeof settings

export default experiment({
  name: 'placement',
  question: 'How evenly is load spread, for how much metadata, and what does a new node move?',
  paper: {
    source: 'Fig. 8',
    found: 'For equal metadata, strategy 3 is the most efficient and strategy 2 the least (S = 30, N = 3).',
  },
  settings,
  meanings: {
    nodes: 'S',
    replicas: 'N',
    metadata: 'tokens and partitions that all nodes must know; Gramme knows its members alone',
    partitions: "Q of Gramme's ring",
    draws: 'of the strategies that draw tokens; figures are means',
    seed: 'of the draws',
  },
  small: { metadata: [100, 300], draws: 2, partitions: 512 },
  charts: [
    {
      title: 'Load-balancing efficiency',
      x: 'metadata',
      lines: ['strategy'],
      values: ['efficiency'],
      xScale: 'log',
    },
    {
      title: 'Moved for a new node, against the least',
      x: 'metadata',
      lines: ['strategy'],
      values: ['movedTimesLeast'],
      xScale: 'log',
    },
  ],
  run,
})

async function run(
  { nodes, replicas, metadata, partitions, draws, seed }: PlacementSettings,
  { progress }: Tools,
): Promise<Row[]> {
  const rows: Row[] = []
  // A newcomer of as many nodes is to hold so much of all replicas.
  const least = replicas / (nodes + 1)
  for (const strategy of strategies) {
    for (const size of metadata) {
      progress(rows.length, strategies.length * metadata.length, 'cases')
      const found = Array.from({ length: strategy === 'Gramme' ? 1 : draws }, (_, draw) => {
        const shape = { nodes, replicas, metadata: size, partitions }
        const random = new SeededRandom(seed, `${strategy} ${size} ${draw}`)
        const { before, after, metadata } = placed(strategy, shape, random)
        return {
          efficiency: efficiencyOf(before, nodes),
          moved: movedBetween(before, after) / least,
          metadata,
        }
      })
      const mean = (of: (one: (typeof found)[number]) => number) =>
        found.reduce((sum, one) => sum + of(one), 0) / found.length
      rows.push({
        labels: { strategy, metadata: size },
        values: {
          efficiency: mean(({ efficiency }) => efficiency),
          movedTimesLeast: mean(({ moved }) => moved),
          metadataUsed: mean(({ metadata }) => metadata),
        },
      })
    }
  }
  return rows
}
