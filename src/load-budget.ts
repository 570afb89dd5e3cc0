/**
 * How much load beyond what was asked for is fair: a token bucket. What is sent in addition, to somebody else or
 * once more, costs a token; every request brings a part of one. So when one node in many is in trouble all of its
 * requests are helped, and when all nodes are, extra load stays a small part of the whole, and makes nothing worse.
 *
 * Invariant: after any number of requests no more has been spent than their share, plus the burst (Dean & Barroso,
 * "The tail at scale", 2013).
 */
export class LoadBudget {
  #tokens: number

  /** `share`: extra load as a part of the requests. `burst`: what may be saved up, and is there at first. */
  constructor(
    private readonly share: number,
    private readonly burst: number,
  ) {
    this.#tokens = burst
  }

  /** A request that was asked for. */
  earn(): void {
    this.#tokens = Math.min(this.#tokens + this.share, this.burst)
  }

  /** Whether one more may be sent in addition; if so it is paid for. */
  spend(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
