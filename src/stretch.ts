/**
 * What has been moved at a stretch, and since when: from this follow a rate and the time that is left. A stretch begins
 * when there is something to move that can be moved, and is over when there is nothing.
 *
 * Invariant: outside of a stretch nothing is counted, and it tells of nothing.
 */
export interface StretchState {
  /** Since it began; 0: there is none. */
  readonly runningMs: number
  /** Moved since then. */
  readonly runningKeys: number
  readonly runningBytes: number
}

export const noStretch: StretchState = { runningMs: 0, runningKeys: 0, runningBytes: 0 }

export class Stretch {
  #beganMs: number | undefined
  #keys = 0
  #bytes = 0

  /** One that is under way goes on. */
  begin(nowMs: number): void {
    if (this.#beganMs !== undefined) return
    this.#beganMs = nowMs
    this.#keys = 0
    this.#bytes = 0
  }

  end(): void {
    this.#beganMs = undefined
  }

  add(keys: number, bytes: number): void {
    this.#keys += keys
    this.#bytes += bytes
  }

  state(nowMs: number): StretchState {
    if (this.#beganMs === undefined) return noStretch
    return { runningMs: nowMs - this.#beganMs, runningKeys: this.#keys, runningBytes: this.#bytes }
  }
}
