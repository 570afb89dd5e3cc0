/**
 * What a change of members moves: the replicas to be copied, against the least that any placement could
 * move. For operators before they act (`gramme ring`, dry runs) and for the capacity planner.
 */
import { GrammeError } from '../errors.js'
import type { Ring } from './ring.js'

export interface Movement {
  /** Replicas with a new holder: what is to be copied, in partitions. */
  readonly slotsChanged: number
  /** What no placement with the same quotas could do without: the sum of the growth of the nodes' quotas. */
  readonly slotsLeast: number
  /** Changed over least; 1 if neither is any, infinite if only the least is none. */
  readonly ratio: number
  /** Partitions by how many of their replicas change: at index 2, those with two new holders at once. */
  readonly partitionsByChange: readonly number[]
  /** Partitions with another first owner: costs no copying. */
  readonly firstOwnersChanged: number
  /** Of both rings, by id. */
  readonly nodes: readonly NodeMovement[]
}

export interface NodeMovement {
  readonly id: string
  /** Partition replicas that the node is to fetch. */
  readonly gained: number
  /** Partition replicas that it may drop afterwards. */
  readonly lost: number
}

/** Throws BAD_ARGUMENT for rings of different partition counts: their partitions are not the same keys. */
export function movement(before: Ring, after: Ring): Movement {
  const { partitionCount } = before.settings
  if (after.settings.partitionCount !== partitionCount) {
    throw new GrammeError(
      'BAD_ARGUMENT',
      `partitionCount is ${after.settings.partitionCount}; it must be ${partitionCount}, as it was before`,
    )
  }
  const quotasBefore = new Map(before.shares().map(({ id, quota }) => [id, quota]))
  let slotsLeast = 0
  for (const { id, quota } of after.shares()) {
    const growth = quota - (quotasBefore.get(id) ?? 0)
    // Less is the rounding of doubles.
    if (growth > 1e-6) slotsLeast += growth
  }

  const ids = [...new Set([...before.members, ...after.members].map(({ id }) => id))].sort()
  const nodes = new Map(ids.map((id) => [id, { id, gained: 0, lost: 0 }]))
  const partitionsByChange: number[] = [0]
  let slotsChanged = 0
  let firstOwnersChanged = 0
  for (let p = 0; p < partitionCount; p++) {
    const old = before.owners(p)
    const now = after.owners(p)
    let changed = 0
    for (const id of now) {
      if (old.includes(id)) continue
      changed++
      const node = nodes.get(id)
      if (node !== undefined) node.gained++
    }
    for (const id of old) {
      const node = nodes.get(id)
      if (node !== undefined && !now.includes(id)) node.lost++
    }
    if (old[0] !== now[0]) firstOwnersChanged++
    slotsChanged += changed
    partitionsByChange[changed] = (partitionsByChange[changed] ?? 0) + 1
  }
  const ratio = slotsLeast > 0 ? slotsChanged / slotsLeast : slotsChanged > 0 ? Number.POSITIVE_INFINITY : 1
  return {
    slotsChanged,
    slotsLeast,
    ratio,
    partitionsByChange: Array.from(partitionsByChange, (count) => count ?? 0),
    firstOwnersChanged,
    nodes: [...nodes.values()],
  }
}
