/**
 * The append-only log store: one log per node, a directory in memory that says where each key's newest record
 * lies, and a compactor that gives room back (the design of Bitcask, the engine under Dynamo's heirs; §5).
 *
 * Invariant: a write has its place in the log before it returns, unless the key of the record that it may
 * replace has to be read first (see KnownKeys); then it waits its turn, and whoever asks for the key waits
 * with it or is answered from what waits. So a write is visible from the moment it is called, and writes
 * of one key keep their order.
 *
 * Limits: up to `pendingBytesMax` bytes wait to be written; a write beyond is refused at once with StoreError
 * `busy`. Keys have 1 to 1,024 bytes, values up to 64 MiB: more is a fault of the caller and throws.
 */
import { assert } from '../assert.js'
import { replaceWhole } from '../ports/disk.js'
import { bytesEqual } from './bytes.js'
import type { CompactionStep } from './compaction.js'
import { asStoreError } from './disk-health.js'
import { HeldVersions } from './held-versions.js'
import type { KnownKeys } from './known-keys.js'
import type { LiveRecords } from './live-records.js'
import type { LogStoreParts } from './log-store-parts.js'
import { cleanFileName } from './meta.js'
import { scanPartition } from './partition-scan.js'
import type { RawRead, RecordReader } from './reader.js'
import { flagCollided, flagRemoval, headerBytes, keyBytesMax, valueBytesMax } from './record.js'
import {
  type Digest,
  type Durability,
  type RecordRead,
  type ScrubOutcome,
  type Store,
  StoreError,
  type StoreRecord,
  type StoreStats,
} from './store.js'
import { WriteTurns } from './write-turns.js'
import type { LogWriter } from './writer.js'

/** No entry, and it is not known whether there is one, as slots. */
const none = -1
const unknown = -2
const noBytes = new Uint8Array(0)

export class LogStore implements Store {
  readonly versions: HeldVersions
  readonly #parts: LogStoreParts
  readonly #live: LiveRecords
  readonly #reader: RecordReader
  readonly #writer: LogWriter
  readonly #hashKey: (key: Uint8Array) => number
  readonly #known: KnownKeys
  readonly #turns = new WriteTurns()
  #closing: Promise<void> | undefined

  /** For openLogStore, which has made the parts fit. */
  constructor(parts: LogStoreParts) {
    this.#parts = parts
    this.#live = parts.live
    this.#reader = parts.reader
    this.#writer = parts.writer
    this.#known = parts.known
    this.versions = new HeldVersions({
      live: parts.live,
      reader: parts.reader,
      checkOpen: () => this.#checkOpen(),
      spoiled: parts.spoiled,
    })
    this.#hashKey = parts.hashKey
  }

  /** Whether the last stop was in good order. */
  get wasClean(): boolean {
    return this.#parts.wasClean
  }

  digest(partition: number, key: Uint8Array): Digest | undefined {
    this.#checkOpen()
    const keyHash = this.#hashKey(key)
    const waiting = this.#turns.find(partition, keyHash, key)
    if (waiting !== undefined) return waiting.digest
    const { directory } = this.#live
    let slot = this.#findSlot(partition, keyHash, key)
    if (slot === none) return undefined
    if (slot === unknown) slot = directory.first(partition, keyHash)
    return { high: directory.digestHighAt(partition, slot), low: directory.digestLowAt(partition, slot) }
  }

  holds(partition: number, key: Uint8Array, digest: Digest): boolean {
    this.#checkOpen()
    const keyHash = this.#hashKey(key)
    const waiting = this.#turns.find(partition, keyHash, key)
    if (waiting !== undefined) {
      return waiting.digest?.high === digest.high && waiting.digest.low === digest.low
    }
    const { directory } = this.#live
    let slot = directory.first(partition, keyHash)
    while (slot !== none) {
      if (directory.hasDigestAt(partition, slot, digest)) return !this.#live.isDamaged(partition, slot)
      slot = directory.next(partition, keyHash, slot)
    }
    return false
  }

  async get(partition: number, key: Uint8Array): Promise<RecordRead> {
    this.#checkOpen()
    const { directory } = this.#live
    const keyHash = this.#hashKey(key)
    const placed = this.#turns.placed(partition, keyHash)
    if (placed === undefined && directory.first(partition, keyHash) === none) return { kind: 'missing' }
    const name = Buffer.from(key)
    if (placed !== undefined) {
      await placed
      return this.get(partition, name)
    }
    const slot = directory.first(partition, keyHash)
    if (directory.next(partition, keyHash, slot) !== none) return this.#getShared(partition, keyHash, name)
    const segment = directory.segmentAt(partition, slot)
    const offset = directory.offsetAt(partition, slot)
    const length = directory.lengthAt(partition, slot)
    const read = await this.#reader.read(segment, offset, length)
    // It was replaced or moved while it was read, so its being spoiled says nothing of the key.
    if (read.kind === 'damaged' && directory.findPosition(partition, keyHash, segment, offset) === none)
      return this.get(partition, name)
    return this.#judge(read, partition, keyHash, segment, offset, name)
  }

  put(record: StoreRecord, durability = this.#parts.durability, replaces?: Digest): Promise<void> {
    const { partition, key, value, digest } = record
    assert(key.length > 0 && key.length <= keyBytesMax, `a key of ${key.length} bytes`)
    assert(value.length <= valueBytesMax, `a value of ${value.length} bytes`)
    const refusal = this.refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    const keyHash = this.#hashKey(key)
    const mustWait = this.#turns.placed(partition, keyHash) !== undefined
    const slot = mustWait ? unknown : this.#findSlot(partition, keyHash, key, replaces)
    if (slot !== unknown) return this.#write(partition, keyHash, slot, key, value, digest, durability)
    const [keyCopy, valueCopy] = [Uint8Array.from(key), Uint8Array.from(value)]
    return this.#writeInTurn(partition, keyHash, keyCopy, valueCopy, { ...digest }, durability)
  }

  remove(partition: number, key: Uint8Array, durability = this.#parts.durability): Promise<void> {
    const refusal = this.refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    const keyHash = this.#hashKey(key)
    const mustWait = this.#turns.placed(partition, keyHash) !== undefined
    const slot = mustWait ? unknown : this.#findSlot(partition, keyHash, key)
    if (slot !== unknown) {
      return this.#write(partition, keyHash, slot, key, undefined, undefined, durability)
    }
    return this.#writeInTurn(partition, keyHash, Uint8Array.from(key), undefined, undefined, durability)
  }

  forgetSpoiled(partition: number): number {
    this.#checkOpen()
    return this.#live.removeSpoiled(partition)
  }

  async *scan(partition: number): AsyncGenerator<StoreRecord> {
    this.#checkOpen()
    await this.#turns.placedAll()
    for await (const record of scanPartition(this.#live, this.#reader, this.#parts.spoiled, partition)) {
      this.#checkOpen()
      yield record
      this.#checkOpen()
    }
  }

  async settle(durability = this.#parts.durability): Promise<void> {
    this.#checkOpen()
    await this.#turns.placedAll()
    await this.#settleWritten(durability)
  }

  /** Makes everything written so far safe. Throws StoreError when the disk fails. */
  async syncNow(): Promise<void> {
    try {
      await this.#parts.compactor.moveSuspects()
      await this.#writer.syncAll()
    } catch (error) {
      throw asStoreError(error)
    }
  }

  /** Compacts for about `budgetBytes` of reading; what it did says whether there is more to do. */
  compactSlice(budgetBytes: number): Promise<CompactionStep> {
    this.#checkOpen()
    return this.#parts.compactor.slice(budgetBytes)
  }

  async scrub(pace: (bytes: number) => Promise<void>): Promise<ScrubOutcome> {
    this.#checkOpen()
    return this.#parts.scrub(pace)
  }

  refusal(): StoreError | undefined {
    if (this.#closing !== undefined) return closedError()
    const refusal = this.#parts.health.refusal()
    if (refusal !== undefined) return refusal
    const pendingBytes = this.#writer.pendingBytes + this.#turns.waitingBytes
    if (pendingBytes <= this.#parts.pendingBytesMax) return undefined
    return new StoreError('busy', `${pendingBytes} bytes wait to be written already`)
  }

  stats(): StoreStats {
    const { segments, health, compactor, counters } = this.#parts
    return {
      keys: this.#live.directory.count,
      liveBytes: this.#live.liveBytes,
      deadBytes: segments.recordBytes - this.#live.liveBytes,
      segments: segments.count,
      directoryBytes: this.#live.directory.bytes,
      damagedRecords: this.#live.damagedCount,
      mendedRecords: this.#live.mendedCount,
      writable: health.reason === undefined,
      readOnlyReason: health.reason,
      bytesWritten: counters.bytesWritten,
      bytesCompacted: compactor.bytesCompacted,
      freeBytes: health.freeBytes,
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { segments, health, compactor, compaction, lock, indexesWritten } = this.#parts
    compaction.stop()
    try {
      await this.#turns.placedAll()
      await compactor.moveSuspects().finally(async () => {
        await compactor.close()
        await health.close()
        await this.#writer.close()
        await indexesWritten()
      })
      if (health.reason === undefined && !segments.some(({ state }) => state === 'suspect')) {
        await replaceWhole(segments.disk, segments.folder, cleanFileName, noBytes)
      }
    } catch (error) {
      throw asStoreError(error)
    } finally {
      await segments.close()
      await lock.release()
    }
  }

  /** Writes when the records with this key hash have been told apart, after all that came before. */
  async #writeInTurn(
    partition: number,
    keyHash: number,
    key: Uint8Array,
    value: Uint8Array | undefined,
    digest: Digest | undefined,
    durability: Durability,
  ): Promise<void> {
    const { directory } = this.#live
    let written: Promise<void> | undefined
    const waiting = { key, digest, bytes: key.length + (value?.length ?? 0) }
    await this.#turns.run(partition, keyHash, waiting, async () => {
      for (;;) {
        const at = await this.#reader.findKey(directory, this.#known, partition, keyHash, key)
        const slot =
          at === undefined ? none : directory.findPosition(partition, keyHash, at.segment, at.offset)
        // Compaction may have moved it meanwhile.
        if (at !== undefined && slot === none) continue
        const refusal = this.#parts.health.refusal()
        if (refusal !== undefined) throw refusal
        written = this.#write(partition, keyHash, slot, key, value, digest, durability)
        // It is awaited below, when this turn has ended.
        written.catch(() => {})
        return
      }
    })
    await written
  }

  /** Resolves when all that has its place is as safe as `durability` says. */
  #settleWritten(durability: Durability): Promise<void> {
    return durability === 'always' ? this.syncNow() : this.#writer.writeAll()
  }

  /** Gives the write its place, at once. `slot` is that of the record it replaces, or `none`. */
  #write(
    partition: number,
    keyHash: number,
    slot: number,
    key: Uint8Array,
    value: Uint8Array | undefined,
    digest: Digest | undefined,
    durability: Durability,
  ): Promise<void> {
    const live = this.#live
    const { directory } = live
    if (value === undefined && slot === none) return this.#settleWritten(durability)
    const first = directory.first(partition, keyHash)
    const isShared = first !== none && (first !== slot || directory.next(partition, keyHash, slot) !== none)
    return new Promise((resolve, reject) => {
      const previousSegment = slot === none ? 0 : directory.segmentAt(partition, slot)
      const append = this.#writer.append(
        (value === undefined ? flagRemoval : 0) | (isShared ? flagCollided : 0),
        partition,
        keyHash,
        digest === undefined ? 0 : digest.high,
        digest === undefined ? previousSegment : digest.low,
        key,
        value ?? noBytes,
        durability,
      )
      append.resolve = resolve
      append.reject = reject
      if (slot !== none) {
        append.previousSegment = previousSegment
        append.previousOffset = directory.offsetAt(partition, slot)
        append.previousLength = directory.lengthAt(partition, slot)
        append.previousDigestHigh = directory.digestHighAt(partition, slot)
        append.previousDigestLow = directory.digestLowAt(partition, slot)
      }
      const { segment, offset, length } = append
      if (value === undefined || digest === undefined) {
        segment.removalBytes += length
        segment.removalsUpTo = Math.max(segment.removalsUpTo, previousSegment)
        live.remove(partition, slot)
        return
      }
      if (slot === none) live.insert(partition, keyHash, segment, offset, length, digest.high, digest.low)
      else live.replace(partition, slot, segment, offset, length, digest.high, digest.low)
      this.#known.note(segment.number, offset, key)
    })
  }

  /** The slot of this key's record, `none`, or `unknown` when a key must be read to tell. */
  #findSlot(partition: number, keyHash: number, key: Uint8Array, version?: Digest): number {
    const { directory } = this.#live
    let answer = none
    let slot = directory.first(partition, keyHash)
    while (slot !== none) {
      // A version has one key, so whose record this is needs no look.
      if (version !== undefined && directory.hasDigestAt(partition, slot, version)) return slot
      const segment = directory.segmentAt(partition, slot)
      const isKey = this.#known.isKey(segment, directory.offsetAt(partition, slot), key)
      if (isKey === true) return slot
      if (isKey === undefined) answer = unknown
      slot = directory.next(partition, keyHash, slot)
    }
    return answer
  }

  /** A get where several keys share the hash. */
  async #getShared(partition: number, keyHash: number, key: Uint8Array): Promise<RecordRead> {
    const { directory } = this.#live
    const reading: Promise<RecordRead>[] = []
    let slot = directory.first(partition, keyHash)
    while (slot !== none) {
      const segment = directory.segmentAt(partition, slot)
      const offset = directory.offsetAt(partition, slot)
      const read = this.#reader.read(segment, offset, directory.lengthAt(partition, slot))
      reading.push(read.then((raw) => this.#judge(raw, partition, keyHash, segment, offset, key)))
      slot = directory.next(partition, keyHash, slot)
    }
    const reads = await Promise.all(reading)
    const found = reads.find(({ kind }) => kind === 'found') ?? reads.find(({ kind }) => kind === 'damaged')
    return found ?? { kind: 'missing' }
  }

  /** What a record, as read, says about this key. */
  #judge(
    read: RawRead,
    partition: number,
    keyHash: number,
    segment: number,
    offset: number,
    key: Uint8Array,
  ): RecordRead {
    const { header, bytes } = read
    const hasKey = header?.keyBytes === key.length && bytesEqual(bytes, headerBytes, key)
    if (read.kind === 'whole') {
      if (!hasKey) return { kind: 'missing' }
      // It may have been undone, or moved, since it was read.
      const isThere = this.#live.directory.findPosition(partition, keyHash, segment, offset) !== -1
      if (isThere) this.#known.note(segment, offset, key)
      const value = bytes.subarray(headerBytes + key.length)
      return { kind: 'found', value, digest: { high: read.header.digestHigh, low: read.header.digestLow } }
    }
    this.#parts.spoiled(partition, keyHash, segment, offset)
    if (header === undefined || hasKey) return { kind: 'damaged' }
    const stored = bytes.subarray(headerBytes, headerBytes + header.keyBytes)
    const isAnother = stored.length === header.keyBytes && this.#hashKey(stored) === header.keyHash
    return { kind: isAnother ? 'missing' : 'damaged' }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw closedError()
  }
}

function closedError(): StoreError {
  return new StoreError('closed', 'the store is closed')
}
