/**
 * What a log store is put together from: open-log-store.ts makes the parts, log-store.ts is the store.
 */
import type { DiskLock } from '../ports/disk.js'
import type { Compactor } from './compaction.js'
import type { CompactionLoop } from './compaction-loop.js'
import type { DiskHealth } from './disk-health.js'
import type { KnownKeys } from './known-keys.js'
import type { LiveRecords } from './live-records.js'
import type { RecordReader } from './reader.js'
import type { Segments } from './segment.js'
import type { Durability, ScrubOutcome } from './store.js'
import type { LogWriter } from './writer.js'

/** Notes that the record there is spoiled, and tells of it; whether that is news. */
export type SpoiledRecord = (partition: number, keyHash: number, segment: number, offset: number) => boolean

export interface LogStoreParts {
  readonly segments: Segments
  readonly live: LiveRecords
  readonly reader: RecordReader
  readonly known: KnownKeys
  readonly writer: LogWriter
  readonly health: DiskHealth
  readonly compactor: Compactor
  readonly compaction: CompactionLoop
  readonly lock: DiskLock
  readonly hashKey: (key: Uint8Array) => number
  readonly durability: Durability
  readonly pendingBytesMax: number
  readonly wasClean: boolean
  readonly spoiled: SpoiledRecord
  /** Resolves when the index files that are being written are there, or have failed. */
  readonly indexesWritten: () => Promise<void>
  /** See Store. */
  readonly scrub: (pace: (bytes: number) => Promise<void>) => Promise<ScrubOutcome>
  readonly counters: { bytesWritten: number }
}
