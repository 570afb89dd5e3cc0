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

export class KeyAccount {
  /** True: acknowledged and not superseded. False: may be there or not. */
  readonly #writes = new Map<string, boolean>()
  seen: Seen | undefined

  /** Before it is sent. `value` undefined: a delete, which leaves nothing to look for. */
  entered(value: string | undefined, over: Seen | undefined): void {
    for (const covered of over?.values ?? []) if (this.#writes.has(covered)) this.#writes.set(covered, false)
    if (value !== undefined) this.#writes.set(value, false)
  }

  acknowledged(value: string | undefined, over: Seen | undefined, context: Uint8Array): void {
    for (const covered of over?.values ?? []) this.#writes.delete(covered)
    if (value !== undefined) this.#writes.set(value, true)
    this.seen = {
      context,
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

  /** Acknowledged writes that these do not hold. */
  lost(values: readonly string[]): string[] {
    return [...this.#writes]
      .filter(([value, must]) => must && !values.includes(value))
      .map(([value]) => value)
  }

  /** Values that were superseded. A retried write may leave such a one; it is told of, and is no loss. */
  returned(values: readonly string[]): string[] {
    return values.filter((value) => !this.#writes.has(value))
  }
}
