/**
 * The ring: who owns each partition, and who stands in for them (Dynamo §4.2, §4.3, §6.2 strategy 3). Each
 * node holds as many of the Q partitions' replicas, its virtual nodes, as its weight asks.
 *
 * Invariant: a ring is a function of (members, Q, N, algorithm version) and of nothing else: not of liveness,
 * not of the ring before it, not of the order in which members were learnt. Equal digests mean equal rings.
 */
import { assert } from '../assert.js'
import { hashText32 } from '../hash.js'
import { checkSettings, type RingMember, type RingSettings, sortMembers } from './members.js'
import type { NodeShare } from './node-share.js'
import { partitionOf } from './partition.js'
import { algorithmVersion, place } from './placement.js'
import { type Quotas, shareOut } from './quota.js'
import { Scores } from './scores.js'
import { warningsOf } from './warnings.js'

export type { RingMember, RingSettings } from './members.js'
export type { NodeShare } from './node-share.js'

/** Owners should hold the partition; a stand-in takes writes for an owner that is away, with a hint. */
export type Role = 'owner' | 'stand-in'

export interface Preference {
  readonly id: string
  readonly role: Role
}

/** Preference lists of all nodes are long; at most this many entries are kept, some 8 MB. */
const cachedEntriesMax = 1_048_576

export class Ring {
  /** Throws BAD_ARGUMENT for members or settings outside the limits of members.ts. */
  static build(members: readonly RingMember[], settings: RingSettings): Ring {
    checkSettings(settings)
    return new Ring(sortMembers(members), settings)
  }

  /** Sorted by id. */
  readonly members: readonly RingMember[]
  readonly settings: RingSettings
  /** Unsigned 32 bits, of the members, Q, N and the algorithm version. */
  readonly digest: number
  /** What an operator should know of this layout, in plain English; none if all is well. */
  readonly warnings: readonly string[]

  readonly #plan: Quotas
  readonly #scores: Scores
  readonly #owners: Uint16Array
  readonly #ownerIds: (readonly string[])[] = []
  readonly #asOwner: readonly Preference[]
  readonly #asStandIn: readonly Preference[]
  readonly #lists = new Map<number, readonly Preference[]>()
  #shares: readonly NodeShare[] | undefined

  private constructor(members: readonly RingMember[], settings: RingSettings) {
    const { partitionCount, replicaCount } = settings
    this.members = members
    this.settings = { partitionCount, replicaCount }
    this.digest = hashText32(
      JSON.stringify([
        algorithmVersion,
        partitionCount,
        replicaCount,
        members.map((m) => [m.id, m.weight, m.zone]),
      ]),
    )
    this.#plan = shareOut(members, settings)
    this.#scores = new Scores(members, partitionCount, this.#plan)
    this.#owners = place(partitionCount, this.#plan, this.#scores)
    this.#asOwner = members.map(({ id }) => ({ id, role: 'owner' }))
    this.#asStandIn = members.map(({ id }) => ({ id, role: 'stand-in' }))
    this.warnings = warningsOf(settings, this.#plan, this.shares(), this.efficiency().replica)
  }

  partitionOf(key: Uint8Array): number {
    return partitionOf(key, this.settings.partitionCount)
  }

  /** The N nodes that should hold the partition, or all if there are fewer; the coordinator of choice first. */
  owners(partition: number): readonly string[] {
    let ids = this.#ownerIds[partition]
    if (ids === undefined) {
      ids = Array.from(this.#ownersOf(partition), (node) => this.members[node].id)
      this.#ownerIds[partition] = ids
    }
    return ids
  }

  isOwner(partition: number, id: string): boolean {
    return this.owners(partition).includes(id)
  }

  /** Every node: the owners, then the stand-ins, first of zones where the list has no node yet. */
  preferenceList(partition: number): readonly Preference[] {
    const cached = this.#lists.get(partition)
    if (cached !== undefined) return cached
    const owners = this.#ownersOf(partition)
    const zoneOf = this.#plan.zoneOf
    const zones = new Set<number>()
    for (const node of owners) zones.add(zoneOf[node])
    const rest = this.members.flatMap((_, node) =>
      owners.includes(node) ? [] : [{ node, cost: this.#scores.cost(node, partition) }],
    )
    rest.sort((a, b) => a.cost - b.cost || a.node - b.node)
    const elsewhere: Preference[] = []
    const others: Preference[] = []
    for (const { node } of rest) {
      const list = zones.has(zoneOf[node]) ? others : elsewhere
      list.push(this.#asStandIn[node])
      zones.add(zoneOf[node])
    }
    const list = [...Array.from(owners, (node) => this.#asOwner[node]), ...elsewhere, ...others]
    if ((this.#lists.size + 1) * list.length > cachedEntriesMax) {
      const oldest = this.#lists.keys().next()
      if (oldest.done !== true) this.#lists.delete(oldest.value)
    }
    this.#lists.set(partition, list)
    return list
  }

  /** In the order of `members`. */
  shares(): readonly NodeShare[] {
    if (this.#shares === undefined) {
      const { ownerCount, quotas } = this.#plan
      const virtualNodes = this.members.map(() => 0)
      const firstOwner = this.members.map(() => 0)
      this.#owners.forEach((node, at) => {
        virtualNodes[node]++
        if (at % ownerCount === 0) firstOwner[node]++
      })
      this.#shares = this.members.map(({ id, weight, zone }, i) => ({
        id,
        weight,
        zone,
        virtualNodes: virtualNodes[i],
        firstOwner: firstOwner[i],
        quota: quotas[i],
        share: virtualNodes[i] / this.#owners.length,
      }))
    }
    return this.#shares
  }

  /**
   * Load-balancing efficiency (§6.2), of replicas and of first owners: the load of a node that has just its
   * quota, over that of the node furthest above. 1 is perfect; a ring without members has it.
   */
  efficiency(): { replica: number; firstOwner: number } {
    let replica = 1
    let firstOwner = 1
    for (const { virtualNodes, firstOwner: firsts, quota } of this.shares()) {
      replica = Math.max(replica, virtualNodes / quota)
      firstOwner = Math.max(firstOwner, (firsts * this.#plan.ownerCount) / quota)
    }
    return { replica: 1 / replica, firstOwner: 1 / firstOwner }
  }

  #ownersOf(partition: number): Uint16Array {
    const { partitionCount } = this.settings
    assert(
      Number.isInteger(partition) && partition >= 0 && partition < partitionCount,
      'a partition of this ring',
    )
    const { ownerCount } = this.#plan
    return this.#owners.subarray(partition * ownerCount, (partition + 1) * ownerCount)
  }
}
