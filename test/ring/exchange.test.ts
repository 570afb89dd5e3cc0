import fc from 'fast-check'
import t from 'tap'
import { relieve } from '../../src/ring/exchange.js'

interface Problem {
  costs: number[][]
  caps: number[]
  width: number
}

/** All sets of `width` out of `count` nodes. */
function setsOf(count: number, width: number, from = 0): number[][] {
  if (width === 0) return [[]]
  return Array.from({ length: count - from }, (_, i) => from + i).flatMap((node) =>
    setsOf(count, width - 1, node + 1).map((rest) => [node, ...rest]),
  )
}

const costOf = (costs: number[][], sets: number[][]) =>
  sets.reduce((sum, set, p) => sum + set.reduce((all, node) => all + costs[p][node], 0), 0)

/** The least cost of any placement within the caps, by trying all; undefined if there is none. */
function leastCost({ costs, caps, width }: Problem): number | undefined {
  const sets = setsOf(caps.length, width)
  let least: number | undefined
  const loads = caps.map(() => 0)
  const visit = (chosen: number[][]): void => {
    if (chosen.length === costs.length) {
      const cost = costOf(costs, chosen)
      if (least === undefined || cost < least) least = cost
      return
    }
    for (const set of sets) {
      if (set.some((node) => loads[node] >= caps[node])) continue
      for (const node of set) loads[node]++
      visit([...chosen, set])
      for (const node of set) loads[node]--
    }
  }
  visit([])
  return least
}

function solve({ costs, caps, width }: Problem): { excess: number; sets: number[][] } {
  const holders = Uint16Array.from(
    costs.flatMap((row) => {
      const nodes = row.map((_, node) => node).sort((a, b) => row[a] - row[b])
      return nodes.slice(0, width)
    }),
  )
  const setOf = (p: number) => holders.subarray(p * width, (p + 1) * width)
  const excess = relieve({
    nodeCount: caps.length,
    partitionCount: costs.length,
    width,
    holders,
    caps,
    cost: (node, p) => costs[p][node],
    fits: (p, _from, to) => !setOf(p).includes(to),
  })
  return { excess, sets: costs.map((_, p) => [...setOf(p)]) }
}

t.test('loads come down to the caps at the least cost there is', async (t) => {
  const problem = fc
    .record({ nodeCount: fc.integer({ min: 2, max: 4 }), partitionCount: fc.integer({ min: 1, max: 5 }) })
    .chain(({ nodeCount, partitionCount }) =>
      fc.record({
        costs: fc.array(
          fc.array(fc.integer({ min: 0, max: 20 }), { minLength: nodeCount, maxLength: nodeCount }),
          {
            minLength: partitionCount,
            maxLength: partitionCount,
          },
        ),
        caps: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: nodeCount, maxLength: nodeCount }),
        width: fc.integer({ min: 1, max: 2 }),
      }),
    )
  let met = 0
  fc.assert(
    fc.property(problem, (problem) => {
      const least = leastCost(problem)
      const { excess, sets } = solve(problem)
      if (sets.some((set) => new Set(set).size !== problem.width)) return false
      if (least === undefined) return excess > 0
      met++
      const loads = problem.caps.map((_, node) => sets.filter((set) => set.includes(node)).length)
      return (
        excess === 0 &&
        loads.every((load, node) => load <= problem.caps[node]) &&
        costOf(problem.costs, sets) === least
      )
    }),
    { numRuns: 500, seed: 7 },
  )
  t.ok(met > 100, `${met} problems could be met`)
})

t.test('a path through a full node', async (t) => {
  // Node 0 is over by one and can give to node 1 only, which is full and can give to node 2.
  const { excess, sets } = solve({
    costs: [
      [0, 1, 90],
      [0, 2, 90],
      [90, 0, 3],
    ],
    caps: [1, 1, 1],
    width: 1,
  })
  t.equal(excess, 0)
  t.same(sets, [[1], [0], [2]])
})

t.test('what cannot be met is told', async (t) => {
  t.equal(
    solve({
      costs: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      caps: [1, 1],
      width: 1,
    }).excess,
    1,
  )
})
