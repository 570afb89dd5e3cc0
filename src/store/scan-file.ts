/**
 * Scans a whole segment file, piece by piece: this side reads, the worker pool computes. While the pool has
 * one piece, nothing else of this segment is read, so a scan holds one piece in memory.
 */
import type { DiskFile } from '../ports/disk.js'
import type { Workers } from '../ports/workers.js'
import { SegmentEntries } from './index-file.js'
import { scanTask } from './scan.js'
import { segmentHeaderBytes } from './segment-header.js'

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
  let base = segmentHeaderBytes
  let bytesNeeded = 0
  let badSince = -1
  let syncedOffset = 0
  while (base < fileBytes) {
    const wanted = Math.min(Math.max(pieceBytes, bytesNeeded), fileBytes - base)
    const buffer = new ArrayBuffer(wanted)
    const count = await file.read(new Uint8Array(buffer), base)
    // A file that is shorter than it said ends here.
    if (count < wanted) fileBytes = base + count
    if (count === 0) break
    const bytes = new Uint8Array(buffer, 0, count)
    const output = await workers.run(scanTask, { bytes, base, fileBytes, seed, badSince }, [buffer])
    entries.appendEncoded(output.entries)
    badSince = output.badSince
    syncedOffset = Math.max(syncedOffset, output.syncedOffset)
    onBytes(output.resumeAt - base)
    base = output.resumeAt
    bytesNeeded = output.bytesNeeded
  }
  return { entries, syncedOffset }
}
