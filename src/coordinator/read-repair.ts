/**
 * Read repair (Dynamo §5): replicas that a get has found stale are sent what all together know, behind the client's
 * back. A key that is written and read often is found stale by every get that comes while the write is on its way:
 * none of them helps, and together they cost more than the gets. So what is on its way to a replica is sent once.
 *
 * Invariant: at most `underWayMax` repairs are under way to a replica, and no two of one version of a key. What is passed
 * by for that is left to the next get, or to anti-entropy.
 */
import { nameOf } from '../name-of.js'
import type { Replica } from '../replica/replica.js'
import type { Digest } from '../store/store.js'
import type { VersionedObject } from '../version/object.js'
import { encodeObject } from '../version/object-codec.js'
import type { Peers } from './peers.js'
import { handOver, replicaPut } from './replica-calls.js'

export interface ReadRepairParts {
  readonly selfId: string
  readonly replica: Pick<Replica, 'merge'>
  readonly peers: Pick<Peers, 'call'>
  /** Told of each replica that is sent something. */
  readonly repaired: () => void
}

export interface Found {
  readonly key: Uint8Array
  readonly partition: number
  /** All that is known of the key. */
  readonly object: VersionedObject
  readonly digest: Digest
  /** Replicas that hold less. */
  readonly stale: readonly string[]
}

/** How long a repair may take; nobody waits for it. */
export const repairTimeoutMs = 5000
const underWayMax = 256

export class ReadRepairs {
  /** By replica, so that one whose disk hangs keeps none from the others. */
  readonly #underWay = new Map<string, Set<string>>()

  constructor(private readonly parts: ReadRepairParts) {}

  mend(found: Found): void {
    const { key, digest, stale, object } = found
    const name = `${digest.high} ${digest.low} ${nameOf(key)}`
    let bytes: Uint8Array | undefined
    for (const id of stale) {
      const underWay = this.#underWayTo(id)
      if (underWay.size >= underWayMax || underWay.has(name)) continue
      bytes ??= encodeObject(object, 'peer')
      underWay.add(name)
      this.parts.repaired()
      const ended = () => underWay.delete(name)
      // A repair that fails is one that the next get, or anti-entropy, makes.
      this.#send(id, found, bytes).then(ended, ended)
    }
  }

  #underWayTo(id: string): Set<string> {
    let underWay = this.#underWay.get(id)
    if (underWay === undefined) {
      underWay = new Set()
      this.#underWay.set(id, underWay)
    }
    return underWay
  }

  #send(id: string, { key, partition }: Found, bytes: Uint8Array): Promise<unknown> {
    const { selfId, replica, peers } = this.parts
    if (id === selfId) return replica.merge(partition, key, bytes, undefined)
    return handOver(() => peers.call(id, replicaPut(key, bytes, undefined), repairTimeoutMs))
  }
}
