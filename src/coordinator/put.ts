/**
 * A put or delete across replicas (Dynamo §4.5, §5): the coordinator takes the write into its own copy,
 * which gives it its event, and sends the outcome to the other owners; it is done when W of them, the
 * coordinator included, hold it as safely as was asked. The others go on receiving it.
 *
 * What can be known to be hopeless is refused before anything is written. A write that reached some replicas
 * and not W has not happened as far as its client may rely on it, and yet may be seen: it says so.
 */
import type { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Replica, Taken } from '../replica/replica.js'
import type { Durability } from '../store/store.js'
import type { Clock as Context } from '../version/clock.js'
import type { Write } from '../version/write.js'
import { Decision } from './decision.js'
import { why } from './get.js'
import type { Peers } from './peers.js'
import { Quorum } from './quorum.js'
import { replicaPut } from './replica-calls.js'

export interface PutParts {
  readonly selfId: string
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly replica: Replica
  readonly peers: Peers
}

export interface PutRequest {
  readonly key: Uint8Array
  readonly partition: number
  /** The key's replicas, this node among them. */
  readonly owners: readonly string[]
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
}

/** Throws GrammeError: QUORUM_NOT_MET, OUTCOME_UNKNOWN, CONFLICT, READ_ONLY, TOO_MANY_SIBLINGS, BUSY. */
export async function putAcross(parts: PutParts, request: PutRequest): Promise<PutResult> {
  const { key, partition, owners, w, durability, deadlineMs } = request
  const { selfId, clock, peers, replica } = parts
  const able = owners.filter((id) => id === selfId || peers.reachable(id)).length
  if (able < w) {
    const message = `${able} of the ${w} replicas needed can be reached; nothing was written`
    throw new GrammeError('QUORUM_NOT_MET', message, { needed: w, got: able })
  }

  const quorum = new Quorum(owners.length, w)
  const decision = new Decision(parts.deadlines, deadlineMs)
  const reasons: string[] = []
  const count = (stored: Promise<unknown>) =>
    stored.then(
      () => {
        quorum.answered()
        decision.consider(quorum.state)
      },
      (error: unknown) => {
        quorum.failed()
        reasons.push(error instanceof Error ? error.message : String(error))
        decision.consider(quorum.state)
      },
    )
  const send = (taken: Taken) => {
    count(taken.stored)
    const timeoutMs = deadlineMs - clock.nowMs()
    for (const id of owners) {
      if (id !== selfId)
        count(peers.call(id, replicaPut(key, taken.bytes, durability, taken.base), timeoutMs))
    }
    return taken
  }
  // Not awaited: a disk that hangs under it must not hold the request beyond its deadline.
  const taking = replica.take(partition, key, request).then(send)
  taking.catch(() => decision.consider('missed'))

  const verdict = await decision.made
  // A call to a silent peer ends when we do: whichever is noticed first, it is the deadline that has passed.
  const isOverdue = verdict === 'overdue' || (verdict === 'missed' && clock.nowMs() >= deadlineMs)
  if (!isOverdue) {
    const { context } = await taking
    if (verdict === 'met') return { context, replies: quorum.got }
  }
  const counts = { needed: w, got: quorum.got }
  const message = `${quorum.got} of the ${w} replicas needed hold the write${why(reasons)}`
  if (isOverdue) {
    throw new GrammeError('OUTCOME_UNKNOWN', `${message}; others had not answered at the deadline`, counts)
  }
  throw new GrammeError('QUORUM_NOT_MET', `${message}; where it is held it stays, and may be read`, counts)
}
