/**
 * The way from one machine to another, in one direction: how long things take, what is lost on it, and whether
 * anything passes at all. A partition blocks the ways between two groups; a one-way partition blocks half.
 *
 * Streams are TCP's: a lost packet is sent again, and shows as a delay of everything behind it. While the way
 * is blocked packets are sent again and again in vain, so what was under way arrives when it opens. On top of
 * that a way may maim whole messages (lose, repeat, or swap frames), which TCP does not do and proxies that
 * fail over do; the protocol must take it.
 */
import { EventKind, type Scheduler } from './scheduler.js'
import type { SeededRandom } from './seeded-random.js'

export interface LinkConditions {
  /** The least that anything takes. */
  latencyMs: number
  /** Half of all take less than this longer; few take much more. */
  jitterMs: number
  /** What everything takes longer by. */
  slowness: number
  /** The part of packets that are lost and sent again. */
  packetLoss: number
  /** Whole frames: the part lost, sent twice, swapped with the next. */
  framesLost: number
  framesRepeated: number
  framesSwapped: number
  /** Over 0: bytes arrive in pieces cut anywhere. */
  cutting: number
}

export const soundLink: LinkConditions = {
  latencyMs: 0.2,
  jitterMs: 0.1,
  slowness: 1,
  packetLoss: 0,
  framesLost: 0,
  framesRepeated: 0,
  framesSwapped: 0,
  cutting: 0,
}

/** However slow a link is, nothing takes longer on it. */
const slowestMs = 5000
/** What TCP waits for before it sends again, doubled each time. */
const retransmitMs = 200
const retransmitsMax = 4

export class LinkWay {
  /** How many partitions block it. */
  #blocks = 0
  #held: (() => void)[] = []

  constructor(
    readonly conditions: LinkConditions,
    private readonly scheduler: Scheduler,
    readonly random: SeededRandom,
  ) {}

  get isBlocked(): boolean {
    return this.#blocks > 0
  }

  /** What waits for it to open. */
  get heldCount(): number {
    return this.#held.length
  }

  block(): void {
    this.#blocks += 1
  }

  unblock(): void {
    this.#blocks -= 1
    if (this.#blocks > 0) return
    const held = this.#held
    this.#held = []
    for (const arrive of held) this.scheduler.after(this.#delayMs(), EventKind.kernel, undefined, arrive)
  }

  /** Calls `arrive` when something sent now arrives, which may be never. Things may overtake each other. */
  carry(arrive: () => void): void {
    this.scheduler.after(this.#delayMs(), EventKind.kernel, undefined, () => {
      if (this.#blocks > 0) this.#held.push(arrive)
      else arrive()
    })
  }

  #delayMs(): number {
    const { latencyMs, jitterMs, slowness, packetLoss } = this.conditions
    const { random } = this
    const draw = random.next()
    // A tail: one in a hundred takes fifty jitters longer.
    let delayMs = (latencyMs + (jitterMs * draw) / (1.02 - draw)) * slowness
    if (packetLoss > 0) {
      for (let n = 0; n < retransmitsMax && random.chance(packetLoss); n += 1)
        delayMs += retransmitMs * 2 ** n
    }
    return Math.min(delayMs, slowestMs)
  }
}
