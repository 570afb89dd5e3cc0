/**
 * What a segment holds, without its keys and values: one entry of 24 bytes for each record, in the order of
 * the log. A sealed segment has its entries beside it in an index file, so that opening a store reads no
 * values (Bitcask's hint files do the same); the active segment gathers them in memory.
 *
 * Invariant: an index file is believed only when its checksums hold and it names this store, this segment and
 * the segment's exact length. It is written after the segment was synced, so its presence also vouches that
 * no write to that segment was torn.
 */
import { hash32 } from '../hash.js'
import { bytesEqual, readU16, readU32, writeU16, writeU32 } from './bytes.js'

export const entryBytes = 24
export const indexHeaderBytes = 48
const blockEntries = 4096
const blockBytes = blockEntries * entryBytes
const magic = new TextEncoder().encode('GRAMMEIX')
const version = 1

/** Beside the record's own flags (removal 1, collided 2). The header could be read, key or value is spoiled. */
export const entryDamaged = 4
/** Not a record: bytes in which no header could be found. */
export const entryBadSpot = 8

/** One record of a segment, or a bad spot in it. */
export class IndexEntry {
  flags = 0
  partition = 0
  keyHash = 0
  offset = 0
  length = 0
  digestHigh = 0
  /** For a removal: the newest segment that may hold what was removed. */
  digestLow = 0
}

/** A growing list of entries, off the heap in blocks, so that growing copies nothing. */
export class SegmentEntries {
  readonly #blocks: Uint8Array[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  append(entry: Readonly<IndexEntry>): void {
    const blockIndex = Math.floor(this.#count / blockEntries)
    if (blockIndex === this.#blocks.length) this.#blocks.push(new Uint8Array(blockBytes))
    const at = (this.#count % blockEntries) * entryBytes
    writeEntry(this.#blocks[blockIndex], at, entry)
    this.#count += 1
  }

  /** Appends entries that are encoded already. */
  appendEncoded(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      const blockIndex = Math.floor(this.#count / blockEntries)
      if (blockIndex === this.#blocks.length) this.#blocks.push(new Uint8Array(blockBytes))
      const at = (this.#count % blockEntries) * entryBytes
      const taken = Math.min(blockBytes - at, bytes.length - from)
      this.#blocks[blockIndex].set(bytes.subarray(from, from + taken), at)
      this.#count += taken / entryBytes
      from += taken
    }
  }

  /** Forgets the entries from `count` on. */
  truncate(count: number): void {
    this.#count = count
    this.#blocks.length = Math.ceil(count / blockEntries)
  }

  /** Reads an entry into `target`, to be used again for the next. */
  read(index: number, target: IndexEntry): void {
    const bytes = this.#blocks[Math.floor(index / blockEntries)]
    const at = (index % blockEntries) * entryBytes
    target.keyHash = readU32(bytes, at)
    target.partition = readU16(bytes, at + 4)
    target.flags = readU16(bytes, at + 6)
    target.offset = readU32(bytes, at + 8)
    target.length = readU32(bytes, at + 12)
    target.digestHigh = readU32(bytes, at + 16)
    target.digestLow = readU32(bytes, at + 20)
  }

  /** The entry with this index, as an object of its own. */
  at(index: number): IndexEntry {
    const entry = new IndexEntry()
    this.read(index, entry)
    return entry
  }

  /** The entries as they are stored, in pieces of at most one block. */
  encoded(): Uint8Array[] {
    return this.#blocks.map((block, index) =>
      block.subarray(0, Math.min(blockBytes, (this.#count - index * blockEntries) * entryBytes)),
    )
  }
}

/** Encodes one entry at `at`. */
export function writeEntry(target: Uint8Array, at: number, entry: Readonly<IndexEntry>): void {
  writeU32(target, at, entry.keyHash)
  writeU16(target, at + 4, entry.partition)
  writeU16(target, at + 6, entry.flags)
  writeU32(target, at + 8, entry.offset)
  writeU32(target, at + 12, entry.length)
  writeU32(target, at + 16, entry.digestHigh)
  writeU32(target, at + 20, entry.digestLow)
}

/** The pieces of an index file, to be written one after the other. */
export function encodeIndex(
  storeId: Uint8Array,
  segment: number,
  segmentLength: number,
  entries: SegmentEntries,
): Uint8Array[] {
  const blocks = entries.encoded()
  const header = new Uint8Array(indexHeaderBytes)
  header.set(magic)
  writeU32(header, 8, version)
  writeU32(header, 12, segment)
  header.set(storeId, 16)
  writeU32(header, 32, segmentLength)
  writeU32(header, 36, entries.count)
  writeU32(header, 40, blocksChecksum(blocks))
  writeU32(header, 44, hash32(header.subarray(0, 44)))
  return [header, ...blocks]
}

export type IndexRead =
  | { readonly kind: 'whole'; readonly entries: SegmentEntries }
  | { readonly kind: 'mismatch'; readonly message: string }

/** Reads an index file's bytes; `mismatch` says why it is not to be believed. */
export function decodeIndex(
  bytes: Uint8Array,
  storeId: Uint8Array,
  segment: number,
  segmentLength: number,
): IndexRead {
  const mismatch = (message: string) => ({ kind: 'mismatch', message }) as const
  if (bytes.length < indexHeaderBytes || !bytesEqual(bytes, 0, magic)) return mismatch('no index header')
  if (readU32(bytes, 44) !== hash32(bytes.subarray(0, 44))) return mismatch('the header is damaged')
  if (readU32(bytes, 8) !== version) return mismatch(`format version ${readU32(bytes, 8)}`)
  if (!bytesEqual(bytes.subarray(16, 32), 0, storeId)) return mismatch('it belongs to another store')
  if (readU32(bytes, 12) !== segment) return mismatch(`it belongs to segment ${readU32(bytes, 12)}`)
  if (readU32(bytes, 32) !== segmentLength) {
    return mismatch(`it is for a length of ${readU32(bytes, 32)} bytes, the segment has ${segmentLength}`)
  }
  const count = readU32(bytes, 36)
  if (bytes.length !== indexHeaderBytes + count * entryBytes) return mismatch('it is cut short')
  const blocks: Uint8Array[] = []
  for (let at = indexHeaderBytes; at < bytes.length; at += blockBytes) {
    blocks.push(bytes.subarray(at, at + blockBytes))
  }
  if (readU32(bytes, 40) !== blocksChecksum(blocks)) return mismatch('the entries are damaged')
  const entries = new SegmentEntries()
  for (const block of blocks) entries.appendEncoded(block)
  return { kind: 'whole', entries }
}

/** XXH32 of each block of 4096 entries, seeded with the checksum of the blocks before it (0 at first). */
function blocksChecksum(blocks: readonly Uint8Array[]): number {
  let checksum = 0
  for (const block of blocks) checksum = hash32(block, checksum)
  return checksum
}
