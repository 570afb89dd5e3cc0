/**
 * One record of the log as bytes: a header of 36 bytes, the key, the value (docs/storage.md has the table).
 *
 * Two checksums, so that damage stays where it is. The header's covers the header alone: a spoiled value does
 * not hide where the next record begins, nor whose value it was. The body's covers key and value, and the
 * header's covers the body's, so both together vouch for everything. The header's checksum is seeded with
 * the store's identity, the segment and the offset: bytes that were a record elsewhere (in another store, at
 * another place, or inside somebody's value) are not a record here.
 *
 * Invariant: what `readHeader` accepts was written by this store at this very place.
 */
import { assert } from '../assert.js'
import { hash32 } from '../hash.js'
import { readU16, readU32, writeU16, writeU32 } from './bytes.js'

export const headerBytes = 36
export const keyBytesMax = 1024
/** Far above what one request may carry, because a record holds all siblings of a key. */
export const valueBytesMax = 64 * 1024 * 1024

/** The record says that the key was removed; its digest's low half is the newest segment that may hold it. */
export const flagRemoval = 1
/** When this was written, another key with the same partition and key hash was held. */
export const flagCollided = 2
const flagsKnown = flagRemoval | flagCollided

const magic = 0x4c47
const magicFirstByte = 0x47
const magicSecondByte = 0x4c
const keyHashSeed = 1

export interface RecordHeader {
  readonly flags: number
  readonly partition: number
  readonly keyBytes: number
  readonly valueBytes: number
  readonly keyHash: number
  readonly digestHigh: number
  readonly digestLow: number
  /** How far this segment was synced when the record was made: what lies before cannot be torn. */
  readonly syncedOffset: number
  readonly bodyChecksum: number
}

/** The hash under which the store finds a key inside its partition; not the one that chose the partition. */
export function hashKeyInPartition(key: Uint8Array): number {
  return hash32(key, keyHashSeed)
}

/** Mixes the store's identity and the segment into one seed for the headers in it. */
export function segmentSeed(storeId: Uint8Array, segment: number): number {
  const bytes = new Uint8Array(storeId.length + 4)
  bytes.set(storeId)
  writeU32(bytes, storeId.length, segment)
  return hash32(bytes)
}

export function recordBytes(keyBytes: number, valueBytes: number): number {
  return headerBytes + keyBytes + valueBytes
}

/** The checksum of key and value as they lie in `bytes` from `at`, right after the header. */
export function bodyChecksum(bytes: Uint8Array, at: number, bodyBytes: number): number {
  return hash32(bytes.subarray(at, at + bodyBytes))
}

/** Writes a header at `at`, for a record that will lie at `offset` of the segment with this seed. */
export function writeHeader(
  target: Uint8Array,
  at: number,
  seed: number,
  offset: number,
  header: RecordHeader,
): void {
  assert(header.keyBytes > 0 && header.keyBytes <= keyBytesMax, `a key of ${header.keyBytes} bytes`)
  assert(header.valueBytes <= valueBytesMax, `a value of ${header.valueBytes} bytes`)
  writeU16(target, at, magic)
  target[at + 2] = header.flags
  target[at + 3] = 0
  writeU16(target, at + 4, header.partition)
  writeU16(target, at + 6, header.keyBytes)
  writeU32(target, at + 8, header.valueBytes)
  writeU32(target, at + 12, header.keyHash)
  writeU32(target, at + 16, header.digestHigh)
  writeU32(target, at + 20, header.digestLow)
  writeU32(target, at + 24, header.syncedOffset)
  writeU32(target, at + 28, header.bodyChecksum)
  writeU32(target, at + 32, hash32(target.subarray(at, at + 32), (seed ^ offset) >>> 0))
}

/** The header at `at`, or undefined when no whole header of this segment and offset is there. */
export function readHeader(
  source: Uint8Array,
  at: number,
  seed: number,
  offset: number,
): RecordHeader | undefined {
  if (at + headerBytes > source.length || readU16(source, at) !== magic) return undefined
  if (readU32(source, at + 32) !== hash32(source.subarray(at, at + 32), (seed ^ offset) >>> 0)) {
    return undefined
  }
  const header: RecordHeader = {
    flags: source[at + 2],
    partition: readU16(source, at + 4),
    keyBytes: readU16(source, at + 6),
    valueBytes: readU32(source, at + 8),
    keyHash: readU32(source, at + 12),
    digestHigh: readU32(source, at + 16),
    digestLow: readU32(source, at + 20),
    syncedOffset: readU32(source, at + 24),
    bodyChecksum: readU32(source, at + 28),
  }
  const sound =
    (header.flags & ~flagsKnown) === 0 &&
    source[at + 3] === 0 &&
    header.keyBytes > 0 &&
    header.keyBytes <= keyBytesMax &&
    header.valueBytes <= valueBytesMax
  return sound ? header : undefined
}

/** Whether key and value are as they were written; the whole record must lie in `source`. */
export function bodyIsWhole(source: Uint8Array, at: number, header: RecordHeader): boolean {
  const bodyBytes = header.keyBytes + header.valueBytes
  if (at + headerBytes + bodyBytes > source.length) return false
  return bodyChecksum(source, at + headerBytes, bodyBytes) === header.bodyChecksum
}

/** The first place from `at` where a header may begin; at the latest the last byte, which may be half a magic. */
export function nextPossibleHeader(source: Uint8Array, at: number): number {
  let found = source.indexOf(magicFirstByte, at)
  while (found !== -1 && found + 1 < source.length && source[found + 1] !== magicSecondByte) {
    found = source.indexOf(magicFirstByte, found + 1)
  }
  return found === -1 ? source.length : found
}
