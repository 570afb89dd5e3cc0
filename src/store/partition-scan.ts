/**
 * All live records of a partition, read in the order of the log, several at a time. It starts from a copy of
 * the partition's directory entries; a record that has moved or been replaced meanwhile is looked up again.
 */
import type { Entry } from './directory.js'
import type { LiveRecords } from './live-records.js'
import type { RawRead, RecordReader } from './reader.js'
import { headerBytes } from './record.js'
import type { StoreRecord } from './store.js'

/** Reads in flight at once, up to `readBytesAtOnce` in all (one record may be larger). */
const readsAtOnce = 16
const readBytesAtOnce = 4 * 1024 * 1024

export async function* scanPartition(
  live: LiveRecords,
  reader: RecordReader,
  partition: number,
): AsyncGenerator<StoreRecord> {
  const entries = live.directory
    .entries(partition)
    .sort((a, b) => a.segment - b.segment || a.offset - b.offset)
  const listed = new Set(entries.map(placeOf))
  let next = 0
  while (next < entries.length) {
    const reads: Promise<RawRead>[] = []
    let bytes = 0
    while (next < entries.length && reads.length < readsAtOnce && bytes < readBytesAtOnce) {
      for (const entry of currentEntries(live, partition, entries[next], listed)) {
        bytes += entry.length
        reads.push(reader.read(entry.segment, entry.offset, entry.length))
      }
      next += 1
    }
    for (const read of await Promise.all(reads)) {
      if (read.kind === 'whole') yield recordOf(read)
    }
  }
}

/** The entry itself while the directory has it; else what has its key hash now and is not listed yet. */
function currentEntries(
  live: LiveRecords,
  partition: number,
  entry: Entry,
  listed: Set<number>,
): Pick<Entry, 'segment' | 'offset' | 'length'>[] {
  const { directory } = live
  if (directory.findPosition(partition, entry.keyHash, entry.segment, entry.offset) !== -1) return [entry]
  const found: Pick<Entry, 'segment' | 'offset' | 'length'>[] = []
  let slot = directory.first(partition, entry.keyHash)
  while (slot !== -1) {
    const current = {
      segment: directory.segmentAt(partition, slot),
      offset: directory.offsetAt(partition, slot),
      length: directory.lengthAt(partition, slot),
    }
    if (!listed.has(placeOf(current))) {
      listed.add(placeOf(current))
      found.push(current)
    }
    slot = directory.next(partition, entry.keyHash, slot)
  }
  return found
}

function placeOf({ segment, offset }: { readonly segment: number; readonly offset: number }): number {
  return segment * 2 ** 32 + offset
}

function recordOf({ header, bytes }: Extract<RawRead, { kind: 'whole' }>): StoreRecord {
  return {
    partition: header.partition,
    key: bytes.subarray(headerBytes, headerBytes + header.keyBytes),
    value: bytes.subarray(headerBytes + header.keyBytes),
    digest: { high: header.digestHigh, low: header.digestLow },
  }
}
