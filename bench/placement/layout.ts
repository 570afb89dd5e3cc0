/**
 * Who owns which part of the key space, as any strategy of placement says it: pieces of the unit interval, each with
 * its owners. Load is the length owned, since keys are hashed; what a change moves is the length with a new owner.
 */
export interface Layout {
  /** Where each piece begins, from 0; it ends where the next begins, the last at 1. */
  readonly edges: Float64Array
  /** Different nodes, of each piece. */
  readonly owners: readonly (readonly number[])[]
}

export function loadsOf({ edges, owners }: Layout, nodes: number): number[] {
  const loads = new Array<number>(nodes).fill(0)
  owners.forEach((ids, at) => {
    const length = (edges[at + 1] ?? 1) - edges[at]
    for (const id of ids) loads[id] += length
  })
  return loads
}

/** Mean load over the largest (Fig. 8). */
export function efficiencyOf(layout: Layout, nodes: number): number {
  const loads = loadsOf(layout, nodes)
  return loads.reduce((sum, load) => sum + load, 0) / nodes / Math.max(...loads)
}

/** The length that came to owners it did not have before, replicas counted each. */
export function movedBetween(before: Layout, after: Layout): number {
  let moved = 0
  let [a, b, from] = [0, 0, 0]
  while (from < 1) {
    const until = Math.min(before.edges[a + 1] ?? 1, after.edges[b + 1] ?? 1)
    const held = before.owners[a]
    moved += (until - from) * after.owners[b].filter((id) => !held.includes(id)).length
    if ((before.edges[a + 1] ?? 2) <= until) a += 1
    if ((after.edges[b + 1] ?? 2) <= until) b += 1
    from = until
  }
  return moved
}
