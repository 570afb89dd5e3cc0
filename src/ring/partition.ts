/**
 * The key space is cut once, when the cluster is made, into Q equal partitions; only their owners ever
 * change (Dynamo §6.2, strategy 3). A key's partition is the high log2(Q) bits of its hash, so a client in
 * any language finds it from the key and Q alone.
 */
import { hash32 } from '../hash.js'

export const partitionCountMax = 65_536
export const partitionCountDefault = 1024

/** The high log2(Q) bits of XXH32(key, seed 0). `partitionCount` must be a partition count; not checked here. */
export function partitionOf(key: Uint8Array, partitionCount: number): number {
  // Both factors are exact in a double, and so is their product: this is a shift that also works for Q = 1.
  return Math.floor((hash32(key, 0) * partitionCount) / 0x1_0000_0000)
}

/** Whether Q is a power of two from 1 to 65,536. One partition is of use in tests; real clusters want more. */
export function isPartitionCount(q: number): boolean {
  return Number.isInteger(q) && q >= 1 && q <= partitionCountMax && (q & (q - 1)) === 0
}

/**
 * The partition count to choose for a new cluster that may grow to `nodeCount` nodes, the lightest of which
 * has `leastWeight` times the mean weight: enough that a partition more or less is about 1% of the lightest
 * node's load, and that what a change of members moves is large beside the noise of moving it.
 */
export function partitionCountFor(nodeCount: number, leastWeight = 1): number {
  const wanted = Math.max((100 * nodeCount) / leastWeight, 4.5 * nodeCount * nodeCount)
  let count = 1
  while (count < wanted && count < partitionCountMax) count *= 2
  return count
}
