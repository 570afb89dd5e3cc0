/**
 * Compaction by itself: a slice, and the next when there is time for it; a look every `idleMs` where nothing is to
 * be done. When there is time is for others to say (Dynamo §6.5), who know what is more urgent; but not where
 * compaction itself is: where puts are refused for want of room, and where the log has grown to `bloatMax` times
 * what is needed. There it keeps to its own rate alone.
 */
import type { Clock, Timer } from '../ports/clock.js'
import type { Compactor } from './compaction.js'
import type { DiskHealth } from './disk-health.js'

export interface CompactionLoopOptions {
  readonly clock: Clock
  readonly compactor: Pick<Compactor, 'slice' | 'bloat'>
  readonly health: Pick<DiskHealth, 'refusal'>
  /** What it may read in a second; 0: it does nothing by itself. */
  readonly bytesPerSecond: number
  /** Resolves when so many bytes more may be read; by default its rate is all that it keeps to. */
  readonly pace: ((bytes: number) => Promise<void>) | undefined
}

/** Slices in a second where nothing holds it up: small ones, between which requests have their turn. */
const slicesPerSecond = 512
/** How often it looks for work when it found none. */
export const idleMs = 5000
/** Bytes in the log to a byte that is needed, from which on it waits for nobody. */
export const bloatMax = 3

export class CompactionLoop {
  #timer: Timer | undefined
  #isStopped = false

  constructor(private readonly options: CompactionLoopOptions) {}

  start(): void {
    if (this.options.bytesPerSecond > 0) this.#goOnIn(idleMs)
  }

  /** A slice that is under way is for the compactor to end. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  #goOnIn(delayMs: number): void {
    if (this.#isStopped) return
    this.#timer = this.options.clock.setTimer(delayMs, () => void this.#work())
  }

  async #work(): Promise<void> {
    const { compactor, health, bytesPerSecond, pace } = this.options
    const step = await compactor.slice(bytesPerSecond / slicesPerSecond)
    if (step.kind !== 'worked') {
      this.#goOnIn(idleMs)
      return
    }
    const isUrgent = health.refusal() !== undefined || compactor.bloat > bloatMax
    if (pace === undefined || isUrgent) {
      this.#goOnIn((1000 * step.bytesRead) / bytesPerSecond)
      return
    }
    await pace(step.bytesRead)
    this.#goOnIn(0)
  }
}
