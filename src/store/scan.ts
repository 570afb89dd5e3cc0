/**
 * Reads a piece of a segment and says which records lie in it: the bulk of opening a store after a crash, and
 * of checking one. Pure, so that the worker pool can do it: bytes in, index entries out.
 *
 * Where no header is to be read, the scan looks for the next place where one is; the header's checksum knows
 * its own offset, so it cannot be fooled by a record inside a value. What lies between is a bad spot. Whether
 * damage is rot or a write that a crash cut short is not decided here (see recovery.ts).
 */
import type { Task } from '../ports/workers.js'
import { entryBadSpot, entryBytes, entryDamaged, type IndexEntry, writeEntry } from './index-file.js'
import { bodyIsWhole, headerBytes, nextPossibleHeader, readHeader, recordBytes } from './record.js'

export interface ScanInput {
  readonly bytes: Uint8Array
  /** Where in the file `bytes` begins. */
  readonly base: number
  readonly fileBytes: number
  readonly seed: number
  /** Where a bad spot began that had not ended before `base`, or -1. */
  readonly badSince: number
}

export interface ScanOutput {
  /** Encoded index entries, in the order of the file. */
  readonly entries: Uint8Array
  /** Where the next piece must begin; the file's length when the scan is done. */
  readonly resumeAt: number
  /** How many bytes the next piece must have at least, when the file has them. */
  readonly bytesNeeded: number
  readonly badSince: number
  /** The furthest that any record says the segment was synced. */
  readonly syncedOffset: number
}

export const scanTask: Task<ScanInput, ScanOutput> = { name: 'store-scan', run: scanPiece }

export function scanPiece(input: ScanInput): ScanOutput {
  const { bytes, base, fileBytes, seed } = input
  const isLast = base + bytes.length >= fileBytes
  const entries = new EntryBuffer()
  let { badSince } = input
  let at = 0
  let bytesNeeded = headerBytes
  let syncedOffset = 0
  while (at < bytes.length) {
    const offset = base + at
    if (at + headerBytes > bytes.length) {
      if (!isLast) break
      if (badSince === -1) badSince = offset
      at = bytes.length
      break
    }
    const header = readHeader(bytes, at, seed, offset)
    if (header === undefined) {
      if (badSince === -1) badSince = offset
      at = nextPossibleHeader(bytes, at + 1)
      continue
    }
    const length = recordBytes(header.keyBytes, header.valueBytes)
    const fits = at + length <= bytes.length
    if (!fits && !isLast) {
      bytesNeeded = length
      break
    }
    if (badSince !== -1) {
      entries.append(badSpot(badSince, offset))
      badSince = -1
    }
    const flags = fits && bodyIsWhole(bytes, at, header) ? header.flags : header.flags | entryDamaged
    const { partition, keyHash, digestHigh, digestLow } = header
    entries.append({ flags, partition, keyHash, offset, length, digestHigh, digestLow })
    if (header.syncedOffset > syncedOffset) syncedOffset = header.syncedOffset
    at = Math.min(at + length, bytes.length)
  }
  if (isLast && badSince !== -1) {
    entries.append(badSpot(badSince, base + bytes.length))
    badSince = -1
  }
  return { entries: entries.bytes(), resumeAt: base + at, bytesNeeded, badSince, syncedOffset }
}

function badSpot(from: number, to: number): IndexEntry {
  return {
    flags: entryBadSpot,
    partition: 0,
    keyHash: 0,
    offset: from,
    length: to - from,
    digestHigh: 0,
    digestLow: 0,
  }
}

/** Encoded entries in one buffer that doubles, because it travels back from a worker as one. */
class EntryBuffer {
  #bytes = new Uint8Array(256 * entryBytes)
  #used = 0

  append(entry: Readonly<IndexEntry>): void {
    if (this.#used === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    writeEntry(this.#bytes, this.#used, entry)
    this.#used += entryBytes
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#used)
  }
}
