/**
 * How much of its time a node gives to background work (Dynamo §6.5): so much that the 99th percentile of what it
 * does itself for clients' requests stays under a target. Up by small steps while it does, down by half when it does
 * not (as TCP finds its share of a link): whoever else slows the node down, the work that can wait makes room.
 *
 * What counts is this node's own part: reading or writing its copy, be it as coordinator or as a replica, and how late
 * its event loop is. A request's whole time would not do: a coordinator also waits for others, and in a cluster
 * across oceans that is always long, whatever this node leaves undone.
 *
 * Invariants: the share is never under `shareMin`, so nothing starves, and never over 1. It falls only on what was
 * seen since it last fell, so that what is over already does not count twice; and it rises only while it is made
 * use of, so that work that begins does not meet a share that was never tried. Where no client has asked for anything
 * lately it doubles: then nobody minds.
 */
import type { Lateness } from './concurrency.js'
import { TrailingTimes } from './trailing-times.js'

/** How often `adjust` is to be called. */
export const adjustIntervalMs = 200
/** Never less: background work that stood still would make an overload last. */
export const shareMin = 0.05
const stepUp = 0.02
const factorDown = 0.5
/** Between this part of the target and the target the share is left as it is. */
const calmRatio = 0.75
/** What is decided on: two seconds. */
const decisionSlots = 10
/** What is told of: ten seconds. */
const toldSlotMs = 1000
const toldSlots = 10

export class Controller {
  /** From `shareMin` to 1. */
  #share = shareMin
  #idle = true
  /** The last five times, the newest first. */
  readonly #lateness = [0, 0, 0, 0, 0]
  readonly #took = new TrailingTimes(adjustIntervalMs, decisionSlots)
  readonly #late = new TrailingTimes(adjustIntervalMs, decisionSlots)
  readonly #tookLately = new TrailingTimes(toldSlotMs, toldSlots)
  readonly #lateLately = new TrailingTimes(toldSlotMs, toldSlots)

  constructor(readonly targetMs: number) {}

  get share(): number {
    return this.#share
  }

  /** Whether no client had asked for anything when the share was last set. */
  get isIdle(): boolean {
    return this.#idle
  }

  /** This node has done its part of a request that somebody waits for. */
  took(tookMs: number, nowMs: number): void {
    this.#took.add(tookMs, nowMs)
    this.#tookLately.add(tookMs, nowMs)
  }

  /** A request that somebody waits for was refused for want of room: that is worse than late. */
  refused(nowMs: number): void {
    this.#took.add(Number.POSITIVE_INFINITY, nowMs)
    this.#tookLately.add(Number.POSITIVE_INFINITY, nowMs)
  }

  /** How late what was planned has come: the last two times at least, and the last five at most. */
  get lateness(): Lateness {
    const [last, before] = this.#lateness
    return { leastMs: Math.min(last, before), mostMs: Math.max(...this.#lateness) }
  }

  /** Something was done so much later than planned. */
  late(lateMs: number, nowMs: number): void {
    this.#lateness.unshift(lateMs)
    this.#lateness.pop()
    this.#late.add(lateMs, nowMs)
    this.#lateLately.add(lateMs, nowMs)
  }

  /** Sets the share; `isUsed`: background work has been done since the last time. */
  adjust(nowMs: number, isUsed: boolean): void {
    const p99Ms = Math.max(this.#took.p99Ms(nowMs), this.#late.p99Ms(nowMs))
    this.#idle = this.#tookLately.countAt(nowMs) === 0
    if (this.#idle) {
      this.#share = Math.min(1, this.#share * 2)
    } else if (p99Ms > this.targetMs) {
      this.#share = Math.max(shareMin, this.#share * factorDown)
      this.#took.clear()
      this.#late.clear()
    } else if (p99Ms <= this.targetMs * calmRatio && isUsed) {
      this.#share = Math.min(1, this.#share + stepUp)
    }
  }

  /** Over the last ten seconds; 0 where nothing was seen. */
  seen(nowMs: number): { readonly p99Ms: number; readonly lateMs: number } {
    return { p99Ms: this.#tookLately.p99Ms(nowMs), lateMs: this.#lateLately.p99Ms(nowMs) }
  }
}
