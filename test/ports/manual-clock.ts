/**
 * A clock that stands still until it is told to go on, for tests of what waits. Timers fire in the order of
 * their time and, at one time, of their making; between any two events every promise that can go on does.
 */
import type { Clock, Timer } from '../../src/ports/clock.js'

interface Alarm extends Timer {
  readonly dueMs: number
  readonly callback: () => void
}

export class ManualClock implements Clock {
  #nowMs = 0
  readonly #alarms = new Set<Alarm>()
  #turn: (() => void)[] = []

  nowMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.#nowMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const alarm: Alarm = {
      dueMs: this.#nowMs + Math.max(0, delayMs),
      callback,
      cancel: () => void this.#alarms.delete(alarm),
    }
    this.#alarms.add(alarm)
    return alarm
  }

  afterTurn(callback: () => void): void {
    this.#turn.push(callback)
  }

  /** Timers that are set. */
  get timerCount(): number {
    return this.#alarms.size
  }

  /** Lets `durationMs` pass. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs
    await promisesRun()
    while (this.#step(endMs)) await promisesRun()
    this.#nowMs = endMs
  }

  /** Lets time pass until `promise` has settled. Throws when it never will: nothing is left that could happen. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const mark = () => {
      settled = true
    }
    promise.then(mark, mark)
    await promisesRun()
    while (!settled) {
      if (!this.#step(Number.MAX_VALUE)) throw new Error('nothing is left that could happen')
      await promisesRun()
    }
    return promise
  }

  /** The next turn, or else the next timer up to `endMs`; false when there is neither. */
  #step(endMs: number): boolean {
    if (this.#turn.length > 0) {
      const callbacks = this.#turn
      this.#turn = []
      for (const callback of callbacks) callback()
      return true
    }
    let next: Alarm | undefined
    for (const alarm of this.#alarms) {
      if (next === undefined || alarm.dueMs < next.dueMs) next = alarm
    }
    if (next === undefined || next.dueMs > endMs) return false
    this.#nowMs = Math.max(this.#nowMs, next.dueMs)
    this.#alarms.delete(next)
    next.callback()
    return true
  }
}

function promisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
