/**
 * How long one node takes to answer, as a running mean and how far replies stray from it (the estimator of
 * Jacobson 1988, known from TCP). From these follow what to expect of it, and after how long without a reply
 * it is worth asking somebody else as well: a node that is slow is to be avoided, not waited for.
 *
 * Invariants: constant size. What is not renewed is forgotten by halves, so that a node which was slow, and
 * is asked no more because of it, is tried again.
 */

/** The part of a new reply in the mean, and in the deviation, once there were enough of them. */
const share = 1 / 64
/** Patience: 7 means cover 99.9% of exponential times, whose mean deviation is 0.74 means. */
const deviationsOfPatience = 8
const patienceMinMs = 100
/** Before so many replies nothing is concluded. */
const repliesMin = 8
const patienceAtFirstMs = 250
const halfLifeMs = 10_000

export class ReplyTimes {
  #replies = 0
  #meanMs = 0
  #deviationMs = 0
  #newestMs = 0

  add(tookMs: number, nowMs: number): void {
    this.#forget(nowMs)
    this.#replies += 1
    const part = Math.max(share, 1 / this.#replies)
    const offMs = tookMs - this.#meanMs
    this.#meanMs += part * offMs
    this.#deviationMs += part * (Math.abs(offMs) - this.#deviationMs)
    this.#newestMs = nowMs
  }

  /** What a reply is to be expected after; 0 while too little is known. */
  expectedMs(nowMs: number): number {
    return this.#replies < repliesMin ? 0 : this.#meanMs * this.#remembered(nowMs)
  }

  /** How long a reply is waited for before somebody else is asked as well. */
  patienceMs(nowMs: number): number {
    if (this.#replies < repliesMin) return patienceAtFirstMs
    const usualMs = this.#meanMs + deviationsOfPatience * this.#deviationMs
    return Math.max(patienceMinMs, usualMs * this.#remembered(nowMs))
  }

  clear(): void {
    this.#replies = 0
    this.#meanMs = 0
    this.#deviationMs = 0
  }

  #forget(nowMs: number): void {
    const remembered = this.#remembered(nowMs)
    this.#meanMs *= remembered
    this.#deviationMs *= remembered
  }

  /** Pauses between two replies of a busy node are none. */
  #remembered(nowMs: number): number {
    const idleMs = nowMs - this.#newestMs
    return this.#replies === 0 || idleMs < 1000 ? 1 : 2 ** (-idleMs / halfLifeMs)
  }
}
