/**
 * A machine's clock in simulated time. Machines differ: each counts from a start of its own, a little too fast
 * or too slow (drift), and its calendar may be off (skew) and jump. `nowMs` never goes back, whatever the
 * calendar does, as the port demands.
 */
import type { Clock, Timer } from '../../ports/clock.js'
import type { SimulatedProcess } from './process.js'
import { EventKind, type Scheduler, type SimulatedEvent } from './scheduler.js'
import type { SeededRandom } from './seeded-random.js'

/** Where all calendars begin, unless they are off: 2026-01-01. */
export const epochMs = Date.UTC(2026, 0, 1)

export interface ClockConditions {
  /** Milliseconds on this clock for one that passes. */
  readonly rate: number
  /** What `nowMs` reads when the run begins. */
  readonly startMs: number
  /** How far the calendar is off; may change at any time. */
  skewMs: number
}

/** What a timer is late by at most, and how long a turn of the event loop takes. */
export interface ClockPace {
  readonly timerLateMsMax: number
  readonly turnMs: number
}

export class SimulatedClock implements Clock {
  readonly #pace: ClockPace

  constructor(
    private readonly scheduler: Scheduler,
    private readonly process: SimulatedProcess,
    private readonly conditions: ClockConditions,
    private readonly random: SeededRandom,
    pace: ClockPace,
  ) {
    this.#pace = pace
  }

  nowMs(): number {
    const { startMs, rate } = this.conditions
    return startMs + this.scheduler.nowMs * rate
  }

  wallMs(): number {
    return Math.floor(epochMs + this.scheduler.nowMs * this.conditions.rate + this.conditions.skewMs)
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (!this.process.use()) return { cancel() {} }
    const timer = new SimulatedTimer(this.nowMs() + Math.max(0, delayMs), callback, this.process)
    timer.event = this.#schedule(
      delayMs / this.conditions.rate + this.random.next() * this.#pace.timerLateMsMax,
      timer,
    )
    return timer
  }

  afterTurn(callback: () => void): void {
    if (this.process.use()) this.scheduler.after(this.#pace.turnMs, EventKind.turn, this.process, callback)
  }

  /** Sees to it that it is not called before its time on this clock, whatever rounding did. */
  fire(timer: SimulatedTimer): void {
    const leftMs = timer.dueMs - this.nowMs()
    if (leftMs > 0) timer.event = this.#schedule(leftMs / this.conditions.rate + 1e-6, timer)
    else {
      this.process.timers -= 1
      timer.callback()
    }
  }

  #schedule(delayMs: number, timer: SimulatedTimer): SimulatedEvent {
    return this.scheduler.after(delayMs, EventKind.timer, this.process, () => this.fire(timer))
  }
}

class SimulatedTimer implements Timer {
  event: SimulatedEvent | undefined

  constructor(
    readonly dueMs: number,
    readonly callback: () => void,
    private readonly process: SimulatedProcess,
  ) {
    process.timers += 1
  }

  cancel(): void {
    if (this.event?.callback === undefined) return
    this.process.timers -= 1
    this.event.cancel()
  }
}
