/**
 * Replays the records of segments into the account of what is live, in the order of the log: what comes later
 * wins. Shared by opening and by checking, so that both mean the same by it.
 *
 * Keys are told apart by partition and key hash, which an entry has, and not by reading them, which would make
 * opening slow. That is sound because a record is written with the flag `collided` whenever another key with
 * its hash is held at that moment: a record without it was alone, so whatever else has that hash is older
 * and either its own predecessor or removed since. Only for records with the flag are keys read.
 */
import type { StoreEvent } from './events.js'
import { entryBadSpot, entryDamaged, IndexEntry, type SegmentEntries } from './index-file.js'
import type { LiveRecords } from './live-records.js'
import type { RecordReader } from './reader.js'
import { flagCollided, flagRemoval, headerBytes } from './record.js'
import type { Segment } from './segment.js'

export class Replay {
  readonly #live: LiveRecords
  readonly #reader: RecordReader
  readonly #onEvent: (event: StoreEvent) => void

  constructor(live: LiveRecords, reader: RecordReader, onEvent: (event: StoreEvent) => void) {
    this.#live = live
    this.#reader = reader
    this.#onEvent = onEvent
  }

  /** Replays a segment's records, in the order of the log. */
  async apply(segment: Segment, entries: SegmentEntries): Promise<void> {
    const entry = new IndexEntry()
    for (let index = 0; index < entries.count; index += 1) {
      entries.read(index, entry)
      // Alone with its key hash when it was written: whatever else has that hash is older, or was removed.
      if (entry.flags === 0) this.#place(segment, entry, this.#clearOthers(entry.partition, entry.keyHash))
      else await this.#applySpecial(segment, entry)
    }
  }

  async #applySpecial(segment: Segment, entry: IndexEntry): Promise<void> {
    const { flags, partition, keyHash, offset, length } = entry
    const where = { segment: segment.number, offset, length }
    if ((flags & entryBadSpot) !== 0) {
      segment.badBytes += length
      const message = `segment ${segment.number} has ${length} unreadable bytes at ${offset}`
      this.#onEvent({ kind: 'bad-spot', ...where, message })
      return
    }
    let slot = -1
    if ((flags & flagCollided) === 0) slot = this.#clearOthers(partition, keyHash)
    else if (this.#live.directory.first(partition, keyHash) !== -1) {
      slot = await this.#slotOfSameKey(segment, entry)
    }
    if ((flags & flagRemoval) !== 0) {
      segment.removalBytes += length
      segment.removalsUpTo = Math.max(segment.removalsUpTo, entry.digestLow)
      if (slot !== -1) this.#live.remove(partition, slot)
      return
    }
    this.#place(segment, entry, slot)
    if ((flags & entryDamaged) === 0) return
    this.#live.noteDamage(partition, keyHash, segment.number, offset)
    const message = `the record of ${length} bytes at ${offset} in segment ${segment.number} is spoiled`
    this.#onEvent({ kind: 'damaged-record', ...where, message })
  }

  #place(segment: Segment, entry: IndexEntry, slot: number): void {
    const { partition, keyHash, offset, length, digestHigh, digestLow } = entry
    if (slot === -1) this.#live.insert(partition, keyHash, segment, offset, length, digestHigh, digestLow)
    else this.#live.replace(partition, slot, segment, offset, length, digestHigh, digestLow)
  }

  /** Leaves at most one entry with this key hash, and returns its slot, or -1. */
  #clearOthers(partition: number, keyHash: number): number {
    const { directory } = this.#live
    let slot = directory.first(partition, keyHash)
    while (slot !== -1) {
      const other = directory.next(partition, keyHash, slot)
      if (other === -1) return slot
      this.#live.remove(partition, other)
      slot = directory.first(partition, keyHash)
    }
    return -1
  }

  /** The slot of an older record of the same key as this one's, or -1. Reads keys. */
  async #slotOfSameKey(segment: Segment, entry: IndexEntry): Promise<number> {
    const { partition, keyHash, offset, length } = entry
    const { directory } = this.#live
    const { header, bytes } = await this.#reader.read(segment.number, offset, length)
    if (header === undefined || bytes.length < headerBytes + header.keyBytes) return -1
    const key = bytes.subarray(headerBytes, headerBytes + header.keyBytes)
    const at = await this.#reader.findKey(directory, undefined, partition, keyHash, key)
    return at === undefined ? -1 : directory.findPosition(partition, keyHash, at.segment, at.offset)
  }
}
