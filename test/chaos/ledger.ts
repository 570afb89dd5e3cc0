/**
 * The ledger of a chaos run: of each key, which writes must be there in the end and which may be. A write is
 * entered before it is sent. Acknowledged, it must stay until an acknowledged write supersedes it whose context
 * had seen it; failed, it may have happened, and so may what it would have superseded have gone.
 *
 * Invariant: a key has at most one request under way, so that what a context has seen is known.
 */

export interface Seen {
  readonly context: Uint8Array
  /** The values that the context covers. */
  readonly values: ReadonlySet<string>
}

/** How a write was answered: by W replicas, or, where stand-ins counted among them, by W nodes. */
export interface Acknowledgement {
  readonly context: Uint8Array
  readonly w: number
  readonly isSloppy: boolean
}

/**
 * `open`: may be there or not. All others must be there, and a get must show them: those that a `quorum` (R + W > N)
 * of owners has taken always, those that it has taken together with stand-ins when these have handed them over, those that
 * `fewer` have taken some time.
 */
type WriteState = 'open' | 'fewer' | 'sloppy quorum' | 'quorum'

export class KeyAccount {
  readonly #writes = new Map<string, WriteState>()
  seen: Seen | undefined

  /** Before it is sent. `value` undefined: a delete, which leaves nothing to look for. */
  entered(value: string | undefined, over: Seen | undefined): void {
    for (const covered of over?.values ?? []) if (this.#writes.has(covered)) this.#writes.set(covered, 'open')
    if (value !== undefined) this.#writes.set(value, 'open')
  }

  acknowledged(value: string | undefined, over: Seen | undefined, by: Acknowledgement): void {
    for (const covered of over?.values ?? []) this.#writes.delete(covered)
    if (value !== undefined) {
      const state = by.w < writeQuorum ? 'fewer' : by.isSloppy ? 'sloppy quorum' : 'quorum'
      this.#writes.set(value, state)
    }
    this.seen = {
      context: by.context,
      values: new Set([...(over?.values ?? []), ...(value === undefined ? [] : [value])]),
    }
  }

  read(values: readonly string[], context: Uint8Array): Seen {
    this.seen = { context, values: new Set(values) }
    return this.seen
  }

  get size(): number {
    return this.#writes.size
  }

  /** Acknowledged writes, not superseded. */
  get held(): string[] {
    return [...this.#writes].filter(([, state]) => state !== 'open').map(([value]) => value)
  }

  /** Acknowledged writes that these do not hold. */
  lost(values: readonly string[]): string[] {
    return this.held.filter((value) => !values.includes(value))
  }

  /**
   * What a get with R + W > N should have shown and did not. `owners`: only owners of the key took the write and
   * answered the get, so that one of them answered both; `stand-ins`: others counted somewhere.
   */
  missed(values: readonly string[], isSloppy: boolean): 'owners' | 'stand-ins' | undefined {
    const states = new Set([...this.#writes].filter(([value]) => !values.includes(value)).map(([, s]) => s))
    if (states.has('quorum') && !isSloppy) return 'owners'
    return states.has('quorum') || states.has('sloppy quorum') ? 'stand-ins' : undefined
  }

  /** Values that were superseded. A retried write may leave such a one; it is told of, and is no loss. */
  returned(values: readonly string[]): string[] {
    return values.filter((value) => !this.#writes.has(value))
  }
}

/** With N = 3 and R = 2, as all of a chaos run's gets ask. */
export const writeQuorum = 2
export const readQuorum = 2
