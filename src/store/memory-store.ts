/**
 * A store in memory: for tests, for the simulator where the disk is not the subject, and for caches that may
 * be lost. It is the plainest thing that is a Store, so it says what the log store must do.
 *
 * Limit: `bytesMax` of keys and values. A put beyond it rejects with `disk-full` and changes nothing; the
 * store says it is not writable until some bytes are given back.
 */
import { nameOf } from '../name-of.js'
import { leavesOf, rootOf } from './hash-tree.js'
import { hashKeyInPartition } from './record.js'
import {
  type Digest,
  digestsEqual,
  type RecordRead,
  type ScrubOutcome,
  type Store,
  StoreError,
  type StoreRecord,
  type StoreStats,
} from './store.js'
import { compareVersions, type Version, type Versions } from './versions.js'

export interface MemoryStoreOptions {
  /** The most bytes of keys and values held; no bound when absent. */
  readonly bytesMax?: number
}

export class MemoryStore implements Store {
  readonly versions: Versions
  readonly #partitions = new Map<number, Map<string, StoreRecord>>()
  readonly #bytesMax: number
  #keys = 0
  #bytes = 0
  #bytesWritten = 0
  #refused = false
  #closed = false

  constructor({ bytesMax = Number.POSITIVE_INFINITY }: MemoryStoreOptions = {}) {
    this.#bytesMax = bytesMax
    const versionsOf = (partition: number): Version[] =>
      this.#recordsOf(partition).map(({ key, digest }) => ({ keyHash: hashKeyInPartition(key), ...digest }))
    this.versions = {
      leaves: (partition) => leavesOf(versionsOf(partition)),
      root: (partition) => rootOf(leavesOf(versionsOf(partition))),
      count: (partition) => this.#recordsOf(partition).length,
      within: (partition, { from, to }) =>
        versionsOf(partition)
          .filter(({ keyHash }) => keyHash >= from && keyHash < to)
          .sort(compareVersions),
      records: async (partition, keyHash) =>
        this.#recordsOf(partition)
          .filter(({ key }) => hashKeyInPartition(key) === keyHash)
          .map(copyOf),
    }
  }

  digest(partition: number, key: Uint8Array): Digest | undefined {
    return this.#find(partition, key)?.digest
  }

  holds(partition: number, key: Uint8Array, digest: Digest): boolean {
    const record = this.#find(partition, key)
    return record !== undefined && digestsEqual(record.digest, digest)
  }

  async get(partition: number, key: Uint8Array): Promise<RecordRead> {
    const record = this.#find(partition, key)
    if (record === undefined) return { kind: 'missing' }
    return { kind: 'found', value: record.value.slice(), digest: record.digest }
  }

  async put(record: StoreRecord): Promise<void> {
    const old = this.#find(record.partition, record.key)
    const growth = bytesOf(record) - (old === undefined ? 0 : bytesOf(old))
    if (growth > 0 && this.#bytes + growth > this.#bytesMax) {
      this.#refused = true
      throw new StoreError('disk-full', `the memory store is full: ${this.#bytes} of ${this.#bytesMax} bytes`)
    }
    let records = this.#partitions.get(record.partition)
    if (records === undefined) {
      records = new Map()
      this.#partitions.set(record.partition, records)
    }
    records.set(nameOf(record.key), copyOf(record))
    if (old === undefined) this.#keys += 1
    this.#bytes += growth
    this.#bytesWritten += bytesOf(record)
    if (growth < 0) this.#refused = false
  }

  async remove(partition: number, key: Uint8Array): Promise<void> {
    const old = this.#find(partition, key)
    if (old === undefined) return
    const records = this.#partitions.get(partition)
    records?.delete(nameOf(key))
    if (records?.size === 0) this.#partitions.delete(partition)
    this.#keys -= 1
    this.#bytes -= bytesOf(old)
    this.#refused = false
  }

  /** Memory does not rot. */
  forgetSpoiled(_partition: number): number {
    return 0
  }

  async *scan(partition: number): AsyncGenerator<StoreRecord> {
    this.#checkOpen()
    for (const record of this.#partitions.get(partition)?.values() ?? []) {
      this.#checkOpen()
      yield copyOf(record)
    }
  }

  async settle(): Promise<void> {
    this.#checkOpen()
  }

  async scrub(): Promise<ScrubOutcome> {
    this.#checkOpen()
    return { damaged: 0, unreadable: 0, trees: 0 }
  }

  refusal(): StoreError | undefined {
    if (this.#closed) return new StoreError('closed', 'the store is closed')
    const reason = this.#fullReason()
    return reason === undefined ? undefined : new StoreError('disk-full', reason)
  }

  stats(): StoreStats {
    return {
      keys: this.#keys,
      liveBytes: this.#bytes,
      deadBytes: 0,
      segments: 0,
      directoryBytes: 0,
      freeBytes: undefined,
      damagedRecords: 0,
      mendedRecords: 0,
      writable: !this.#refused,
      readOnlyReason: this.#fullReason(),
      bytesWritten: this.#bytesWritten,
      bytesCompacted: 0,
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#partitions.clear()
  }

  #fullReason(): string | undefined {
    return this.#refused ? `the memory store is full: ${this.#bytesMax} bytes` : undefined
  }

  #find(partition: number, key: Uint8Array): StoreRecord | undefined {
    this.#checkOpen()
    return this.#partitions.get(partition)?.get(nameOf(key))
  }

  #recordsOf(partition: number): StoreRecord[] {
    this.#checkOpen()
    return [...(this.#partitions.get(partition)?.values() ?? [])]
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreError('closed', 'the store is closed')
  }
}

function bytesOf({ key, value }: StoreRecord): number {
  return key.length + value.length
}

function copyOf({ partition, key, value, digest }: StoreRecord): StoreRecord {
  return {
    partition,
    key: Uint8Array.from(key),
    value: Uint8Array.from(value),
    digest: { high: digest.high, low: digest.low },
  }
}
