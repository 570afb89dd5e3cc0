/**
 * A get across replicas (Dynamo §4.5, §5): all owners are asked at once what they hold, and stand-ins for those
 * that are away what they hold for them; the answer is the merge of the first R. Peers are told which version the
 * coordinator holds, so that one that holds the same says just that, from memory, and no value travels. When the last
 * answer is in, replicas that showed themselves stale are sent what all together know (read repair), behind the
 * client's back.
 *
 * Others stand in for owners that come to be suspected while they are waited for. When only suspects are left to wait
 * for, the get ends after a moment: this node may be on the wrong side of a partition, and an owner on the other side
 * can answer at once. Whoever asked is told so, and asks there.
 */
import type { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import { type Clock, sleep } from '../ports/clock.js'
import type { Hints } from '../replica/hints.js'
import type { Held, Replica } from '../replica/replica.js'
import type { Preference, Role } from '../ring/ring.js'
import { type Digest, digestsEqual } from '../store/store.js'
import type { VersionedObject } from '../version/object.js'
import { Decision, type Verdict } from './decision.js'
import type { Capacity } from './joint-quorum.js'
import type { Peers } from './peers.js'
import { type ReadRepairs, repairTimeoutMs } from './read-repair.js'
import { type ReadAnswer, ReadState } from './read-state.js'
import { isSpoiled, type ReplicaAnswer, replicaAnswer, replicaGet, standingOfGet } from './replica-calls.js'
import { type Standing, weaker } from './standing.js'
import { Targets } from './targets.js'

export interface GetParts {
  readonly selfId: string
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly replica: Replica
  readonly hints: Hints
  readonly peers: Peers
  readonly repairs: ReadRepairs
  /** Told how long this node's own part of a request took. */
  readonly ownPartTook: (tookMs: number) => void
  /** What this node is to a partition. */
  readonly standing: (partition: number) => Standing
}

export interface GetRequest {
  readonly key: Uint8Array
  readonly partition: number
  /** The key's whole preference list. */
  readonly list: readonly Preference[]
  /** Ask owners only. */
  readonly isStrict: boolean
  /** Answers to wait for. */
  readonly r: number
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
}

export interface GetResult {
  /** Undefined: nobody who answered held anything. */
  readonly object: VersionedObject | undefined
  readonly replies: number
  /** Whether fewer than R of those are owners. */
  readonly isSloppy: boolean
  /** The owner that was the first to answer; empty: none has. */
  readonly fastest: string
}

/** While data moves, who is to answer may just have changed: a read that found so is made again after a moment. */
const againAfterMs = 25
/** The pause doubles with each time: who is being filled for longer is not asked the more for it. */
const againAfterMsMax = 400

/** How long suspects are waited for when nobody else is left, since a suspicion may be wrong; looked at now and then. */
const suspectsGraceMs = 50

/** Throws GrammeError: QUORUM_NOT_MET, TIMEOUT. */
export async function getAcross(parts: GetParts, request: GetRequest): Promise<GetResult> {
  let pauseMs = againAfterMs
  for (;;) {
    const read = new Read(parts, request)
    const verdict = await read.decision.made
    const leftMs = request.deadlineMs - parts.clock.nowMs()
    const mayDoBetter =
      verdict === 'missed' && !read.hasGivenUp && read.state.unserved > 0 && leftMs > 2 * pauseMs
    if (!mayDoBetter) return resultOf(read, verdict, parts, request)
    await sleep(parts.clock, pauseMs)
    pauseMs = Math.min(2 * pauseMs, againAfterMsMax)
  }
}

function resultOf(
  { state, fastest, hasGivenUp }: Read,
  verdict: Verdict,
  parts: GetParts,
  request: GetRequest,
): GetResult {
  if (verdict === 'met')
    return { object: state.object, replies: state.got, isSloppy: state.isSloppy, fastest }
  const counts = { needed: request.r, got: state.got }
  const message = `${state.got} of the ${request.r} replicas needed answered${why(state.reasons)}`
  // A call to a silent peer ends when we do: whichever is noticed first, it is the deadline that has passed.
  if (verdict === 'overdue' || parts.clock.nowMs() >= request.deadlineMs)
    throw new GrammeError('TIMEOUT', `${message} before the deadline`, counts)
  const suspects = hasGivenUp ? '; those who have not are suspected' : ''
  throw new GrammeError('QUORUM_NOT_MET', `${message}${suspects}`, counts)
}

type Progress =
  | 'awaited'
  /** Not well, so that another has been asked in its stead; its answer counts all the same. */
  | 'stood-in-for'
  | 'answered'

class Read {
  readonly state: ReadState
  readonly decision: Decision
  fastest = ''
  /** Whether it ended because only suspects were left to wait for. */
  hasGivenUp = false
  readonly #targets: Targets
  /** This node's own answer, and the version that memory says it will be. */
  readonly #own: Promise<Held | undefined>
  readonly #hint: Digest | undefined
  readonly #asked = new Map<string, Progress>()
  /** Since when only suspects are waited for. */
  #suspectsOnlySinceMs: number | undefined
  /** Those that were asked for what they hold as owners. */
  readonly #owners = new Set<string>()

  constructor(
    private readonly parts: GetParts,
    private readonly request: GetRequest,
  ) {
    const { list, isStrict, r, partition, key } = request
    const { selfId, clock, peers, replica, hints, deadlines } = parts
    this.#targets = new Targets({ list, selfId, isStrict, peers, needed: r })
    const { first, selfRole } = this.#targets
    for (const { id } of first) this.#asked.set(id, this.#isWell(id) ? 'awaited' : 'stood-in-for')
    for (const { id, role } of first) if (role === 'owner') this.#owners.add(id)
    this.state = new ReadState(first.length, r)
    const look = () => this.#look()
    this.decision = new Decision(deadlines, request.deadlineMs, { nowMs: clock.nowMs(), look })
    this.decision.consider(this.state.state)
    const copies = selfRole === undefined ? undefined : selfRole === 'owner' ? replica : hints
    this.#hint = copies?.digest(partition, key)
    this.#own =
      copies === undefined ? Promise.resolve(undefined) : this.#askSelf(copies, selfRole === 'owner')
    for (const target of first) if (target.id !== selfId) this.#askPeer(target)
  }

  async #askSelf(copies: Pick<Replica, 'read'>, isOwner: boolean): Promise<Held | undefined> {
    const { selfId, standing, clock, ownPartTook } = this.parts
    const { partition, key } = this.request
    const beganMs = clock.nowMs()
    try {
      const before = standing(partition)
      const held = await copies.read(partition, key)
      ownPartTook(clock.nowMs() - beganMs)
      const { claim, others } = weaker(before, standing(partition))
      this.#askAlso(isOwner ? others : [])
      if (isOwner && held.kind !== 'damaged') this.fastest ||= selfId
      this.#add(selfId, held, isOwner ? claim : 'stand-in')
      return held
    } catch (error) {
      this.#failed(selfId, error)
      return undefined
    }
  }

  async #askPeer({ id, role }: Preference): Promise<void> {
    const hint = this.#hint
    try {
      let { answer, claim, others } = await this.#call(id, hint, role)
      if (role === 'owner' && answer.kind !== 'damaged') this.fastest ||= id
      if (answer.kind === 'same') {
        // Same as what memory said that we hold: that helps only if our bytes proved to be that.
        const held = await this.#own
        if (held?.kind === 'found' && hint !== undefined && digestsEqual(held.digest, hint)) answer = held
        else ({ answer, claim, others } = await this.#call(id, undefined, role))
      }
      if (answer.kind === 'same') throw new GrammeError('PROTOCOL', 'it named no version')
      this.#askAlso(role === 'owner' ? others : [])
      this.#add(id, answer, role === 'owner' ? claim : 'stand-in')
    } catch (error) {
      if (isSpoiled(error)) this.parts.peers.spoiled?.(id)
      // A peer known to be down fails at once. Our own answer is let in first, so that an error counts it.
      await this.#own
      this.#failed(id, error)
    }
  }

  async #call(
    id: string,
    hint: Digest | undefined,
    role: Role,
  ): Promise<Standing & { answer: ReplicaAnswer }> {
    const timeoutMs = this.request.deadlineMs - this.parts.clock.nowMs()
    const call = replicaGet(this.request.key, hint, role)
    const frame = await this.parts.peers.call(id, call, timeoutMs)
    return { answer: replicaAnswer(frame, this.request.key), ...standingOfGet(frame) }
  }

  /** Those that one who answered knows to have what it may lack. */
  #askAlso(others: readonly string[]): void {
    for (const id of others) {
      if (this.#owners.has(id)) continue
      this.#owners.add(id)
      this.#askedMore(id)
      void (id === this.parts.selfId
        ? this.#askSelf(this.parts.replica, true)
        : this.#askPeer({ id, role: 'owner' }))
    }
  }

  #failed(id: string, error: unknown): void {
    const next = this.parts.clock.nowMs() < this.request.deadlineMs ? this.#targets.failed() : undefined
    if (next !== undefined) this.#askMore(next)
    this.#add(id, failed(error), 'gone')
  }

  #askMore(next: Preference): void {
    this.#askedMore(next.id)
    void this.#askPeer(next)
  }

  #askedMore(id: string): void {
    this.#asked.set(id, 'awaited')
    this.state.askedMore()
  }

  #look(): void {
    for (const [id, progress] of this.#asked) {
      if (progress !== 'awaited' || this.#isWell(id)) continue
      this.#asked.set(id, 'stood-in-for')
      const next = this.#targets.more()
      if (next !== undefined) this.#askMore(next)
    }
    this.#noteWhoIsLeft()
    const sinceMs = this.#suspectsOnlySinceMs
    if (sinceMs === undefined || this.parts.clock.nowMs() - sinceMs < suspectsGraceMs) return
    this.hasGivenUp = true
    this.decision.consider('missed')
  }

  #noteWhoIsLeft(): void {
    for (const [id, progress] of this.#asked) {
      if (progress === 'answered' || !this.#isWell(id)) continue
      this.#suspectsOnlySinceMs = undefined
      return
    }
    this.#suspectsOnlySinceMs ??= this.parts.clock.nowMs()
  }

  #isWell(id: string): boolean {
    return id === this.parts.selfId || this.parts.peers.health(id) === 'up'
  }

  #add(id: string, answer: ReadAnswer, capacity: Capacity): void {
    this.#asked.set(id, 'answered')
    this.state.add(id, answer, capacity)
    this.decision.consider(this.state.state)
    if (this.state.state === 'waiting') this.#noteWhoIsLeft()
    if (this.state.complete) this.#repair()
  }

  #repair(): void {
    const { object, digest } = this.state
    const stale = this.state.stale()
    if (object === undefined || digest === undefined || stale.length === 0) return
    // A process that stood still must not bring back now what has been deleted and reaped meanwhile.
    if (this.parts.clock.nowMs() > this.request.deadlineMs + repairTimeoutMs) return
    const { key, partition } = this.request
    this.parts.repairs.mend({ key, partition, object, digest, stale })
  }
}

function failed(error: unknown): { kind: 'failed'; reason: string } {
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
}

/** Reasons as the end of a sentence. */
export function why(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
}
