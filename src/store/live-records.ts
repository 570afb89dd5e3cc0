/**
 * Which record is the newest of each key (the directory), how many bytes of each segment that makes live, which
 * of those records are known to be spoiled, and the hash trees of those that are not: four accounts that change
 * together or not at all.
 *
 * Invariant: a segment's `liveBytes` is the sum of the lengths of the directory's entries in it, only
 * positions that the directory points to are remembered as damaged, and a version is in its partition's tree
 * if the directory has it and it is not so remembered. The damage list grows by one number for
 * each spoiled record found, so it is bounded by the number of keys.
 */
import type { Directory } from './directory.js'
import { HashTrees } from './hash-tree.js'
import type { Segment, Segments } from './segment.js'
import type { Version } from './versions.js'

export class LiveRecords {
  /** Offsets of spoiled records, by segment. */
  readonly #damaged = new Map<number, Set<number>>()
  readonly trees: HashTrees
  #damagedCount = 0
  #mendedCount = 0
  #liveBytes = 0

  constructor(
    readonly directory: Directory,
    readonly segments: Segments,
  ) {
    this.trees = new HashTrees(directory.partitionCount)
  }

  get liveBytes(): number {
    return this.#liveBytes
  }

  get damagedCount(): number {
    return this.#damagedCount
  }

  /** Spoiled records that have been replaced or removed. */
  get mendedCount(): number {
    return this.#mendedCount
  }

  insert(
    partition: number,
    keyHash: number,
    segment: Segment,
    offset: number,
    length: number,
    digestHigh: number,
    digestLow: number,
  ): void {
    this.directory.insert(partition, keyHash, segment.number, offset, length, digestHigh, digestLow)
    this.trees.toggle(partition, keyHash, digestHigh, digestLow)
    segment.liveBytes += length
    this.#liveBytes += length
  }

  replace(
    partition: number,
    slot: number,
    segment: Segment,
    offset: number,
    length: number,
    digestHigh: number,
    digestLow: number,
  ): void {
    this.#leave(partition, slot)
    this.trees.toggle(partition, this.directory.keyHashAt(partition, slot), digestHigh, digestLow)
    this.directory.replaceAt(partition, slot, segment.number, offset, length, digestHigh, digestLow)
    segment.liveBytes += length
    this.#liveBytes += length
  }

  remove(partition: number, slot: number): void {
    this.#leave(partition, slot)
    this.directory.removeAt(partition, slot)
  }

  /** Remembers that the record at this position is spoiled, if it still is its key's newest. */
  noteDamage(partition: number, keyHash: number, segmentNumber: number, offset: number): boolean {
    const slot = this.directory.findPosition(partition, keyHash, segmentNumber, offset)
    if (slot === -1) return false
    const offsets = this.#damaged.get(segmentNumber) ?? new Set()
    if (offsets.has(offset)) return false
    this.#damaged.set(segmentNumber, offsets.add(offset))
    this.#damagedCount += 1
    this.segments.get(segmentNumber).damagedCount += 1
    this.#toggle(partition, slot)
    return true
  }

  /** Removes what is known to be spoiled in the partition; how many records that were. */
  removeSpoiled(partition: number): number {
    const { directory } = this
    if (this.#damagedCount === 0) return 0
    let removed = 0
    // Slots are good until the first removal.
    for (const { keyHash, segment, offset } of directory.entries(partition)) {
      const slot = directory.findPosition(partition, keyHash, segment, offset)
      if (!this.isDamaged(partition, slot)) continue
      this.remove(partition, slot)
      removed += 1
    }
    return removed
  }

  /** Whether the record at this slot is known to be spoiled. */
  isDamaged(partition: number, slot: number): boolean {
    if (this.#damagedCount === 0) return false
    const { directory } = this
    const offsets = this.#damaged.get(directory.segmentAt(partition, slot))
    return offsets?.has(directory.offsetAt(partition, slot)) ?? false
  }

  /** The versions of the partition that are not known to be spoiled, in no order. */
  *wholeVersions(partition: number): Generator<Version> {
    const { directory } = this
    for (const slot of directory.slots(partition)) {
      if (!this.isDamaged(partition, slot)) yield this.#versionAt(partition, slot)
    }
  }

  #versionAt(partition: number, slot: number): Version {
    const { directory } = this
    return {
      keyHash: directory.keyHashAt(partition, slot),
      high: directory.digestHighAt(partition, slot),
      low: directory.digestLowAt(partition, slot),
    }
  }

  #leave(partition: number, slot: number): void {
    const { directory } = this
    const number = directory.segmentAt(partition, slot)
    const length = directory.lengthAt(partition, slot)
    const segment = this.segments.get(number)
    segment.liveBytes -= length
    this.#liveBytes -= length
    const offsets = this.#damagedCount === 0 ? undefined : this.#damaged.get(number)
    if (offsets === undefined || !offsets.delete(directory.offsetAt(partition, slot))) {
      this.#toggle(partition, slot)
      return
    }
    if (offsets.size === 0) this.#damaged.delete(number)
    this.#damagedCount -= 1
    this.#mendedCount += 1
    segment.damagedCount -= 1
  }

  #toggle(partition: number, slot: number): void {
    const { keyHash, high, low } = this.#versionAt(partition, slot)
    this.trees.toggle(partition, keyHash, high, low)
  }
}
