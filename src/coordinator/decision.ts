/**
 * The moment when a request's outcome is settled: its quorum is met or can no longer be, or its deadline has
 * passed. The first of these wins; the rest of the answers still come in behind it.
 */
import { type Deadlines, Waiting } from '../deadlines.js'
import type { QuorumState } from './quorum.js'

export type Verdict = 'met' | 'missed' | 'overdue'

export class Decision extends Waiting {
  /** Resolves once, never rejects. */
  readonly made: Promise<Verdict>
  #resolve: (verdict: Verdict) => void = () => {}

  constructor(
    private readonly deadlines: Deadlines,
    deadlineMs: number,
  ) {
    super(deadlineMs)
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
    this.#resolve('overdue')
  }
}
