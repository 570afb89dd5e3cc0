/**
 * When requests of an open loop are due: by the clock alone, whatever has become of those before. Latency is counted
 * from here, so that a stall of the server is in the figures of every request that had to wait for its end.
 *
 *   even      one every 1/rate, as from a pacer
 *   poisson   independent of each other, as from many users
 *
 * Reference: G. Tene, How NOT to Measure Latency: "coordinated omission".
 */
import type { Random } from '../../src/ports/random.js'

export const arrivalKinds = ['even', 'poisson'] as const
export type Arrivals = (typeof arrivalKinds)[number]

export class Schedule {
  #dueMs: number

  /** `part`: of an interval, 0 to 1, by which this one begins later, so that several do not beat together. */
  constructor(
    private readonly ratePerSecond: number,
    private readonly arrivals: Arrivals,
    private readonly random: Random,
    part = 0,
  ) {
    this.#dueMs = (part * 1000) / ratePerSecond
  }

  /** When the next request is due, since the start. */
  get dueMs(): number {
    return this.#dueMs
  }

  /** It has been sent: on to the one after it. */
  advance(): void {
    const meanMs = 1000 / this.ratePerSecond
    this.#dueMs += this.arrivals === 'even' ? meanMs : -Math.log(1 - this.random.next()) * meanMs
  }
}
