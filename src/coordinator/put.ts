/**
 * A put or delete across replicas (Dynamo §4.5, §4.6, §5): the coordinator takes the write into its own copy, which
 * gives it its event, and sends the outcome to the other owners, and to stand-ins for those that are away; it is done
 * when W of them, the coordinator included, hold it as safely as was asked. The others go on receiving it. So a write
 * is refused for want of nodes only when the whole cluster has fewer than W, and waits no longer for those who do not
 * answer than it takes to suspect them. With durability `one` (§6.1) the coordinator must have synced its own copy,
 * too: no number of others makes up for it.
 *
 * What can be known to be hopeless is refused before anything is written. A write that reached some replicas and not W
 * has not happened as far as its client may rely on it, and yet may be seen: it says so.
 */
import type { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Hints } from '../replica/hints.js'
import type { Replica, Taken } from '../replica/replica.js'
import type { Preference, Role } from '../ring/ring.js'
import type { Clock as Context } from '../version/clock.js'
import type { Write } from '../version/write.js'
import type { Call } from '../wire/caller.js'
import type { Durability, WriteDurability } from '../wire/durability.js'
import { Decision } from './decision.js'
import { why } from './get.js'
import { JointQuorum } from './joint-quorum.js'
import type { Peers } from './peers.js'
import type { QuorumState } from './quorum.js'
import { handOver, replicaPut, standingOfPut } from './replica-calls.js'
import type { Standing } from './standing.js'
import { Targets } from './targets.js'

export interface PutParts {
  readonly selfId: string
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly replica: Replica
  readonly hints: Hints
  readonly peers: Peers
  /** Told how long this node's own part of a request took. */
  readonly ownPartTook: (tookMs: number) => void
  /** What this node is to a partition. */
  readonly standing: (partition: number) => Standing
}

export interface PutRequest {
  readonly key: Uint8Array
  readonly partition: number
  /** The key's whole preference list, this node on it. */
  readonly list: readonly Preference[]
  /** Have owners only, of which this node is one. */
  readonly isStrict: boolean
  /** Replicas to wait for. */
  readonly w: number
  readonly write: Write
  readonly durability: WriteDurability | undefined
  /** Refuse with CONFLICT rather than leave a sibling beside the write. */
  readonly ifCurrent: boolean
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
}

export interface PutResult {
  /** Covers this write and what its own context covered. */
  readonly context: Context
  readonly replies: number
  /** Whether fewer than W of those are owners. */
  readonly isSloppy: boolean
}

const noOwner = 'a node that was taken for an owner is none'

/** Throws GrammeError: QUORUM_NOT_MET, OUTCOME_UNKNOWN, CONFLICT, READ_ONLY, TOO_MANY_SIBLINGS, BUSY. */
export async function putAcross(parts: PutParts, request: PutRequest): Promise<PutResult> {
  const { w, deadlineMs } = request
  const put = new Put(parts, request)
  const { able, quorum } = put
  if (able < w) {
    const message = `${able} of the ${w} replicas needed can be reached; nothing was written`
    throw new GrammeError('QUORUM_NOT_MET', message, { needed: w, got: able })
  }
  const taking = put.take()
  const verdict = await put.decision.made
  // A call to a silent peer ends when we do: whichever is noticed first, it is the deadline that has passed.
  const isOverdue = verdict === 'overdue' || (verdict === 'missed' && parts.clock.nowMs() >= deadlineMs)
  if (!isOverdue) {
    const { context } = await taking
    if (verdict === 'met') return { context, replies: quorum.gotOfOwners, isSloppy: quorum.isSloppy }
  }
  const counts = { needed: w, got: quorum.got }
  const message = `${quorum.got} of the ${w} replicas needed hold the write${put.ownLack}${why(put.reasons)}`
  if (isOverdue) {
    const whose = put.copies === 'met' ? 'its disk' : 'others'
    throw new GrammeError('OUTCOME_UNKNOWN', `${message}; ${whose} had not answered at the deadline`, counts)
  }
  throw new GrammeError('QUORUM_NOT_MET', `${message}; where it is held it stays, and may be read`, counts)
}

interface Durabilities {
  readonly own: Durability | undefined
  readonly others: Durability | undefined
}

function durabilitiesOf(asked: WriteDurability | undefined): Durabilities {
  return asked === 'one' ? { own: 'always', others: 'interval' } : { own: asked, others: asked }
}

class Put {
  readonly quorum: JointQuorum
  readonly decision: Decision
  /** Why those that failed did. */
  readonly reasons: string[] = []
  readonly #targets: Targets
  readonly #beganMs: number
  /** Those that are sent it as owners. */
  readonly #owners = new Set<string>()
  /** Those asked that have not answered, and for whom nobody stands in. */
  readonly #awaited = new Set<string>()
  /** Of the coordinator's own copy and of the others'. */
  readonly #durabilities: Durabilities
  /** What must come beside the quorum: the coordinator's sync, where its copy is to be the durable one. */
  #ownSync: QuorumState
  #taken: Taken | undefined
  /** All owners are asked the same, and all that stand in, so the checksum is made once. */
  readonly #calls = new Map<Role, Call>()

  constructor(
    private readonly parts: PutParts,
    private readonly request: PutRequest,
  ) {
    const { list, isStrict, w, durability, deadlineMs } = request
    const { selfId, clock, peers, deadlines } = parts
    this.#beganMs = clock.nowMs()
    this.#durabilities = durabilitiesOf(durability)
    this.#ownSync = durability === 'one' ? 'waiting' : 'met'
    this.#targets = new Targets({ list, selfId, peers, isStrict, needed: w })
    this.quorum = new JointQuorum(this.#targets.first.length, w)
    const about = { nowMs: this.#beganMs, look: () => this.#lookAbout() }
    this.decision = new Decision(deadlines, deadlineMs, about)
  }

  /** How many could be asked in all. */
  get able(): number {
    return this.#targets.able()
  }

  /** Whether as many hold it as must. */
  get copies(): QuorumState {
    return this.request.isStrict ? this.quorum.state : this.quorum.looseState
  }

  /** What its coordinator's own copy lacks, for the error. */
  get ownLack(): string {
    if (this.#ownSync === 'met') return ''
    return ', and the coordinator has not synced its own copy, as durability one asks'
  }

  /** Takes the write into this node's copy and sends it on. Not to be awaited by who has a deadline: disks hang. */
  take(): Promise<Taken> {
    const { partition, key, write, ifCurrent } = this.request
    const own = { write, ifCurrent, durability: this.#durabilities.own }
    const copies = this.#targets.selfRole === 'owner' ? this.parts.replica : this.parts.hints
    const taking = copies.take(partition, key, own).then((taken) => this.#send(taken))
    taking.catch(() => this.decision.consider('missed'))
    return taking
  }

  #send(taken: Taken): Taken {
    const { selfId, clock, peers, standing, ownPartTook } = this.parts
    this.#taken = taken
    // As of when it is stored: one who has become an owner meanwhile may have looked before.
    const kept = taken.stored.then(() => {
      this.#ownSync = 'met'
      ownPartTook(clock.nowMs() - this.#beganMs)
      return this.#targets.selfRole === 'owner' ? standing(this.request.partition) : undefined
    })
    this.#count(selfId, kept)
    for (const target of this.#targets.first) {
      if (target.role === 'owner') this.#owners.add(target.id)
      // Others stand in already for whom that was thought of before.
      if (target.id !== selfId && peers.health(target.id) === 'up') this.#awaited.add(target.id)
    }
    for (const target of this.#targets.first) this.#ask(target)
    return taken
  }

  #ask({ id, role }: Preference): void {
    const { selfId, clock, peers } = this.parts
    const { deadlineMs } = this.request
    if (id === selfId || this.#taken === undefined) return
    const timeoutMs = deadlineMs - clock.nowMs()
    const call = this.#callFor(role, this.#taken)
    const answer = handOver(() => peers.call(id, call, timeoutMs))
    this.#count(
      id,
      answer.then((frame) => (role === 'owner' ? standingOfPut(frame) : undefined)),
    )
  }

  #callFor(role: Role, { bytes, base }: Taken): Call {
    let call = this.#calls.get(role)
    if (call === undefined) {
      const from = role === 'owner' ? base : undefined
      call = replicaPut(this.request.key, bytes, this.#durabilities.others, from, role)
      this.#calls.set(role, call)
    }
    return call
  }

  #askMore(next: Preference): void {
    if (next.role === 'owner') this.#owners.add(next.id)
    this.#awaited.add(next.id)
    this.quorum.askedMore()
    this.#ask(next)
  }

  #count(id: string, kept: Promise<Standing | undefined>): void {
    kept.then((standing) => this.#kept(id, standing)).catch((error: unknown) => this.#failed(id, error))
  }

  /** `standing`: of one that has it as an owner. */
  #kept(id: string, standing: Standing | undefined): void {
    const { selfId } = this.parts
    this.#awaited.delete(id)
    // While data moves others are to have it as well, so that it is met by those who know only them.
    for (const other of standing?.others ?? []) {
      if (!this.#owners.has(other) && other !== selfId) this.#askMore({ id: other, role: 'owner' })
    }
    const isGone = standing?.claim === 'gone'
    if (isGone && this.request.isStrict) throw new GrammeError('STALE_RING', noOwner)
    // Whoever is neither owner nor was one hands it on, as a stand-in does.
    this.quorum.answered(id, standing === undefined || isGone ? 'stand-in' : standing.claim)
    this.#consider()
  }

  #failed(id: string, error: unknown): void {
    const { selfId, clock } = this.parts
    this.#awaited.delete(id)
    if (id === selfId && this.#ownSync === 'waiting') this.#ownSync = 'missed'
    this.reasons.push(error instanceof Error ? error.message : String(error))
    const mayAsk = this.#taken !== undefined && clock.nowMs() < this.request.deadlineMs
    const next = mayAsk ? this.#targets.failed() : undefined
    if (next !== undefined) this.#askMore(next)
    this.quorum.failed()
    this.#consider()
  }

  #consider(): void {
    const { copies } = this
    this.decision.consider(this.#ownSync === 'met' || copies === 'missed' ? copies : this.#ownSync)
  }

  /** Somebody stands in for each that has come to be suspected since it was asked. */
  #lookAbout(): void {
    for (const id of this.#awaited) {
      if (this.parts.peers.health(id) === 'up') continue
      this.#awaited.delete(id)
      const next = this.#targets.more()
      if (next !== undefined) this.#askMore(next)
    }
  }
}
