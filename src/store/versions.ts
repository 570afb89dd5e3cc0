/**
 * Which versions a store holds, without their values: what replicas compare to find where they differ (Dynamo
 * §4.7). A version is the hash of its key and its digest. Each partition has a hash tree of one level, kept
 * with every change; what lies below a leaf is listed when somebody asks.
 *
 * Invariant: equal sets of versions have equal leaves, in whatever order they came about. A record that is
 * known to be spoiled is in neither, so that whoever holds it whole will send it.
 */
import type { Digest, StoreRecord } from './store.js'

/** Leaves of a partition: the key hashes that begin with the same six bits share one. */
export const leafCount = 64

/** Of key hashes: from `from` up to and without `to`, which is 2^32 at most. */
export interface HashRange {
  readonly from: number
  readonly to: number
}

export interface Version {
  /** `hashKeyInPartition` of the key. Keys may share it, though of 2^32 keys only two are likely to. */
  readonly keyHash: number
  readonly high: number
  readonly low: number
}

export interface Versions {
  /** For each leaf the XOR of its versions, see hash-tree.ts, high half first: a copy. */
  leaves(partition: number): Uint32Array
  /** The XOR of the leaves. */
  root(partition: number): Digest
  /** What is held in the range, by `compareVersions`. */
  within(partition: number, range: HashRange): Version[]
  /** How many there are in the partition, spoiled ones included. */
  count(partition: number): number
  /** The whole records that have this key hash. Throws StoreError when the disk fails. */
  records(partition: number, keyHash: number): Promise<StoreRecord[]>
}

/** The whole of a partition. */
export const wholeRange: HashRange = { from: 0, to: 2 ** 32 }

/** The key hashes of a leaf. */
export function leafRange(leaf: number): HashRange {
  const width = 2 ** 32 / leafCount
  return { from: leaf * width, to: (leaf + 1) * width }
}

export function compareVersions(a: Version, b: Version): number {
  return a.keyHash - b.keyHash || a.high - b.high || a.low - b.low
}
