/**
 * Whether the store may write. It stops taking puts when the disk is full, or nearly so, or fails; reads go
 * on; and it starts again by itself once the disk does (a full disk must not turn a node into a black hole).
 *
 * Three states beside `well`. `reserve`: free space fell under the reserve, puts are refused, and compaction
 * may go on in what is left. `full` and `failed`: a write or a sync did fail, and the log's writer is stopped.
 * In each, the disk is tried once every `probeIntervalMs`.
 *
 * Free space is measured after each eighth of the reserve that is written, so a put costs no system call for
 * it, and the reserve cannot be used up unnoticed by this store alone.
 */
import { assert } from '../assert.js'
import type { Clock, Timer } from '../ports/clock.js'
import { type Disk, DiskError } from '../ports/disk.js'
import type { StoreEvent } from './events.js'
import { StoreError } from './store.js'
import type { LogWriter, WriterFailure } from './writer.js'

export interface HealthOptions {
  readonly clock: Clock
  readonly disk: Disk
  readonly folder: string
  readonly reserveBytes: number
  readonly probeIntervalMs: number
  readonly onEvent: (event: StoreEvent) => void
}

type State = 'well' | 'reserve' | 'full' | 'failed'

export class DiskHealth {
  readonly #options: HealthOptions
  readonly #writer: () => LogWriter
  #state: State = 'well'
  #reason: string | undefined
  #writtenSinceMeasure = 0
  #freeBytes: number | undefined
  #isMeasuring = false
  #isClosed = false
  #timer: Timer | undefined
  #probing: Promise<void> | undefined

  constructor(options: HealthOptions, writer: () => LogWriter) {
    this.#options = options
    this.#writer = writer
  }

  /** Why puts are refused, in words for the operator. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** Free on the disk when last looked. */
  get freeBytes(): number | undefined {
    return this.#freeBytes
  }

  /** Whether compaction may move records. */
  get mayCompact(): boolean {
    return this.#state === 'well' || this.#state === 'reserve'
  }

  /** Whether a sync, and so the deletion of what compaction has emptied, can be hoped for. */
  get maySync(): boolean {
    return this.#state !== 'failed'
  }

  /** The error that a put gets now, undefined when it may go on. */
  refusal(): StoreError | undefined {
    if (this.#state === 'well') return undefined
    const kind = this.#state === 'failed' ? 'disk-failed' : 'disk-full'
    return new StoreError(kind, this.#reason ?? 'the store is read-only')
  }

  /** Bytes went to the disk. */
  wrote(bytes: number): void {
    this.#writtenSinceMeasure += bytes
    if (this.#writtenSinceMeasure * 8 < this.#options.reserveBytes || this.#isMeasuring) return
    void this.measure()
  }

  /** Looks at the free space now. */
  async measure(): Promise<void> {
    const { disk, folder, reserveBytes } = this.#options
    this.#isMeasuring = true
    this.#writtenSinceMeasure = 0
    try {
      const free = await disk.freeBytes(folder)
      this.#freeBytes = free
      if (free < reserveBytes && this.#state === 'well') {
        this.#stop(
          'reserve',
          `the disk is nearly full: ${free} bytes are free, ${reserveBytes} are kept back`,
        )
      }
    } catch (error) {
      // Not knowing is no reason to stop: a write that fails will say so.
      assert(error instanceof DiskError, `free space is measured or fails as a disk does: ${error}`)
    } finally {
      this.#isMeasuring = false
    }
  }

  /** The writer has stopped; the error that those get who wait for it. */
  writerFailed({ lane, error }: WriterFailure): StoreError {
    const what = lane === 'write' ? 'a write to the log failed' : 'the log could not be synced'
    if (error.kind === 'full') this.#stop('full', `the disk is full: ${error.message}`)
    else this.#stop('failed', `the disk fails: ${what}: ${error.message}`)
    return new StoreError(error.kind === 'full' ? 'disk-full' : 'disk-failed', this.#reason ?? '', {
      cause: error,
    })
  }

  /** Starts the writer; when the disk does not let it, the store begins read-only. */
  async start(): Promise<void> {
    try {
      await this.#writer().resume()
      await this.measure()
    } catch (error) {
      assert(error instanceof DiskError, `a disk is tried or fails as a disk does: ${error}`)
      this.writerFailed({ lane: 'write', error })
    }
  }

  /** No more probes; resolves when the one under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await this.#probing
  }

  #stop(state: State, reason: string): void {
    this.#state = state
    this.#reason = reason
    this.#options.onEvent({ kind: 'read-only', message: `read-only: ${reason}` })
    this.#setProbe()
  }

  #setProbe(): void {
    if (this.#isClosed || this.#timer !== undefined) return
    this.#timer = this.#options.clock.setTimer(this.#options.probeIntervalMs, () => {
      this.#timer = undefined
      this.#probing = this.#probe().finally(() => {
        this.#probing = undefined
        if (this.#state !== 'well') this.#setProbe()
      })
    })
  }

  async #probe(): Promise<void> {
    const { disk, folder, reserveBytes, onEvent } = this.#options
    try {
      // An eighth more than the reserve, so that the store does not stop and start at every record.
      if ((await disk.freeBytes(folder)) < reserveBytes * 1.125) return
      const writer = this.#writer()
      if (!writer.isRunning) await writer.resume()
    } catch (error) {
      assert(error instanceof DiskError, `a disk is tried or fails as a disk does: ${error}`)
      return
    }
    if (this.#isClosed) return
    this.#state = 'well'
    this.#reason = undefined
    onEvent({ kind: 'writable', message: 'writable again' })
  }
}

/** What the callers of a store get for what the disk said. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof DiskError)) return error
  return new StoreError(error.kind === 'full' ? 'disk-full' : 'disk-failed', error.message, { cause: error })
}
