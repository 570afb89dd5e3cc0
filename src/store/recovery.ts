/**
 * Opening: from the files of a folder to the directory of what is live. Segments are taken in the order of
 * their numbers, the records of each in the order of the file, and what comes later wins. A segment with a
 * fitting index file is not read at all; any other is scanned.
 *
 * Damage found by a scan is one of two things. Bytes that are proved to have been synced once have rotted:
 * the record, if its header can be read, stays in the directory, so that a get says `damaged`, and not
 * `missing` or an older version. Bytes without that proof were being written when the machine stopped: they
 * are no record and never were, and at the end of the file they are cut off. The proof is what later records
 * and the next segment's header say of how far the segment was synced (an index file proves all of it).
 *
 * Invariant: every record whose put was acknowledged as `always` is found, or a newer one, or `damaged`.
 */
import { assert } from '../assert.js'
import { DiskError } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import { Directory } from './directory.js'
import type { OpenProgress, StoreEvent } from './events.js'
import { entryBadSpot, entryDamaged, IndexEntry, SegmentEntries } from './index-file.js'
import { LiveRecords } from './live-records.js'
import { RecordReader } from './reader.js'
import { Replay } from './replay.js'
import { scanFileSurely, scanPieceBytes } from './scan-file.js'
import type { Segment, Segments } from './segment.js'
import { readSegmentHeader, segmentHeaderBytes } from './segment-header.js'
import { readIndexFile, writeIndexFile } from './segment-index.js'
import { StoreError } from './store.js'

export interface RecoveryOptions {
  readonly segments: Segments
  readonly workers: Workers
  readonly partitionCount: number
  readonly hashKey: (key: Uint8Array) => number
  /** Whether the last stop was in good order, which proves that everything was synced. */
  readonly wasClean: boolean
  /** Numbers of the segments there are, ascending. */
  readonly numbers: readonly number[]
  readonly onProgress: ((progress: OpenProgress) => void) | undefined
  readonly onEvent: (event: StoreEvent) => void
  readonly pieceBytes?: number
}

export interface Recovered {
  readonly live: LiveRecords
  /** The last segment, when it can take more records. */
  readonly resumable: Segment | undefined
  readonly latest: Segment | undefined
}

export interface FoundSegment {
  readonly segment: Segment
  readonly fileBytes: number
  readonly headerIsWhole: boolean
  /** Bytes that the next segment's header proves to have been synced. */
  provenBytes: number
}

export async function recover(options: RecoveryOptions): Promise<Recovered> {
  return new Recovery(options).run()
}

class Recovery {
  readonly #options: RecoveryOptions
  readonly #live: LiveRecords
  readonly #replay: Replay
  #bytesDone = 0
  #bytes = 0
  #segmentsDone = 0

  constructor(options: RecoveryOptions) {
    this.#options = options
    this.#live = new LiveRecords(new Directory(options.partitionCount), options.segments)
    const reader = new RecordReader(options.segments, options.hashKey)
    this.#replay = new Replay(this.#live, reader, options.onEvent)
  }

  async run(): Promise<Recovered> {
    const { segments, numbers, partitionCount, wasClean } = this.#options
    const found = await inspectSegments(segments, numbers, partitionCount, wasClean)
    for (const { fileBytes } of found) this.#bytes += fileBytes
    let resumable: Segment | undefined
    let latest: Segment | undefined
    for (const [index, one] of found.entries()) {
      const isLast = index === found.length - 1
      const outcome = await this.#load(one, isLast)
      this.#segmentsDone += 1
      if (outcome === 'empty') continue
      latest = one.segment
      if (isLast && outcome === 'resumable') resumable = one.segment
    }
    return { live: this.#live, resumable, latest }
  }

  async #load(found: FoundSegment, isLast: boolean): Promise<'empty' | 'resumable' | 'sealed'> {
    const { segment, fileBytes } = found
    const { segments } = this.#options
    const index = await readIndexFile(segments, segment, fileBytes)
    if (index.kind === 'whole') {
      segment.length = fileBytes
      this.#settle(segment)
      await this.#replay.apply(segment, index.entries)
      this.#progress('index', fileBytes)
      if (!isLast) return 'sealed'
      segment.file = await segments.disk.open(segments.path(segment), 'write')
      segment.entries = index.entries
      return 'resumable'
    }
    return this.#loadByScan(found, isLast, index.message)
  }

  async #loadByScan(
    found: FoundSegment,
    isLast: boolean,
    why: string,
  ): Promise<'empty' | 'resumable' | 'sealed'> {
    const { segment, fileBytes, headerIsWhole } = found
    const { segments, workers, pieceBytes, onEvent } = this.#options
    const file = await segments.disk.open(segments.path(segment), 'write')
    segment.file = file
    const scan = await scanFileSurely(
      file,
      fileBytes,
      segment.seed,
      workers,
      pieceBytes ?? scanPieceBytes,
      (bytes) => this.#progress('scan', bytes),
    )
    const provenBytes = Math.max(found.provenBytes, scan.syncedOffset)
    const { entries, end, tornBytes } = withoutTorn(scan.entries, provenBytes)
    if (!headerIsWhole && entries.count === 0 && provenBytes <= segmentHeaderBytes) {
      // Its making was cut short, or nothing of it reached the disk.
      segments.drop(segment)
      await segments.disk.remove(segments.path(segment))
      return 'empty'
    }
    const tailBytes = Math.max(0, fileBytes - end)
    if (tailBytes > 0) await file.truncate(end)
    if (tailBytes + tornBytes > 0) {
      const where = { segment: segment.number, offset: end, length: tailBytes }
      const message = `segment ${segment.number}: dropped ${tailBytes + tornBytes} bytes that were being written when the store stopped`
      onEvent({ kind: 'torn-tail', ...where, message })
    }
    segment.length = Math.min(end, fileBytes)
    // What lay in the system's memory when the process was killed is about to be relied on.
    await file.sync()
    await segments.disk.syncFolder(segments.folder)
    this.#settle(segment)
    await this.#replay.apply(segment, entries)
    const isSound = headerIsWhole && segment.badBytes === 0 && tornBytes === 0
    if (isLast && isSound) {
      segment.entries = entries
      return 'resumable'
    }
    segments.settle(segment)
    await this.#rebuildIndex(segment, entries, why)
    return 'sealed'
  }

  /** Everything in the segment is safe, and nothing more comes into it. */
  #settle(segment: Segment): void {
    segment.writtenLength = segment.length
    segment.syncedLength = segment.length
    segment.isNameSafe = true
    segment.state = 'sealed'
    segment.entries = undefined
  }

  async #rebuildIndex(segment: Segment, entries: SegmentEntries, why: string): Promise<void> {
    const { segments, onEvent } = this.#options
    try {
      await writeIndexFile(segments, segment, entries)
      const message = `segment ${segment.number} was scanned, and its index written: ${why}`
      onEvent({ kind: 'index-rebuilt', segment: segment.number, message })
    } catch (error) {
      assert(error instanceof DiskError, `an index is written or fails as a disk does: ${error}`)
      const message = `the index of segment ${segment.number} cannot be written: ${error.message}`
      onEvent({ kind: 'index-failed', segment: segment.number, message })
    }
  }

  #progress(phase: 'index' | 'scan', bytes: number): void {
    this.#bytesDone += bytes
    this.#options.onProgress?.({
      phase,
      segmentsDone: this.#segmentsDone,
      segments: this.#options.numbers.length,
      bytesDone: this.#bytesDone,
      bytes: this.#bytes,
      keys: this.#live.directory.count,
    })
  }
}

/** Measures every segment and reads its header. Throws StoreError `foreign` for one that is not ours. */
export async function inspectSegments(
  segments: Segments,
  numbers: readonly number[],
  partitionCount: number,
  wasClean: boolean,
): Promise<FoundSegment[]> {
  const found: FoundSegment[] = []
  const bytes = new Uint8Array(segmentHeaderBytes)
  for (const number of numbers) {
    const segment = segments.add(number)
    const file = await segments.disk.open(segments.path(segment), 'read')
    try {
      const fileBytes = await file.size()
      const expected = { segment: number, storeId: segments.storeId, partitionCount }
      const readHeader = async () => readSegmentHeader(bytes.subarray(0, await file.read(bytes, 0)), expected)
      let read = await readHeader()
      // Once more, before a segment is given up on the word of one read.
      if (read.kind !== 'whole') read = await readHeader()
      if (read.kind === 'foreign') {
        throw new StoreError('foreign', `${segments.path(segment)}: ${read.message}`)
      }
      const headerIsWhole = read.kind === 'whole'
      found.push({ segment, fileBytes, headerIsWhole, provenBytes: wasClean ? fileBytes : 0 })
      if (read.kind !== 'whole') continue
      const previous = found.find((one) => one.segment.number === read.header.previousSegment)
      if (previous !== undefined) {
        previous.provenBytes = Math.max(previous.provenBytes, read.header.previousSynced)
      }
    } finally {
      await file.close()
    }
  }
  return found
}

/**
 * The entries without damage that is not proved to be rot, where the last of the rest ends, and how many
 * torn bytes lie before that.
 */
export function withoutTorn(
  entries: SegmentEntries,
  provenBytes: number,
): { readonly entries: SegmentEntries; readonly end: number; readonly tornBytes: number } {
  const kept = new SegmentEntries()
  let end = segmentHeaderBytes
  let tornBytes = 0
  let tornSinceEnd = 0
  const entry = new IndexEntry()
  for (let index = 0; index < entries.count; index += 1) {
    entries.read(index, entry)
    if ((entry.flags & (entryBadSpot | entryDamaged)) !== 0 && entry.offset >= provenBytes) {
      tornSinceEnd += entry.length
      continue
    }
    kept.append(entry)
    end = entry.offset + entry.length
    tornBytes += tornSinceEnd
    tornSinceEnd = 0
  }
  return { entries: kept, end, tornBytes }
}
