/**
 * Time, as the core sees it. Nothing below `node` asks the platform what time it is or sets a platform
 * timer: it is given a clock, which is the machine's own in `runtime/` and a simulated one in `simulation/`.
 *
 * Invariant: `nowMs` never goes back. `wallMs` may jump either way, so it orders nothing that matters: it
 * stamps records for people, and ages things where being wrong costs work and never data.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start, fractional, never going back. For deadlines and durations. */
  nowMs(): number
  /** Milliseconds since 1970-01-01 UTC by the machine's calendar clock; may jump. */
  wallMs(): number
  /** Calls `callback` once, `delayMs` from now (0 or more), unless cancelled first. */
  setTimer(delayMs: number, callback: () => void): Timer
  /** Calls `callback` once, after every event that is ready now has been handled. Gathers work into batches. */
  afterTurn(callback: () => void): void
}

export interface Timer {
  /** Harmless when the timer has fired or was cancelled already. */
  cancel(): void
}

/** Resolves `delayMs` from now. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(delayMs, resolve)
  })
}
