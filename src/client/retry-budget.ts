/**
 * How many retries are fair. A retry costs a token; every request brings a part of one. So when one node in
 * many fails, everything is retried, and when all fail, retries add a tenth to the load and no more.
 */
const tokensPerRequest = 0.1

export class RetryBudget {
  #tokens: number

  /** `tokensMax`: as many as may be under way, since one lost connection fails them all at once. */
  constructor(private readonly tokensMax: number) {
    this.#tokens = tokensMax
  }

  request(): void {
    this.#tokens = Math.min(this.#tokens + tokensPerRequest, this.tokensMax)
  }

  /** Whether one more retry is within the budget; if so it is spent. */
  retry(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
