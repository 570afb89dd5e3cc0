/**
 * Scans a whole segment file, piece by piece: this side reads, the worker pool computes. While the pool has
 * one piece, nothing else of this segment is read, so a scan holds one piece in memory.
 */
import type { DiskFile } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import { bytesEqual } from './bytes.js'
import { entryBadSpot, entryDamaged, IndexEntry, SegmentEntries } from './index-file.js'
import { type ScanOutput, scanTask } from './scan.js'
import { segmentHeaderBytes } from './segment-header.js'
import { StoreError } from './store.js'

export const scanPieceBytes = 4 * 1024 * 1024

export interface FileScan {
  readonly entries: SegmentEntries
  /** The furthest that any record says the segment was synced; 0 when none does. */
  readonly syncedOffset: number
}

export async function scanFile(
  file: DiskFile,
  fileBytes: number,
  seed: number,
  workers: Workers,
  pieceBytes: number,
  onBytes: (bytes: number) => void,
): Promise<FileScan> {
  const entries = new SegmentEntries()
  let syncedOffset = 0
  for await (const piece of scanPieces(file, fileBytes, seed, workers, pieceBytes)) {
    entries.appendEncoded(piece.entries)
    syncedOffset = Math.max(syncedOffset, piece.syncedOffset)
    onBytes(piece.bytesScanned)
  }
  return { entries, syncedOffset }
}

export interface ScannedPiece extends ScanOutput {
  /** How much further this piece has come. */
  readonly bytesScanned: number
  /** What it read for that: the end of a piece may have to be read with the next. */
  readonly bytesRead: number
}

/** The same, piece by piece. Throws DiskError. */
export async function* scanPieces(
  file: Pick<DiskFile, 'read'>,
  fileBytes: number,
  seed: number,
  workers: Workers,
  pieceBytes: number,
): AsyncGenerator<ScannedPiece> {
  let end = fileBytes
  let base = segmentHeaderBytes
  let bytesNeeded = 0
  let badSince = -1
  while (base < end) {
    const wanted = Math.min(Math.max(pieceBytes, bytesNeeded), end - base)
    const buffer = new ArrayBuffer(wanted)
    const count = await file.read(new Uint8Array(buffer), base)
    // A file that is shorter than it said ends here.
    if (count < wanted) end = base + count
    if (count === 0) return
    const bytes = new Uint8Array(buffer, 0, count)
    const output = await workers.run(scanTask, { bytes, base, fileBytes: end, seed, badSince }, [buffer])
    yield { ...output, bytesScanned: output.resumeAt - base, bytesRead: count }
    ;({ badSince, bytesNeeded } = output)
    base = output.resumeAt
  }
}

/** A file that reads differently each time is given up after so many scans. */
const scansMax = 4

/**
 * The same for a scan that is about to be acted on: where it finds anything wrong, what two scans in a row agree
 * on. What looks torn is cut off for good, and it must not be a disk that looked in the wrong place. Throws
 * StoreError `disk-failed` when no two agree.
 */
export async function scanFileSurely(
  file: DiskFile,
  fileBytes: number,
  seed: number,
  workers: Workers,
  pieceBytes: number,
  onBytes: (bytes: number) => void,
): Promise<FileScan> {
  let scan = await scanFile(file, fileBytes, seed, workers, pieceBytes, onBytes)
  for (let scans = 1; isWrong(scan, fileBytes); scans += 1) {
    if (scans === scansMax) throw new StoreError('disk-failed', 'a segment reads differently each time')
    const again = await scanFile(file, fileBytes, seed, workers, pieceBytes, () => {})
    const isSame = isEqual(scan, again)
    scan = again
    if (isSame) break
  }
  return scan
}

function isWrong({ entries }: FileScan, fileBytes: number): boolean {
  const entry = new IndexEntry()
  let end = segmentHeaderBytes
  for (let index = 0; index < entries.count; index += 1) {
    entries.read(index, entry)
    if ((entry.flags & (entryBadSpot | entryDamaged)) !== 0) return true
    end = entry.offset + entry.length
  }
  return end !== fileBytes
}

function isEqual(a: FileScan, b: FileScan): boolean {
  if (a.entries.count !== b.entries.count || a.syncedOffset !== b.syncedOffset) return false
  const others = b.entries.encoded()
  return a.entries
    .encoded()
    .every((block, n) => block.length === others[n].length && bytesEqual(block, 0, others[n]))
}
