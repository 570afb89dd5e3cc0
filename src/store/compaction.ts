/**
 * Gives back the room of records that something newer has replaced, a slice of bytes at a time (as Bitcask's
 * merge does, without its pauses). It takes the sealed segment with the largest part dead, appends what is
 * still live in it to the head of the log, and deletes it.
 *
 * Invariant: a segment is deleted only after a sync of everything that was appended before, so that whatever
 * made its records dead, or holds them now, is safe. A record is moved only while the directory points
 * exactly to it, checked in the same turn in which it gets its new place: a put meanwhile wins.
 *
 * A deleted key never comes back: a removal record is moved too, for as long as a segment is left that is not
 * newer than the one it names, unless the key has a newer record. A deletion of a file that may not be safe
 * counts as not done.
 *
 * Damage: while the directory points to a spoiled record in a segment, that segment stays; its record says
 * `damaged` until a put replaces it. A segment with bytes that could not be read is not deleted but set aside
 * as `.bad`, for a person to look at; of these the newest `badFilesMax` are kept.
 */
import { assert } from '../assert.js'
import type { Clock } from '../ports/clock.js'
import { type Disk, DiskError } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import type { Directory } from './directory.js'
import type { DiskHealth } from './disk-health.js'
import type { StoreEvent } from './events.js'
import { entryBadSpot, IndexEntry, type SegmentEntries } from './index-file.js'
import type { LiveRecords } from './live-records.js'
import type { RecordReader } from './reader.js'
import { flagCollided, flagRemoval, headerBytes } from './record.js'
import { scanFileSurely, scanPieceBytes } from './scan-file.js'
import type { Segment, Segments } from './segment.js'
import { readIndexFile } from './segment-index.js'
import { StoreError } from './store.js'
import type { LogWriter } from './writer.js'

export const badFilesMax = 4
/** Above this much waiting to be written, moving records waits: requests come first. */
const pendingBytesMax = 4 * 1024 * 1024
/** Removal records over this part of the log make the oldest segment the next, which lets them go. */
const removalRatioMax = 0.2
const readsAtOnce = 32
/** Entries looked at in one turn. */
const entriesAtOnce = 4096

export interface CompactorOptions {
  readonly clock: Clock
  readonly workers: Workers
  readonly live: LiveRecords
  readonly reader: RecordReader
  readonly writer: LogWriter
  readonly health: DiskHealth
  readonly onEvent: (event: StoreEvent) => void
  readonly deadRatioMin: number
}

/** `idle`: nothing is worth compacting. `worked`: there may be more. `stopped`: the disk does not allow it. */
export type CompactionStep =
  | { readonly kind: 'idle' }
  | { readonly kind: 'worked'; readonly bytesRead: number; readonly segmentsFreed: number }
  | { readonly kind: 'stopped'; readonly reason: string }

interface Victim {
  readonly segment: Segment
  readonly entries: SegmentEntries
  next: number
  bytesMoved: number
}

export class Compactor {
  readonly #options: CompactorOptions
  readonly #segments: Segments
  #victim: Victim | undefined
  #running: Promise<CompactionStep> | undefined
  #isClosed = false
  #bloat = 1
  #bytesCompacted = 0
  /** Segments that were given up and whose files may still be found at the next opening. */
  readonly #lingering = new Set<number>()

  constructor(options: CompactorOptions) {
    this.#options = options
    this.#segments = options.live.segments
  }

  /** Bytes of records that were moved. */
  get bytesCompacted(): number {
    return this.#bytesCompacted
  }

  /** Bytes of records in the log to a byte that is needed, when it last chose what to compact. */
  get bloat(): number {
    return this.#bloat
  }

  /** Ends after the record in hand. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  /** Reads about `budgetBytes` of what is to be compacted, and moves what is live. One slice runs at a time. */
  async slice(budgetBytes: number): Promise<CompactionStep> {
    while (this.#running !== undefined) await this.#running
    if (this.#isClosed) return { kind: 'idle' }
    this.#running = this.#work(budgetBytes).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Moves all that lies where a sync has failed. Throws StoreError when that cannot be done now. */
  async moveSuspects(): Promise<void> {
    const isSuspect = ({ state, damagedCount }: Segment) => state === 'suspect' && damagedCount === 0
    while (this.#segments.some(isSuspect)) {
      const step = await this.slice(Number.POSITIVE_INFINITY)
      if (step.kind === 'worked') continue
      throw new StoreError('disk-failed', 'what was written before a sync failed is not safe yet')
    }
  }

  async #work(budgetBytes: number): Promise<CompactionStep> {
    try {
      let bytesRead = 0
      let segmentsFreed = 0
      while (bytesRead < budgetBytes && !this.#isClosed) {
        if (!this.#options.health.maySync) return { kind: 'stopped', reason: 'the disk fails' }
        this.#victim ??= await this.#choose()
        if (this.#victim === undefined) break
        bytesRead += await this.#move(this.#victim, budgetBytes - bytesRead)
        if (this.#victim.next < this.#victim.entries.count) continue
        const { segment, bytesMoved } = this.#victim
        this.#victim = undefined
        if (await this.#finish(segment, bytesMoved)) segmentsFreed += 1
      }
      if (bytesRead === 0 && segmentsFreed === 0) return { kind: 'idle' }
      return { kind: 'worked', bytesRead, segmentsFreed }
    } catch (error) {
      assert(
        error instanceof DiskError || error instanceof StoreError,
        `compaction works or fails as a disk does: ${error}`,
      )
      this.#victim = undefined
      this.#options.onEvent({ kind: 'compaction-failed', message: `compaction stopped: ${error.message}` })
      return { kind: 'stopped', reason: error.message }
    }
  }

  async #choose(): Promise<Victim | undefined> {
    const segment = this.#worst()
    if (segment === undefined) return undefined
    const index = await readIndexFile(this.#segments, segment, segment.length)
    const entries = index.kind === 'whole' ? index.entries : await this.#scan(segment)
    return { segment, entries, next: 0, bytesMoved: 0 }
  }

  /** The segment whose compaction gives most, if any gives enough. */
  #worst(): Segment | undefined {
    const { health, deadRatioMin } = this.#options
    const oldest = this.#segments.oldestNumber()
    let best: Segment | undefined
    let bestRatio = 0
    let recordBytes = 0
    let neededBytes = 0
    let neededRemovalBytes = 0
    let oldestSegment: Segment | undefined
    for (const segment of this.#segments.all()) {
      recordBytes += segment.recordBytes
      const removals = segment.removalsUpTo >= oldest ? segment.removalBytes : 0
      neededRemovalBytes += removals
      neededBytes += segment.liveBytes + removals
      if (segment.state === 'open' || segment.entries !== undefined || segment.damagedCount > 0) continue
      // Where nothing may be appended, only what is dead through and through can go.
      if (!health.mayCompact && segment.liveBytes + removals > 0) continue
      if (segment.number === oldest) oldestSegment = segment
      const kept = segment.liveBytes + removals
      const ratio =
        segment.state === 'suspect' ? 2 : segment.recordBytes === 0 ? 1 : 1 - kept / segment.recordBytes
      if (ratio >= deadRatioMin && ratio > bestRatio) {
        best = segment
        bestRatio = ratio
      }
    }
    this.#bloat = neededBytes === 0 ? 1 : recordBytes / neededBytes
    if (best !== undefined) return best
    return neededRemovalBytes > recordBytes * removalRatioMax ? oldestSegment : undefined
  }

  async #scan(segment: Segment): Promise<SegmentEntries> {
    const { workers } = this.#options
    const file = await this.#segments.disk.open(this.#segments.path(segment), 'read')
    try {
      const bytes = Math.min(segment.length, await file.size())
      return (await scanFileSurely(file, bytes, segment.seed, workers, scanPieceBytes, () => {})).entries
    } finally {
      await file.close()
    }
  }

  /** Moves the next records of the victim, about `budgetBytes` of them; the bytes that were read. */
  async #move(victim: Victim, budgetBytes: number): Promise<number> {
    const { writer, live } = this.#options
    const { directory } = live
    const { segment, entries } = victim
    const entry = new IndexEntry()
    const oldestLeft = this.#oldestWithout(segment)
    let bytes = 0
    while (victim.next < entries.count && bytes < budgetBytes && !this.#isClosed) {
      const moving: Promise<number>[] = []
      let looked = 0
      while (
        victim.next < entries.count &&
        moving.length < readsAtOnce &&
        looked < entriesAtOnce &&
        bytes < budgetBytes
      ) {
        entries.read(victim.next, entry)
        victim.next += 1
        looked += 1
        const { flags, length } = entry
        if ((flags & entryBadSpot) !== 0) continue
        if ((flags & flagRemoval) !== 0) {
          if (entry.digestLow < oldestLeft) continue
          moving.push(this.#moveRemoval(segment, { ...entry }))
        } else {
          const { partition, keyHash, offset } = entry
          if (directory.findPosition(partition, keyHash, segment.number, offset) === -1) continue
          moving.push(this.#moveRecord(segment, { ...entry }))
        }
        bytes += length
      }
      for (const moved of await Promise.all(moving)) {
        victim.bytesMoved += moved
        this.#bytesCompacted += moved
      }
      if (writer.pendingBytes > pendingBytesMax) await writer.writeAll()
      // A long run of dead entries takes turns with requests, too.
      if (moving.length === 0) await new Promise<void>((done) => this.#options.clock.afterTurn(done))
    }
    return bytes
  }

  /** Moves a live record; the bytes moved, 0 when it is not live any more, or spoiled. */
  async #moveRecord(segment: Segment, entry: Placed): Promise<number> {
    const { live, reader, writer } = this.#options
    const { directory } = live
    const { number } = segment
    const { partition, keyHash, offset, length } = entry
    const read = await reader.read(number, offset, length)
    const slot = directory.findPosition(partition, keyHash, number, offset)
    if (slot === -1) return 0
    if (read.kind === 'damaged') {
      if (live.noteDamage(partition, keyHash, number, offset)) {
        const message = `the record at ${offset} in segment ${number} is spoiled, so the segment stays`
        this.#options.onEvent({ kind: 'damaged-record', segment: number, offset, length, message })
      }
      return 0
    }
    const { header, bytes } = read
    const first = directory.first(partition, keyHash)
    const isShared = first !== slot || directory.next(partition, keyHash, slot) !== -1
    this.#assertWritable()
    const keyEnd = headerBytes + header.keyBytes
    const append = writer.append(
      isShared ? flagCollided : 0,
      partition,
      keyHash,
      header.digestHigh,
      header.digestLow,
      bytes.subarray(headerBytes, keyEnd),
      bytes.subarray(keyEnd),
      'os',
    )
    append.previousSegment = number
    append.previousOffset = offset
    append.previousLength = length
    append.previousDigestHigh = header.digestHigh
    append.previousDigestLow = header.digestLow
    const { digestHigh, digestLow } = header
    live.replace(partition, slot, append.segment, append.offset, append.length, digestHigh, digestLow)
    return length
  }

  /** The oldest segment that may be found at the next opening, when the victim is gone. */
  #oldestWithout(victim: Segment): number {
    let oldest = Math.min(...this.#lingering)
    for (const { number } of this.#segments.all()) {
      if (number !== victim.number && number < oldest) oldest = number
    }
    return oldest
  }

  /** Moves a removal record, unless its key has a newer record; the bytes moved. */
  async #moveRemoval(segment: Segment, entry: IndexEntry): Promise<number> {
    const { live, reader, writer } = this.#options
    const { directory } = live
    const { partition, keyHash, length, digestLow: namedSegment } = entry
    const read = await reader.read(segment.number, entry.offset, length)
    // A spoiled removal cannot be moved; its bytes stay where a scan finds them.
    if (read.kind === 'damaged') {
      segment.damagedCount += 1
      return 0
    }
    const key = read.bytes.subarray(headerBytes, headerBytes + read.header.keyBytes)
    let others = positionsOf(directory, partition, keyHash)
    while (others !== '') {
      if ((await reader.findKey(directory, undefined, partition, keyHash, key)) !== undefined) return 0
      const now = positionsOf(directory, partition, keyHash)
      if (now === others) break
      others = now
    }
    this.#assertWritable()
    const isShared = directory.first(partition, keyHash) !== -1 || (read.header.flags & flagCollided) !== 0
    const flags = flagRemoval | (isShared ? flagCollided : 0)
    const append = writer.append(flags, partition, keyHash, 0, namedSegment, key, new Uint8Array(0), 'os')
    append.segment.removalBytes += length
    append.segment.removalsUpTo = Math.max(append.segment.removalsUpTo, namedSegment)
    return length
  }

  /** Deletes the segment when nothing in it matters any more and everything that says so is safe. */
  async #finish(segment: Segment, bytesMoved: number): Promise<boolean> {
    const segments = this.#segments
    const { disk, folder } = segments
    const isEmpty = () => segment.liveBytes === 0 && segment.damagedCount === 0
    if (segment.liveBytes > 0 && segment.damagedCount === 0) await this.#moveRest(segment)
    // What empties it from here on is not in the sync.
    const wasEmpty = isEmpty()
    await this.#options.writer.syncAll()
    if (!wasEmpty || !isEmpty()) return false
    segments.drop(segment)
    this.#lingering.add(segment.number)
    if (segment.badBytes > 0) await this.#setAside(segment)
    else await disk.remove(segments.path(segment))
    await removeIfThere(disk, segments.indexPath(segment))
    await disk.syncFolder(folder)
    this.#lingering.delete(segment.number)
    const message = `segment ${segment.number} was compacted: ${bytesMoved} bytes moved, ${segment.length - bytesMoved} freed`
    this.#options.onEvent({ kind: 'compacted', segment: segment.number, message })
    return true
  }

  /**
   * What the directory has of a segment and a scan of it did not show: its header has rotted since it was read. It
   * is found to be spoiled here, or moved if that was a slip of the disk; else it would be looked for for ever.
   */
  async #moveRest(segment: Segment): Promise<void> {
    const { directory } = this.#options.live
    for (let partition = 0; partition < directory.partitionCount; partition += 1) {
      for (const entry of directory.entries(partition)) {
        if (entry.segment === segment.number) await this.#moveRecord(segment, { partition, ...entry })
      }
    }
  }

  async #setAside(segment: Segment): Promise<void> {
    const { disk, folder } = this.#segments
    const path = this.#segments.path(segment)
    await disk.rename(path, `${path}.bad`)
    const message = `segment ${segment.number} has ${segment.badBytes} unreadable bytes and is kept as ${path}.bad`
    this.#options.onEvent({ kind: 'quarantined', segment: segment.number, message })
    const badFiles = (await disk.list(folder)).filter((name) => name.endsWith('.log.bad'))
    for (const name of badFiles.slice(0, -badFilesMax)) await disk.remove(`${folder}/${name}`)
  }

  #assertWritable(): void {
    if (this.#options.writer.isRunning && this.#options.health.mayCompact) return
    throw new StoreError('disk-full', this.#options.health.reason ?? 'the log takes no records')
  }
}

/** A record that the directory, or an index, has. */
type Placed = Pick<IndexEntry, 'partition' | 'keyHash' | 'offset' | 'length'>

/** Which records have this key hash, as one text to compare. */
function positionsOf(directory: Directory, partition: number, keyHash: number): string {
  let text = ''
  let slot = directory.first(partition, keyHash)
  while (slot !== -1) {
    text += `${directory.segmentAt(partition, slot)}:${directory.offsetAt(partition, slot)} `
    slot = directory.next(partition, keyHash, slot)
  }
  return text
}

async function removeIfThere(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path)
  } catch (error) {
    if (!(error instanceof DiskError && error.kind === 'missing')) throw error
  }
}
