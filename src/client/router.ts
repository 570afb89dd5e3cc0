/**
 * Sends a request to a node that can serve it, and to another when that one fails (Dynamo §6.4).
 *
 * Invariants: a request ends by its deadline. It is sent again only where that does no harm: gets always,
 * puts because every attempt carries the same write id; and only within the retry budget. A put that was
 * sent and not answered ends as OUTCOME_UNKNOWN, never as a plain failure.
 */
import { GrammeError } from '../errors.js'
import { type Clock, sleep } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import type { Link } from '../wire/link.js'
import type { Cluster } from './cluster.js'
import { RetryBudget } from './retry-budget.js'

export interface RouterOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly random: Random
  readonly coordination: 'client' | 'server'
  readonly requestsMax: number
}

export interface Request {
  readonly key: Uint8Array
  /** Made anew for each attempt, with the digest of the ring that chose the node. */
  readonly call: (ringDigest: number) => Call
  /** Whether it may have changed something when no answer came. */
  readonly writes: boolean
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

/** When everyone who could serve has failed, how long until they are tried again. */
const roundPauseMs = 50
/** The part of the time left that one node may take before another is tried. */
const attemptShare = 0.5

export class Router {
  readonly #budget: RetryBudget
  #underWay = 0

  constructor(private readonly options: RouterOptions) {
    this.#budget = new RetryBudget(options.requestsMax)
  }

  /** The reply's frame. Throws GrammeError. */
  async send(request: Request): Promise<Frame> {
    if (this.#underWay >= this.options.requestsMax) {
      throw new GrammeError('BUSY', `${this.#underWay} requests are under way, the limit`, {
        retryAfterMs: 10,
      })
    }
    this.#underWay += 1
    this.#budget.request()
    try {
      const { signal } = request
      return signal === undefined
        ? await this.#attempt(request)
        : await abortable(signal, this.#attempt(request))
    } finally {
      this.#underWay -= 1
    }
  }

  async #attempt(request: Request): Promise<Frame> {
    const { cluster, clock } = this.options
    let maybeDone = false
    let candidates = this.#candidates(request.key)
    let next = 0
    for (;;) {
      const link = candidates[next]
      next += 1
      const leftMs = request.deadlineMs - clock.nowMs()
      let failure: GrammeError
      if (link === undefined) {
        failure = new GrammeError('UNREACHABLE', 'no node that could serve the request can be reached')
      } else {
        try {
          const others = next < candidates.length
          const frame = await link.call(
            request.call(cluster.ring.digest),
            others ? leftMs * attemptShare : leftMs,
          )
          if ((frame.flags & FrameFlag.STALE_RING) !== 0) void cluster.refresh()
          return frame
        } catch (error) {
          failure = asFailure(error)
        }
      }
      maybeDone ||= request.writes && unansweredCodes.has(failure.code)
      const waitMs = Math.max(failure.retryAfterMs ?? 0, link === undefined ? roundPauseMs : 0)
      const mayRetry = retryCodes.has(failure.code) && clock.nowMs() + waitMs < request.deadlineMs
      if (!mayRetry || request.signal?.aborted === true || !this.#budget.retry()) {
        throw maybeDone ? outcomeUnknown(failure) : failure
      }
      if (failure.code === 'STALE_RING') await cluster.refresh()
      // A busy node is given time only when there is no other to turn to.
      if (waitMs > 0 && next >= candidates.length)
        await sleep(clock, waitMs * (0.5 + this.options.random.next()))
      if (next >= candidates.length) {
        if (link === undefined || failure.code === 'UNREACHABLE') await cluster.refresh()
        candidates = this.#candidates(request.key)
        next = 0
      }
    }
  }

  /** Whom to ask, best first: the key's owners, reachable ones before; or anybody, for server coordination. */
  #candidates(key: Uint8Array): Link[] {
    const { cluster, coordination, random } = this.options
    if (coordination === 'server') {
      const links = cluster.allLinks().filter((link) => link.reachable)
      const first = Math.floor(random.next() * links.length)
      return [...links.slice(first), ...links.slice(0, first)]
    }
    const { ring } = cluster
    const links: Link[] = []
    for (const { id } of ring.preferenceList(ring.partitionOf(key))) {
      const link = cluster.linkOf(id)
      if (link?.reachable === true) links.push(link)
    }
    return links
  }
}

/** Failures after which another node, or the same a little later, may do better. */
const retryCodes = new Set(['UNREACHABLE', 'CONNECTION_LOST', 'TIMEOUT', 'BUSY', 'READ_ONLY', 'STALE_RING'])
/** Failures that leave it open whether a write was done. */
const unansweredCodes = new Set(['CONNECTION_LOST', 'TIMEOUT', 'OUTCOME_UNKNOWN'])

function asFailure(error: unknown): GrammeError {
  if (error instanceof GrammeError) return error
  return new GrammeError('INTERNAL', error instanceof Error ? error.message : String(error), { cause: error })
}

function outcomeUnknown(failure: GrammeError): GrammeError {
  if (failure.code === 'OUTCOME_UNKNOWN') return failure
  const message = `the write may or may not have been done: ${failure.message}`
  return new GrammeError('OUTCOME_UNKNOWN', message, { cause: failure })
}

/** Rejects with ABORTED when the signal fires first; what was sent goes its way. */
function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new GrammeError('ABORTED', 'the request was aborted', { cause: signal.reason }))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
