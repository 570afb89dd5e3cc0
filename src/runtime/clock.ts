/**
 * The machine's clock. A timer never fires before its time on `nowMs`: the platform's own may, by up to a
 * millisecond, and fires at once when the delay does not fit in 31 bits; both are mended here.
 */
import type { Clock, Timer } from '../ports/clock.js'

const delayMsMax = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer: (delayMs, callback) => new SystemTimer(delayMs, callback),
  afterTurn(callback) {
    setImmediate(callback)
  },
}

class SystemTimer implements Timer {
  readonly #dueMs: number
  readonly #callback: () => void
  #handle: NodeJS.Timeout

  constructor(delayMs: number, callback: () => void) {
    this.#dueMs = performance.now() + delayMs
    this.#callback = callback
    this.#handle = this.#arm(delayMs)
  }

  cancel(): void {
    clearTimeout(this.#handle)
  }

  #arm(delayMs: number): NodeJS.Timeout {
    return setTimeout(fire, Math.min(Math.ceil(delayMs), delayMsMax), this)
  }

  fire(): void {
    const leftMs = this.#dueMs - performance.now()
    if (leftMs <= 0) this.#callback()
    else this.#handle = this.#arm(leftMs)
  }
}

/** Shared by all timers, so that setting one makes no closure. */
function fire(timer: SystemTimer): void {
  timer.fire()
}
