/**
 * The one writer of the log: gives every record its place at once, and brings them to the disk in groups (group commit).
 * Two lanes run side by side. The write lane takes everything that arrived while its last write was in flight and writes
 * it with one call. The sync lane, when somebody asks for it, makes safe what has been written so far; writing goes on
 * meanwhile, so a slow sync holds up those who want it and nobody else.
 *
 * Invariant: an append is resolved only when the operating system has it, and one of durability `always` only when a sync
 * that began after its write has succeeded. When a write or a sync fails, everything not yet resolved that it concerns is
 * undone in reverse order and rejected, and the writer stops until `resume`: a failed write leaves the file cut back to
 * what was good, or abandoned; after a failed sync nothing unsynced in the file is trusted (the system may have dropped
 * the very pages), so the file is abandoned at once.
 */
import { assert } from '../assert.js'
import type { Clock, Timer } from '../ports/clock.js'
import { DiskError } from '../ports/disk.js'
import { type Append, AppendBuffer, findAppend, gather, takeBatch } from './append-buffer.js'
import { recordBytes } from './record.js'
import { createSegmentFile, type Segment, type Segments } from './segment.js'
import { segmentHeaderBytes } from './segment-header.js'
import type { Durability } from './store.js'
import { Waiters } from './waiters.js'

/** At most this much goes to the disk in one call, so that acknowledgements do not wait for too long. */
const batchBytesMax = 8 * 1024 * 1024

export interface WriterOptions {
  readonly clock: Clock
  readonly segments: Segments
  readonly partitionCount: number
  readonly segmentBytesMax: number
  readonly syncIntervalMs: number
  /** Called for each append that failed, the newest first, before anybody is told. */
  readonly undo: (append: Append) => void
  /** The writer has stopped; says what those who wait are told. */
  readonly failed: (failure: WriterFailure) => Error
  /** A segment that takes no more records is whole and safe. */
  readonly sealed: (segment: Segment) => void
  readonly wrote: (bytes: number) => void
}

export interface WriterFailure {
  readonly lane: 'write' | 'sync'
  readonly error: DiskError
}

export class LogWriter {
  readonly #options: WriterOptions
  readonly #buffer = new AppendBuffer()
  /** Where the next record goes; undefined while there is no file to write to. */
  #active: Segment | undefined
  /** A segment that `resume` makes: nothing is in it, and neither lane is to look at it before it is the active one. */
  #beginning: Segment | undefined
  /** The segment that was begun last, which the next one's header speaks of. */
  #latest: Segment | undefined
  /** The segment whose file is being written: the active one, or one before it. */
  #writing: Segment | undefined
  #queue: Append[] = []
  #inFlight: Append[] = []
  readonly #waiters = new Waiters()
  /** Segments with bytes or a name that may not be safe yet, oldest first. */
  readonly #dirty = new Set<Segment>()
  #pendingBytes = 0
  #writeLane: Promise<void> | undefined
  #syncLane: Promise<void> | undefined
  #syncWanted = false
  #writeFailure: DiskError | undefined
  #syncFailure: DiskError | undefined
  /** The failure that everybody has been told of. */
  #handled: DiskError | undefined
  #isStopped = true
  #intervalTimer: Timer | undefined

  constructor(options: WriterOptions) {
    this.#options = options
  }

  get #failure(): DiskError | undefined {
    return this.#syncFailure ?? this.#writeFailure
  }

  /** Whether appends are taken. */
  get isRunning(): boolean {
    return !this.#isStopped
  }

  /** Bytes that wait to be written. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** What recovery found: the segment to go on in, if any, and the one that a new segment follows. */
  setStart(active: Segment | undefined, latest: Segment | undefined): void {
    this.#active = active
    this.#latest = latest
    if (active === undefined) return
    active.state = 'open'
    this.#dirty.add(active)
  }

  /**
   * Starts, or starts again after a failure: goes on in the segment at hand, or makes a new one. Throws
   * DiskError, and stays stopped, when that cannot be written.
   */
  async resume(): Promise<void> {
    assert(this.#isStopped, 'the writer is running')
    if (this.#writeFailure !== undefined && this.#writing !== undefined) await this.#cut(this.#writing)
    if (this.#active === undefined) {
      const created = this.#options.segments.add()
      this.#beginning = created
      try {
        await this.#begin(created)
        await this.#sync(created)
        this.#active = created
      } catch (error) {
        this.#dirty.delete(created)
        this.#options.segments.drop(created)
        throw error
      } finally {
        this.#beginning = undefined
      }
    }
    this.#writing = this.#active
    this.#writeFailure = undefined
    this.#syncFailure = undefined
    this.#handled = undefined
    this.#isStopped = false
    if (this.#someIsFinished()) this.#startSyncing()
  }

  /** Takes what a failed write may have left off the end of its file, and the file out of use if need be. */
  async #cut(segment: Segment): Promise<void> {
    assert(segment.file !== undefined, 'a segment that is not safe yet is open')
    try {
      await segment.file.truncate(segment.writtenLength)
      if (this.#writeFailure?.kind !== 'full') this.#active = undefined
    } catch (error) {
      assert(error instanceof DiskError, `a file is cut or fails as a disk does: ${error}`)
      this.#distrust(segment)
      this.#active = undefined
    }
    this.#writing = undefined
  }

  /** What is in this segment and was not synced may be lost: it is to be moved away. */
  #distrust(segment: Segment): void {
    this.#dirty.delete(segment)
    segment.state = 'suspect'
    segment.entries = undefined
    this.#options.segments.settle(segment)
  }

  /** Gives a record its place. The caller sets what it replaces and who waits, before this turn ends. */
  append(
    flags: number,
    partition: number,
    keyHash: number,
    digestHigh: number,
    digestLow: number,
    key: Uint8Array,
    value: Uint8Array,
    durability: Durability,
  ): Append {
    assert(!this.#isStopped && this.#active !== undefined, 'the writer is stopped')
    const length = recordBytes(key.length, value.length)
    let segment = this.#active
    if (segment.length + length > this.#options.segmentBytesMax && segment.length > segmentHeaderBytes) {
      segment = this.#options.segments.add()
      this.#active = segment
    }
    assert(!segment.isRemoved, `segment ${segment.number} is there to be written to`)
    const offset = segment.length
    segment.length += length
    const entry = { flags, partition, keyHash, offset, length, digestHigh, digestLow }
    segment.entries?.append(entry)
    const append = this.#buffer.add(segment, entry, key, value, durability)
    this.#queue.push(append)
    this.#pendingBytes += length
    this.#startWriting()
    return append
  }

  /** A record that is not in its file yet; undefined when it is. */
  findPending(segment: Segment, offset: number): Append | undefined {
    if (offset < segment.writtenLength) return undefined
    return findAppend(this.#inFlight, segment, offset) ?? findAppend(this.#queue, segment, offset)
  }

  /** Resolves when everything appended so far is safe; rejects with DiskError when that fails. */
  syncAll(): Promise<void> {
    if (this.#syncFailure !== undefined && this.#syncFailure === this.#handled) {
      return Promise.reject(this.#syncFailure)
    }
    const segment = this.#active ?? [...this.#dirty].filter((one) => one !== this.#beginning).at(-1)
    if (segment === undefined) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiters.addBarrier({ segment, end: segment.length, wantsSync: true, resolve, reject })
      if (this.#queue.length === 0 && this.#inFlight.length === 0) this.#startSyncing()
    })
  }

  /** Resolves when the operating system has everything appended so far; rejects with DiskError. */
  writeAll(): Promise<void> {
    const last = this.#queue.at(-1) ?? this.#inFlight.at(-1)
    if (last === undefined) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const { segment, end } = last
      this.#waiters.addBarrier({ segment, end, wantsSync: false, resolve, reject })
    })
  }

  /** Seals the active segment and stops. Everything appended so far is safe then; rejects with DiskError. */
  async close(): Promise<void> {
    try {
      await this.syncAll()
    } finally {
      this.#isStopped = true
      this.#intervalTimer?.cancel()
    }
    if (this.#failure !== undefined) return
    this.#active = undefined
    this.#writing = undefined
    while (this.#syncFailure === undefined && this.#someIsFinished()) {
      this.#startSyncing()
      await this.#syncLane
    }
    if (this.#syncFailure !== undefined) throw this.#syncFailure
  }

  #startWriting(): void {
    if (this.#writeLane !== undefined || this.#isStopped || this.#failure !== undefined) return
    this.#writeLane = this.#write().finally(() => {
      this.#writeLane = undefined
      if (this.#queue.length > 0) this.#startWriting()
      this.#settleFailure()
    })
  }

  async #write(): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        // Everything that is ready now comes before the next write, and so travels in it.
        await new Promise<void>((resolve) => this.#options.clock.afterTurn(resolve))
        if (this.#syncFailure !== undefined) return
        const { segment } = this.#queue[0]
        if (segment !== this.#writing) await this.#advance(segment)
        if (this.#syncFailure !== undefined) return
        const batch = takeBatch(this.#queue, batchBytesMax)
        this.#queue = batch.length === this.#queue.length ? [] : this.#queue.slice(batch.length)
        this.#inFlight = batch
        assert(segment.file !== undefined, 'the segment being written is open')
        await segment.file.write(gather(batch), segment.writtenLength)
        if (this.#syncFailure !== undefined) return
        this.#written(segment, batch)
      }
    } catch (error) {
      assert(error instanceof DiskError, `a write fails as a disk does: ${error}`)
      this.#writeFailure = error
    }
  }

  #written(segment: Segment, batch: readonly Append[]): void {
    this.#inFlight = []
    const before = segment.writtenLength
    segment.writtenLength = batch[batch.length - 1].end
    this.#dirty.add(segment)
    this.#pendingBytes -= segment.writtenLength - before
    for (const append of batch) {
      this.#buffer.release(append.chunk)
      if (append.durability === 'always') this.#waiters.addUnsynced(append)
      else append.resolve()
    }
    this.#options.wrote(segment.writtenLength - before)
    this.#waiters.releaseBarriers()
    if (this.#waiters.wantSync()) this.#startSyncing()
    else if (batch.some(({ durability }) => durability === 'interval')) this.#startTimer()
  }

  #startTimer(): void {
    this.#intervalTimer ??= this.#options.clock.setTimer(this.#options.syncIntervalMs, () => {
      this.#intervalTimer = undefined
      this.#startSyncing()
    })
  }

  /** Begins the file of the next segment; the one before is left to the sync lane. */
  async #advance(next: Segment): Promise<void> {
    // One segment behind is enough: with more, a disk that syncs slowly would fall behind without bound.
    while (this.#dirty.size > 1 && this.#syncFailure === undefined) {
      this.#startSyncing()
      await this.#syncLane
    }
    if (this.#syncFailure !== undefined) return
    await this.#begin(next)
    this.#writing = next
    this.#startSyncing()
  }

  async #begin(segment: Segment): Promise<void> {
    await createSegmentFile(this.#options.segments, segment, this.#options.partitionCount, this.#latest)
    this.#dirty.add(segment)
    this.#latest = segment
  }

  #startSyncing(): void {
    this.#syncWanted = true
    if (this.#syncLane !== undefined || this.#syncFailure !== undefined) return
    this.#syncLane = this.#syncDirty().finally(() => {
      this.#syncLane = undefined
      if (this.#syncWanted) this.#startSyncing()
      this.#settleFailure()
    })
  }

  async #syncDirty(): Promise<void> {
    try {
      while (this.#syncWanted) {
        this.#syncWanted = false
        for (const segment of [...this.#dirty]) {
          if (segment === this.#beginning || !this.#dirty.has(segment)) continue
          await this.#sync(segment)
          if (this.#isFinished(segment) && segment.syncedLength === segment.length) this.#seal(segment)
        }
        this.#waiters.releaseSynced()
        if (this.#waiters.wantSync() || this.#someIsFinished()) this.#syncWanted = true
      }
    } catch (error) {
      assert(error instanceof DiskError, `a sync fails as a disk does: ${error}`)
      this.#syncFailure = error
    }
  }

  async #sync(segment: Segment): Promise<void> {
    const { writtenLength } = segment
    const { segments } = this.#options
    assert(segment.file !== undefined, 'a segment that is not safe yet is open')
    if (writtenLength > segment.syncedLength) await segment.file.sync()
    if (!segment.isNameSafe) await segments.disk.syncFolder(segments.folder)
    segment.isNameSafe = true
    segment.syncedLength = writtenLength
  }

  #seal(segment: Segment): void {
    this.#dirty.delete(segment)
    segment.state = 'sealed'
    this.#options.segments.settle(segment)
    this.#options.sealed(segment)
  }

  /** Whether nothing more will be written to this segment. */
  #isFinished(segment: Segment): boolean {
    const inUse = [this.#writing, this.#active, this.#beginning]
    return !inUse.includes(segment) && segment.writtenLength === segment.length
  }

  #someIsFinished(): boolean {
    return [...this.#dirty].some((segment) => this.#isFinished(segment))
  }

  /** Once both lanes have come to rest after a failure: undoes, rejects, and tells the owner. */
  #settleFailure(): void {
    const lane = this.#syncFailure !== undefined ? 'sync' : 'write'
    const error = this.#failure
    if (error === undefined || error === this.#handled) return
    if (this.#writeLane !== undefined || this.#syncLane !== undefined) return
    this.#handled = error
    this.#isStopped = true
    const written = lane === 'sync' ? this.#waiters.takeUnsynced() : []
    const given = [...written, ...this.#inFlight, ...this.#queue]
    this.#inFlight = []
    this.#queue = []
    this.#pendingBytes = 0
    for (let index = given.length - 1; index >= 0; index -= 1) {
      const append = given[index]
      this.#options.undo(append)
      if (index < written.length) continue
      this.#buffer.release(append.chunk)
      append.segment.entries?.truncate(append.segment.entries.count - 1)
      append.segment.length = append.offset
    }
    this.#abandon(lane, error)
    const barriers = this.#waiters.takeBarriers()
    const reason = this.#options.failed({ lane, error })
    for (const append of given) append.reject(reason)
    for (const barrier of barriers) barrier.reject(reason)
  }

  /** Leaves the files as they can be trusted: one to go on with, if any, and the rest to be moved away. */
  #abandon(lane: 'write' | 'sync', error: DiskError): void {
    const { segments } = this.#options
    // Segments that were to follow and have no file, or half of one.
    for (const segment of segments.all()) if (segment.writtenLength === 0) segments.drop(segment)
    if (lane === 'write') {
      this.#active = error.kind === 'full' ? this.#writing : undefined
      return
    }
    this.#active = undefined
    this.#writing = undefined
    for (const segment of [...this.#dirty]) this.#distrust(segment)
  }
}
