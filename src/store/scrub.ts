/**
 * Looks for rot that nobody would notice (as every disk has it sooner or later: Dynamo §4.7 mends replicas that
 * differ, and a spoiled copy that is never read differs from none). Every segment is read from end to end in large
 * pieces, and the worker pool checks what is in them, so that this costs the event loop little. Where a scan finds
 * anything wrong, each record of that place that is still needed is read by itself, as a get would read it, and what
 * a get would call damaged is taken out of the hash tree: from then on replicas differ, and anti-entropy mends it.
 * The trees themselves are made anew from the directory and compared.
 *
 * Invariant: when a pass ends, every record that was held when it began, and still is, has been read whole, or is
 * known to be spoiled, or is counted as unreadable. For a record is passed over only where whole records cover its
 * segment from its header to its end without a gap.
 *
 * Limits: one piece of `scanPieceBytes` in memory (or one record), one segment at a time, as fast as `pace` allows.
 */
import { assert } from '../assert.js'
import type { Clock } from '../ports/clock.js'
import { DiskError } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import type { StoreEvent } from './events.js'
import { leavesOf } from './hash-tree.js'
import { entryBadSpot, entryDamaged, IndexEntry, SegmentEntries } from './index-file.js'
import type { LiveRecords } from './live-records.js'
import type { SpoiledRecord } from './log-store-parts.js'
import type { RecordReader } from './reader.js'
import { scanPieces } from './scan-file.js'
import type { Segment } from './segment.js'
import { segmentHeaderBytes } from './segment-header.js'
import { type ScrubOutcome, StoreError } from './store.js'

/** Smaller than what opening reads at once: requests have their turn in between. */
const pieceBytesUsual = 1024 * 1024

export interface ScrubParts {
  readonly live: LiveRecords
  readonly reader: RecordReader
  readonly workers: Workers
  readonly clock: Clock
  readonly spoiled: SpoiledRecord
  readonly onEvent: (event: StoreEvent) => void
  readonly pieceBytes?: number | undefined
}

/** Part of a segment in which not all is well: from `from` up to and without `to`. */
interface Place {
  readonly from: number
  readonly to: number
}

/** `pace` resolves when so many bytes more may be read; what it throws ends the pass. */
export async function scrubLog(
  parts: ScrubParts,
  pace: (bytes: number) => Promise<void>,
): Promise<ScrubOutcome> {
  const outcome = { damaged: 0, unreadable: 0, trees: 0 }
  for (const segment of parts.live.segments.all()) {
    const places = await placesToLookAt(parts, segment, pace)
    if (places.length > 0) await lookAt(parts, segment, places, pace, outcome)
  }
  outcome.trees = await checkTrees(parts)
  return outcome
}

/** Where in the segment something is wrong, or could not be read. */
async function placesToLookAt(
  { live, workers, pieceBytes = pieceBytesUsual }: ScrubParts,
  segment: Segment,
  pace: (bytes: number) => Promise<void>,
): Promise<Place[]> {
  const { writtenLength, seed } = segment
  const places: Place[] = []
  const entry = new IndexEntry()
  // A segment that is given up meanwhile ends where it is being read: it holds nothing any more.
  const read = async (target: Uint8Array, at: number) =>
    segment.isRemoved ? 0 : live.segments.read(segment, target, at)
  let end = segmentHeaderBytes
  try {
    for await (const piece of scanPieces({ read }, writtenLength, seed, workers, pieceBytes)) {
      const entries = new SegmentEntries()
      entries.appendEncoded(piece.entries)
      for (let index = 0; index < entries.count; index += 1) {
        entries.read(index, entry)
        const { offset, length, flags } = entry
        const isWhole = (flags & (entryBadSpot | entryDamaged)) === 0
        if (offset !== end) places.push({ from: end, to: offset })
        if (!isWhole) places.push({ from: offset, to: offset + length })
        end = offset + length
      }
      await pace(piece.bytesRead)
    }
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
  }
  if (segment.isRemoved) return []
  if (end < writtenLength) places.push({ from: end, to: writtenLength })
  return places
}

/** Reads what the directory has in these places, record by record. */
async function lookAt(
  { live, reader, clock, spoiled }: ScrubParts,
  { number }: Segment,
  places: readonly Place[],
  pace: (bytes: number) => Promise<void>,
  outcome: { damaged: number; unreadable: number },
): Promise<void> {
  const { directory } = live
  for (let partition = 0; partition < directory.partitionCount; partition += 1) {
    if (directory.countIn(partition) === 0) continue
    for (const { segment, offset, length, keyHash } of directory.entries(partition)) {
      if (segment !== number || !places.some(({ from, to }) => offset >= from && offset < to)) continue
      const slot = directory.findPosition(partition, keyHash, segment, offset)
      if (slot === -1 || live.isDamaged(partition, slot)) continue
      try {
        const { kind } = await reader.read(segment, offset, length)
        if (kind === 'damaged' && spoiled(partition, keyHash, segment, offset)) outcome.damaged += 1
      } catch (error) {
        assert(error instanceof StoreError, `a record is read, or not as a disk fails: ${error}`)
        outcome.unreadable += 1
      }
      await pace(length)
    }
    await new Promise<void>((done) => clock.afterTurn(done))
  }
}

/** Puts right what of the hash trees is not what the directory says; how many partitions that were. */
async function checkTrees({ live, clock, onEvent }: ScrubParts): Promise<number> {
  const { directory, trees } = live
  let mended = 0
  for (let partition = 0; partition < directory.partitionCount; partition += 1) {
    if (directory.countIn(partition) === 0 && trees.isEmpty(partition)) continue
    // In one turn, in which neither can change.
    const leaves = leavesOf(live.wholeVersions(partition))
    if (trees.replace(partition, leaves)) {
      mended += 1
      const message = `the hash tree of partition ${partition} was not that of its versions`
      onEvent({ kind: 'hash-tree-mended', message })
    }
    await new Promise<void>((done) => clock.afterTurn(done))
  }
  return mended
}
