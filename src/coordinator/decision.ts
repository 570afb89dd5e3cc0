/**
 * The moment when a request's outcome is settled: its quorum is met or can no longer be, or its deadline has
 * passed. The first of these wins; the rest of the answers still come in behind it.
 */
import type { Deadlines, Waiting } from '../deadlines.js'
import type { QuorumState } from './quorum.js'

export type Verdict = 'met' | 'missed' | 'overdue'

export class Decision {
  /** Resolves once, never rejects. */
  readonly made: Promise<Verdict>
  readonly #resolve: (verdict: Verdict) => void
  readonly #waiting: Waiting

  constructor(
    private readonly deadlines: Deadlines,
    deadlineMs: number,
  ) {
    let resolveMade: (verdict: Verdict) => void = () => {}
    this.made = new Promise((resolve) => {
      resolveMade = resolve
    })
    this.#resolve = resolveMade
    this.#waiting = { deadlineMs, overdue: () => resolveMade('overdue') }
    deadlines.enter(this.#waiting)
  }

  /** To be called with the quorum's state whenever it may have moved. */
  consider(state: QuorumState): void {
    if (state === 'waiting') return
    this.deadlines.leave(this.#waiting)
    this.#resolve(state)
  }
}
