/**
 * Whom a request asks: the first N healthy nodes of the key's preference list (Dynamo §4.6, sloppy quorum). For
 * each owner that is not healthy the next healthy node stands in. Owners that are not are asked all the same,
 * which costs nothing where the failure is known and wins a replica where the suspicion was wrong.
 *
 * When one that was asked fails, the next stand-in is asked in its stead; when no healthy one is left and too few to
 * meet the quorum, one that is suspected, since a suspicion may be wrong. So a write finds W nodes as long as the
 * cluster has W. A strict request asks owners only.
 *
 * Invariant: no node is asked twice, and healthy stand-ins are asked in the order of the list, which is the same at all
 * nodes: who reads asks those who hold what was written, as long as both see the same nodes away.
 */
import type { Preference } from '../ring/ring.js'
import type { Peers } from './peers.js'

export interface TargetOptions {
  /** The key's whole preference list, owners first. */
  readonly list: readonly Preference[]
  readonly selfId: string
  readonly peers: Pick<Peers, 'reachable' | 'health'>
  readonly isStrict: boolean
  /** R or W. */
  readonly needed: number
}

export class Targets {
  /** Whom to ask at once. */
  readonly first: readonly Preference[]
  readonly ownerCount: number
  /** What this node is to the key; undefined: it is not to be asked. */
  readonly selfRole: Preference['role'] | undefined
  /** Where to look for the next stand-in. */
  #next: number
  /** Those asked that have not failed. */
  #alive: number
  /** Stand-ins that were not healthy when their turn came. */
  readonly #passedOver: Preference[] = []

  constructor(private readonly options: TargetOptions) {
    const { list, selfId, peers, isStrict } = options
    let owners = 0
    let away = 0
    let isOwner = false
    while (owners < list.length && list[owners].role === 'owner') {
      const { id } = list[owners]
      if (id === selfId) isOwner = true
      else if (peers.health(id) !== 'up') away += 1
      owners += 1
    }
    this.ownerCount = owners
    this.#next = owners
    const first = list.slice(0, owners)
    if (!isStrict) {
      // A coordinator that owns nothing of the key holds its own hint of it.
      const self = isOwner ? undefined : list.find(({ id }) => id === selfId)
      if (self !== undefined) first.push(self)
      while (first.length < owners + away) {
        const standIn = this.#nextStandIn()
        if (standIn === undefined) break
        first.push(standIn)
      }
    }
    this.first = first
    this.selfRole = isOwner ? 'owner' : isStrict ? undefined : 'stand-in'
    this.#alive = first.length
  }

  /** One of those asked has failed: who is asked in its stead, if anybody is to be. */
  failed(): Preference | undefined {
    this.#alive -= 1
    if (this.options.isStrict || this.#alive >= this.ownerCount) return undefined
    return this.more() ?? (this.#alive < this.options.needed ? this.#suspect() : undefined)
  }

  /** One more stand-in that is healthy. */
  more(): Preference | undefined {
    if (this.options.isStrict) return undefined
    const standIn = this.#nextStandIn()
    if (standIn !== undefined) this.#alive += 1
    return standIn
  }

  /** How many could be asked in all, this node included: a suspicion may be wrong. */
  able(): number {
    const { list, selfId, peers, isStrict } = this.options
    const whom = isStrict ? list.slice(0, this.ownerCount) : list
    return whom.filter(({ id }) => id === selfId || peers.reachable(id)).length
  }

  #nextStandIn(): Preference | undefined {
    const { list, selfId, peers } = this.options
    while (this.#next < list.length) {
      const candidate = list[this.#next]
      this.#next += 1
      if (candidate.id === selfId) continue
      if (peers.health(candidate.id) === 'up') return candidate
      this.#passedOver.push(candidate)
    }
    return undefined
  }

  #suspect(): Preference | undefined {
    const { peers } = this.options
    const at = this.#passedOver.findIndex(({ id }) => peers.reachable(id))
    if (at < 0) return undefined
    this.#alive += 1
    return this.#passedOver.splice(at, 1)[0]
  }
}
