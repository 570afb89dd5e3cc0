/**
 * The course of one request (Dynamo §6.4): to the node that should serve it, and to another when that one
 * fails, or is slow; the first good answer ends it.
 *
 * Invariants: it ends once, by its deadline, and at once when it is told to. It is sent again only where that
 * does no harm: gets always, puts because every attempt carries the same write id; and only within the retry
 * budget. A put that was sent and not answered ends as OUTCOME_UNKNOWN, never as a plain failure.
 */
import { type Deadlines, Waiting } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Peer } from '../membership/peer.js'
import type { Clock, Timer } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import type { RetryBudget } from './retry-budget.js'

export interface Request {
  readonly key: Uint8Array
  /** Made anew for each attempt, with the digest of the ring that chose the node, and its time to answer. */
  readonly call: (ringDigest: number, deadlineMs: number) => Call
  /** Whether it may have changed something when no answer came. */
  readonly writes: boolean
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

export interface ErrandParts {
  readonly clock: Clock
  readonly random: Random
  readonly budget: RetryBudget
  /** When to lose patience with a node. */
  readonly patience: Deadlines
  /** Whom to ask, best first; none when nobody can be reached. */
  readonly candidates: (key: Uint8Array) => readonly Peer[]
  readonly ringDigest: () => number
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

export class Errand {
  /** The reply's frame. Rejects with GrammeError. */
  readonly done: Promise<Frame>
  #resolve: (frame: Frame) => void = () => {}
  #reject: (error: GrammeError) => void = () => {}
  #over = false
  #maybeDone = false
  #failure: GrammeError | undefined
  #candidates: readonly Peer[] = []
  #next = 0
  /** Of the attempt made last. */
  #number = 0
  /** Attempts that have had no answer. */
  #underWay = 0
  /** The node asked last, and when it is not waited for alone any more, whatever it is. */
  #asked: Peer | undefined
  #patienceEndsMs = 0
  /** How often patience was lost. */
  #impatient = 0
  #pause: Timer | undefined
  #patience: Patience | undefined

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
   * to be away, or half of the time is: what it does late may come back beside what has superseded it meanwhile.
   */
  impatient(): void {
    const isAlive = this.#asked?.health === 'up'
    if (this.request.writes && isAlive && this.parts.clock.nowMs() < this.#patienceEndsMs) {
      this.#waitFor(lookAgainMs)
      return
    }
    if (!this.parts.budget.retry()) return
    this.#impatient += 1
    this.#maybeDone ||= this.request.writes
    this.#askNext()
  }

  #startRound(): void {
    this.#candidates = this.parts.candidates(this.request.key)
    this.#next = 0
    if (this.#candidates.length > 0) this.#askNext()
    else this.#failed(new GrammeError('UNREACHABLE', nobody), true, false)
  }

  #askNext(): void {
    const { clock, ringDigest } = this.parts
    const { request } = this
    const peer = this.#candidates[this.#next]
    const { link } = peer
    this.#next += 1
    this.#underWay += 1
    const nowMs = clock.nowMs()
    const leftMs = request.deadlineMs - nowMs
    const deadlineMs = leftMs - Math.min(leftMs * lastWordShare, lastWordMsMax)
    const number = ++this.#number
    const { hasRoom } = link
    link.call(request.call(ringDigest(), deadlineMs), leftMs).then(
      (frame) => this.#answered(frame),
      (error: unknown) => {
        this.#underWay -= 1
        this.#failed(asFailure(error), number === this.#number, hasRoom)
      },
    )
    if (this.#next >= this.#candidates.length) return
    this.#asked = peer
    this.#patienceEndsMs = nowMs + leftMs * patienceShare
    this.#waitFor(peer.patienceMs * patienceFactor ** this.#impatient)
  }

  #waitFor(waitMs: number): void {
    const { clock, patience } = this.parts
    this.#patience = new Patience(Math.min(clock.nowMs() + waitMs, this.#patienceEndsMs), this)
    patience.enter(this.#patience)
  }

  #answered(frame: Frame): void {
    if ((frame.flags & FrameFlag.STALE_RING) !== 0) void this.parts.refresh()
    if (this.#finish()) this.#resolve(frame)
  }

  /**
   * `isLast`: nobody has been asked since, so that it is time to ask somebody else. `wasSent`: not if our own
   * queues were full; what was not sent costs nothing of the budget.
   */
  #failed(failure: GrammeError, isLast: boolean, wasSent: boolean): void {
    if (this.#over) return
    const { clock, budget } = this.parts
    this.#maybeDone ||= this.request.writes && unansweredCodes.has(failure.code)
    // What a node says of its quorum tells more than that some other was silent.
    if (failure.needed !== undefined || this.#failure?.needed === undefined) this.#failure = failure
    const roundOver = this.#next >= this.#candidates.length
    // A busy node is given time only when there is no other to turn to.
    const pauseMs = roundOver ? Math.max(failure.retryAfterMs ?? 0, roundPauseMs) : 0
    const inTime = clock.nowMs() + pauseMs < this.request.deadlineMs
    const isFree = !wasSent || failure.code === 'UNREACHABLE'
    const mayDo = roundOver ? againCodes.has(failure.code) : elsewhereCodes.has(failure.code)
    if (!elsewhereCodes.has(failure.code)) {
      this.#fail(failure)
    } else if (isLast && mayDo && inTime && (isFree || budget.retry())) {
      this.#dropPatience()
      if (roundOver) this.#pauseRound(pauseMs, failure)
      else this.#askNext()
    } else if (this.#underWay === 0 && this.#pause === undefined) {
      this.#fail(this.#failure)
    }
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
    this.#dropPatience()
    return true
  }

  #dropPatience(): void {
    if (this.#patience !== undefined) this.parts.patience.leave(this.#patience)
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
