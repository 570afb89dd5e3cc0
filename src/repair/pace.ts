/**
 * Holds background work to so many bytes a second: whoever has moved some waits as long as that should have taken.
 * Waits too short for a timer are saved up.
 */
import { type Clock, sleep } from '../ports/clock.js'

const pauseMinMs = 5

export class Pace {
  /** When what has been moved so far may have been. */
  #upToMs = 0

  constructor(
    private readonly clock: Clock,
    private readonly bytesPerSecond: number,
  ) {}

  async moved(bytes: number): Promise<void> {
    const nowMs = this.clock.nowMs()
    this.#upToMs = Math.max(this.#upToMs, nowMs) + (1000 * bytes) / this.bytesPerSecond
    if (this.#upToMs - nowMs >= pauseMinMs) await sleep(this.clock, this.#upToMs - nowMs)
  }
}
