/**
 * Where two replicas differ, as pure functions over what each says it holds (Dynamo §4.7): hashes of whole
 * partitions first, of their leaves next, of ever smaller ranges while there is much in them, and last the
 * versions themselves. So what travels is in proportion to what differs.
 *
 * Invariant: nothing is decided here but who lacks what. Versions are never ordered by age: both sides merge.
 */
import { compareVersions, type HashRange, leafCount, leafRange, type Version } from '../store/versions.js'

/** Hashes are pairs of words, high half first. */
const hashWords = 2

/** The leaves whose hashes are not the same. */
export function differentLeaves(mine: Uint32Array, theirs: Uint32Array): number[] {
  const different: number[] = []
  for (let leaf = 0; leaf < leafCount; leaf += 1) {
    const at = leaf * hashWords
    if (mine[at] !== theirs[at] || mine[at + 1] !== theirs[at + 1]) different.push(leaf)
  }
  return different
}

/** A range that is asked for: all key hashes with the same highest `bits` bits. */
export interface BinaryRange {
  readonly from: number
  readonly bits: number
}

export const leafBits = Math.log2(leafCount)
/** A range with much in it is cut into this many. */
export const partCount = 16
const partBits = Math.log2(partCount)
/** Ranges are not cut below this: two keys seldom share so much. */
export const bitsMax = 30

export function leafAsRange(leaf: number): BinaryRange {
  return { from: leafRange(leaf).from, bits: leafBits }
}

export function hashRangeOf({ from, bits }: BinaryRange): HashRange {
  return { from, to: from + 2 ** (32 - bits) }
}

export function isBinaryRange({ from, bits }: BinaryRange): boolean {
  return bits <= bitsMax && from % 2 ** (32 - bits) === 0
}

/** The sixteenths of a range. */
export function partsOf({ from, bits }: BinaryRange): BinaryRange[] {
  const width = 2 ** (32 - bits - partBits)
  return Array.from({ length: partCount }, (_, part) => ({
    from: from + part * width,
    bits: bits + partBits,
  }))
}

export function canBeCut({ bits }: BinaryRange): boolean {
  return bits + partBits <= bitsMax
}

export interface Difference {
  /** They hold a version under these key hashes that is not held here. */
  readonly lacking: number[]
  /** Some version under these key hashes is held on one side only. */
  readonly different: number[]
}

/** Compares what both hold of a range; both ascend by `compareVersions`. */
export function differenceOf(mine: readonly Version[], theirs: readonly Version[]): Difference {
  const lacking = new Set<number>()
  const different = new Set<number>()
  let a = 0
  let b = 0
  while (a < mine.length || b < theirs.length) {
    const order = a === mine.length ? 1 : b === theirs.length ? -1 : compareVersions(mine[a], theirs[b])
    if (order === 0) {
      a += 1
      b += 1
    } else if (order < 0) {
      different.add(mine[a].keyHash)
      a += 1
    } else {
      different.add(theirs[b].keyHash)
      lacking.add(theirs[b].keyHash)
      b += 1
    }
  }
  return { lacking: [...lacking], different: [...different] }
}

/** Those of `mine` that are not among `theirs`, both of one key hash or one range. */
export function notAmong(mine: readonly Version[], theirs: readonly Version[]): Version[] {
  return mine.filter((one) => !theirs.some((other) => compareVersions(one, other) === 0))
}
