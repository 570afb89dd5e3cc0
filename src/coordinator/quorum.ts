/**
 * Counts answers towards a quorum (Dynamo §4.5). Only a real answer counts: what a replica holds, or that it
 * holds nothing; what a stand-in holds for an owner, and not that it holds nothing, which it would say of any
 * key. A failure, a silence, or a copy whose bytes are spoiled does not.
 *
 * Invariant: the state moves from `waiting` to `met` or `missed` once, and stays, unless more are asked.
 */
export type QuorumState = 'waiting' | 'met' | 'missed'

export class Quorum {
  #asked: number
  #got = 0
  #gotOfOwners = 0
  #failed = 0

  /** `asked`: how many may answer. `needed`: how many must, 1 or more. */
  constructor(
    asked: number,
    readonly needed: number,
  ) {
    this.#asked = asked
  }

  get got(): number {
    return this.#got
  }

  /** Whether owners alone would not do. */
  get isSloppy(): boolean {
    return this.#gotOfOwners < this.needed
  }

  get state(): QuorumState {
    if (this.#got >= this.needed) return 'met'
    return this.#asked - this.#failed < this.needed ? 'missed' : 'waiting'
  }

  /** Whether everybody has answered or failed. */
  get complete(): boolean {
    return this.#got + this.#failed >= this.#asked
  }

  askedMore(): void {
    this.#asked += 1
  }

  answered(isOwner = true): void {
    this.#got += 1
    if (isOwner) this.#gotOfOwners += 1
  }

  failed(): void {
    this.#failed += 1
  }
}
