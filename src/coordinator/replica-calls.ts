/**
 * What a coordinator asks other replicas, as calls on the wire: REPLICA_GET and REPLICA_PUT.
 */

import { GrammeError } from '../errors.js'
import type { Digest, Durability } from '../store/store.js'
import { digestOf } from '../version/digest.js'
import { decodeObject } from '../version/object-codec.js'
import type { Call } from '../wire/caller.js'
import { durabilityToWire } from '../wire/durability.js'
import { type Frame, FrameType } from '../wire/frame.js'
import { decodeReply, Holding, ReplicaGet, ReplicaGetReply, ReplicaPut } from '../wire/messages.js'
import type { ReadAnswer } from './read-state.js'

/** "What do you hold? I hold `mine`." Without `mine` the whole object comes back. */
export function replicaGet(key: Uint8Array, mine: Digest | undefined): Call {
  const digest = mine === undefined ? {} : { hasDigest: true, digestHigh: mine.high, digestLow: mine.low }
  return { type: FrameType.REPLICA_GET, header: ReplicaGet.encode({ key, ...digest }) }
}

export type ReplicaAnswer =
  | ReadAnswer
  /** It holds the version that was named in the question. */
  | { readonly kind: 'same' }

/** A replica's answer to `replicaGet`. Throws GrammeError PROTOCOL for one that makes no sense. */
export function replicaAnswer(frame: Frame): ReplicaAnswer {
  const { holding } = decodeReply(ReplicaGetReply, frame)
  if (holding === Holding.HOLDING_SAME) return { kind: 'same' }
  if (holding === Holding.HOLDING_MISSING) return { kind: 'missing' }
  if (holding === Holding.HOLDING_DAMAGED) return { kind: 'damaged' }
  const decoded = decodeObject(frame.value, 'peer')
  if (decoded.kind === 'invalid')
    throw new GrammeError('PROTOCOL', `a replica sent what is no object: ${decoded.reason}`)
  return { kind: 'found', object: decoded.object, digest: digestOf(decoded.object) }
}

/** "Merge this into what you hold." `bytes`: an object in the form for peers; `base`: what it was made from. */
export function replicaPut(
  key: Uint8Array,
  bytes: Uint8Array,
  durability: Durability | undefined,
  base?: Digest,
): Call {
  const from = base === undefined ? {} : { hasBase: true, baseHigh: base.high, baseLow: base.low }
  const header = ReplicaPut.encode({ key, durability: durabilityToWire(durability), ...from })
  return { type: FrameType.REPLICA_PUT, header, value: [bytes] }
}
