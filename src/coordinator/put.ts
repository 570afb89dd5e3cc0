/**
 * A put or delete across replicas (Dynamo §4.5, §4.6, §5): the coordinator takes the write into its own copy,
 * which gives it its event, and sends the outcome to the other owners, and to stand-ins for those that are
 * away; it is done when W of them, the coordinator included, hold it as safely as was asked. The others go on
 * receiving it. So a write is refused for want of nodes only when the whole cluster has fewer than W, and waits
 * no longer for those who do not answer than it takes to suspect them.
 *
 * What can be known to be hopeless is refused before anything is written. A write that reached some replicas
 * and not W has not happened as far as its client may rely on it, and yet may be seen: it says so.
 */
import type { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Hints } from '../replica/hints.js'
import type { Replica, Taken } from '../replica/replica.js'
import type { Preference } from '../ring/ring.js'
import type { Durability } from '../store/store.js'
import type { Clock as Context } from '../version/clock.js'
import type { Write } from '../version/write.js'
import { Decision } from './decision.js'
import { why } from './get.js'
import { JointQuorum } from './joint-quorum.js'
import type { Peers } from './peers.js'
import { replicaPut, standingOfPut } from './replica-calls.js'
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
  readonly durability: Durability | undefined
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
  const { key, partition, list, isStrict, w, durability, deadlineMs } = request
  const { selfId, clock, peers, replica, hints } = parts
  const targets = new Targets({ list, selfId, peers, isStrict })
  const able = targets.able()
  if (able < w) {
    const message = `${able} of the ${w} replicas needed can be reached; nothing was written`
    throw new GrammeError('QUORUM_NOT_MET', message, { needed: w, got: able })
  }

  const quorum = new JointQuorum(targets.first.length, w)
  const decision = new Decision(parts.deadlines, deadlineMs, { nowMs: clock.nowMs(), look: () => standIn() })
  const reasons: string[] = []
  const asked = new Set(targets.first.map(({ id }) => id))
  /** Those asked that have not answered, and for whom nobody stands in. */
  const awaited = new Set<string>()
  let taken: Taken | undefined
  const askMore = (next: Preference) => {
    asked.add(next.id)
    awaited.add(next.id)
    quorum.askedMore()
    ask(next)
  }
  const consider = () => decision.consider(isStrict ? quorum.state : quorum.looseState)
  const failed = (error: unknown) => {
    reasons.push(error instanceof Error ? error.message : String(error))
    const next = taken !== undefined && clock.nowMs() < deadlineMs ? targets.failed() : undefined
    if (next !== undefined) askMore(next)
    quorum.failed()
    consider()
  }
  const count = (from: string, kept: Promise<Standing | undefined>) =>
    kept
      .finally(() => awaited.delete(from))
      .then((standing) => {
        // While data moves others are to have it as well, so that it is met by those who know only them.
        for (const id of standing?.others ?? [])
          if (!asked.has(id) && id !== selfId) askMore({ id, role: 'owner' })
        if (standing?.claim === 'gone' && isStrict) throw new GrammeError('STALE_RING', noOwner)
        // Whoever is neither owner nor was one hands it on, as a stand-in does.
        quorum.answered(standing === undefined || standing.claim === 'gone' ? 'stand-in' : standing.claim)
        consider()
      })
      .catch(failed)
  const ask = ({ id, role }: Preference) => {
    if (id === selfId || taken === undefined) return
    const { bytes, base } = taken
    const call = replicaPut(key, bytes, durability, role === 'owner' ? base : undefined, role)
    const kept = peers.call(id, call, deadlineMs - clock.nowMs())
    count(
      id,
      kept.then((frame) => (role === 'owner' ? standingOfPut(frame) : undefined)),
    )
  }
  const standIn = () => {
    for (const id of awaited) {
      if (peers.health(id) === 'up') continue
      awaited.delete(id)
      const next = targets.more()
      if (next !== undefined) askMore(next)
    }
  }
  const beganMs = clock.nowMs()
  const send = (own: Taken) => {
    taken = own
    // As of when it is stored: one who has become an owner meanwhile may have looked before.
    count(
      selfId,
      own.stored.then(() => {
        parts.ownPartTook(clock.nowMs() - beganMs)
        return targets.selfRole === 'owner' ? parts.standing(partition) : undefined
      }),
    )
    for (const target of targets.first) {
      // Others stand in already for whom that was thought of before.
      if (target.id !== selfId && peers.health(target.id) === 'up') awaited.add(target.id)
      ask(target)
    }
    return own
  }
  // Not awaited: a disk that hangs under it must not hold the request beyond its deadline.
  const copies = targets.selfRole === 'owner' ? replica : hints
  const taking = copies.take(partition, key, request).then(send)
  taking.catch(() => decision.consider('missed'))

  const verdict = await decision.made
  // A call to a silent peer ends when we do: whichever is noticed first, it is the deadline that has passed.
  const isOverdue = verdict === 'overdue' || (verdict === 'missed' && clock.nowMs() >= deadlineMs)
  if (!isOverdue) {
    const { context } = await taking
    if (verdict === 'met') return { context, replies: quorum.gotOfOwners, isSloppy: quorum.isSloppy }
  }
  const counts = { needed: w, got: quorum.got }
  const message = `${quorum.got} of the ${w} replicas needed hold the write${why(reasons)}`
  if (isOverdue) {
    throw new GrammeError('OUTCOME_UNKNOWN', `${message}; others had not answered at the deadline`, counts)
  }
  throw new GrammeError('QUORUM_NOT_MET', `${message}; where it is held it stays, and may be read`, counts)
}
