/**
 * Takes requests up to a limit, and knows whom to ask: a node that holds the key when the client coordinates,
 * or anybody when the nodes do (Dynamo §6.4).
 */
import { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import { LoadBudget } from '../load-budget.js'
import { likeliestFirst } from '../membership/failure-detector.js'
import type { Peer } from '../membership/peer.js'
import { Numbered } from '../numbered.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Frame } from '../wire/frame.js'
import type { Candidates, Cluster } from './cluster.js'
import { Errand, type ErrandParts, type Request } from './errand.js'
import { Hedging } from './hedging.js'
import type { ClientSettings } from './options.js'
import { type Counts, noCounts } from './stats.js'

export interface RouterOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly random: Random
  readonly settings: Pick<ClientSettings, 'coordination' | 'requestsMax' | 'hedging'>
}

/** Retries, as a part of all requests. */
const retryShare = 0.1
/** So that a client that does one thing at a time can still turn from one node to another. */
const retryBurstMin = 10
/** When thousands of requests become slow at once, not all of them are made twice. */
const impatienceBurst = 100

export class Router {
  readonly counts: Counts = noCounts()
  readonly #parts: ErrandParts
  readonly #underWay = new Numbered<Errand>()
  /** One listener for each signal: many requests may share one, and platforms warn of many listeners. */
  readonly #followers = new Map<AbortSignal, { errands: Set<Errand>; abort: () => void }>()
  #closed = false

  constructor(private readonly options: RouterOptions) {
    const { cluster, clock, random, settings } = options
    const { hedging, requestsMax } = settings
    this.#parts = {
      clock,
      random,
      counts: this.counts,
      // As many as may be under way, since one lost connection fails them all at once.
      retries: new LoadBudget(retryShare, Math.max(requestsMax, retryBurstMin)),
      impatience: new LoadBudget(retryShare, impatienceBurst),
      hedging: hedging === false ? undefined : new Hedging(clock, hedging),
      patience: new Deadlines(clock),
      candidates: (request) => this.#candidates(request),
      ringDigest: () => cluster.ring.digest,
      refresh: () => cluster.refresh(),
      foundNoQuorum: ({ key, writes }, { link }, { needed = 0 }) => {
        // One that was asked for more than usual may well find what is usual.
        if (!writes && needed <= cluster.shape.readQuorum && link.peer !== undefined)
          cluster.foundNoQuorum(key, link.peer.nodeId)
      },
    }
  }

  /** The reply's frame. Throws GrammeError. */
  async send(request: Request): Promise<Frame> {
    if (this.#closed) throw closed()
    const { signal } = request
    if (signal?.aborted === true) throw aborted(signal)
    if (this.#underWay.size >= this.options.settings.requestsMax) {
      throw new GrammeError('BUSY', `${this.#underWay.size} requests are under way, the limit`, {
        retryAfterMs: 10,
      })
    }
    this.counts.requests += 1
    this.#parts.retries.earn()
    this.#parts.impatience.earn()
    this.#parts.hedging?.requested()
    const errand = new Errand(this.#parts, request)
    const leave = signal && this.#follow(signal, errand)
    const number = this.#underWay.next()
    this.#underWay.add(number, errand)
    try {
      errand.start()
      return await errand.done
    } finally {
      this.#underWay.delete(number)
      leave?.()
    }
  }

  /** Ends the errand when the signal fires. What it gives back stops that. */
  #follow(signal: AbortSignal, errand: Errand): () => void {
    let followers = this.#followers.get(signal)
    if (followers === undefined) {
      const errands = new Set<Errand>()
      const abort = () => {
        for (const one of errands) one.end(aborted(signal))
      }
      followers = { errands, abort }
      this.#followers.set(signal, followers)
      signal.addEventListener('abort', abort)
    }
    const { errands, abort } = followers
    errands.add(errand)
    return () => {
      errands.delete(errand)
      if (errands.size > 0) return
      signal.removeEventListener('abort', abort)
      this.#followers.delete(signal)
    }
  }

  /** Requests under way reject with CLOSED, and so do all that come. */
  close(): void {
    this.#closed = true
    for (const errand of this.#underWay.all()) errand.end(closed())
  }

  /**
   * Whom to ask, best first: the key's owners, the slow ones last, and then the others; or anybody, for server
   * coordination; those that can be reached. Before all other owners comes for a put the fastest, for a get the first that
   * is not on the wrong side of a partition.
   */
  #candidates({ key, first, writes }: Request): Candidates {
    const { cluster, settings, random } = this.options
    if (settings.coordination === 'client') {
      const best = writes ? first : cluster.firstInCompanyFor(key)
      return ownersFirst(cluster.peersFor(key), cluster.peerOf(best), writes)
    }
    const peers = likeliestFirst(cluster.allPeers())
    const well = peers.filter(({ isTroubled }) => !isTroubled)
    const from = Math.floor(random.next() * well.length)
    const troubled = peers.filter(({ isTroubled }) => isTroubled)
    return { peers: [...well.slice(from), ...well.slice(0, from), ...troubled], serving: peers.length }
  }
}

/**
 * Owners come before all others, also the slow ones: who owns nothing of the key would hand the request on to them, and
 * give them more to do. Unless one of them is away or suspected: others may know better, and reach it. Nor does a put go
 * first to owners that are all slow, whose place others can take.
 */
function ownersFirst({ peers, serving }: Candidates, first: Peer | undefined, writes: boolean): Candidates {
  const isWell = (peer: Peer) => peer.link.reachable && !peer.isTroubled
  const isAsEver = first === undefined || first === peers[0]
  if (isAsEver && peers.every(isWell)) return { peers, serving }
  const owners = peers.slice(0, serving)
  const areAlive = owners.every(({ link, health }) => link.reachable && health !== 'suspect')
  if (!areAlive || (writes && !owners.some(isWell))) {
    return { peers: likeliestFirst(peers, first), serving: peers.length }
  }
  return { peers: [...likeliestFirst(owners, first), ...likeliestFirst(peers.slice(serving))], serving }
}

function closed(): GrammeError {
  return new GrammeError('CLOSED', 'the client is closed')
}

function aborted(signal: AbortSignal): GrammeError {
  return new GrammeError('ABORTED', 'the request was aborted', { cause: signal.reason })
}
