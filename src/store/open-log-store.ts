/**
 * Opens the log store in a folder: takes the lock, checks that the folder is ours, recovers what is there,
 * and puts the parts together.
 *
 * Invariant: nothing is written before the lock is held and STORE has been checked, and the mark of a clean
 * stop is gone before anything else changes.
 */
import { assert } from '../assert.js'
import type { Clock } from '../ports/clock.js'
import { type Disk, DiskError, type DiskLock } from '../ports/disk.js'
import type { Random } from '../ports/random.js'
import type { Workers } from '../ports/workers.js'
import type { Append } from './append-buffer.js'
import { Compactor } from './compaction.js'
import { CompactionLoop } from './compaction-loop.js'
import { asStoreError, DiskHealth } from './disk-health.js'
import type { OpenProgress, StoreEvent } from './events.js'
import { KnownKeys } from './known-keys.js'
import type { LiveRecords } from './live-records.js'
import { LogStore } from './log-store.js'
import type { SpoiledRecord } from './log-store-parts.js'
import { cleanFileName, readOrMakeMeta } from './meta.js'
import { RecordReader } from './reader.js'
import { flagRemoval, hashKeyInPartition } from './record.js'
import { recover } from './recovery.js'
import { scrubLog } from './scrub.js'
import { parseFileName, type Segment, Segments } from './segment.js'
import { writeIndexFile } from './segment-index.js'
import { type Durability, StoreError } from './store.js'
import { UnreadableRecords } from './unreadable.js'
import { LogWriter } from './writer.js'

export interface LogStoreOptions {
  readonly folder: string
  /** Q of the cluster; fixed when the folder is made. At most 65,536. */
  readonly partitionCount: number
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly workers: Workers
  /** For writes that do not name one. */
  readonly durability?: Durability
  /** A segment is full when the next record would take it over this. At most 2 GiB. */
  readonly segmentBytesMax?: number
  /** Bytes that may wait to be written before writes are refused with `busy`. */
  readonly pendingBytesMax?: number
  /** How soon writes of durability `interval` are synced. */
  readonly syncIntervalMs?: number
  /** Free space below which puts are refused, so that compaction can still run. */
  readonly reserveBytes?: number
  /** How often a full or failing disk is tried again. */
  readonly probeIntervalMs?: number
  /** Segments kept open for reading at once. */
  readonly openFilesMax?: number
  /** A segment is compacted when at least this part of it is dead. */
  readonly deadRatioMin?: number
  /** What compaction may read in a second, by itself; 0 leaves it to `compactSlice`. */
  readonly compactionBytesPerSecond?: number
  /** Resolves when compaction may read so many bytes more; by default when they are paid for by its rate. */
  readonly compactionPace?: (bytes: number) => Promise<void>
  /** The key hash inside a partition; for tests that want collisions. */
  readonly hashKey?: (key: Uint8Array) => number
  /** Bytes of a segment that are scanned at once. */
  readonly scanPieceBytes?: number
  readonly onProgress?: (progress: OpenProgress) => void
  readonly onEvent?: (event: StoreEvent) => void
}

const mebibyte = 1024 * 1024
const segmentBytesLimit = 2 ** 31

/** Throws StoreError: `locked` (the message names the holder), `foreign`, `disk-full` or `disk-failed`. */
export async function openLogStore(options: LogStoreOptions): Promise<LogStore> {
  const { disk, folder, partitionCount } = options
  assert(partitionCount >= 1 && partitionCount <= 65536, `${partitionCount} partitions`)
  let lock: DiskLock | undefined
  try {
    await disk.makeFolder(folder)
    lock = await disk.lock(folder)
    return await openLocked(options, lock)
  } catch (error) {
    await lock?.release()
    if (error instanceof DiskError && error.kind === 'locked') {
      throw new StoreError('locked', error.message, { cause: error })
    }
    throw asStoreError(error)
  }
}

async function openLocked(options: LogStoreOptions, lock: DiskLock): Promise<LogStore> {
  const { disk, folder, clock, workers, partitionCount, hashKey = hashKeyInPartition } = options
  const { onProgress, onEvent = () => {} } = options
  // What a process that was killed here has renamed or removed is seen, and may be undone by a power loss for as long as
  // nobody has synced it: STORE could go and the segments made after it stay, or CLEAN come back.
  await disk.syncFolder(folder)
  const names = await disk.list(folder)
  const hasSegments = names.some((name) => parseFileName(name)?.kind === 'log')
  const { storeId } = await readOrMakeMeta(disk, folder, hasSegments, partitionCount, options.random)
  const wasClean = names.includes(cleanFileName)
  if (wasClean) {
    await disk.remove(`${folder}/${cleanFileName}`)
    await disk.syncFolder(folder)
  }
  const segments = new Segments(disk, folder, storeId, options.openFilesMax ?? 256)
  try {
    const { live, resumable, latest } = await recover({
      segments,
      workers,
      partitionCount,
      hashKey,
      wasClean,
      numbers: await sortOut(disk, folder, names, segments),
      onProgress,
      onEvent,
      ...(options.scanPieceBytes === undefined ? {} : { pieceBytes: options.scanPieceBytes }),
    })
    const counters = { bytesWritten: 0 }
    let indexes = Promise.resolve()
    const health: DiskHealth = new DiskHealth(
      {
        clock,
        disk,
        folder,
        onEvent,
        reserveBytes: options.reserveBytes ?? 256 * mebibyte,
        probeIntervalMs: options.probeIntervalMs ?? 1000,
      },
      () => writer,
    )
    const known = new KnownKeys()
    const segmentBytesMax = options.segmentBytesMax ?? 128 * mebibyte
    assert(segmentBytesMax <= segmentBytesLimit, `segments of ${segmentBytesMax} bytes`)
    const writer = new LogWriter({
      clock,
      segments,
      partitionCount,
      segmentBytesMax,
      syncIntervalMs: options.syncIntervalMs ?? 1000,
      undo: (append) => {
        known.forget(append.segment.number, append.offset)
        undo(live, append)
      },
      failed: (failure) => health.writerFailed(failure),
      sealed: (segment) => {
        indexes = indexes.then(() => writeIndexOf(segments, segment, onEvent))
      },
      wrote: (bytes) => {
        counters.bytesWritten += bytes
        health.wrote(bytes)
      },
    })
    writer.setStart(resumable, latest)
    await health.start()
    const spoiled: SpoiledRecord = (partition, keyHash, segment, offset) => {
      if (!live.noteDamage(partition, keyHash, segment, offset)) return false
      const message = `the record at ${offset} in segment ${segment} is spoiled`
      onEvent({ kind: 'damaged-record', segment, offset, message })
      return true
    }
    const reader = new RecordReader(segments, hashKey, writer, new UnreadableRecords(clock))
    const compactor = new Compactor({
      clock,
      workers,
      live,
      reader,
      writer,
      health,
      onEvent,
      deadRatioMin: options.deadRatioMin ?? 0.4,
    })
    const compaction = new CompactionLoop({
      clock,
      compactor,
      health,
      bytesPerSecond: options.compactionBytesPerSecond ?? 16 * mebibyte,
      pace: options.compactionPace,
    })
    compaction.start()
    return new LogStore({
      segments,
      live,
      reader,
      known,
      writer,
      health,
      compactor,
      compaction,
      lock,
      hashKey,
      wasClean,
      spoiled,
      counters,
      durability: options.durability ?? 'interval',
      pendingBytesMax: options.pendingBytesMax ?? 64 * mebibyte,
      indexesWritten: () => indexes,
      scrub: (pace) =>
        scrubLog(
          { live, reader, workers, clock, spoiled, onEvent, pieceBytes: options.scanPieceBytes },
          pace,
        ),
    })
  } catch (error) {
    await segments.close()
    throw error
  }
}

/** Takes away what a stop left half made; the numbers of the segments there are, ascending. */
async function sortOut(
  disk: Disk,
  folder: string,
  names: readonly string[],
  segments: Segments,
): Promise<number[]> {
  const numbers: number[] = []
  for (const name of names) {
    const parsed = parseFileName(name)
    if (parsed?.kind === 'log') numbers.push(parsed.number)
    if (parsed !== undefined) segments.reserve(parsed.number)
  }
  const kept = new Set(numbers)
  for (const name of names) {
    const parsed = parseFileName(name)
    const isOrphan = parsed?.kind === 'idx' && !kept.has(parsed.number)
    if (isOrphan || name.endsWith('.idx.new')) await disk.remove(`${folder}/${name}`)
  }
  return numbers.sort((a, b) => a - b)
}

/** Takes back what a write that failed had changed in memory. Called for the newest write first. */
function undo(live: LiveRecords, append: Append): void {
  const { directory, segments } = live
  const { partition, keyHash, segment, offset } = append
  const { previousSegment, previousOffset, previousLength, previousDigestHigh, previousDigestLow } = append
  if ((append.flags & flagRemoval) !== 0) {
    segment.removalBytes -= append.length
    if (previousSegment === 0) return
    // Where the key was put again since, and that stands, the removal may stand as well.
    if (directory.first(partition, keyHash) !== -1) return
    const previous = segments.get(previousSegment)
    live.insert(
      partition,
      keyHash,
      previous,
      previousOffset,
      previousLength,
      previousDigestHigh,
      previousDigestLow,
    )
    return
  }
  const slot = directory.findPosition(partition, keyHash, segment.number, offset)
  if (slot === -1) return
  if (previousSegment === 0) {
    live.remove(partition, slot)
    return
  }
  const previous = segments.get(previousSegment)
  live.replace(
    partition,
    slot,
    previous,
    previousOffset,
    previousLength,
    previousDigestHigh,
    previousDigestLow,
  )
}

async function writeIndexOf(
  segments: Segments,
  segment: Segment,
  onEvent: (event: StoreEvent) => void,
): Promise<void> {
  const { entries } = segment
  if (entries === undefined || segment.isRemoved) return
  try {
    await writeIndexFile(segments, segment, entries)
  } catch (error) {
    assert(error instanceof DiskError, `an index is written or fails as a disk does: ${error}`)
    const message = `the index of segment ${segment.number} cannot be written: ${error.message}`
    onEvent({ kind: 'index-failed', segment: segment.number, message })
  }
  segment.entries = undefined
}
