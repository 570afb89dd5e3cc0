/**
 * A load generator's clockwork: warm-up, then a window in which every request that ends counts.
 * Closed loop: a lane sends its next request when the one before has been answered.
 */
import { setTimeout as sleep } from 'node:timers/promises'
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

/** Fewer requests than these say nothing: the window stays open for more, though not for ever. */
const requestsMin = 200
const patienceMs = 20_000

export class Window {
  readonly #histogram: Histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  })
  readonly #errors: Record<string, number> = {}
  #fromMs = Number.POSITIVE_INFINITY
  #toMs = Number.POSITIVE_INFINITY
  #cpuUs = 0
  #seconds = 0
  #requests = 0
  readonly #closed: Promise<void>

  /** `opened` is called when the warm-up is over, `closed` when the window is. */
  constructor(timing: Timing, opened: () => void, closed: () => void) {
    this.#closed = this.#run(timing, opened, closed)
  }

  async #run({ warmUpMs, measureMs }: Timing, opened: () => void, closed: () => void): Promise<void> {
    await sleep(warmUpMs)
    const startedMs = performance.now()
    this.#fromMs = startedMs
    const startedUs = cpuMicroseconds()
    opened()
    await sleep(measureMs)
    // A machine that is busy with something else may have got nowhere yet.
    const patienceEndsMs = startedMs + measureMs + patienceMs
    while (this.#requests < requestsMin && performance.now() < patienceEndsMs) await sleep(50)
    this.#toMs = performance.now()
    this.#seconds = (this.#toMs - startedMs) / 1000
    this.#cpuUs = cpuMicroseconds() - startedUs
    closed()
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
