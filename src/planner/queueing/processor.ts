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
  readonly calibration: Pick<Calibration, 'turnUs' | 'besideLoop' | 'pauses' | 'marking'>
  readonly random: Random
}

/**
 * Of what a turn costs for a lone request on a machine that does nothing else. Found by comparing with what clusters got
 * through: more processes than cores are in each other's way (docs/decisions/2026-11-26-planner.md).
 */
const connectionPart = 1.5

interface Job {
  readonly us: number
  /** The connection that it came over, numbered from 0; none: it costs what it costs. */
  readonly connection: number | undefined
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
  /** Time in turns until the heap is marked. */
  #untilMarkingMs: number
  readonly #markingEveryMs: number
  /** What other threads do all the time; marking is not in it. */
  readonly #besidePart: number

  constructor(private readonly options: LoopOptions) {
    const { pauses, marking, besideLoop } = options.calibration
    // Calibrations are checked field by field; pauses that fill more than the whole time would make none of it.
    const paused = Math.min(0.9, partOf(pauses))
    this.#workPart = 1 - paused
    this.#pauseEveryMs = everyMs(pauses.perBusySecond) * this.#workPart
    this.#untilPauseMs = this.#draw(this.#pauseEveryMs)
    this.#besidePart = Math.max(0, besideLoop - partOf(marking))
    this.#markingEveryMs = everyMs(marking.perBusySecond)
    this.#untilMarkingMs = this.#draw(this.#markingEveryMs)
  }

  /** Time in turns, so far. */
  get busyMs(): number {
    const from = this.#turnFromMs
    return this.#busyMs + (from === undefined ? 0 : this.options.events.nowMs - from)
  }

  /** `us` of work on a core of the calibration's machine; `done` at the end of the turn that does it. */
  submit(us: number, connection: number | undefined, done: () => void): void {
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
      if (job.connection === undefined || this.#lastTurn[job.connection] === this.#turns) continue
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
    const { calibration, random, speed } = this.options
    if (this.#besidePart > 0) this.#takeCore(turnMs * this.#besidePart)
    this.#untilMarkingMs -= turnMs
    if (this.#untilMarkingMs > 0) return
    this.#untilMarkingMs = this.#draw(this.#markingEveryMs)
    this.#takeCore(drawn(calibration.marking.quantilesMs, random) / speed)
  }

  #takeCore(forMs: number): void {
    const { events, cores } = this.options
    cores.take(() => events.after(forMs, () => cores.giveBack()))
  }

  #pauseIn(workMs: number): number {
    this.#untilPauseMs -= workMs
    if (this.#untilPauseMs > 0) return 0
    this.#untilPauseMs = this.#draw(this.#pauseEveryMs)
    return drawn(this.options.calibration.pauses.quantilesMs, this.options.random) / this.options.speed
  }

  /** At random, so long in the mean. */
  #draw(meanMs: number): number {
    return meanMs === Number.POSITIVE_INFINITY ? meanMs : -Math.log(1 - this.options.random.next()) * meanMs
  }
}

type Recurring = Calibration['pauses']

/** Of the loop's time. */
function partOf({ perBusySecond, quantilesMs }: Recurring): number {
  return (perBusySecond * quantilesMs.reduce((sum, ms) => sum + ms, 0)) / quantilesMs.length / 1000
}

function everyMs(perBusySecond: number): number {
  return perBusySecond === 0 ? Number.POSITIVE_INFINITY : 1000 / perBusySecond
}

/** One of a distribution that is known by its quantiles at evenly spaced ranks. */
export function drawn(quantiles: readonly number[], random: Random): number {
  const rank = random.next() * (quantiles.length - 1)
  const below = Math.floor(rank)
  const above = Math.min(below + 1, quantiles.length - 1)
  return quantiles[below] + (quantiles[above] - quantiles[below]) * (rank - below)
}
