/** Placement by the paper's strategies: whole, as balanced as strategy and metadata allow, and what a newcomer moves. */
import fc from 'fast-check'
import t from 'tap'
import { efficiencyOf, type Layout, loadsOf, movedBetween } from '../../../bench/placement/layout.js'
import { placed, strategies } from '../../../bench/placement/strategies.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'

t.test('every strategy covers the key space with different owners', async (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...strategies),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 60, max: 200 }),
      fc.integer(),
      (strategy, nodes, metadata, seed) => {
        const shape = { nodes, replicas: 3, metadata, partitions: 128 }
        const { before, after } = placed(strategy, shape, new SeededRandom(seed, ''))
        return (
          [before, after].every(
            ({ edges, owners }) =>
              edges[0] === 0 &&
              edges.length === owners.length &&
              edges.every((edge, at) => at === 0 || edge >= edges[at - 1]) &&
              owners.every((ids) => new Set(ids).size === 3 && ids.length === 3),
          ) &&
          Math.abs(loadsOf(before, nodes).reduce((sum, load) => sum + load, 0) - 3) < 1e-9 &&
          efficiencyOf(before, nodes) <= 1 + 1e-9
        )
      },
    ),
    { numRuns: 60 },
  )
  t.pass()
})

t.test('what is moved, by pieces that do not meet', async (t) => {
  const before: Layout = { edges: Float64Array.of(0, 0.5), owners: [[0], [1]] }
  const after: Layout = { edges: Float64Array.of(0, 0.25, 0.75), owners: [[0], [2], [1]] }
  t.ok(Math.abs(movedBetween(before, after) - 0.5) < 1e-12)
  t.equal(movedBetween(before, before), 0)
  t.ok(Math.abs(movedBetween(after, before) - 0.5) < 1e-12)
})

t.test('the paper, Fig. 8: strategy 3 before 1 before 2, at equal metadata', async (t) => {
  const efficiency = (strategy: (typeof strategies)[number]) => {
    const shape = { nodes: 30, replicas: 3, metadata: 3000, partitions: 4096 }
    const draws = Array.from({ length: 3 }, (_, draw) =>
      placed(strategy, shape, new SeededRandom(draw, strategy)),
    )
    return draws.reduce((sum, { before }) => sum + efficiencyOf(before, 30), 0) / draws.length
  }
  const [first, second, third, ours] = strategies.map(efficiency)
  t.ok(third > first && first > second)
  t.ok(ours > third)
})
