/**
 * One link as its health sees it, in steps of a few milliseconds: requests at a steady pace, pings, and a
 * network that delivers in order, loses packets and sends them again, as TCP does. Nothing else is modelled.
 */
import { Health } from '../../src/membership/health.js'
import { seededRandom } from '../version/cluster-model.js'

const stepMs = 5
const lookEveryMs = 50
const retransmitMs = 200

export interface LinkModelOptions {
  readonly seed?: number
  readonly lossRate?: number
  readonly latencyMs?: number
  /** Between two requests. */
  readonly paceMs?: number
  /** What the other side takes for a request; pings it answers at once. */
  readonly workMs?: (nowMs: number) => number
  /** What the other side does not do before. It is silent until then, and answers everything then. */
  readonly hungUntilMs?: (nowMs: number) => number
}

interface Owed {
  readonly sentMs: number
  readonly answerMs: number
  readonly isPing: boolean
}

export class LinkModel {
  readonly health = new Health()
  nowMs = 0
  /** How long it was not `up`, and how often it came to be so. */
  suspectMs = 0
  pings = 0
  #heardMs = 0
  #owed: Owed[] = []
  #thereMs = 0
  #backMs = 0
  readonly #random: { next(): number }

  constructor(private readonly options: LinkModelOptions) {
    this.#random = seededRandom(options.seed ?? 1)
    this.health.opened(2 * this.#latencyMs, 0)
  }

  get #latencyMs(): number {
    return this.options.latencyMs ?? 1
  }

  /** Goes on until it holds, or the time is over; when that was. */
  run(forMs: number, until: () => boolean = () => false): number {
    const endMs = this.nowMs + forMs
    while (this.nowMs < endMs && !until()) this.#step()
    return this.nowMs
  }

  #step(): void {
    this.nowMs += stepMs
    const { nowMs, health } = this
    const { paceMs = 20, workMs = () => 0 } = this.options
    this.#deliver()
    if (nowMs % paceMs === 0) this.#send(workMs(nowMs), false)
    if (nowMs % lookEveryMs === 0) {
      const owedMs = this.#owed[0]?.sentMs
      if (health.look(nowMs, owedMs, this.#heardMs)) {
        health.pinged(nowMs)
        this.pings += 1
        this.#send(0, true)
      }
    }
    if (health.state !== 'up') this.suspectMs += stepMs
  }

  #deliver(): void {
    const arrived = this.#owed.filter(({ answerMs }) => answerMs <= this.nowMs)
    this.#owed = this.#owed.filter(({ answerMs }) => answerMs > this.nowMs)
    for (const { sentMs, answerMs, isPing } of arrived) {
      this.#heardMs = Math.max(this.#heardMs, answerMs)
      if (isPing) this.health.ponged(sentMs, answerMs)
      else this.health.replyTimes.add(answerMs - sentMs, answerMs)
    }
  }

  #send(workMs: number, isPing: boolean): void {
    const { hungUntilMs = (nowMs: number) => nowMs } = this.options
    this.#thereMs = Math.max(this.#thereMs, this.nowMs + this.#delayMs())
    const readyMs = Math.max(this.#thereMs, hungUntilMs(this.#thereMs)) + workMs
    let answerMs = readyMs + this.#delayMs()
    // What takes no time leaves in the order in which it came.
    if (workMs === 0) {
      answerMs = Math.max(this.#backMs, answerMs)
      this.#backMs = answerMs
    }
    this.#owed.push({ sentMs: this.nowMs, answerMs, isPing })
  }

  #delayMs(): number {
    let delayMs = this.#latencyMs
    const { lossRate = 0 } = this.options
    for (let n = 0; n < 4 && this.#random.next() < lossRate; n += 1) delayMs += retransmitMs * 2 ** n
    return delayMs
  }
}
