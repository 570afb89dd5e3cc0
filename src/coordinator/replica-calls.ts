/**
 * What a coordinator asks other replicas, as calls on the wire: REPLICA_GET and REPLICA_PUT. Objects go with a checksum
 * of theirs, both ways.
 *
 * Invariant: what did not arrive as it was sent is neither merged nor counted as an answer: SPOILED.
 */

import { GrammeError } from '../errors.js'
import type { Role } from '../ring/ring.js'
import type { Digest, Durability } from '../store/store.js'
import { digestOf } from '../version/digest.js'
import { arrivedWhole, transitChecksum } from '../version/in-transit.js'
import { decodeObject } from '../version/object-codec.js'
import type { Call } from '../wire/caller.js'
import { durabilityToWire } from '../wire/durability.js'
import { type Frame, FrameFlag, FrameType } from '../wire/frame.js'
import {
  decodeReply,
  Holding,
  ReplicaGet,
  ReplicaGetReply,
  ReplicaPut,
  ReplicaPutReply,
  Claim as WireClaim,
} from '../wire/messages.js'
import type { ReadAnswer } from './read-state.js'
import type { Claim, Standing } from './standing.js'

/**
 * "What do you hold? I hold `mine`." Without `mine` the whole object comes back. `role`: whether it is asked as
 * an owner, or for what it holds in an owner's stead.
 */
export function replicaGet(key: Uint8Array, mine: Digest | undefined, role: Role): Call {
  const digest = mine === undefined ? {} : { hasDigest: true, digestHigh: mine.high, digestLow: mine.low }
  const standIn = role === 'stand-in'
  return { type: FrameType.REPLICA_GET, header: ReplicaGet.encode({ key, ...digest, standIn }) }
}

/** "Do you hold just this version, safe from power loss?" */
export function replicaCheck(key: Uint8Array, { high, low }: Digest): Call {
  const header = ReplicaGet.encode({ key, hasDigest: true, digestHigh: high, digestLow: low, check: true })
  return { type: FrameType.REPLICA_GET, flags: FrameFlag.BACKGROUND, header }
}

export function holdsChecked(frame: Frame): boolean {
  return decodeReply(ReplicaGetReply, frame).holding === Holding.HOLDING_SAME
}

export type ReplicaAnswer =
  | ReadAnswer
  /** It holds the version that was named in the question. */
  | { readonly kind: 'same' }

/** More than these are not asked on anybody's word. */
const othersMax = 32

export const claimToWire = {
  serving: WireClaim.CLAIM_SERVING,
  filling: WireClaim.CLAIM_FILLING,
  former: WireClaim.CLAIM_FORMER,
  gone: WireClaim.CLAIM_GONE,
} as const
const claims = new Map(Object.entries(claimToWire).map(([name, wire]) => [wire as number, name as Claim]))

/** In what standing a replica gave its answer to `replicaGet`. */
export function standingOfGet(frame: Frame): Standing {
  return standingOf(decodeReply(ReplicaGetReply, frame))
}

/** In what standing a replica keeps what it was sent by `replicaPut`. */
export function standingOfPut(frame: Frame): Standing {
  return standingOf(decodeReply(ReplicaPutReply, frame))
}

/** A claim that is not known to this release vouches for nothing. */
function standingOf({ claim, others }: { claim: number; others: readonly string[] }): Standing {
  return { claim: claims.get(claim) ?? 'gone', others: others.slice(0, othersMax) }
}

/** A replica's answer to `replicaGet` of the key. Throws GrammeError: PROTOCOL for one that makes no sense, SPOILED. */
export function replicaAnswer(frame: Frame, key: Uint8Array): ReplicaAnswer {
  const { holding, checksum } = decodeReply(ReplicaGetReply, frame)
  if (holding === Holding.HOLDING_SAME) return { kind: 'same' }
  if (holding === Holding.HOLDING_MISSING) return { kind: 'missing' }
  if (holding === Holding.HOLDING_DAMAGED) return { kind: 'damaged' }
  if (!arrivedWhole(key, frame.value, checksum)) throw spoiled()
  const decoded = decodeObject(frame.value, 'peer')
  if (decoded.kind === 'invalid')
    throw new GrammeError('PROTOCOL', `a replica sent what is no object: ${decoded.reason}`)
  return { kind: 'found', object: decoded.object, digest: digestOf(decoded.object) }
}

/**
 * "Merge this into what you hold." `bytes`: an object in the form for peers; `base`: what it was made from. With
 * the role of a stand-in: into what you hold for the key's owners.
 */
export function replicaPut(
  key: Uint8Array,
  bytes: Uint8Array,
  durability: Durability | undefined,
  base?: Digest,
  role: Role = 'owner',
): Call {
  const from = base === undefined ? {} : { hasBase: true, baseHigh: base.high, baseLow: base.low }
  const header = ReplicaPut.encode({
    key,
    durability: durabilityToWire(durability),
    ...from,
    standIn: role === 'stand-in',
    checksum: transitChecksum(key, bytes),
  })
  return { type: FrameType.REPLICA_PUT, header, value: [bytes] }
}

/** Sends an object, and once more where it did not arrive as it was sent. Rejects as `send` does. */
export async function handOver(send: () => Promise<Frame>): Promise<Frame> {
  try {
    return await send()
  } catch (error) {
    if (!isSpoiled(error)) throw error
    return send()
  }
}

export function isSpoiled(error: unknown): boolean {
  return error instanceof GrammeError && error.code === 'SPOILED'
}

export function spoiled(): GrammeError {
  return new GrammeError('SPOILED', 'an object did not arrive as it was sent')
}
