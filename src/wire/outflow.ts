/**
 * Whether what was sent also leaves. A queue to somebody who takes it slowly grows to minutes, and what comes out of
 * it then is late: nobody waits for its answer, and a copy of old data that arrives when all have agreed to forget
 * what superseded it (repair/reap-votes.ts) would bring it back. So a connection of which something has waited for too
 * long is given up with all that waits.
 *
 * Invariant: nothing waits to be sent for longer than twice `unsentMsMax`: it is looked at once in each such time
 * whether all that was sent before the last look has gone.
 */
import type { Clock, Timer } from '../ports/clock.js'

export interface OutflowOptions {
  readonly clock: Clock
  readonly unsentMsMax: number
  /** Bytes sent, and of those the bytes that the other side has taken, so far. */
  readonly sentBytes: () => number
  readonly takenBytes: () => number
  /** Called once at most: so many bytes have waited for too long. */
  readonly stuck: (bytes: number) => void
}

export class Outflow {
  #timer: Timer | undefined

  constructor(private readonly options: OutflowOptions) {}

  /** Something was sent. */
  sent(): void {
    if (this.#timer !== undefined) return
    const { clock, unsentMsMax, sentBytes } = this.options
    const until = sentBytes()
    this.#timer = clock.setTimer(unsentMsMax, () => this.#look(until))
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** `until`: what was sent before then should have gone. */
  #look(until: number): void {
    this.#timer = undefined
    const { sentBytes, takenBytes, stuck } = this.options
    const taken = takenBytes()
    if (taken < until) stuck(until - taken)
    else if (taken < sentBytes()) this.sent()
  }
}
