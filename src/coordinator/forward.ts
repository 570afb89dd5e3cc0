/**
 * Hands a client's request on to a node that can coordinate it (Dynamo §5, server-driven coordination): to the
 * key's owners in the order of the preference list, but for the one that the client knows to be the fastest, who
 * comes first, and those that are slow or suspected, who come last.
 * One that does not answer for longer than it usually takes is waited for together with the next; where it seems
 * to be alive, that is a hedge, which only a get makes, and a budget bounds. Trying another is safe for a put too,
 * since its write id makes the second attempt the same write.
 *
 * A get for which an owner found no quorum goes to the next as well, which may be on another side of a partition.
 *
 * Invariants: each owner is asked once at most; hedges are a small part of what is forwarded; the request ends once, by
 * its deadline; the first good answer is the answer, and a write that was sent and not answered is never told as a plain failure.
 */
import { type Deadlines, Waiting } from '../deadlines.js'
import { GrammeError, moreTelling } from '../errors.js'
import { LoadBudget } from '../load-budget.js'
import type { Clock } from '../ports/clock.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import { encodedAlready } from '../wire/frame-writer.js'
import { likeliestFirst, type Peers } from './peers.js'

export interface ForwardParts {
  readonly peers: Peers
  readonly clock: Clock
  /** When to lose patience with an owner. */
  readonly deadlines: Deadlines
  /** For gets that another owner is asked as well. */
  readonly hedges: LoadBudget
}

/** Of one node: a twentieth of what it forwards, and a hundred saved up. */
export function forwardHedges(): LoadBudget {
  return new LoadBudget(0.05, 100)
}

export interface ForwardRequest {
  readonly frame: Frame
  readonly owners: readonly string[]
  /** Who is to be asked first, if it is an owner and well; empty: as the list says. */
  readonly first: string
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  /** Answers the request needs, for the error. */
  readonly needed: number
  /** Whether it may have changed something when no answer came. */
  readonly writes: boolean
  /** Owners or nobody: whoever asked has no other way when they do not answer, and waits until the deadline. */
  readonly isStrict: boolean
}

/** How much longer than the owner asked before it the next one is given: whoever is slow may not be why. */
const patienceFactor = 4
/** The part of the time left after which it is not waited for alone any more, whatever its habits. */
const patienceShare = 0.5
/** How soon it is looked at again whether the owner that has a write is away. */
const lookAgainMs = 50
/** A suspect that is well again answers at once, and another is not kept waiting for one that is not. */
const suspectPatienceMs = 25

/**
 * The reply of the owner that answered. Throws GrammeError: an owner's; QUORUM_NOT_MET when none can be asked or,
 * unless it is strict, none has answered for longer than usual; TIMEOUT; OUTCOME_UNKNOWN for a write that was sent
 * to an owner who then did not answer.
 */
export function forward(parts: ForwardParts, request: ForwardRequest): Promise<Frame> {
  return new Forwarding(parts, request).done
}

/** The time that the owner asked last is given before another is asked as well. */
class Patience extends Waiting {
  constructor(
    deadlineMs: number,
    private readonly forwarding: Forwarding,
  ) {
    super(deadlineMs)
  }

  override overdue(): void {
    this.forwarding.impatient()
  }
}

class Forwarding {
  readonly done: Promise<Frame>
  #resolve: (frame: Frame) => void = () => {}
  #reject: (error: unknown) => void = () => {}
  #over = false
  readonly #call: Call
  /** Yet to be asked. */
  readonly #owners: string[]
  #asked = 0
  /** The owner asked last, and when it is not waited for alone any more, whatever it is. */
  #last: string | undefined
  #patienceEndsMs = 0
  #underWay = 0
  #impatient = 0
  #maybeDone = false
  #failure: GrammeError
  /** Whether the failure is an owner's word on the quorum. */
  #hasVerdict = false
  #patience: Patience | undefined

  constructor(
    private readonly parts: ForwardParts,
    private readonly request: ForwardRequest,
  ) {
    const { frame, owners, first, needed } = request
    const header = encodedAlready(frame.header)
    this.#call = { type: frame.type, flags: FrameFlag.FORWARDED, header, value: [frame.value] }
    this.#owners = likeliestFirst(parts.peers, owners, first)
    this.#failure = new GrammeError('QUORUM_NOT_MET', this.#noneCan, { needed, got: 0 })
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    parts.hedges.earn()
    this.#askNext()
  }

  /**
   * The owner asked last has not answered for long: another is asked as well, within the budget if the owner seems
   * to be alive: where all are slow, asking more would make them slower. A write is handed to another only if
   * the owner seems to be away, or half of the time is: what is done late may come back beside what has superseded
   * it meanwhile.
   */
  impatient(): void {
    const { peers, clock, hedges } = this.parts
    const isAlive = this.#last !== undefined && peers.health(this.#last) === 'up'
    if (isAlive && !(this.request.writes ? clock.nowMs() >= this.#patienceEndsMs : hedges.spend())) {
      this.#waitFor(lookAgainMs)
      return
    }
    this.#impatient += 1
    this.#maybeDone ||= this.request.writes
    if (this.#owners.length > 0) this.#askNext()
    else this.#fail(this.#failure)
  }

  get #noneCan(): string {
    return `none of the key's ${this.request.owners.length} owners could coordinate the request`
  }

  #askNext(): void {
    const { peers, clock } = this.parts
    const leftMs = this.request.deadlineMs - clock.nowMs()
    const id = leftMs > 0 ? this.#owners.shift() : undefined
    if (id === undefined) {
      if (this.#underWay === 0) this.#fail(leftMs > 0 ? this.#failure : this.#tooLate())
      return
    }
    const number = ++this.#asked
    this.#underWay += 1
    if (this.#owners.length > 0 || !this.request.isStrict) {
      this.#last = id
      this.#patienceEndsMs = clock.nowMs() + leftMs * patienceShare
      const isSuspect = peers.health(id) === 'suspect'
      this.#waitFor(isSuspect ? suspectPatienceMs : peers.patienceMs(id) * patienceFactor ** this.#impatient)
    }
    peers.call(id, this.#call, leftMs).then(
      (frame) => {
        if (this.#finish()) this.#resolve(frame)
      },
      (error: unknown) => {
        this.#underWay -= 1
        this.#failed(error, number === this.#asked)
      },
    )
  }

  #waitFor(waitMs: number): void {
    const { clock, deadlines } = this.parts
    this.#patience = new Patience(Math.min(clock.nowMs() + waitMs, this.#patienceEndsMs), this)
    deadlines.enter(this.#patience)
  }

  /** `isLast`: nobody has been asked since. */
  #failed(error: unknown, isLast: boolean): void {
    if (this.#over) return
    if (!(error instanceof GrammeError)) {
      if (this.#finish()) this.#reject(error)
      return
    }
    const { needed, writes } = this.request
    this.#maybeDone ||= writes && unansweredCodes.has(error.code)
    const isLonely = !writes && error.code === 'QUORUM_NOT_MET'
    if (isLonely || anotherMayDoCodes.has(error.code)) {
      const message = `${this.#noneCan}: ${error.message}`
      // What an owner says of the quorum tells more than that another could not be asked.
      if (isLonely) this.#failure = this.#hasVerdict ? moreTelling(this.#failure, error) : error
      else if (!this.#hasVerdict)
        this.#failure = new GrammeError('QUORUM_NOT_MET', message, { needed, got: 0, cause: error })
      this.#hasVerdict ||= isLonely
      if (!isLast && this.#underWay > 0) return
      this.#dropPatience()
      this.#askNext()
      return
    }
    // An owner's verdict: nobody else is asked. One who was asked already may do better if it was the quorum.
    this.#dropPatience()
    this.#owners.length = 0
    this.#failure = this.#hasVerdict ? moreTelling(this.#failure, error) : error
    if (this.#underWay === 0 || !quorumCodes.has(error.code)) this.#fail(this.#failure)
  }

  #tooLate(): GrammeError {
    const message = `${this.#noneCan} before the deadline`
    return new GrammeError('TIMEOUT', message, {
      needed: this.request.needed,
      got: 0,
      cause: this.#failure,
    })
  }

  #fail(failure: GrammeError): void {
    if (!this.#finish()) return
    if (!this.#maybeDone || failure.code === 'OUTCOME_UNKNOWN') {
      this.#reject(failure)
      return
    }
    const { needed } = this.request
    const message = `the write may or may not have been done: ${failure.message}`
    this.#reject(
      new GrammeError('OUTCOME_UNKNOWN', message, { needed, got: failure.got ?? 0, cause: failure }),
    )
  }

  /** False when it had ended before. */
  #finish(): boolean {
    if (this.#over) return false
    this.#over = true
    this.#dropPatience()
    return true
  }

  #dropPatience(): void {
    if (this.#patience !== undefined) this.parts.deadlines.leave(this.#patience)
    this.#patience = undefined
  }
}

/** Failures that are the asked node's own, so that another owner may do better. */
const anotherMayDoCodes: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'CONNECTION_LOST',
  'CLOSED',
  'BUSY',
  'READ_ONLY',
  'STALE_RING',
  'INTERNAL',
  // The owner's quarrel with this node, not with the client, whose request has passed all checks here.
  'PROTOCOL',
])
/** Failures that leave it open whether a write was done. */
const unansweredCodes: ReadonlySet<string> = new Set(['CONNECTION_LOST', 'CLOSED', 'TIMEOUT'])
/** Verdicts on the quorum that one owner could bring together. */
const quorumCodes: ReadonlySet<string> = new Set(['QUORUM_NOT_MET', 'OUTCOME_UNKNOWN', 'TIMEOUT'])
