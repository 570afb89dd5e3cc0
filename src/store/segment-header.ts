/**
 * The first 48 bytes of a segment file: whose it is, which one it is, and how much of the segment before it
 * was safe on disk when it was begun. The last of these tells rot from a torn write in a segment that never
 * got its index file (see recovery.ts).
 */
import { hash32 } from '../hash.js'
import { bytesEqual, readU32, writeU32 } from './bytes.js'

export const segmentHeaderBytes = 48
export const storeIdBytes = 16
const magic = new TextEncoder().encode('GRAMMELG')
const version = 1

export interface SegmentHeader {
  readonly segment: number
  readonly storeId: Uint8Array
  readonly partitionCount: number
  /** The segment that was written before this one, 0 when there was none. */
  readonly previousSegment: number
  /** Bytes of it that were surely on disk. */
  readonly previousSynced: number
}

export type SegmentHeaderRead =
  | { readonly kind: 'whole'; readonly header: SegmentHeader }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'foreign'; readonly message: string }

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(segmentHeaderBytes)
  bytes.set(magic)
  writeU32(bytes, 8, version)
  writeU32(bytes, 12, header.segment)
  bytes.set(header.storeId, 16)
  writeU32(bytes, 32, header.partitionCount)
  writeU32(bytes, 36, header.previousSegment)
  writeU32(bytes, 40, header.previousSynced)
  writeU32(bytes, 44, hash32(bytes.subarray(0, 44)))
  return bytes
}

/** `foreign` only for a header that is whole and names another store, segment, partition count or version. */
export function readSegmentHeader(
  bytes: Uint8Array,
  expected: { readonly segment: number; readonly storeId: Uint8Array; readonly partitionCount: number },
): SegmentHeaderRead {
  const damaged = { kind: 'damaged' } as const
  if (bytes.length < segmentHeaderBytes || !bytesEqual(bytes, 0, magic)) return damaged
  if (readU32(bytes, 44) !== hash32(bytes.subarray(0, 44))) return damaged
  const header: SegmentHeader = {
    segment: readU32(bytes, 12),
    storeId: bytes.slice(16, 16 + storeIdBytes),
    partitionCount: readU32(bytes, 32),
    previousSegment: readU32(bytes, 36),
    previousSynced: readU32(bytes, 40),
  }
  const foreign = (field: string, found: unknown, wanted: unknown) =>
    ({ kind: 'foreign', message: `${field} is ${found}, expected ${wanted}` }) as const
  if (readU32(bytes, 8) !== version) return foreign('format version', readU32(bytes, 8), version)
  if (!bytesEqual(header.storeId, 0, expected.storeId)) {
    return foreign('store id', hex(header.storeId), hex(expected.storeId))
  }
  if (header.segment !== expected.segment) return foreign('segment', header.segment, expected.segment)
  if (header.partitionCount !== expected.partitionCount) {
    return foreign('partition count', header.partitionCount, expected.partitionCount)
  }
  return { kind: 'whole', header }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
