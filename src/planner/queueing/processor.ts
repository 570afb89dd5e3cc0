/**
 * Cores, and the event loops that take turns on them. A loop does one thing at a time. When it gets a core it takes
 * everything that waits for it, which is one turn, and what comes of that leaves when the turn is over: as the
 * product's writes do. What a turn costs beside that is mostly the reading and writing of connections, so it is paid for
 * each that has something: shared by more the more comes over one connection, and a busy node of a few is cheaper by the
 * request, and later, than an idle one.
 *
 * Invariant: no more loops run at a time than there are cores, and those that wait have their turn in order.
 */
import { assert } from '../../assert.js'
import type { Random } from '../../ports/random.js'
import type { Calibration } from '../calibration.js'
import type { Events } from './events.js'

export class Cores {
  #free: number
  readonly #waiting: (() => void)[] = []
  #first = 0

  constructor(count: number) {
    assert(Number.isInteger(count) && count >= 1, `${count} cores`)
    this.#free = count
  }

  /** Calls back when a core is the caller's, perhaps at once. */
  take(granted: () => void): void {
    if (this.#free > 0) {
      this.#free -= 1
      granted()
    } else this.#waiting.push(granted)
  }

  giveBack(): void {
    const next = this.#waiting[this.#first]
    if (next === undefined) {
      this.#free += 1
      return
    }
    this.#first += 1
    if (this.#first > 1024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#first)
      this.#first = 0
    }
    next()
  }
}

export interface LoopOptions {
  readonly events: Events
  readonly cores: Cores
  /** Relative to the calibration's machine. */
  readonly speed: number
  readonly calibration: Pick<Calibration, 'turnUs' | 'besideLoop' | 'pauses'>
  readonly random: Random
}

/**
 * Of what a turn costs for a lone request. The rest is waking up, which a loop that has more to do is spared; found by
 * comparing with what clusters got through (docs/decisions/2026-11-26-planner.md).
 */
const connectionPart = 0.65

interface Job {
  readonly us: number
  /** The connection that it came over, numbered from 0. */
  readonly connection: number
  readonly done: () => void
}

export class Loop {
  #waiting: Job[] = []
  #isBusy = false
  #turns = 0
  /** By connection: the last turn that it had a job in. */
  readonly #lastTurn: number[] = []
  #busyMs = 0
  /** When the turn under way began. */
  #turnFromMs: number | undefined
  #untilPauseMs: number
  /** Pauses are part of what requests were measured to cost; this is the rest. */
  readonly #workPart: number
  readonly #pauseEveryMs: number

  constructor(private readonly options: LoopOptions) {
    const { perBusySecond, quantilesMs } = options.calibration.pauses
    const meanMs = quantilesMs.reduce((sum, ms) => sum + ms, 0) / quantilesMs.length
    // Calibrations are checked field by field; pauses that fill more than the whole time would make none of it.
    const paused = Math.min(0.9, (perBusySecond * meanMs) / 1000)
    this.#workPart = 1 - paused
    this.#pauseEveryMs =
      perBusySecond === 0 ? Number.POSITIVE_INFINITY : (1000 * this.#workPart) / perBusySecond
    this.#untilPauseMs = this.#drawPause()
  }

  /** Time in turns, so far. */
  get busyMs(): number {
    const from = this.#turnFromMs
    return this.#busyMs + (from === undefined ? 0 : this.options.events.nowMs - from)
  }

  /** `us` of work on a core of the calibration's machine; `done` at the end of the turn that does it. */
  submit(us: number, connection: number, done: () => void): void {
    this.#waiting.push({ us, connection, done })
    this.#begin()
  }

  #begin(): void {
    if (this.#isBusy || this.#waiting.length === 0) return
    this.#isBusy = true
    this.options.cores.take(() => this.#turn())
  }

  #turn(): void {
    const { events, cores, speed, calibration } = this.options
    const jobs = this.#waiting
    this.#waiting = []
    this.#turns += 1
    let us = 0
    for (const job of jobs) {
      us += job.us
      if (this.#lastTurn[job.connection] === this.#turns) continue
      this.#lastTurn[job.connection] = this.#turns
      us += calibration.turnUs * connectionPart
    }
    const workMs = (us * this.#workPart) / 1000 / speed
    const turnMs = workMs + this.#pauseIn(workMs)
    this.#turnFromMs = events.nowMs
    events.after(turnMs, () => {
      this.#turnFromMs = undefined
      this.#busyMs += turnMs
      cores.giveBack()
      this.#isBusy = false
      this.#beside(turnMs)
      for (const { done } of jobs) done()
      this.#begin()
    })
  }

  /** What the process's other threads do meanwhile takes a core, too, and nobody waits for it. */
  #beside(turnMs: number): void {
    const { events, cores, calibration } = this.options
    if (calibration.besideLoop === 0) return
    cores.take(() => events.after(turnMs * calibration.besideLoop, () => cores.giveBack()))
  }

  #pauseIn(workMs: number): number {
    this.#untilPauseMs -= workMs
    if (this.#untilPauseMs > 0) return 0
    this.#untilPauseMs = this.#drawPause()
    return drawn(this.options.calibration.pauses.quantilesMs, this.options.random) / this.options.speed
  }

  #drawPause(): number {
    return -Math.log(1 - this.options.random.next()) * this.#pauseEveryMs
  }
}

/** One of a distribution that is known by its quantiles at evenly spaced ranks. */
export function drawn(quantiles: readonly number[], random: Random): number {
  const rank = random.next() * (quantiles.length - 1)
  const below = Math.floor(rank)
  const above = Math.min(below + 1, quantiles.length - 1)
  return quantiles[below] + (quantiles[above] - quantiles[below]) * (rank - below)
}
