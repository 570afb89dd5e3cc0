/**
 * Time for background work, in slices. A node has a second clock, the background's, which runs at the share that the
 * controller allows: at a share of a quarter it takes four seconds for one of its own. Each part of the background's
 * work pays by that clock for what it did: as long as its bytes take at its own rate, or as long as it worked if that
 * was longer, which it is on a slow machine; the latter as often as there are parts that work, so that all of them
 * together have the share. So all make room together and at once, each in the same proportion, and none can starve
 * another.
 *
 * Two ways to ask. `pace`, for what this node does of itself: work first, then wait until the time for it is over.
 * `admit`, for what other nodes ask of it in the background: wait until what came before is paid for, and refuse when
 * that would take over `admitWaitMaxMs`. So the rate at which hints and repairs come in is the receiver's.
 *
 * Invariant: a wait ends when the background's clock says so, or when the slices are closed.
 */
import { GrammeError } from '../errors.js'
import type { Clock, Timer } from '../ports/clock.js'
import type { Lateness } from './concurrency.js'
import { adjustIntervalMs, Controller, shareMin } from './controller.js'

/** Shorter waits are saved up. */
const pauseMinMs = 5
/** Of the time that a part lets pass, so much may be made up for: timers are late. */
const madeUpMsMax = 10
/** A slice is taken for no longer: who does not say when it began to work may have stood still. */
const workedMsMax = 250
/** Who has worked, or waited to, in the last second counts as working. */
const workingMs = 1000
/** What is due so soon is due: no timer is that exact. */
const slackMs = 0.5
/** Who has not for this long begins anew. */
const restedMs = 5000
/** From the least share to all of it, while it works. */
const growthMs = 2000
/** What nobody waits for takes so many times as long as it works, at least. */
const unhurriedTimesMin = 4
/** What others wait for takes so many times as long as it works. */
const pressingTimesMin = 2
const pressingTimesMax = 4
/** Well under the time that those who ask give it. */
export const admitWaitMaxMs = 1000
/** Whoever is refused is to ask again after this at the latest: the share may have grown twentyfold by then. */
export const retryAfterMsMax = 2000

/** How much others wait for a kind of background work. */
export type Urgency = 'pressing' | 'usual' | 'unhurried'

export interface PartState {
  readonly name: string
  /** Since the node started. */
  readonly bytes: number
  /** Of whoever asks now, until it may go on, at the present share; 0: it may at once. */
  readonly waitMs: number
  /** How many wait. */
  readonly waiting: number
  readonly refused: number
}

interface Waiter {
  readonly part: Part
  readonly dueMs: number
  readonly resume: () => void
}

export class Slices {
  readonly #controller: Controller
  readonly #parts: Part[] = []
  readonly #waiters = new Set<Waiter>()
  /** What the background's clock showed, and when. */
  #backgroundMs = 0
  #readMs: number
  #isUsed = false
  /** Parts that have lately worked, at least one. */
  #working = 1
  #isClosed = false
  #adjusting: Timer | undefined
  #releasing: Timer | undefined

  constructor(
    private readonly clock: Clock,
    targetMs: number,
  ) {
    this.#controller = new Controller(targetMs)
    this.#readMs = clock.nowMs()
  }

  start(): void {
    const dueMs = this.clock.nowMs() + adjustIntervalMs
    this.#adjusting = this.clock.setTimer(adjustIntervalMs, () => {
      const nowMs = this.clock.nowMs()
      this.#controller.late(nowMs - dueMs, nowMs)
      this.nowMs()
      this.#controller.adjust(nowMs, this.#isUsed || this.#waiters.size > 0)
      this.#isUsed = false
      this.#working = Math.max(1, this.#parts.filter((part) => part.isWorking()).length)
      this.#release()
      this.start()
    })
  }

  /** Everybody goes on, now and from now on: the node stops. */
  close(): void {
    this.#isClosed = true
    this.#adjusting?.cancel()
    this.#release()
  }

  /**
   * A kind of work, held to so many bytes a second where it has all the time. `pressing`: what others wait for works for
   * a quarter of the time at least and half of it at most, whatever the share, while clients ask for anything.
   * `unhurried`: what nobody waits for works for a quarter of the time at most.
   */
  part(name: string, bytesPerSecond: number, urgency: Urgency = 'usual'): Part {
    const part = new Part(name, bytesPerSecond, this, urgency)
    this.#parts.push(part)
    return part
  }

  /** See Controller. */
  took(tookMs: number): void {
    this.#controller.took(tookMs, this.clock.nowMs())
  }

  refused(): void {
    this.#controller.refused(this.clock.nowMs())
  }

  get share(): number {
    return this.#controller.share
  }

  /** How late the node is with what it has planned. */
  get lateness(): Lateness {
    return this.#controller.lateness
  }

  /** For status. */
  state() {
    const { share, targetMs } = this.#controller
    const { p99Ms, lateMs } = this.#controller.seen(this.clock.nowMs())
    const waiting = new Map<Part, number>()
    for (const { part } of this.#waiters) waiting.set(part, (waiting.get(part) ?? 0) + 1)
    const parts = this.#parts.map(
      (part): PartState => ({
        name: part.name,
        bytes: part.bytes,
        waitMs: part.waitMs,
        waiting: waiting.get(part) ?? 0,
        refused: part.refused,
      }),
    )
    return { share, targetMs, p99Ms, lateMs, parts }
  }

  /** By the background's clock. */
  nowMs(): number {
    const nowMs = this.clock.nowMs()
    this.#backgroundMs += (nowMs - this.#readMs) * this.#controller.share
    this.#readMs = nowMs
    return this.#backgroundMs
  }

  used(): void {
    this.#isUsed = true
  }

  /** Parts that have lately worked, at least one. */
  get working(): number {
    return this.#working
  }

  /** Whether no client has lately asked for anything. */
  get isIdle(): boolean {
    return this.#controller.isIdle
  }

  clockMs(): number {
    return this.clock.nowMs()
  }

  /** Resolves when the background's clock shows it; at once if that is nearly so. */
  async until(part: Part, dueMs: number): Promise<void> {
    if (this.#isClosed || this.inMs(dueMs) < pauseMinMs) return
    await new Promise<void>((resume) => {
      this.#waiters.add({ part, dueMs, resume })
      this.#release()
    })
  }

  /** How long that is from now, at the present share. */
  inMs(dueMs: number): number {
    return Math.max(0, dueMs - this.nowMs()) / this.#controller.share
  }

  #release(): void {
    this.#releasing?.cancel()
    const nowMs = this.nowMs()
    let nextMs = Number.POSITIVE_INFINITY
    for (const waiter of this.#waiters) {
      if (waiter.dueMs > nowMs + slackMs && !this.#isClosed) {
        nextMs = Math.min(nextMs, waiter.dueMs)
        continue
      }
      this.#waiters.delete(waiter)
      waiter.resume()
    }
    // Whatever is due later than the share is next set is looked at again then.
    const delayMs = this.inMs(nextMs)
    if (delayMs < adjustIntervalMs) {
      this.#releasing = this.clock.setTimer(Math.max(delayMs, 1), () => this.#release())
    }
  }
}

export class Part {
  /** When what has been done so far may have been, by the background's clock. */
  #paidMs = 0
  /** Until when its time has been paid for, by the node's clock: it works, or waits, since then. */
  #sinceMs: number
  #workedMs = Number.NEGATIVE_INFINITY
  /** When it began, after a rest; see the file's head. */
  #beganMs = Number.NEGATIVE_INFINITY
  #bytes = 0
  #refused = 0

  /** For Slices, which makes them. */
  constructor(
    readonly name: string,
    private readonly bytesPerSecond: number,
    private readonly slices: Slices,
    private readonly urgency: Urgency,
  ) {
    this.#sinceMs = slices.clockMs()
  }

  get bytes(): number {
    return this.#bytes
  }

  get refused(): number {
    return this.#refused
  }

  get waitMs(): number {
    return this.slices.inMs(this.#paidMs)
  }

  /**
   * So much was done: resolves when there is time for more. `beganMs`: when this round of it began, by the node's clock;
   * the pause before that was no work.
   */
  readonly pace = async (bytes: number, beganMs?: number): Promise<void> => {
    this.charge(bytes, beganMs)
    await this.slices.until(this, this.#paidMs)
    this.#sinceMs = this.slices.clockMs()
  }

  /** Resolves when so much may be done. Throws GrammeError BUSY when that would take too long. */
  async admit(bytes: number): Promise<void> {
    const { waitMs } = this
    if (waitMs > admitWaitMaxMs) {
      this.#refused += 1
      const message = `there is no time for ${this.name} now`
      throw new GrammeError('BUSY', message, { retryAfterMs: Math.min(Math.ceil(waitMs), retryAfterMsMax) })
    }
    const dueMs = this.#paidMs
    this.charge(bytes, this.slices.clockMs())
    await this.slices.until(this, dueMs)
  }

  /** So much was done, since `beganMs` by the node's clock, or else since it last paid or waited. */
  charge(bytes: number, beganMs = this.#sinceMs): void {
    const { slices } = this
    slices.used()
    this.#bytes += bytes
    const nowMs = slices.clockMs()
    const workedMs = nowMs - Math.max(beganMs, this.#sinceMs)
    this.#sinceMs = nowMs
    if (slices.isIdle) this.#beganMs = nowMs - growthMs
    else if (nowMs - this.#workedMs > restedMs) this.#beganMs = nowMs
    this.#workedMs = nowMs
    // The background's clock went on meanwhile: that time was used.
    const usedMs = Math.min(workedMs, workedMsMax) * slices.share
    const fromMs = Math.max(this.#paidMs, slices.nowMs() - usedMs - madeUpMsMax)
    const bytesMs = this.#slowed((1000 * bytes) / this.bytesPerSecond, nowMs)
    this.#paidMs = fromMs + Math.max(bytesMs, this.#priceOf(Math.min(workedMs, workedMsMax), nowMs))
  }

  /** What is to be paid for so much time, by the background's clock; nothing where nobody asks for it. */
  #priceOf(workedMs: number, nowMs: number): number {
    const { share, working, isIdle } = this.slices
    const isFree = share === 1 && nowMs - this.#beganMs >= growthMs
    const usual = isFree ? 0 : this.#slowed(workedMs * working, nowMs)
    if (this.urgency === 'unhurried') return Math.max(usual, unhurriedTimesMin * workedMs)
    if (this.urgency === 'usual') return usual
    const leastMs = pressingTimesMin * workedMs * share
    return isIdle
      ? Math.min(usual, leastMs)
      : Math.max(leastMs, Math.min(usual, pressingTimesMax * workedMs * share))
  }

  /** What takes so long at the share of all, at that of this part; not for longer than it grows. */
  #slowed(ms: number, nowMs: number): number {
    const { share } = this.slices
    const ageMs = nowMs - this.#beganMs
    const grown = Math.max(shareMin, ageMs / growthMs)
    return grown >= share ? ms : Math.min((ms * share) / grown, ms + (growthMs - ageMs) * share)
  }

  /** Whether it has lately worked, or waited to. */
  isWorking(): boolean {
    const nowMs = this.slices.clockMs()
    if (this.waitMs > 0) this.#workedMs = nowMs
    return nowMs - this.#workedMs < workingMs
  }
}
