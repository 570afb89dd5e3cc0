/**
 * Counts answers towards a quorum (Dynamo §4.5). Only a replica's real answer counts: what it holds, or that
 * it holds nothing. A failure, a silence, or a copy whose bytes are spoiled does not.
 *
 * Invariant: the state moves from `waiting` to `met` or `missed` once, and stays.
 */
export type QuorumState = 'waiting' | 'met' | 'missed'

export class Quorum {
  #got = 0
  #failed = 0

  /** `asked`: how many may answer. `needed`: how many must, 1 or more. */
  constructor(
    readonly asked: number,
    readonly needed: number,
  ) {}

  get got(): number {
    return this.#got
  }

  get state(): QuorumState {
    if (this.#got >= this.needed) return 'met'
    return this.asked - this.#failed < this.needed ? 'missed' : 'waiting'
  }

  /** Whether everybody has answered or failed. */
  get complete(): boolean {
    return this.#got + this.#failed >= this.asked
  }

  answered(): void {
    this.#got += 1
  }

  failed(): void {
    this.#failed += 1
  }
}
