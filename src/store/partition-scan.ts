/**
 * All live records of a partition, read in the order of the log, several at a time. It starts from a copy of
 * the partition's directory entries; a record that has moved or been replaced meanwhile is looked up again. One
 * that is spoiled is left out and noted, as by any other reader, so that replicas differ and it is mended.
 */
import type { Position } from './directory.js'
import type { LiveRecords } from './live-records.js'
import type { SpoiledRecord } from './log-store-parts.js'
import type { RawRead, RecordReader } from './reader.js'
import { headerBytes } from './record.js'
import type { StoreRecord } from './store.js'

/** Reads in flight at once, up to `readBytesAtOnce` in all (one record may be larger). */
const readsAtOnce = 16
const readBytesAtOnce = 4 * 1024 * 1024

export async function* scanPartition(
  live: LiveRecords,
  reader: RecordReader,
  spoiled: SpoiledRecord,
  partition: number,
): AsyncGenerator<StoreRecord> {
  const entries = live.directory
    .entries(partition)
    .sort((a, b) => a.segment - b.segment || a.offset - b.offset)
  let listed: Set<string> | undefined
  let next = 0
  while (next < entries.length) {
    const reads: Promise<StoreRecord | undefined>[] = []
    let bytes = 0
    while (next < entries.length && reads.length < readsAtOnce && bytes < readBytesAtOnce) {
      const entry = entries[next]
      next += 1
      let current: Position[] = [entry]
      if (live.directory.findPosition(partition, entry.keyHash, entry.segment, entry.offset) === -1) {
        listed ??= new Set(entries.map(nameOf))
        current = unlisted(live, partition, entry.keyHash, listed)
      }
      for (const { segment, offset, length } of current) {
        bytes += length
        reads.push(
          reader.read(segment, offset, length).then((read) => {
            if (read.kind === 'whole') return recordOf(read)
            spoiled(partition, entry.keyHash, segment, offset)
            return undefined
          }),
        )
      }
    }
    for (const record of await Promise.all(reads)) if (record !== undefined) yield record
  }
}

/** The records that have this key hash now and are not listed yet; they are then. */
function unlisted(live: LiveRecords, partition: number, keyHash: number, listed: Set<string>): Position[] {
  const { directory } = live
  const found: Position[] = []
  let slot = directory.first(partition, keyHash)
  while (slot !== -1) {
    const current = {
      segment: directory.segmentAt(partition, slot),
      offset: directory.offsetAt(partition, slot),
      length: directory.lengthAt(partition, slot),
    }
    if (!listed.has(nameOf(current))) {
      listed.add(nameOf(current))
      found.push(current)
    }
    slot = directory.next(partition, keyHash, slot)
  }
  return found
}

function nameOf({ segment, offset }: Position): string {
  return `${segment}:${offset}`
}

export function recordOf({ header, bytes }: Extract<RawRead, { kind: 'whole' }>): StoreRecord {
  return {
    partition: header.partition,
    key: bytes.subarray(headerBytes, headerBytes + header.keyBytes),
    value: bytes.subarray(headerBytes + header.keyBytes),
    digest: { high: header.digestHigh, low: header.digestLow },
  }
}
