/**
 * How many requests a node takes on at a time. More than it can do must wait somewhere; where they wait for longer
 * than who asked does, all work is for nothing, and an overload outlives its cause: everybody asks again, and
 * everything is answered too late. So while the node is late it takes on no more than it lately has done in
 * `targetMs` (what waits is what comes times how long it waits: Little's law), and refuses the rest at once. While it
 * is not late its requests wait for others, and are no burden: then it takes on as many as are asked, as fast as the
 * limit doubles.
 *
 * Invariants: the limit is from `limitMin` to `limitMax`. It is over `limitUsual` only where half of that much has been
 * under way, so that a flood meets a limit that has been tried.
 */
const limitMinMost = 128
/** A burst that is taken on as it comes. */
const limitUsualMost = 1024
/** Late by this part of the target is late. */
const lateRatio = 0.25
const adjustIntervalMs = 200
/** What is looked back on, in intervals: a second. */
const intervals = 5
const factorUp = 2
/** How what is not used is given up. */
const factorUnused = 0.9
const usedRatio = 0.5
const retryAfterMsMin = 100
const retryAfterMsMax = 1000

/** How late what was planned has lately come: the last few times at least, and the last more at most. */
export interface Lateness {
  readonly leastMs: number
  readonly mostMs: number
}

export class Concurrency {
  readonly limitMin: number
  readonly limitUsual: number
  #limit: number
  /** Requests that have ended in each of the last intervals, and in the one that goes on. */
  readonly #ended: number[] = Array.from({ length: intervals }, () => 0)
  #endedNow = 0
  #adjustedMs: number | undefined
  /** The most that was under way since the limit was last set. */
  #peak = 0

  constructor(
    readonly limitMax: number,
    readonly targetMs: number,
  ) {
    this.limitMin = Math.min(limitMinMost, limitMax)
    this.limitUsual = Math.min(limitUsualMost, limitMax)
    this.#limit = this.limitUsual
  }

  get limit(): number {
    return this.#limit
  }

  /** Whether one more may be taken on. `lateness`: of what the node has planned. */
  hasRoom(underWay: number, lateness: Lateness, nowMs: number): boolean {
    this.#peak = Math.max(this.#peak, underWay)
    this.#adjustedMs ??= nowMs
    if (nowMs - this.#adjustedMs >= adjustIntervalMs) this.#adjust(lateness, nowMs)
    return underWay < this.#limit
  }

  /** A request that was taken on has ended, well or not. */
  ended(): void {
    this.#endedNow += 1
  }

  /** When it is worth while to ask again: when what is under way will have been done, as far as that is known. */
  retryAfterMs(underWay: number): number {
    const aSecond = this.#endedLately
    if (aSecond === 0) return retryAfterMsMin
    return Math.min(Math.max(Math.ceil((1000 * underWay) / aSecond), retryAfterMsMin), retryAfterMsMax)
  }

  /** In a second. */
  get #endedLately(): number {
    return this.#ended.reduce((sum, count) => sum + count, 0)
  }

  #adjust(lateness: Lateness, nowMs: number): void {
    const passedMs = nowMs - (this.#adjustedMs ?? nowMs)
    this.#adjustedMs = nowMs
    // Of a longer time, as when the node stood still, so many fall to one interval.
    this.#ended.shift()
    this.#ended.push((this.#endedNow * adjustIntervalMs) / passedMs)
    this.#endedNow = 0
    const isUsed = this.#peak >= this.#limit * usedRatio
    this.#peak = 0
    const lateMs = this.targetMs * lateRatio
    if (lateness.leastMs > lateMs) {
      const inTime = Math.ceil((this.#endedLately * this.targetMs) / 1000)
      this.#limit = Math.min(Math.max(inTime, this.limitMin), this.limitMax)
    } else if (lateness.mostMs > lateMs) {
      return
    } else if (isUsed) {
      this.#limit = Math.min(this.limitMax, this.#limit * factorUp)
    } else {
      this.#limit = Math.max(this.limitUsual, Math.floor(this.#limit * factorUnused))
    }
  }
}
