/**
 * How many retries are fair. A retry costs a token; every request brings a part of one. So when one node in
 * many fails, everything is retried, and when all fail, retries add a tenth to the load and no more.
 */
const tokensPerRequest = 0.1
/** So that a client that does one thing at a time can still turn from one node to another. */
const tokensMaxLeast = 10

export class RetryBudget {
  readonly #tokensMax: number
  #tokens: number

  /** `requestsMax`: as many as may be under way, since one lost connection fails them all at once. */
  constructor(requestsMax: number) {
    this.#tokensMax = Math.max(requestsMax, tokensMaxLeast)
    this.#tokens = this.#tokensMax
  }

  request(): void {
    this.#tokens = Math.min(this.#tokens + tokensPerRequest, this.#tokensMax)
  }

  /** Whether one more retry is within the budget; if so it is spent. */
  retry(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
