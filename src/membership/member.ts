/**
 * Who is in the cluster (Dynamo §4.8): one record a node, which only that node ever changes. Nodes merge the
 * records they hear of; since each has one writer and its changes are ordered, all that hear the same
 * records know the same members, in whatever order they heard.
 *
 * Invariant: merging is commutative, associative and idempotent; the newer of two records of a node wins
 * whole.
 */
import { bucketCount, bucketOf, type MemberAge, TableDigest } from './table-digest.js'

export type MemberStatus =
  /** Owns its share of the ring, whether or not it can be reached just now. */
  | 'up'
  /** Owns nothing any more, and is asked for what it holds until others have all of it. */
  | 'leaving'
  /** Owns nothing yet: a new node, until it is told to join or to replace another. */
  | 'waiting'
  /** Owns nothing. The record stays, so that an old one cannot bring the node back. */
  | 'left'

export interface Member {
  /** 12 hex digits, random, made with the node's data folder. */
  readonly id: string
  /** Milliseconds since 1970 of the node's start, made to rise even when its calendar does not. */
  readonly incarnation: number
  /** Counts the changes of the record by acts, over all starts of the node. */
  readonly version: number
  /** HOST:PORT where it serves. */
  readonly address: string
  /** Its capability relative to the others': its share of virtual nodes is in proportion (§6.2). */
  readonly weight: number
  /** Replicas of a partition are put in distinct zones while there are enough. */
  readonly zone: string
  readonly status: MemberStatus
  /** Ids of nodes that this one, as its operator said, takes to be gone for good. */
  readonly removes: readonly string[]
}

/** A node says so of so many others at most. */
export const removesMax = 100

/** The most records a table holds, left members included; more are not taken in. */
export const membersMax = 1000

/**
 * Negative, zero or positive as `a` is older than, the same as or newer than `b`, both of one node. An act outranks
 * any number of starts: a node that starts from a table that has lost one is outdone by whoever remembers it.
 */
export function compareAge(a: MemberAge, b: MemberAge): number {
  return a.version - b.version || a.incarnation - b.incarnation
}

export class MemberTable {
  readonly #byId = new Map<string, Member>()
  readonly #digest = new TableDigest()
  /** By id; undefined when something has changed since. */
  #all: readonly Member[] | undefined
  #up: readonly Member[] | undefined
  #gone: ReadonlySet<string> | undefined
  #buckets: readonly Member[][] | undefined

  constructor(members: Iterable<Member> = []) {
    for (const member of members) this.#put(member)
  }

  /** Of all records. */
  get digest(): Pick<TableDigest, 'table' | 'buckets'> {
    return this.#digest
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Member | undefined {
    return this.#byId.get(id)
  }

  /** All records, by id. */
  all(): readonly Member[] {
    this.#all ??= [...this.#byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    return this.#all
  }

  /** The records of a bucket of the digest, by id. */
  inBucket(bucket: number): readonly Member[] {
    this.#buckets ??= this.#sort()
    return this.#buckets[bucket]
  }

  /** The nodes that own a share of the ring, by id: up, and not said to be gone. */
  up(): readonly Member[] {
    this.#up ??= this.#findUp()
    return this.#up
  }

  /** Ids of those that others say to be gone, known or not. */
  get gone(): ReadonlySet<string> {
    this.#gone ??= removed(this.all())
    return this.#gone
  }

  /** Those that hold data, by id: `up()`, and who is leaving. */
  present(): Member[] {
    return this.all().filter(
      ({ id, status }) => (status === 'up' || status === 'leaving') && !this.gone.has(id),
    )
  }

  /** Takes in what is newer; the records that changed. */
  merge(members: Iterable<Member>): Member[] {
    const changed: Member[] = []
    for (const member of members) {
      const known = this.#byId.get(member.id)
      if (known === undefined ? this.#byId.size >= membersMax : compareAge(member, known) <= 0) continue
      this.#put(member)
      changed.push(member)
    }
    return changed
  }

  #put(member: Member): void {
    const known = this.#byId.get(member.id)
    if (known !== undefined) this.#digest.toggle(known)
    this.#digest.toggle(member)
    this.#byId.set(member.id, member)
    this.#all = undefined
    this.#up = undefined
    this.#gone = undefined
    this.#buckets = undefined
  }

  #sort(): Member[][] {
    const buckets: Member[][] = Array.from({ length: bucketCount }, () => [])
    for (const member of this.all()) buckets[bucketOf(member.id)].push(member)
    return buckets
  }

  #findUp(): Member[] {
    return this.all().filter(({ id, status }) => status === 'up' && !this.gone.has(id))
  }
}

/**
 * Whom others say to be gone. Their word counts whatever has become of themselves since, be it that they have left,
 * were replaced, or died: or whom they replaced would be back. It does not count against those by whose word they
 * are gone: so of two, or of a ring of nodes, that say it of each other one stays. Records are gone through by id, so
 * that all that know the same ones agree.
 */
export function removed(members: readonly Member[]): Set<string> {
  /** Who is gone, and by whose word. */
  const gone = new Map<string, ReadonlySet<string>>()
  for (const { id, removes } of members) {
    const by = gone.get(id)
    for (const other of removes) {
      if (other === id || by?.has(other) || gone.has(other)) continue
      gone.set(other, new Set([id, ...(by ?? [])]))
    }
  }
  return new Set(gone.keys())
}

/** What a node is told of itself by its settings; the rest of its record is its operator's acts. */
export type MemberSettings = Pick<Member, 'id' | 'address' | 'weight' | 'zone'>

/**
 * A node's own record at a start: newer than `last`, which it or a peer remembers, whatever the calendar says (a
 * restored backup, a clock set back), and no newer than an act that `last` has lost. Weight, and whether it is a member, are what `last` says: those change by
 * an operator's act, and not because a node is started with other settings. Address and zone say where it is, so they
 * are what the settings say at each start: a machine that is moved is started again anyway. `firstStatus`: of a node that
 * nobody remembers.
 */
export function recordAtStart(
  self: MemberSettings,
  last: Member | undefined,
  wallMs: number,
  firstStatus: MemberStatus = 'up',
): Member {
  const incarnation = Math.max(Math.floor(wallMs), last === undefined ? 0 : last.incarnation + 1)
  const { weight, status, removes, version } = last ?? {
    weight: self.weight,
    status: firstStatus,
    removes: [],
    version: 0,
  }
  return { ...self, weight, status, removes, incarnation, version }
}
