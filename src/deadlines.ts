/**
 * Many deadlines, one timer. A request a microsecond cannot have a platform timer each; so those who wait
 * stand in a set, which is swept every few milliseconds while there is anybody in it.
 *
 * Invariant: what is entered either leaves before its deadline or is called, once, at most one sweep late.
 */
import type { Clock, Timer } from './ports/clock.js'

export interface Waiting {
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  /** Called when the deadline has passed; the entry has left by then. */
  overdue(): void
}

const sweepIntervalMs = 10

export class Deadlines {
  readonly #waiting = new Set<Waiting>()
  #timer: Timer | undefined

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.#waiting.size
  }

  enter(waiting: Waiting): void {
    this.#waiting.add(waiting)
    this.#timer ??= this.clock.setTimer(sweepIntervalMs, () => this.#sweep())
  }

  /** Harmless when it has left. */
  leave(waiting: Waiting): void {
    this.#waiting.delete(waiting)
  }

  /** Forgets everybody, calling nobody. */
  clear(): void {
    this.#waiting.clear()
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #sweep(): void {
    this.#timer = undefined
    const nowMs = this.clock.nowMs()
    for (const waiting of this.#waiting) {
      if (waiting.deadlineMs > nowMs) continue
      this.#waiting.delete(waiting)
      waiting.overdue()
    }
    if (this.#waiting.size > 0) this.#timer ??= this.clock.setTimer(sweepIntervalMs, () => this.#sweep())
  }
}
