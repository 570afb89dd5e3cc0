/** A clock whose timers fire only when a test lets time pass; turns of the event loop go on by themselves. */
import type { Clock, Timer } from '../../src/ports/clock.js'

export class StillClock implements Clock {
  #nowMs = 0
  readonly #timers = new Set<{ dueMs: number; callback: () => void }>()

  nowMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return this.#nowMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: this.#nowMs + delayMs, callback }
    this.#timers.add(timer)
    return { cancel: () => this.#timers.delete(timer) }
  }

  afterTurn(callback: () => void): void {
    setImmediate(callback)
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Lets time pass; fires what is due, in order. */
  advance(ms: number): void {
    this.#nowMs += ms
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= this.#nowMs)
    for (const timer of due.sort((a, b) => a.dueMs - b.dueMs)) {
      this.#timers.delete(timer)
      timer.callback()
    }
  }
}

/** Lets everything that is ready, and what that makes ready, happen. */
export async function turns(count = 30): Promise<void> {
  for (let n = 0; n < count; n += 1) await new Promise(setImmediate)
}
