/**
 * Counts answers while ownership may be moving (Dynamo §4.5, §4.9). There are two quorums, and both must be met: of
 * those that own the key, and of those that serve it, owners that have been filled and those before them. So whoever
 * knows only the owners before, and whoever knows only those now, meets what was written by the other. At all other
 * times the two are the same.
 *
 * A node that is asked twice, as a stand-in and for what it had as an owner, counts once.
 *
 * Invariant: the state moves from `waiting` to `met` or `missed` once, and stays, unless more are asked.
 */
import { Quorum, type QuorumState } from './quorum.js'
import type { Claim } from './standing.js'

/** In what capacity a node answers: what it says that it is to the key, or that it stands in. */
export type Capacity = Claim | 'stand-in'

export class JointQuorum {
  readonly #owners: Quorum
  readonly #serving: Quorum
  #unserved = 0
  /** Who has been counted that is no owner which serves. */
  #others: Set<string> | undefined

  /** `asked`: how many may answer. `needed`: how many must, 1 or more, in each of the two. */
  constructor(
    asked: number,
    readonly needed: number,
  ) {
    this.#owners = new Quorum(asked, needed)
    this.#serving = new Quorum(asked, needed)
  }

  get state(): QuorumState {
    const states = [this.#owners.state, this.#serving.state]
    if (states.includes('missed')) return 'missed'
    return states.includes('waiting') ? 'waiting' : 'met'
  }

  /**
   * The state where owners will do if those that serve cannot be had: for a write, which is then as good as one that
   * stand-ins hold.
   */
  get looseState(): QuorumState {
    if (this.#owners.state !== 'met') return this.#owners.state
    return this.#serving.state === 'waiting' ? 'waiting' : 'met'
  }

  get complete(): boolean {
    return this.#owners.complete
  }

  get got(): number {
    return Math.min(this.#owners.got, this.#serving.got)
  }

  get gotOfOwners(): number {
    return this.#owners.got
  }

  /** Whether stand-ins were needed. */
  get isSloppy(): boolean {
    return this.#owners.isSloppy || this.#serving.isSloppy
  }

  /** How many answered that do not serve the key, or not yet: a moment later they may. */
  get unserved(): number {
    return this.#unserved
  }

  askedMore(): void {
    this.#owners.askedMore()
    this.#serving.askedMore()
  }

  failed(): void {
    this.#owners.failed()
    this.#serving.failed()
  }

  answered(id: string, capacity: Capacity): void {
    if (capacity === 'serving') {
      this.#owners.answered()
      this.#serving.answered()
      return
    }
    if (capacity === 'filling' || capacity === 'gone') this.#unserved += 1
    this.#others ??= new Set()
    const isNew = capacity !== 'gone' && !this.#others.has(id)
    if (isNew) this.#others.add(id)
    const standsIn = capacity === 'stand-in'
    count(this.#owners, isNew && (standsIn || capacity === 'filling'), standsIn)
    count(this.#serving, isNew && (standsIn || capacity === 'former'), standsIn)
  }
}

function count(quorum: Quorum, counts: boolean, standsIn: boolean): void {
  if (counts) quorum.answered(!standsIn)
  else quorum.failed()
}
