/**
 * The moment when a request's outcome is settled: its quorum is met or can no longer be, or its deadline has
 * passed. The first of these wins; the rest of the answers still come in behind it. Whoever waits for long may look about
 * meanwhile: those that it waits for may have come to be suspected.
 */
import { type Deadlines, Waiting } from '../deadlines.js'
import type { QuorumState } from './quorum.js'

export type Verdict = 'met' | 'missed' | 'overdue'

export interface LookingAbout {
  readonly nowMs: number
  readonly look: () => void
}

/** Below the least silence that makes a suspect, so that a suspicion is seen soon. */
const lookIntervalMs = 100

export class Decision extends Waiting {
  /** Resolves once, never rejects. */
  readonly made: Promise<Verdict>
  #resolve: (verdict: Verdict) => void = () => {}

  constructor(
    private readonly deadlines: Deadlines,
    private readonly endMs: number,
    private readonly about?: LookingAbout,
  ) {
    super(about === undefined ? endMs : Math.min(endMs, about.nowMs + lookIntervalMs))
    this.made = new Promise((resolve) => {
      this.#resolve = resolve
    })
    deadlines.enter(this)
  }

  /** To be called with the quorum's state whenever it may have moved. */
  consider(state: QuorumState): void {
    if (state === 'waiting') return
    this.deadlines.leave(this)
    this.#resolve(state)
  }

  override overdue(): void {
    if (this.deadlineMs >= this.endMs) {
      this.#resolve('overdue')
      return
    }
    this.deadlineMs = Math.min(this.endMs, this.deadlineMs + lookIntervalMs)
    this.deadlines.enter(this)
    this.about?.look()
  }
}
