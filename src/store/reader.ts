/**
 * Reads records where the directory says they lie: from the file, or from memory while they are on their way
 * there. Nothing leaves here that has not been checked, header, body and key. What does not check is read once
 * more before it is believed: a disk that has looked in the wrong place rarely does so twice, and what is taken
 * for spoiled is sooner or later written over.
 */
import { assert } from '../assert.js'
import { DiskError } from '../ports/disk.js'
import { bytesEqual } from './bytes.js'
import type { Directory, Position } from './directory.js'
import type { KnownKeys } from './known-keys.js'
import { bodyIsWhole, headerBytes, type RecordHeader, readHeader } from './record.js'
import type { Segment, Segments } from './segment.js'
import { StoreError } from './store.js'
import type { UnreadableRecords } from './unreadable.js'
import type { LogWriter } from './writer.js'

export type RawRead =
  | { readonly kind: 'whole'; readonly header: RecordHeader; readonly bytes: Uint8Array }
  /** What could be made out: the header, and even the key may be intact. */
  | { readonly kind: 'damaged'; readonly header: RecordHeader | undefined; readonly bytes: Uint8Array }

export class RecordReader {
  constructor(
    readonly segments: Segments,
    readonly hashKey: (key: Uint8Array) => number,
    readonly writer?: LogWriter,
    readonly unreadable?: UnreadableRecords,
  ) {}

  /** The record at a position. Throws StoreError `disk-failed` when the disk cannot read it, for now. */
  async read(segmentNumber: number, offset: number, length: number): Promise<RawRead> {
    const segment = this.segments.get(segmentNumber)
    // Compaction may give the segment up between two looks.
    this.segments.enter(segment)
    try {
      const first = await this.#readOnce(segment, offset, length)
      return first.kind === 'whole' ? first : await this.#readOnce(segment, offset, length)
    } finally {
      this.segments.leave(segment)
    }
  }

  async #readOnce(segment: Segment, offset: number, length: number): Promise<RawRead> {
    const bytes = await this.#bytes(segment, offset, length)
    const header = readHeader(bytes, 0, segment.seed, offset)
    if (header !== undefined && bytes.length === length && bodyIsWhole(bytes, 0, header)) {
      return { kind: 'whole', header, bytes }
    }
    return { kind: 'damaged', header, bytes }
  }

  /**
   * The slot's position in the directory whose record is this key's, among all with its key hash, or
   * undefined when there is none. Reads headers and keys, not values. A record too damaged to tell counts as
   * this key's when no other is: only one in 2^32 keys shares its hash, and a spoiled record wants replacing.
   */
  async findKey(
    directory: Directory,
    known: KnownKeys | undefined,
    partition: number,
    keyHash: number,
    key: Uint8Array,
  ): Promise<Position | undefined> {
    const candidates: Position[] = []
    let slot = directory.first(partition, keyHash)
    while (slot !== -1) {
      candidates.push({
        segment: directory.segmentAt(partition, slot),
        offset: directory.offsetAt(partition, slot),
        length: directory.lengthAt(partition, slot),
      })
      slot = directory.next(partition, keyHash, slot)
    }
    let spoiled: Position | undefined
    const comparisons = candidates.map(
      (candidate) =>
        known?.isKey(candidate.segment, candidate.offset, key) ?? this.#isKey(candidate, keyHash, key),
    )
    for (const [index, comparison] of comparisons.entries()) {
      const isKey = await comparison
      if (isKey === true) return candidates[index]
      if (isKey === undefined) spoiled ??= candidates[index]
    }
    return spoiled
  }

  /** Whether the record there is this key's; undefined when it is too damaged to tell. */
  async #isKey(at: Position, keyHash: number, key: Uint8Array): Promise<boolean | undefined> {
    const segment = this.segments.get(at.segment)
    this.segments.enter(segment)
    try {
      const first = await this.#isKeyOnce(segment, at, keyHash, key)
      return first ?? (await this.#isKeyOnce(segment, at, keyHash, key))
    } finally {
      this.segments.leave(segment)
    }
  }

  async #isKeyOnce(
    segment: Segment,
    at: Position,
    keyHash: number,
    key: Uint8Array,
  ): Promise<boolean | undefined> {
    const bytes = await this.#bytes(segment, at.offset, Math.min(at.length, headerBytes + key.length))
    const header = readHeader(bytes, 0, segment.seed, at.offset)
    if (header === undefined) return undefined
    if (header.keyBytes !== key.length || header.keyHash !== keyHash) return false
    if (bytesEqual(bytes, headerBytes, key)) return true
    const stored = bytes.subarray(headerBytes, headerBytes + header.keyBytes)
    return this.hashKey(stored) === keyHash ? false : undefined
  }

  /** Up to `length` bytes at a position; fewer at the end of the file, none when the disk never can read them. */
  async #bytes(segment: Segment, offset: number, length: number): Promise<Uint8Array> {
    if (offset >= segment.writtenLength) {
      const pending = this.writer?.findPending(segment, offset)
      if (pending !== undefined) {
        return pending.chunk.bytes.slice(pending.chunkAt, pending.chunkAt + Math.min(length, pending.length))
      }
    }
    const bytes = Buffer.allocUnsafe(length)
    try {
      const count = await this.segments.read(segment, bytes, offset)
      this.unreadable?.wasRead(segment.number, offset)
      return bytes.subarray(0, count)
    } catch (cause) {
      assert(cause instanceof DiskError, `a read fails as a disk does: ${cause}`)
      if (this.unreadable?.failed(segment.number, offset)) return bytes.subarray(0, 0)
      const message = `the record at ${offset} in segment ${segment.number} cannot be read: ${cause.message}`
      throw new StoreError('disk-failed', message, { cause })
    }
  }
}
