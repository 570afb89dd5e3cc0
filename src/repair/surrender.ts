/**
 * Gives up what this node holds and does not own (Dynamo §4.9, the end of a transfer): data of partitions that it
 * owned before members changed, or that was written to it by somebody with another ring. Each owner is given all
 * of it; when every owner serves the partition, and has said that it has it, safe from power loss, it is removed here.
 *
 * Invariant: nothing is removed on the word of a table alone. What every owner has confirmed is just what was held
 * when the first of them was asked; if that has changed since, they are asked again. From before the first key is
 * removed this node vouches for nothing in the partition; and when members change nothing more is removed, since it may own
 * the partition then, is filled, and counts what it still has as there.
 *
 * Nothing can come of what is spoiled here; it is let go at the end.
 *
 * Limits: a partition at a time, and 16 of its keys.
 */
import { GrammeError } from '../errors.js'
import type { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { digestsEqual } from '../store/store.js'
import { type Version, wholeRange } from '../store/versions.js'
import type { Serving } from './serving.js'

/** They share a write of the log. */
const removedAtOnceMax = 16

export interface SurrenderParts {
  readonly replica: Replica
  readonly ring: Ring
  /** Gives an owner all of the partition; rejects with GrammeError when that could not be done. */
  readonly give: (owner: string) => Promise<void>
  /**
   * Resolves when it is known, and will be after a restart, that this node serves the partition no more; rejects with
   * GrammeError when that cannot be made sure of.
   */
  readonly gaveUp: (partition: number) => Promise<void>
  /** Whether members have changed since, so that others may own the partition. */
  readonly isPast: () => boolean
  /** Resolves when so many bytes more may be removed. */
  readonly pace: (bytes: number) => Promise<void>
}

/** Partitions that this node holds keys of, or vouches for, and does not own. */
export function foreignPartitions(
  ring: Ring,
  selfId: string,
  replica: Replica,
  serving: Pick<Serving, 'serves'>,
): number[] {
  const found: number[] = []
  for (let partition = 0; partition < ring.settings.partitionCount; partition += 1) {
    const holds = replica.versions.count(partition) > 0 || serving.serves(partition)
    if (holds && !ring.isOwner(partition, selfId)) found.push(partition)
  }
  return found
}

export interface Surrendered {
  /** False: something has changed meanwhile, and nothing was removed. */
  readonly isOver: boolean
  /** Removed here. */
  readonly keys: number
}

/**
 * Throws GrammeError: an owner could not be given it; REMOVED, when all others have it; READ_ONLY, from `gaveUp`, with all
 * kept; CLOSED, from `pace`, with some keys left to remove.
 */
export async function surrender(parts: SurrenderParts, partition: number): Promise<Surrendered> {
  const { replica, ring, give, gaveUp, isPast, pace } = parts
  const before = replica.versions.root(partition)
  let removed: GrammeError | undefined
  for (const owner of ring.owners(partition)) {
    try {
      await give(owner)
    } catch (error) {
      // Others may take it even so: then they have it, and here it stays.
      if (!isOfRemoved(error)) throw error
      removed ??= error
    }
  }
  if (removed !== undefined) throw removed
  if (!digestsEqual(before, replica.versions.root(partition))) return { isOver: false, keys: 0 }
  // Listed at once: what comes from here on is another version, and stays.
  const given = replica.versions.within(partition, wholeRange)
  await gaveUp(partition)
  let keys = 0
  for (let at = 0; at < given.length; at += removedAtOnceMax) {
    if (isPast()) return { isOver: true, keys }
    const few = given.slice(at, at + removedAtOnceMax)
    const done = await Promise.all(few.map((version) => remove(replica, partition, version, isPast)))
    keys += done.reduce((sum, one) => sum + one.keys, 0)
    await pace(done.reduce((sum, { bytes }) => sum + bytes, 0))
  }
  return { isOver: true, keys: isPast() ? keys : keys + replica.forgetSpoiled(partition) }
}

/** Whether an owner takes nothing any more, since this node was removed. */
export function isOfRemoved(error: unknown): error is GrammeError {
  return error instanceof GrammeError && error.code === 'REMOVED'
}

/** Removes what is held here of exactly this version. */
async function remove(
  replica: Replica,
  partition: number,
  version: Version,
  isPast: () => boolean,
): Promise<{ keys: number; bytes: number }> {
  let [keys, bytes] = [0, 0]
  for (const record of await replica.recordsForPeer(partition, version.keyHash)) {
    if (!digestsEqual(record.digest, version) || isPast()) continue
    if (await replica.forget(partition, record.key, record.digest)) keys += 1
    bytes += record.key.length + record.bytes.length
  }
  return { keys, bytes }
}
