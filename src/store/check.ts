/**
 * Verifies the folder of a log store that no process has open: every checksum of every record, that index
 * files say what the segments hold, and what of it all is live. Changes nothing.
 *
 * It reads as opening does, with the same rules for what is rot and what was a torn write (see recovery.ts),
 * but scans every segment, index or not. Memory: the key directory, and 24 bytes for each record of the
 * segment in hand. The first `problemsMax` problems are described; all are counted.
 */
import { type Disk, DiskError } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import { Directory } from './directory.js'
import { asStoreError } from './disk-health.js'
import { entryBadSpot, entryDamaged, IndexEntry, SegmentEntries } from './index-file.js'
import { LiveRecords } from './live-records.js'
import { cleanFileName, readMeta } from './meta.js'
import { RecordReader } from './reader.js'
import { hashKeyInPartition } from './record.js'
import { type FoundSegment, inspectSegments, withoutTorn } from './recovery.js'
import { Replay } from './replay.js'
import { scanFile, scanPieceBytes } from './scan-file.js'
import { parseFileName, Segments } from './segment.js'
import { hex, segmentHeaderBytes } from './segment-header.js'
import { readIndexFile } from './segment-index.js'
import { StoreError } from './store.js'

export const problemsMax = 1000

export interface CheckOptions {
  readonly folder: string
  readonly disk: Disk
  readonly workers: Workers
  readonly hashKey?: (key: Uint8Array) => number
  /** Bytes read so far, and in all. */
  readonly onProgress?: (progress: { readonly bytesDone: number; readonly bytes: number }) => void
}

export interface CheckReport {
  /** Whether nothing is wrong. A write that a crash cut short is not wrong, nor an index that is missing. */
  readonly isSound: boolean
  readonly storeId: string
  readonly partitionCount: number
  /** Whether the last stop was in good order. */
  readonly wasClean: boolean
  readonly keys: number
  readonly liveBytes: number
  readonly deadBytes: number
  readonly segments: readonly SegmentCheck[]
  readonly problemCount: number
  readonly problems: readonly CheckProblem[]
  /** Segments that compaction has set aside because parts of them could not be read. */
  readonly setAside: readonly string[]
}

export interface SegmentCheck {
  readonly segment: number
  readonly bytes: number
  readonly records: number
  liveBytes: number
  deadBytes: number
  readonly damagedRecords: number
  /** Bytes in which no record could be found. */
  readonly badBytes: number
  /** Bytes that were being written when the store stopped; the next opening drops them. */
  readonly tornBytes: number
  /** `missing`: the next opening scans the segment. */
  readonly index: 'sound' | 'missing' | 'wrong'
}

export interface CheckProblem {
  readonly kind: 'damaged-record' | 'bad-spot' | 'header' | 'index'
  readonly segment: number
  readonly offset: number
  readonly length: number
  readonly message: string
}

/** Throws StoreError: `locked` when a process has the store open, `foreign` when the folder is no store of ours. */
export async function checkStore(options: CheckOptions): Promise<CheckReport> {
  const { disk, folder } = options
  try {
    const names = await disk.list(folder)
    const hasSegments = names.some((name) => parseFileName(name)?.kind === 'log')
    const meta = await readMeta(disk, folder, hasSegments)
    if (meta === undefined) throw new StoreError('foreign', `${folder} holds no store`)
    const lock = await disk.lock(folder)
    try {
      return await new Check(options, names, meta.storeId, meta.partitionCount).run()
    } finally {
      await lock.release()
    }
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'locked') {
      throw new StoreError('locked', error.message, { cause: error })
    }
    if (error instanceof DiskError && error.kind === 'missing') {
      throw new StoreError('foreign', `${folder} holds no store: ${error.message}`, { cause: error })
    }
    throw asStoreError(error)
  }
}

class Check {
  readonly #options: CheckOptions
  readonly #names: readonly string[]
  readonly #partitionCount: number
  readonly #segments: Segments
  readonly #live: LiveRecords
  readonly #replay: Replay
  readonly #checks: SegmentCheck[] = []
  readonly #problems: CheckProblem[] = []
  #problemCount = 0
  #bytesDone = 0

  constructor(options: CheckOptions, names: readonly string[], storeId: Uint8Array, partitionCount: number) {
    this.#options = options
    this.#names = names
    this.#partitionCount = partitionCount
    this.#segments = new Segments(options.disk, options.folder, storeId, 256)
    this.#live = new LiveRecords(new Directory(partitionCount), this.#segments)
    const reader = new RecordReader(this.#segments, options.hashKey ?? hashKeyInPartition)
    this.#replay = new Replay(this.#live, reader, () => {})
  }

  async run(): Promise<CheckReport> {
    const wasClean = this.#names.includes(cleanFileName)
    const numbers: number[] = []
    for (const name of this.#names) {
      const parsed = parseFileName(name)
      if (parsed?.kind === 'log') numbers.push(parsed.number)
    }
    try {
      const found = await inspectSegments(this.#segments, numbers, this.#partitionCount, wasClean)
      let bytes = 0
      for (const { fileBytes } of found) bytes += fileBytes
      for (const one of found) await this.#checkSegment(one, bytes)
    } finally {
      await this.#segments.close()
    }
    let deadBytes = 0
    for (const check of this.#checks) {
      check.liveBytes = this.#segments.get(check.segment).liveBytes
      check.deadBytes = Math.max(0, check.bytes - segmentHeaderBytes - check.liveBytes - check.badBytes)
      deadBytes += check.deadBytes
    }
    return {
      isSound: this.#problemCount === 0,
      storeId: hex(this.#segments.storeId),
      partitionCount: this.#partitionCount,
      wasClean,
      keys: this.#live.directory.count,
      liveBytes: this.#live.liveBytes,
      deadBytes,
      segments: this.#checks,
      problemCount: this.#problemCount,
      problems: this.#problems,
      setAside: this.#names.filter((name) => name.endsWith('.log.bad')),
    }
  }

  async #checkSegment({ segment, fileBytes, headerIsWhole, provenBytes }: FoundSegment, bytes: number) {
    const segments = this.#segments
    const { number } = segment
    const file = await segments.disk.open(segments.path(segment), 'read')
    const scan = await scanFile(
      file,
      fileBytes,
      segment.seed,
      this.#options.workers,
      scanPieceBytes,
      (count) => {
        this.#bytesDone += count
        this.#options.onProgress?.({ bytesDone: this.#bytesDone, bytes })
      },
    ).finally(() => file.close())
    const index = await readIndexFile(segments, segment, fileBytes)
    const { entries, end, tornBytes, fault } =
      index.kind === 'whole'
        ? reconcile(scan.entries, index.entries)
        : { ...withoutTorn(scan.entries, Math.max(provenBytes, scan.syncedOffset)), fault: undefined }
    if (fault !== undefined) {
      const { offset, length } = fault
      this.#report('index', number, offset, length, `the index and the records differ at ${offset}`)
    }
    const isEmpty = entries.count === 0 && provenBytes <= segmentHeaderBytes
    if (!headerIsWhole && !isEmpty) {
      this.#report('header', number, 0, segmentHeaderBytes, 'the header of the segment is damaged')
    }
    segment.length = Math.min(Math.max(end, segmentHeaderBytes), fileBytes)
    segment.writtenLength = segment.length
    const counts = this.#count(number, entries)
    await this.#replay.apply(segment, entries)
    this.#checks.push({
      segment: number,
      bytes: fileBytes,
      ...counts,
      liveBytes: 0,
      deadBytes: 0,
      tornBytes: tornBytes + Math.max(0, fileBytes - Math.max(end, segmentHeaderBytes)),
      index: index.kind !== 'whole' ? 'missing' : fault === undefined ? 'sound' : 'wrong',
    })
  }

  #count(segment: number, entries: SegmentEntries) {
    let [records, damagedRecords, badBytes] = [0, 0, 0]
    const entry = new IndexEntry()
    for (let index = 0; index < entries.count; index += 1) {
      entries.read(index, entry)
      const { flags, offset, length } = entry
      if ((flags & entryBadSpot) !== 0) {
        badBytes += length
        this.#report('bad-spot', segment, offset, length, `${length} bytes at ${offset} hold no record`)
        continue
      }
      records += 1
      if ((flags & entryDamaged) === 0) continue
      damagedRecords += 1
      this.#report('damaged-record', segment, offset, length, `the record at ${offset} is spoiled`)
    }
    return { records, damagedRecords, badBytes }
  }

  #report(kind: CheckProblem['kind'], segment: number, offset: number, length: number, what: string): void {
    this.#problemCount += 1
    if (this.#problems.length >= problemsMax) return
    const message = `${this.#segments.path(this.#segments.get(segment))}: ${what}`
    this.#problems.push({ kind, segment, offset, length, message })
  }
}

/**
 * What a segment holds by its scan and by its index, both in the order of the file. An index is written when
 * all is safe, so damage to what it names is rot; bytes that it does not speak of are what a torn write left.
 * `fault` is the first entry that one has and the other has not, or has otherwise.
 */
function reconcile(scanned: SegmentEntries, indexed: SegmentEntries) {
  const kept = new SegmentEntries()
  const [found, named] = [new IndexEntry(), new IndexEntry()]
  let fault: IndexEntry | undefined
  let tornBytes = 0
  let end = segmentHeaderBytes
  let next = 0
  const seek = (offset: number) => {
    for (; next < indexed.count; next += 1) {
      indexed.read(next, named)
      if (named.offset >= offset) return
      fault ??= { ...named }
    }
  }
  for (let index = 0; index < scanned.count; index += 1) {
    scanned.read(index, found)
    const foundEnd = found.offset + found.length
    if ((found.flags & entryBadSpot) === 0) seek(found.offset)
    else if (next < indexed.count) indexed.read(next, named)
    let isNamed = false
    while (next < indexed.count && named.offset < foundEnd) {
      isNamed = true
      const isSame =
        named.offset === found.offset &&
        named.length === found.length &&
        named.keyHash === found.keyHash &&
        named.partition === found.partition &&
        named.digestHigh === found.digestHigh &&
        named.digestLow === found.digestLow &&
        ((named.flags ^ found.flags) & ~entryDamaged) === 0
      if (!isSame && (found.flags & entryBadSpot) === 0) fault ??= { ...named }
      next += 1
      if (next < indexed.count) indexed.read(next, named)
    }
    const isSpoiled = (found.flags & (entryBadSpot | entryDamaged)) !== 0
    if (isSpoiled && !isNamed) {
      tornBytes += found.length
      continue
    }
    if (!isNamed) fault ??= { ...found }
    kept.append(found)
    end = foundEnd
  }
  seek(Number.POSITIVE_INFINITY)
  return { entries: kept, end, tornBytes, fault }
}
