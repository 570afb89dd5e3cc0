/**
 * Hash trees that are kept, not rebuilt (Dynamo §4.7): of each partition 64 leaves, each the XOR of the hashes
 * of its versions. A change of one version is two XORs, and the order of changes leaves no trace, so replicas
 * that hold the same have the same leaves whatever befell them on the way.
 *
 * A digest is a 64-bit hash already; the key hash is mixed into it, so that a version under another key does
 * not cancel it out. Two sets that differ have equal leaves in one case of 2^64.
 *
 * Limit: 512 bytes for each partition that has held a key: 32 MiB at the most partitions there may be.
 */
import { leafCount, type Version } from './versions.js'

const leafWords = 2
const leafShift = 26
const noVersions = { high: 0, low: 0 }

export class HashTrees {
  readonly #leaves: (Uint32Array | undefined)[]

  constructor(partitionCount: number) {
    this.#leaves = new Array<Uint32Array | undefined>(partitionCount).fill(undefined)
  }

  /** Puts a version in where it is not, takes it out where it is. */
  toggle(partition: number, keyHash: number, high: number, low: number): void {
    let leaves = this.#leaves[partition]
    if (leaves === undefined) {
      leaves = new Uint32Array(leafCount * leafWords)
      this.#leaves[partition] = leaves
    }
    toggleIn(leaves, keyHash, high, low)
  }

  /** The hash of the whole partition. */
  root(partition: number): { high: number; low: number } {
    const leaves = this.#leaves[partition]
    return leaves === undefined ? noVersions : rootOf(leaves)
  }

  /** Whether the partition never had a version. */
  isEmpty(partition: number): boolean {
    return this.#leaves[partition] === undefined
  }

  /** Makes these the leaves of the partition; whether they were others. */
  replace(partition: number, leaves: Uint32Array): boolean {
    const before = this.leaves(partition)
    if (leaves.every((word, at) => word === before[at])) return false
    this.#leaves[partition] = leaves
    return true
  }

  /** A copy. */
  leaves(partition: number): Uint32Array {
    return this.#leaves[partition]?.slice() ?? new Uint32Array(leafCount * leafWords)
  }
}

/** The leaves of a set of versions, made anew. */
export function leavesOf(versions: Iterable<Version>): Uint32Array {
  const leaves = new Uint32Array(leafCount * leafWords)
  for (const { keyHash, high, low } of versions) toggleIn(leaves, keyHash, high, low)
  return leaves
}

/** One hash for all of a set: the XOR of its versions' hashes, as two unsigned 32-bit numbers. */
export function hashOfVersions(versions: Iterable<Version>): { high: number; low: number } {
  let high = 0
  let low = 0
  for (const version of versions) {
    high ^= version.high ^ mixed(version.keyHash)
    low ^= version.low ^ mixed(~version.keyHash)
  }
  return { high: high >>> 0, low: low >>> 0 }
}

/** The hash of a whole partition: the XOR of its leaves. */
export function rootOf(leaves: Uint32Array): { high: number; low: number } {
  let high = 0
  let low = 0
  for (let at = 0; at < leaves.length; at += leafWords) {
    high ^= leaves[at]
    low ^= leaves[at + 1]
  }
  return { high: high >>> 0, low: low >>> 0 }
}

function toggleIn(leaves: Uint32Array, keyHash: number, high: number, low: number): void {
  const at = (keyHash >>> leafShift) * leafWords
  leaves[at] ^= high ^ mixed(keyHash)
  leaves[at + 1] ^= low ^ mixed(~keyHash)
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mixed(word: number): number {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
