/**
 * How long what a removed node holds is taken from it. One that was removed by mistake, or too soon, comes back with
 * writes that nobody else may have; one that comes back late has values that were deleted, and whose deletes have been
 * forgotten since: nobody asked it (../repair/reap-votes.ts).
 *
 * The rule: a node takes what a removed one gives for `takenForMs` from when it heard of the removal itself, by its own
 * clock that never goes back, and from then on nothing. Nothing is forgotten before all members have said, by a ring
 * without the removed node, that it may be, and have said so again `reapAfterMs` later: each had heard by the first
 * time, so with half of `reapAfterMs` each takes nothing any more long before the second. No calendar takes part.
 *
 * Invariant: who does not know that it heard in time takes nothing. So it is after a restart, and where the removal was
 * heard of with all else that a node had missed: before it had been of one mind with another member since it last
 * changed its own record.
 */
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { MemberTable } from './member.js'

export class Removals {
  /** Of those that a share was taken from before the eyes of this node: when, by the clock's `nowMs`. */
  readonly #heardMs = new Map<string, number>()
  #up: ReadonlySet<string>

  constructor(
    private readonly selfId: string,
    private readonly table: MemberTable,
    private readonly takenForMs: number,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {
    this.#up = this.#upNow()
  }

  /** The table has changed. `isInStep`: another node had just the same one, with this node's record in it. */
  follow(isInStep: boolean): void {
    const { table, selfId, clock } = this
    const before = this.#up
    this.#up = this.#upNow()
    if (!isInStep || !this.#up.has(selfId)) return
    for (const id of before) {
      // Who comes to own a share by the word that removes another is asked from then on, as they all are.
      const wasAsked = before.has(selfId) || table.get(selfId)?.removes.includes(id)
      if (wasAsked && !this.#up.has(id) && table.gone.has(id)) this.#heardMs.set(id, clock.nowMs())
    }
  }

  /** Why nothing is taken any more of what this node holds; undefined where it is taken. */
  refusal(id: string): string | undefined {
    if (!this.table.gone.has(id)) return undefined
    const heardMs = this.#heardMs.get(id)
    const agoMs = heardMs === undefined ? undefined : this.clock.nowMs() - heardMs
    if (agoMs !== undefined && agoMs < this.takenForMs) return undefined
    const since = agoMs === undefined ? 'it is not known when' : `${minutes(agoMs)} min ago`
    return `node ${id} was removed (${since}): what it holds may be older than deletes that have been forgotten since`
  }

  /** Throws GrammeError REMOVED. */
  check(id: string): void {
    const refusal = this.refusal(id)
    if (refusal !== undefined) throw new GrammeError('REMOVED', refusal)
  }

  #upNow(): ReadonlySet<string> {
    return new Set(this.table.up().map(({ id }) => id))
  }
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(ms < 600_000 ? 1 : 0)
}
