/**
 * How long one node takes to answer, as a running mean and how far replies stray from it (the estimator of
 * Jacobson 1988, known from TCP). From these follow what to expect of it, and after how long without a reply
 * it is worth asking somebody else as well: a node that is slow is to be avoided, not waited for. A third
 * estimate, of what one reply in twenty exceeds, goes by the order of replies and not by their size (a quantile by
 * stochastic approximation, Robbins & Monro 1951): a single reply that took seconds moves it by one step.
 *
 * Invariants: constant size. What is not renewed is forgotten by halves, so that a node which was slow, and
 * is asked no more because of it, is tried again; the mean sooner, so that after an overload of all it takes seconds.
 */

/** The part of a new reply in the mean, and in the deviation, once there were enough of them. */
const share = 1 / 64
/** Patience: 7 means cover 99.9% of exponential times, whose mean deviation is 0.74 means. */
const deviationsOfPatience = 8
const patienceMinMs = 100
/** Before so many replies nothing is concluded. */
const repliesMin = 8
const patienceAtFirstMs = 250
const meanHalfLifeMs = 2000
const halfLifeMs = 10_000
/** Of the replies, this part takes longer than is called late. */
const lateShare = 1 / 20
/** How far a late reply moves that estimate up, as a part of itself, and nineteen timely ones down again. */
const lateStep = 0.1
/** Below this it is no use to anybody, and would take long to rise. */
const lateMinMs = 1

export class ReplyTimes {
  #replies = 0
  #meanMs = 0
  #deviationMs = 0
  #lateMs = 0
  #newestMs = 0

  add(tookMs: number, nowMs: number): void {
    this.#replies += 1
    const part = Math.max(share, 1 / this.#replies)
    const offMs = tookMs - this.#meanMs
    // A mean that is half forgotten gives half of its weight to what is new: it is not a smaller one.
    this.#meanMs += Math.max(part, 1 - this.#remembered(nowMs, meanHalfLifeMs)) * offMs
    this.#forget(nowMs)
    this.#deviationMs += part * (Math.abs(offMs) - this.#deviationMs)
    if (this.#replies <= repliesMin) this.#lateMs = this.#meanMs + 2 * this.#deviationMs
    else this.#lateMs *= 1 + lateStep * (tookMs > this.#lateMs ? 1 - lateShare : -lateShare)
    this.#lateMs = Math.max(lateMinMs, this.#lateMs)
    this.#newestMs = nowMs
  }

  /** What a reply is to be expected after; 0 while too little is known. */
  expectedMs(nowMs: number): number {
    return this.#replies < repliesMin ? 0 : this.#meanMs * this.#remembered(nowMs, meanHalfLifeMs)
  }

  /** How long a reply is waited for before somebody else is asked as well. */
  patienceMs(nowMs: number): number {
    if (this.#replies < repliesMin) return patienceAtFirstMs
    const usualMs =
      this.expectedMs(nowMs) + deviationsOfPatience * this.#deviationMs * this.#remembered(nowMs)
    return Math.max(patienceMinMs, usualMs)
  }

  /** What one reply in twenty takes longer than; infinite while too little is known. */
  lateMs(nowMs: number): number {
    return this.#replies < repliesMin ? Number.POSITIVE_INFINITY : this.#lateMs * this.#remembered(nowMs)
  }

  clear(): void {
    this.#replies = 0
    this.#meanMs = 0
    this.#deviationMs = 0
    this.#lateMs = 0
  }

  #forget(nowMs: number): void {
    const remembered = this.#remembered(nowMs)
    this.#deviationMs *= remembered
    this.#lateMs *= remembered
  }

  /** Pauses between two replies of a busy node are none. */
  #remembered(nowMs: number, halfMs = halfLifeMs): number {
    const idleMs = nowMs - this.#newestMs
    return this.#replies === 0 || idleMs < 1000 ? 1 : 2 ** (-idleMs / halfMs)
  }
}
