/**
 * Looks after the health of all nodes that this process has links to (Dynamo §4.8.3), by one timer that runs
 * while any of them owes an answer or is suspected, and compares them: one that is much slower than the others
 * is avoided while others suffice.
 *
 * Invariants: what it finds is for this process alone, and never moves data; nothing is looked at, nor any
 * timer set, while nothing is owed. Peers that are closed leave.
 */
import type { Clock, Timer } from '../ports/clock.js'
import type { LinkOptions } from '../wire/link.js'
import { Peer } from './peer.js'

/** How often peers are looked at: what the times of health.ts are late by, at most. */
export const lookEveryMs = 50
/** A look that is later than this shows that this process itself stood still. */
const stoodStillMs = 150
/** Slower than this many times the median of the others, and than so much at all, is slow; half is not any more. */
const slowFactor = 4
const slowMinMs = 50
/** Looks between two comparisons of all. */
const compareEvery = 4

export class FailureDetector {
  readonly #peers = new Set<Peer>()
  #timer: Timer | undefined
  #lookedMs = 0
  #looks = 0
  readonly #onBusy = () => this.#wake()
  readonly #onTimer = () => this.#look()

  constructor(private readonly clock: Clock) {}

  /** Starts connecting; see Link. */
  connect(address: string, options: Omit<LinkOptions, 'watch'>, nodeId?: string): Peer {
    const peer = new Peer(address, options, nodeId, this.#onBusy)
    this.#peers.add(peer)
    return peer
  }

  /** Hangs up on it, and forgets it. */
  drop(peer: Peer): void {
    peer.link.close()
    this.#peers.delete(peer)
  }

  close(): void {
    for (const peer of this.#peers) peer.link.close()
    this.#peers.clear()
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #wake(): void {
    if (this.#timer !== undefined || this.#peers.size === 0) return
    this.#lookedMs = this.clock.nowMs()
    this.#timer = this.clock.setTimer(lookEveryMs, this.#onTimer)
  }

  #look(): void {
    this.#timer = undefined
    const nowMs = this.clock.nowMs()
    const stoodStill = nowMs - this.#lookedMs > stoodStillMs
    this.#looks += 1
    let isWatched = false
    for (const peer of this.#peers) {
      if (stoodStill) peer.awoke(nowMs)
      peer.look(nowMs)
      isWatched ||= peer.isWatched
    }
    // Once more at the end: a request that waited for others must not be held against its node for ever.
    if (this.#looks % compareEvery === 0 || !isWatched) compare(this.#peers)
    this.#lookedMs = nowMs
    if (isWatched && this.#peers.size > 0) this.#timer ??= this.clock.setTimer(lookEveryMs, this.#onTimer)
  }
}

/** Says which peers are slow, measured by the others. */
function compare(peers: Iterable<Peer>): void {
  const scored: { peer: Peer; scoreMs: number }[] = []
  for (const peer of peers) {
    const scoreMs = peer.health === 'up' ? peer.scoreMs : 0
    if (scoreMs > 0) scored.push({ peer, scoreMs })
    else peer.isSlow = false
  }
  scored.sort((a, b) => a.scoreMs - b.scoreMs)
  for (const [rank, { peer, scoreMs }] of scored.entries()) {
    const boundMs = Math.max(slowMinMs, slowFactor * medianWithout(scored, rank))
    peer.isSlow = scoreMs > (peer.isSlow ? boundMs / 2 : boundMs)
  }
}

/** Of all but one, the lower one of two in the middle; of nobody there is none to be slower than. */
function medianWithout(scored: readonly { scoreMs: number }[], rank: number): number {
  if (scored.length < 2) return Number.POSITIVE_INFINITY
  const middle = Math.floor((scored.length - 2) / 2)
  return scored[middle < rank ? middle : middle + 1].scoreMs
}

/**
 * Those worth asking, in their order: first who does well, then who is slow, then who is suspected; before all others
 * `first`, if it does well.
 */
export function likeliestFirst(peers: readonly Peer[], first?: Peer): readonly Peer[] {
  if (first !== undefined && first !== peers[0] && !first.isTroubled && first.link.reachable) {
    return [first, ...likeliestFirst(peers.filter((peer) => peer !== first))]
  }
  if (!peers.some((peer) => peer.isTroubled || !peer.link.reachable)) return peers
  const reachable = peers.filter(({ link }) => link.reachable)
  const suspects = reachable.filter(({ health }) => health === 'suspect')
  const slow = reachable.filter((peer) => peer.isSlow && peer.health !== 'suspect')
  const well = reachable.filter((peer) => !peer.isSlow && peer.health !== 'suspect')
  return [...well, ...slow, ...suspects]
}
