/**
 * REPLICA_GET and REPLICA_PUT: what a node holds of a key, and what it is to keep of it (Dynamo §5). With each answer
 * goes what the node is to the key, as it was all the while: the coordinator counts by that.
 */
import { claimToWire, spoiled } from '../coordinator/replica-calls.js'
import { type Standing, weaker } from '../coordinator/standing.js'
import { GrammeError } from '../errors.js'
import type { Serving } from '../repair/serving.js'
import type { Hints } from '../replica/hints.js'
import type { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { arrivedWhole, transitChecksum } from '../version/in-transit.js'
import { durabilityFromWire } from '../wire/durability.js'
import type { Frame } from '../wire/frame.js'
import {
  decodeHeader,
  Holding,
  ReplicaGet,
  ReplicaGetReply,
  ReplicaPut,
  ReplicaPutReply,
} from '../wire/messages.js'
import type { Reply } from '../wire/session.js'
import { checkKey } from './client-requests.js'
import type { Counters } from './counters.js'

export interface ReplicaRequestParts {
  readonly selfId: string
  readonly view: { readonly ring: Ring; readonly isUp: boolean }
  readonly replica: Replica
  readonly hints: Hints
  readonly counters: Counters
  readonly serving: Pick<Serving, 'standing'>
}

/** A stand-in's answer needs no standing: it is asked for what it holds for others. */
const asStandIn: Standing = { claim: 'serving', others: [] }

/** Throws GrammeError: PROTOCOL, BAD_ARGUMENT, READ_ONLY. */
export async function replicaGet(parts: ReplicaRequestParts, frame: Frame): Promise<Reply> {
  const { replica, hints, counters, view, serving } = parts
  const ask = decodeHeader(ReplicaGet, frame) ?? undecodable('REPLICA_GET')
  checkKey(ask.key)
  counters.add('replica_gets')
  const partition = view.ring.partitionOf(ask.key)
  const copies = ask.standIn ? hints.replica : replica
  const same = ask.hasDigest && copies.holds(partition, ask.key, { high: ask.digestHigh, low: ask.digestLow })
  if (ask.check) {
    if (same) await copies.settle('always')
    const holding = same ? Holding.HOLDING_SAME : Holding.HOLDING_OTHER
    return { header: ReplicaGetReply.encode({ holding }) }
  }
  const standing = () => (ask.standIn ? asStandIn : serving.standing(partition))
  const before = standing()
  const answer = (holding: number, bytes?: Uint8Array): Reply => {
    const { claim, others } = weaker(before, standing())
    const header = ReplicaGetReply.encode({
      holding,
      claim: claimToWire[claim],
      others: [...others],
      ...(bytes !== undefined && { checksum: transitChecksum(ask.key, bytes) }),
    })
    return { header, ...(bytes !== undefined && { value: [bytes] }) }
  }
  if (same) return answer(Holding.HOLDING_SAME)
  const held = await copies.readForPeer(partition, ask.key)
  if (held.kind === 'found') return answer(Holding.HOLDING_FOUND, held.bytes)
  return answer(held.kind === 'damaged' ? Holding.HOLDING_DAMAGED : Holding.HOLDING_MISSING)
}

/** Throws GrammeError: PROTOCOL, BAD_ARGUMENT, READ_ONLY, BUSY, STALE_RING, SPOILED. */
export async function replicaPut(parts: ReplicaRequestParts, frame: Frame): Promise<Reply> {
  const { replica, hints, counters, view, selfId, serving } = parts
  const put = decodeHeader(ReplicaPut, frame) ?? undecodable('REPLICA_PUT')
  checkKey(put.key)
  if (!arrivedWhole(put.key, frame.value, put.checksum)) throw spoiled()
  counters.add('replica_puts')
  const partition = view.ring.partitionOf(put.key)
  const durability = durabilityFromWire(put.durability)
  // Whoever owns the key by its own ring keeps it as an owner, whatever the sender's ring said.
  if (put.standIn && !view.ring.isOwner(partition, selfId)) {
    // It may have been stopped for good before it could hand that over.
    if (!view.isUp)
      throw new GrammeError('STALE_RING', `node ${selfId} owns no share, and keeps nothing for others`)
    counters.add('hints_taken')
    await hints.merge(partition, put.key, frame.value, durability)
    return {}
  }
  const base = put.hasBase ? { high: put.baseHigh, low: put.baseLow } : undefined
  await replica.merge(partition, put.key, frame.value, durability, base)
  // As of now that it is stored: one who has become an owner meanwhile may have looked before.
  const { claim, others } = serving.standing(partition)
  if (claim === 'serving') return {}
  return { header: ReplicaPutReply.encode({ claim: claimToWire[claim], others: [...others] }) }
}

function undecodable(what: string): never {
  throw new GrammeError('PROTOCOL', `the header of a ${what} does not decode`)
}
