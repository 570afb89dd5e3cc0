/**
 * Work in rounds, as all that a node does of itself is done: a round, a pause, the next round, until it is stopped.
 * A pause is jittered by half, so that nodes that start together do not go on together.
 *
 * Invariant: at most one round is under way, none begins after `stop`, and when `stop` resolves none is under way.
 */
import { GrammeError } from './errors.js'
import type { Clock, Timer } from './ports/clock.js'
import type { Random } from './ports/random.js'

/**
 * What background work is held to: resolves when so many bytes more may be read or moved. `beganMs`: when the round of
 * it began, by the node's clock; what passed before that was no work.
 */
export type Pace = (bytes: number, beganMs?: number) => Promise<void>

export interface RoundsOptions {
  readonly clock: Clock
  readonly random: Random
  /** One round. Resolves with the pause before the next; undefined: there is none until `startIn` is called, or was meanwhile. */
  readonly round: () => Promise<number | undefined>
  /** What the work of a round is held to. */
  readonly pace: Pace
}

export class Rounds {
  #timer: Timer | undefined
  #underWay: Promise<void> | undefined
  /** Asked for while a round is under way: the pause after it. */
  #nextPauseMs: number | undefined
  #isStopped = false
  #beganMs = 0

  constructor(private readonly options: RoundsOptions) {}

  get isUnderWay(): boolean {
    return this.#underWay !== undefined
  }

  /** For a round to look at, which is to end soon then. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /** Plans the next round, in place of what was planned; the pause begins when none is under way any more. */
  startIn(pauseMs: number): void {
    if (this.#isStopped) return
    if (this.isUnderWay) {
      this.#nextPauseMs = pauseMs
      return
    }
    const { clock, random } = this.options
    this.#timer?.cancel()
    this.#timer = clock.setTimer(pauseMs * (0.5 + random.next()), () => {
      this.#underWay = this.#run()
    })
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    await this.#underWay
  }

  /** For a round: waits for its turn. Throws GrammeError CLOSED, which ends it, when it is to stop. */
  readonly pace = async (bytes: number): Promise<void> => {
    if (this.#isStopped) throw new GrammeError('CLOSED', 'the node is shutting down')
    await this.options.pace(bytes, this.#beganMs)
  }

  async #run(): Promise<void> {
    this.#beganMs = this.options.clock.nowMs()
    const usualMs = await this.options.round()
    const pauseMs = this.#nextPauseMs ?? usualMs
    this.#underWay = undefined
    this.#nextPauseMs = undefined
    if (pauseMs !== undefined) this.startIn(pauseMs)
  }
}
