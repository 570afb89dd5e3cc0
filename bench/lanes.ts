/**
 * A load generator's clockwork: warm-up, then a window in which every request that begins and ends counts.
 * Closed loop: a lane sends its next request when the one before has been answered.
 */
import { build, type Histogram } from 'hdr-histogram-js'
import { cpuMicroseconds } from './child.js'

export interface Timing {
  readonly warmUpMs: number
  readonly measureMs: number
}

export interface Measured {
  readonly requests: number
  readonly seconds: number
  readonly p50Us: number
  readonly p99Us: number
  readonly p999Us: number
  /** Of the generator, all its threads. */
  readonly cpuUs: number
  /** How often each error came. */
  readonly errors: Record<string, number>
}

export class Window {
  readonly #histogram: Histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  })
  readonly #errors: Record<string, number> = {}
  readonly #fromMs: number
  #toMs = Number.POSITIVE_INFINITY
  #cpuUs = 0
  #seconds = 0
  #requests = 0
  readonly #closed: Promise<void>

  /** `opened` is called when the warm-up is over, `closed` when the window is. */
  constructor(timing: Timing, opened: () => void, closed: () => void) {
    this.#fromMs = performance.now() + timing.warmUpMs
    this.#closed = new Promise((resolve) => {
      setTimeout(() => {
        const startedMs = performance.now()
        const startedUs = cpuMicroseconds()
        opened()
        setTimeout(() => {
          this.#toMs = performance.now()
          this.#seconds = (this.#toMs - startedMs) / 1000
          this.#cpuUs = cpuMicroseconds() - startedUs
          closed()
          resolve()
        }, timing.measureMs)
      }, timing.warmUpMs)
    })
  }

  get isOver(): boolean {
    return this.#toMs !== Number.POSITIVE_INFINITY
  }

  /** A request that began and ended then, by performance.now(). */
  succeeded(beganMs: number, endedMs: number): void {
    if (endedMs < this.#fromMs || endedMs > this.#toMs) return
    this.#requests += 1
    this.#histogram.recordValue(Math.max(1, Math.round((endedMs - beganMs) * 1000)))
  }

  /** Counted in the warm-up too: an error there is no better. */
  failed(error: unknown): void {
    const name = String((error as { code?: unknown }).code ?? error)
    this.#errors[name] = (this.#errors[name] ?? 0) + 1
  }

  async measured(): Promise<Measured> {
    await this.#closed
    return {
      requests: this.#requests,
      seconds: this.#seconds,
      p50Us: this.#histogram.getValueAtPercentile(50),
      p99Us: this.#histogram.getValueAtPercentile(99),
      p999Us: this.#histogram.getValueAtPercentile(99.9),
      cpuUs: this.#cpuUs,
      errors: this.#errors,
    }
  }
}
