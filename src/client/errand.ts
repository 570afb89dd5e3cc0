/**
 * The course of one request (Dynamo §6.4): to the node that should serve it, and to another when that one
 * fails, or is slow; the first good answer ends it. A get whose first node is late is hedged: sent to the second as
 * well (hedging.ts). A hedge can only help: when it fails, the first node is waited for as if there had been none.
 *
 * Invariants: it ends once, by its deadline, and at once when it is told to. It is sent again only where that
 * does no harm: gets always, puts because every attempt carries the same write id; and only within the budgets for
 * retries and for hedges. A put that was sent and not answered ends as OUTCOME_UNKNOWN, never as a plain failure.
 */
import { type Deadlines, Waiting } from '../deadlines.js'
import { GrammeError, moreTelling } from '../errors.js'
import type { LoadBudget } from '../load-budget.js'
import type { Peer } from '../membership/peer.js'
import type { Clock, Timer } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import type { Candidates } from './cluster.js'
import type { Hedging } from './hedging.js'
import type { Counts } from './stats.js'

export interface Request {
  readonly key: Uint8Array
  /** The member to ask before all others, if it does well; empty: as the preference list says. */
  readonly first: string
  /** Made anew for each attempt, with the digest of the ring that chose the node, and its time to answer. */
  readonly call: (ringDigest: number, deadlineMs: number) => Call
  /** Whether it may have changed something when no answer came. */
  readonly writes: boolean
  /** Whether it may be sent to a second node when the first is late. */
  readonly mayHedge: boolean
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

export interface ErrandParts {
  readonly clock: Clock
  readonly random: Random
  readonly counts: Counts
  /** For what is sent once more. */
  readonly retries: LoadBudget
  /** For gets that another node is asked for, too, though the first seems to be well and is merely slow. */
  readonly impatience: LoadBudget
  /** Undefined: the application wants none. */
  readonly hedging: Hedging | undefined
  /** When to lose patience with a node. */
  readonly patience: Deadlines
  /** Whom to ask; none when nobody can be reached. */
  readonly candidates: (request: Request) => Candidates
  readonly ringDigest: () => number
  /** Told of the node that found no quorum. */
  readonly foundNoQuorum: (request: Request, by: Peer, failure: GrammeError) => void
  /** Fetches the ring again. Never rejects. */
  readonly refresh: () => Promise<void>
}

const nobody = 'no node that could serve the request can be reached'
/** When everyone who could serve has failed, how long until they are tried again, at least. */
const roundPauseMs = 50
/** The part of the time left after which a silent node is not waited for alone any more, whatever its habits. */
const patienceShare = 0.5
/** How much longer than the node asked before it the next one is given: whoever is slow may not be why. */
const patienceFactor = 4
/** How soon it is looked at again whether the node that has a write is away. */
const lookAgainMs = 50
/** How much earlier than us the node should give up, so that we hear its reasons: a share, and at most. */
const lastWordShare = 0.1
const lastWordMsMax = 50

/** The time that the node asked last is given before somebody else is asked as well. */
class Patience extends Waiting {
  constructor(
    deadlineMs: number,
    private readonly errand: Errand,
  ) {
    super(deadlineMs)
  }

  override overdue(): void {
    this.errand.impatient()
  }
}

/** The time after which a get is sent to a second node as well. */
class HedgeTime extends Waiting {
  constructor(
    deadlineMs: number,
    private readonly errand: Errand,
  ) {
    super(deadlineMs)
  }

  override overdue(): void {
    this.errand.hedge(this.deadlineMs)
  }
}

export class Errand {
  /** The reply's frame. Rejects with GrammeError. */
  readonly done: Promise<Frame>
  #resolve: (frame: Frame) => void = () => {}
  #reject: (error: GrammeError) => void = () => {}
  #over = false
  #maybeDone = false
  #failure: GrammeError | undefined
  #candidates: readonly Peer[] = []
  #serving = 0
  #next = 0
  /** Attempts made. */
  #number = 0
  /** The attempt whose failure is the time to ask somebody else: the last one, but for a hedge that failed. */
  #newest = 0
  /** The attempt that was a hedge; 0: none. */
  #hedge = 0
  /** Attempts that have had no answer. */
  #underWay = 0
  /** The node asked last, and when it is not waited for alone any more, whatever it is. */
  #asked: Peer | undefined
  #patienceEndsMs = 0
  /** How often patience was lost. */
  #impatient = 0
  #pause: Timer | undefined
  #patience: Patience | undefined
  #hedgeTime: HedgeTime | undefined

  constructor(
    private readonly parts: ErrandParts,
    private readonly request: Request,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  start(): void {
    this.#startRound()
  }

  /** Ends it now, unless it has ended; what was sent goes its way. */
  end(error: GrammeError): void {
    if (this.#finish()) this.#reject(error)
  }

  /**
   * The node asked last has not answered for long: somebody else is asked as well. A write only if the node seems
   * to be away, or half of the time is: what it does late may come back beside what has superseded it meanwhile. Nor
   * is anybody who would only hand it on to the same nodes, which would have the more to do; and of what a cluster that
   * is slow as a whole is asked, a small part at most is asked twice.
   */
  impatient(): void {
    const isAlive = this.#asked?.health === 'up'
    const isNoHelp = this.request.writes || this.#mayOnlyHandOn
    const hasTime = this.parts.clock.nowMs() < this.#patienceEndsMs
    if (isAlive && hasTime && (isNoHelp || !this.parts.impatience.spend())) {
      this.#waitFor(lookAgainMs)
      return
    }
    if (!this.#mayRetry()) {
      if (hasTime) this.#waitFor(lookAgainMs)
      return
    }
    this.#impatient += 1
    this.#maybeDone ||= this.request.writes
    this.#askNext()
  }

  /** The node asked first is late; `dueMs` is when it was. */
  hedge(dueMs: number): void {
    const { hedging, counts } = this.parts
    if (hedging === undefined) return
    if (hedging.isLateItself(dueMs)) {
      this.#hedgeAfter(0, hedging)
    } else if (hedging.spend()) {
      counts.hedges += 1
      this.#hedge = this.#number + 1
      this.#askNext()
    } else {
      counts.hedgesRefused += 1
    }
  }

  /** Whether all that serve the key have been asked, and can be reached as well as anybody else can. */
  get #mayOnlyHandOn(): boolean {
    return this.#next >= this.#serving
  }

  #startRound(): void {
    const { peers, serving } = this.parts.candidates(this.request)
    this.#candidates = peers
    this.#serving = serving
    this.#next = 0
    if (this.#candidates.length > 0) this.#askNext()
    else this.#failed(new GrammeError('UNREACHABLE', nobody), this.#newest, false)
  }

  #askNext(): void {
    const { clock, ringDigest } = this.parts
    const { request } = this
    this.#stopWaiting()
    const peer = this.#candidates[this.#next]
    const { link } = peer
    this.#next += 1
    this.#underWay += 1
    const nowMs = clock.nowMs()
    const leftMs = request.deadlineMs - nowMs
    const deadlineMs = leftMs - Math.min(leftMs * lastWordShare, lastWordMsMax)
    const number = ++this.#number
    this.#newest = number
    const { hasRoom } = link
    link.call(request.call(ringDigest(), deadlineMs), leftMs).then(
      (frame) => this.#answered(frame, number),
      (error: unknown) => {
        this.#underWay -= 1
        const failure = asFailure(error)
        if (failure.code === 'QUORUM_NOT_MET') this.parts.foundNoQuorum(request, peer, failure)
        this.#failed(failure, number, hasRoom)
      },
    )
    if (this.#next >= this.#candidates.length) return
    this.#asked = peer
    this.#patienceEndsMs = nowMs + leftMs * patienceShare
    this.#waitFor(peer.patienceMs * patienceFactor ** this.#impatient)
    const { hedging } = this.parts
    if (number > 1 || !request.mayHedge || hedging === undefined || this.#mayOnlyHandOn) return
    const waitMs = hedging.waitMs(peer, this.#candidates[this.#next])
    if (waitMs < leftMs) this.#hedgeAfter(waitMs, hedging)
  }

  #hedgeAfter(waitMs: number, { deadlines }: Hedging): void {
    this.#hedgeTime = new HedgeTime(this.parts.clock.nowMs() + waitMs, this)
    deadlines.enter(this.#hedgeTime)
  }

  #waitFor(waitMs: number): void {
    const { clock, patience } = this.parts
    this.#patience = new Patience(Math.min(clock.nowMs() + waitMs, this.#patienceEndsMs), this)
    patience.enter(this.#patience)
  }

  #answered(frame: Frame, number: number): void {
    if ((frame.flags & FrameFlag.STALE_RING) !== 0) void this.parts.refresh()
    if (!this.#finish()) return
    if (number === this.#hedge) this.parts.counts.hedgesWon += 1
    this.#resolve(frame)
  }

  /**
   * `number`: the attempt. `wasSent`: not if our own queues were full; what was not sent costs nothing of the budget.
   */
  #failed(failure: GrammeError, number: number, wasSent: boolean): void {
    if (this.#over) return
    const { clock } = this.parts
    const isNewest = number === this.#newest
    this.#maybeDone ||= this.request.writes && unansweredCodes.has(failure.code)
    this.#failure = moreTelling(this.#failure, failure)
    if (number === this.#hedge && this.#underWay > 0) {
      if (isNewest) this.#hedgeFailed(number - 1)
      return
    }
    const isNoHelp = failure.code === 'BUSY' && !this.request.writes && this.#mayOnlyHandOn
    const roundOver = this.#next >= this.#candidates.length || isNoHelp
    // A busy node is given time only when there is no other to turn to.
    const pauseMs = roundOver ? Math.max(failure.retryAfterMs ?? 0, roundPauseMs) : 0
    const inTime = clock.nowMs() + pauseMs < this.request.deadlineMs
    const isFree = !wasSent || failure.code === 'UNREACHABLE'
    const mayDoElsewhere = this.#mayDoElsewhere(failure)
    const mayDo = roundOver ? againCodes.has(failure.code) : mayDoElsewhere
    if (!mayDoElsewhere) {
      this.#fail(failure)
    } else if (isNewest && mayDo && inTime && (isFree || this.#mayRetry())) {
      this.#stopWaiting()
      if (roundOver) this.#pauseRound(pauseMs, failure)
      else this.#askNext()
    } else if (this.#underWay === 0 && this.#pause === undefined) {
      this.#fail(this.#failure)
    }
  }

  /** A node that found no quorum for a get may be on the wrong side of a partition, and another on the right one. */
  #mayDoElsewhere({ code }: GrammeError): boolean {
    return elsewhereCodes.has(code) || (code === 'QUORUM_NOT_MET' && !this.request.writes)
  }

  /** The attempt before it goes on as if it were the last one. */
  #hedgeFailed(before: number): void {
    this.#stopWaiting()
    this.#newest = before
    const asked = this.#candidates[before - 1]
    if (this.#next >= this.#candidates.length) return
    this.#asked = asked
    this.#waitFor(asked.patienceMs)
  }

  /** Whether the budget allows one more attempt; if so it is paid for. */
  #mayRetry(): boolean {
    if (!this.parts.retries.spend()) return false
    this.parts.counts.retries += 1
    return true
  }

  /** Everybody is asked again after a pause, those included whom a newer ring may name. */
  #pauseRound(pauseMs: number, failure: GrammeError): void {
    const { clock, random, refresh } = this.parts
    const { deadlineMs } = this.request
    if (failure.code === 'UNREACHABLE' || failure.code === 'STALE_RING') void refresh()
    const jitteredMs = pauseMs * (0.5 + random.next())
    this.#pause = clock.setTimer(Math.min(jitteredMs, deadlineMs - clock.nowMs()), () => {
      this.#pause = undefined
      if (clock.nowMs() < deadlineMs) this.#startRound()
      else this.#fail(failure)
    })
  }

  #fail(failure: GrammeError): void {
    this.end(this.#maybeDone ? outcomeUnknown(failure) : failure)
  }

  /** False when it had ended before. */
  #finish(): boolean {
    if (this.#over) return false
    this.#over = true
    this.#pause?.cancel()
    this.#stopWaiting()
    return true
  }

  #stopWaiting(): void {
    if (this.#patience !== undefined) this.parts.patience.leave(this.#patience)
    if (this.#hedgeTime !== undefined) this.parts.hedging?.deadlines.leave(this.#hedgeTime)
  }
}

/** Failures after which the same nodes may do better a little later. */
const againCodes: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'CONNECTION_LOST',
  'TIMEOUT',
  'BUSY',
  'READ_ONLY',
  'STALE_RING',
])
/** Failures that may be the asked node's alone. */
const elsewhereCodes: ReadonlySet<string> = new Set([...againCodes, 'PROTOCOL', 'INTERNAL'])
/** Failures that leave it open whether a write was done. */
const unansweredCodes: ReadonlySet<string> = new Set([
  'CONNECTION_LOST',
  'TIMEOUT',
  'OUTCOME_UNKNOWN',
  'PROTOCOL',
  'INTERNAL',
])

function asFailure(error: unknown): GrammeError {
  if (!(error instanceof GrammeError)) {
    const message = error instanceof Error ? error.message : String(error)
    return new GrammeError('INTERNAL', message, { cause: error })
  }
  // A link is closed when its node has moved: to the request that is a lost connection. When the whole
  // client is closed the errand has ended already.
  return error.code === 'CLOSED' ? new GrammeError('CONNECTION_LOST', error.message, { cause: error }) : error
}

function outcomeUnknown(failure: GrammeError): GrammeError {
  if (failure.code === 'OUTCOME_UNKNOWN') return failure
  const { needed, got } = failure
  const counts = needed === undefined || got === undefined ? {} : { needed, got }
  const message = `the write may or may not have been done: ${failure.message}`
  return new GrammeError('OUTCOME_UNKNOWN', message, { ...counts, cause: failure })
}
