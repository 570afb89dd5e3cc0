/**
 * REAPABLE and REAP: how a node asks another whether versions may be forgotten, and to forget them; and how it
 * answers. Forgetting compares first: what has changed since is left alone.
 *
 * Limit: `deadAtOnceMax` versions in a request, and 256 KiB of keys.
 */
import { GrammeError } from '../errors.js'
import type { Replica } from '../replica/replica.js'
import { type Digest, digestsEqual } from '../store/store.js'
import { deadFromMs } from '../version/object.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag, FrameType, keyBytesMax } from '../wire/frame.js'
import {
  decodeHeader,
  decodeReply,
  Reap,
  ReapableReply,
  ReapReply,
  Standing as WireStanding,
} from '../wire/messages.js'
import type { Reply } from '../wire/session.js'
import type { Standing } from './reap-votes.js'

export const deadAtOnceMax = 256

/** A version that holds no value any more. */
export interface Dead {
  readonly key: Uint8Array
  readonly digest: Digest
}

const wireOf: Record<Standing, number> = {
  unsure: WireStanding.STANDING_UNSURE,
  holds: WireStanding.STANDING_HOLDS,
  nothing: WireStanding.STANDING_NOTHING,
  other: WireStanding.STANDING_OTHER,
  alive: WireStanding.STANDING_ALIVE,
  hint: WireStanding.STANDING_HINT,
}
const standingOf = new Map(Object.entries(wireOf).map(([name, wire]) => [wire, name as Standing]))

export function reapCall(
  kind: 'REAPABLE' | 'REAP',
  ringDigest: number,
  partition: number,
  dead: readonly Dead[],
): Call {
  const versions = dead.map(({ key, digest }) => ({ key, digestHigh: digest.high, digestLow: digest.low }))
  return {
    type: FrameType[kind],
    flags: FrameFlag.BACKGROUND,
    header: Reap.encode({ ringDigest, partition, dead: versions }),
  }
}

/** The answer to REAPABLE. Throws GrammeError PROTOCOL. */
export function standingsOf(frame: Frame, asked: number): Standing[] {
  const { standings } = decodeReply(ReapableReply, frame)
  if (standings.length !== asked) {
    throw new GrammeError('PROTOCOL', `a peer told of ${standings.length} versions, asked for ${asked}`)
  }
  // A standing that this release does not know is none to rely on.
  return standings.map((one) => standingOf.get(one) ?? 'unsure')
}

export interface ReapParts {
  readonly replica: Replica
  /** Hints that this node holds for others. */
  readonly hints: Pick<Replica, 'digest'>
  readonly ringDigest: number
  readonly partitionOf: (key: Uint8Array) => number
  /** By this node's calendar. */
  readonly wallMs: () => number
}

/** Answers REAPABLE. Throws GrammeError: STALE_RING where the asker's ring is another, PROTOCOL, READ_ONLY. */
export async function answerReapable(parts: ReapParts, frame: Frame): Promise<Reply> {
  const { partition, dead } = reapOf(parts, frame)
  const standings = await standingsHere(parts, partition, dead)
  return { header: ReapableReply.encode({ standings: standings.map((one) => wireOf[one]) }) }
}

/** Answers REAP. Throws as `answerReapable`. */
export async function answerReap(parts: ReapParts, frame: Frame): Promise<Reply> {
  const { partition, dead } = reapOf(parts, frame)
  return { header: ReapReply.encode({ reaped: await forgetAll(parts.replica, partition, dead) }) }
}

/** How this node stands to each. */
export async function standingsHere(
  parts: Pick<ReapParts, 'replica' | 'hints' | 'wallMs'>,
  partition: number,
  dead: readonly Dead[],
): Promise<Standing[]> {
  const standings = await Promise.all(dead.map((one) => standingHere(parts, partition, one)))
  // What was not safe yet when it was found here is now.
  if (standings.includes('holds')) await parts.replica.settle('always')
  return standings
}

async function standingHere(
  { replica, hints, wallMs }: Pick<ReapParts, 'replica' | 'hints' | 'wallMs'>,
  partition: number,
  { key, digest }: Dead,
): Promise<Standing> {
  if (hints.digest(partition, key) !== undefined) return 'hint'
  if (replica.digest(partition, key) === undefined) return 'nothing'
  if (!replica.holds(partition, key, digest)) return 'other'
  const held = await replica.read(partition, key)
  if (held.kind !== 'found') return 'unsure'
  if (!digestsEqual(held.digest, digest)) return 'other'
  return deadFromMs(held.object) <= wallMs() ? 'holds' : 'alive'
}

/** Forgets those that are still held in just this version; how many. */
export async function forgetAll(replica: Replica, partition: number, dead: readonly Dead[]): Promise<number> {
  const forgotten = await Promise.all(dead.map(({ key, digest }) => replica.forget(partition, key, digest)))
  return forgotten.filter(Boolean).length
}

function reapOf({ ringDigest, partitionOf }: ReapParts, frame: Frame): { partition: number; dead: Dead[] } {
  const asked = decodeHeader(Reap, frame)
  if (asked === undefined) throw bad('the header of a REAP or REAPABLE does not decode')
  if (asked.ringDigest !== ringDigest) {
    throw new GrammeError('STALE_RING', 'the ring of the node that asks is not the ring of this one')
  }
  if (asked.dead.length > deadAtOnceMax) throw bad(`a REAP or REAPABLE names ${asked.dead.length} versions`)
  const dead = asked.dead.map(({ key, digestHigh, digestLow }) => ({
    key: key ?? new Uint8Array(0),
    digest: { high: digestHigh ?? 0, low: digestLow ?? 0 },
  }))
  for (const { key } of dead) {
    if (key.length === 0 || key.length > keyBytesMax || partitionOf(key) !== asked.partition)
      throw bad(`a REAP or REAPABLE names a key that is not of partition ${asked.partition}`)
  }
  return { partition: asked.partition, dead }
}

function bad(message: string): GrammeError {
  return new GrammeError('PROTOCOL', message)
}
