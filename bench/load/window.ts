/**
 * One load of one worker as it goes: what is counted. Latencies are those of requests that came due from the end of the
 * warm-up until the load is over, whenever they ended; throughput is what was answered in that time, whenever it was due.
 */
import type { Histogram } from 'hdr-histogram-js'
import type { LoadPlan, WorkerOutcome, WorkerSlice } from './plan.js'
import { emptyHistogram, pack, record } from './recorder.js'

/** A request sent later than this after it was due is late. Timers of the event loop are exact to 1 ms or 2. */
export const lateMs = 5

/** A slice is kept open for requests that end late, as long as a request may take. */
const slicesOpenMs = 15_000

interface Slice {
  readonly response: Histogram
  failed: number
}

export interface Sent {
  readonly isRead: boolean
  readonly dueMs: number
  readonly sentMs: number
  readonly isHeld: boolean
}

export class LoadWindow {
  readonly #response = emptyHistogram()
  readonly #service = emptyHistogram()
  readonly #reads = emptyHistogram()
  readonly #writes = emptyHistogram()
  readonly #lateness = emptyHistogram()
  readonly #open = new Map<number, Slice>()
  readonly #closed: WorkerSlice[] = []
  readonly #errors: Record<string, number> = {}
  #sent = 0
  #succeeded = 0
  #answered = 0
  #neverSent = 0
  #late = 0
  #held = 0

  /** Times since the start of the load, as all that follow. */
  constructor(private readonly plan: Pick<LoadPlan, 'warmUpMs' | 'measureMs' | 'sliceMs'>) {}

  sent({ dueMs, sentMs, isHeld }: Sent): void {
    if (dueMs < this.plan.warmUpMs) return
    this.#sent += 1
    if (isHeld) {
      this.#held += 1
      return
    }
    record(this.#lateness, sentMs - dueMs)
    if (sentMs - dueMs > lateMs) this.#late += 1
  }

  succeeded({ isRead, dueMs, sentMs }: Sent, endedMs: number): void {
    const { warmUpMs, measureMs } = this.plan
    if (endedMs >= warmUpMs && endedMs < warmUpMs + measureMs) this.#answered += 1
    if (dueMs < this.plan.warmUpMs) return
    this.#succeeded += 1
    record(this.#response, endedMs - dueMs)
    record(this.#service, endedMs - sentMs)
    record(isRead ? this.#reads : this.#writes, endedMs - dueMs)
    const slice = this.#slice(dueMs, endedMs)
    if (slice !== undefined) record(slice.response, endedMs - dueMs)
  }

  failed({ dueMs }: Sent, endedMs: number, error: unknown): void {
    if (dueMs < this.plan.warmUpMs) return
    this.#count(String((error as { code?: unknown }).code ?? error), dueMs, endedMs)
  }

  /** It was due, and there was no room for it until long after the end. */
  neverSent(dueMs: number, nowMs: number): void {
    if (dueMs < this.plan.warmUpMs) return
    this.#sent += 1
    this.#neverSent += 1
    this.#count('NEVER_SENT', dueMs, nowMs)
  }

  #count(error: string, dueMs: number, nowMs: number): void {
    this.#errors[error] = (this.#errors[error] ?? 0) + 1
    const slice = this.#slice(dueMs, nowMs)
    if (slice !== undefined) slice.failed += 1
  }

  outcome(seconds: number, rest: Pick<WorkerOutcome, 'wrong' | 'siblings' | 'busy'>): WorkerOutcome {
    for (const at of [...this.#open.keys()]) this.#close(at)
    return {
      response: pack(this.#response),
      service: pack(this.#service),
      reads: pack(this.#reads),
      writes: pack(this.#writes),
      lateness: pack(this.#lateness),
      slices: this.#closed,
      sent: this.#sent,
      succeeded: this.#succeeded,
      answered: this.#answered,
      neverSent: this.#neverSent,
      errors: this.#errors,
      late: this.#late,
      held: this.#held,
      seconds,
      ...rest,
    }
  }

  #slice(dueMs: number, nowMs: number): Slice | undefined {
    const { sliceMs } = this.plan
    if (sliceMs === 0) return undefined
    const at = Math.floor(dueMs / sliceMs)
    let slice = this.#open.get(at)
    if (slice === undefined) {
      slice = { response: emptyHistogram(), failed: 0 }
      this.#open.set(at, slice)
      for (const old of [...this.#open.keys()])
        if ((old + 1) * sliceMs < nowMs - slicesOpenMs) this.#close(old)
    }
    return slice
  }

  #close(at: number): void {
    const slice = this.#open.get(at)
    if (slice === undefined) return
    this.#closed.push({ slice: at, response: pack(slice.response), failed: slice.failed })
    this.#open.delete(at)
  }
}
