/**
 * A segment's index file on the disk: written once the segment is whole and synced, believed when it fits.
 */
import { readWhole } from '../ports/disk.js'
import { decodeIndex, encodeIndex, type IndexRead, type SegmentEntries } from './index-file.js'
import { indexFileName, type Segment, type Segments } from './segment.js'

/** Writes the index of a synced segment under another name, then renames it. Throws DiskError. */
export async function writeIndexFile(
  segments: Segments,
  segment: Segment,
  entries: SegmentEntries,
): Promise<void> {
  const { disk, folder, storeId } = segments
  const temporary = `${folder}/${indexFileName(segment.number)}.new`
  const file = await disk.open(temporary, 'write')
  try {
    await file.truncate(0)
    await file.write(encodeIndex(storeId, segment.number, segment.length, entries), 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(temporary, segments.indexPath(segment))
  await disk.syncFolder(folder)
}

/** The index of a segment of `length` bytes, or why there is none to be believed. */
export async function readIndexFile(
  segments: Segments,
  segment: Segment,
  length: number,
): Promise<IndexRead> {
  const bytes = await readWhole(segments.disk, segments.indexPath(segment))
  if (bytes === undefined) return { kind: 'mismatch', message: 'there is none' }
  return decodeIndex(bytes, segments.storeId, segment.number, length)
}
