/** One node's part of a ring: what it holds, and what its weight asks for (Dynamo §6.2). */
export interface NodeShare {
  readonly id: string
  readonly weight: number
  readonly zone: string
  /** Partition replicas held. */
  readonly virtualNodes: number
  /** Partitions of which this node is the first owner. */
  readonly firstOwner: number
  /** Partition replicas that its weight asks for, within the limits of Q and the zones: a real number. */
  readonly quota: number
  /** Of all replicas in the cluster, the part held here: 0 to 1. */
  readonly share: number
}
