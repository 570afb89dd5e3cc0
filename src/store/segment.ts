/**
 * Segments: the files of the log, and how many of their bytes still matter. A position in the log is a
 * segment's number and an offset in it; the order of positions is the order of truth.
 *
 * Invariant: numbers only grow and are never used twice. A file that is being read is not closed, even when
 * compaction has deleted it: the bytes stay readable until the last reader has left.
 *
 * Open files are bounded: beyond `openFilesMax` the one that was used longest ago is closed and opened again
 * when needed; files being written or not yet synced are not counted and not closed.
 */
import { assert } from '../assert.js'
import { type Disk, DiskError, type DiskFile } from '../ports/disk.js'
import { SegmentEntries } from './index-file.js'
import { segmentSeed } from './record.js'
import { encodeSegmentHeader, segmentHeaderBytes } from './segment-header.js'

/** What the key directory can hold: 512 PiB of writing, at the default size. */
const segmentNumberMax = 2 ** 32 - 1

/**
 * `open`: takes records, or was left behind and is not synced yet. `sealed`: whole and synced.
 * `suspect`: a sync of it failed, so what lies in it is moved away as soon as may be.
 */
export type SegmentState = 'open' | 'sealed' | 'suspect'

export class Segment {
  state: SegmentState = 'open'
  file: DiskFile | undefined
  opening: Promise<DiskFile> | undefined
  readers = 0
  usedAt = 0
  isRemoved = false
  /** Bytes given to records, with the file's header; where the next record will lie. */
  length = segmentHeaderBytes
  /** Bytes that the operating system has. */
  writtenLength = 0
  /** Bytes that are safe. */
  syncedLength = 0
  /** Whether the file's name is safe in its folder. */
  isNameSafe = false
  /** Bytes of records that are the newest of their key. */
  liveBytes = 0
  /** Bytes of removal records, and the newest segment that any of them speaks of. */
  removalBytes = 0
  removalsUpTo = 0
  /** Bytes in which no record could be found. */
  badBytes = 0
  /** Records known to be spoiled that are the newest of their key. */
  damagedCount = 0
  /** What it holds, until that is in its index file. */
  entries: SegmentEntries | undefined = new SegmentEntries()

  constructor(
    readonly number: number,
    readonly seed: number,
  ) {}

  get recordBytes(): number {
    return this.length - segmentHeaderBytes
  }
}

export function segmentFileName(number: number): string {
  return `${String(number).padStart(10, '0')}.log`
}

export function indexFileName(number: number): string {
  return `${String(number).padStart(10, '0')}.idx`
}

/** The number in a segment's or index file's name, with its kind; undefined for any other name. */
export function parseFileName(name: string): { number: number; kind: 'log' | 'idx' } | undefined {
  const match = /^(\d{10})\.(log|idx)$/.exec(name)
  if (match === null) return undefined
  return { number: Number(match[1]), kind: match[2] === 'log' ? 'log' : 'idx' }
}

export class Segments {
  readonly #byNumber = new Map<number, Segment>()
  /** Files open for reading only, which may be closed to make room. */
  readonly #idleFiles = new Set<Segment>()
  #useCount = 0
  #largestNumber = 0

  constructor(
    readonly disk: Disk,
    readonly folder: string,
    readonly storeId: Uint8Array,
    readonly openFilesMax: number,
  ) {}

  get count(): number {
    return this.#byNumber.size
  }

  /** Bytes of records in all segments. */
  get recordBytes(): number {
    let bytes = 0
    for (const segment of this.#byNumber.values()) bytes += segment.recordBytes
    return bytes
  }

  /** In the order of their numbers. */
  all(): Segment[] {
    return [...this.#byNumber.values()].sort((a, b) => a.number - b.number)
  }

  some(condition: (segment: Segment) => boolean): boolean {
    for (const segment of this.#byNumber.values()) if (condition(segment)) return true
    return false
  }

  get(number: number): Segment {
    const segment = this.#byNumber.get(number)
    assert(segment !== undefined, `there is no segment ${number}`)
    return segment
  }

  has(number: number): boolean {
    return this.#byNumber.has(number)
  }

  oldestNumber(): number {
    let oldest = Number.POSITIVE_INFINITY
    for (const number of this.#byNumber.keys()) if (number < oldest) oldest = number
    return oldest
  }

  /** Makes a segment with the next number, or with `number` when its file is there already. */
  add(number = this.#largestNumber + 1): Segment {
    assert(number <= segmentNumberMax, `segment numbers end at ${segmentNumberMax}`)
    assert(!this.#byNumber.has(number), `segment ${number} is there already`)
    const segment = new Segment(number, segmentSeed(this.storeId, number))
    this.#byNumber.set(number, segment)
    this.reserve(number)
    return segment
  }

  /** Keeps a number, and those below it, from being given to a new segment. */
  reserve(number: number): void {
    this.#largestNumber = Math.max(this.#largestNumber, number)
  }

  /** Forgets a segment; its file is closed when the last reader has left it. */
  drop(segment: Segment): void {
    this.#byNumber.delete(segment.number)
    segment.isRemoved = true
    this.#idleFiles.delete(segment)
    if (segment.readers === 0) this.#close(segment)
  }

  path(segment: Segment): string {
    return `${this.folder}/${segmentFileName(segment.number)}`
  }

  indexPath(segment: Segment): string {
    return `${this.folder}/${indexFileName(segment.number)}`
  }

  /**
   * Fills `target` from `offset`; the number of bytes read, fewer at the end of the file. The segment is
   * pinned from the moment of the call.
   */
  async read(segment: Segment, target: Uint8Array, offset: number): Promise<number> {
    segment.readers += 1
    segment.usedAt = this.#useCount++
    try {
      const file = segment.file ?? (await this.#open(segment))
      return await file.read(target, offset)
    } finally {
      this.leave(segment)
    }
  }

  /** Keeps the segment's bytes readable until `leave`, whatever compaction does meanwhile. */
  enter(segment: Segment): void {
    segment.readers += 1
  }

  leave(segment: Segment): void {
    segment.readers -= 1
    if (segment.readers === 0 && segment.isRemoved) this.#close(segment)
  }

  /** Lets the writer's file be closed when there are too many: nothing more is written to it. */
  settle(segment: Segment): void {
    if (segment.file !== undefined && !segment.isRemoved) this.#idleFiles.add(segment)
  }

  /** Closes every file, each when its last reader has left it. */
  async close(): Promise<void> {
    const closing: Promise<void>[] = []
    for (const segment of this.#byNumber.values()) {
      segment.isRemoved = true
      if (segment.readers > 0 || segment.file === undefined) continue
      closing.push(segment.file.close())
      segment.file = undefined
    }
    await Promise.all(closing)
  }

  async #open(segment: Segment): Promise<DiskFile> {
    segment.opening ??= this.disk.open(this.path(segment), 'read').finally(() => {
      segment.opening = undefined
    })
    const file = await segment.opening
    if (segment.file === undefined) {
      segment.file = file
      if (!segment.isRemoved) this.#idleFiles.add(segment)
      this.#closeOldest()
    }
    return file
  }

  #closeOldest(): void {
    if (this.#idleFiles.size <= this.openFilesMax) return
    let oldest: Segment | undefined
    for (const segment of this.#idleFiles) {
      if (segment.readers > 0) continue
      if (oldest === undefined || segment.usedAt < oldest.usedAt) oldest = segment
    }
    if (oldest === undefined) return
    this.#idleFiles.delete(oldest)
    this.#close(oldest)
  }

  #close(segment: Segment): void {
    const file = segment.file
    segment.file = undefined
    // Nothing was written through it since its last sync, so a failure to close loses nothing.
    file
      ?.close()
      .catch((error) => assert(error instanceof DiskError, 'a file closes or fails as a disk does'))
  }
}

/** Makes a segment's file, with its header; neither is safe yet. `previous` is the segment begun before it. */
export async function createSegmentFile(
  segments: Segments,
  segment: Segment,
  partitionCount: number,
  previous: Segment | undefined,
): Promise<void> {
  const header = encodeSegmentHeader({
    segment: segment.number,
    storeId: segments.storeId,
    partitionCount,
    previousSegment: previous?.number ?? 0,
    previousSynced: previous?.syncedLength ?? 0,
  })
  segment.file = await segments.disk.open(segments.path(segment), 'write')
  await segment.file.truncate(0)
  await segment.file.write([header], 0)
  segment.writtenLength = segmentHeaderBytes
}
