/**
 * Who is in the cluster (Dynamo §4.8): one record a node, which only that node ever changes. Nodes merge the
 * records they hear of; since each has one writer and its changes are ordered, all that hear the same
 * records know the same members, in whatever order they heard.
 *
 * Invariant: merging is commutative, associative and idempotent; the newer of two records of a node wins
 * whole.
 */
export type MemberStatus =
  /** Owns its share of the ring, whether or not it can be reached just now. */
  | 'up'
  /** Owns nothing any more. The record stays, so that an old one cannot bring the node back. */
  | 'left'

export interface Member {
  /** 12 hex digits, random, made with the node's data folder. */
  readonly id: string
  /** Milliseconds since 1970 of the node's start, made to rise even when its calendar does not. */
  readonly incarnation: number
  /** Counts changes within the incarnation. */
  readonly version: number
  /** HOST:PORT where it serves. */
  readonly address: string
  /** Its capability relative to the others': its share of virtual nodes is in proportion (§6.2). */
  readonly weight: number
  /** Replicas of a partition are put in distinct zones while there are enough. */
  readonly zone: string
  readonly status: MemberStatus
}

/** The most records a table holds, left members included; more are not taken in. */
export const membersMax = 1000

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`, both of one node. */
export function compareAge(a: Member, b: Member): number {
  return a.incarnation - b.incarnation || a.version - b.version
}

export class MemberTable {
  readonly #byId = new Map<string, Member>()

  constructor(members: Iterable<Member> = []) {
    for (const member of members) this.#byId.set(member.id, member)
  }

  get(id: string): Member | undefined {
    return this.#byId.get(id)
  }

  /** All records, by id. */
  all(): Member[] {
    return [...this.#byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** The nodes that own a share of the ring, by id. */
  up(): Member[] {
    return this.all().filter((member) => member.status === 'up')
  }

  /** Takes in what is newer; the records that changed. */
  merge(members: Iterable<Member>): Member[] {
    const changed: Member[] = []
    for (const member of members) {
      const known = this.#byId.get(member.id)
      if (known === undefined ? this.#byId.size >= membersMax : compareAge(member, known) <= 0) continue
      this.#byId.set(member.id, member)
      changed.push(member)
    }
    return changed
  }
}

/**
 * A node's own record at a start: newer than `last`, which it or a peer remembers, whatever the calendar
 * says (a restored backup, a clock set back).
 */
export function recordAtStart(
  self: Omit<Member, 'incarnation' | 'version'>,
  last: Member | undefined,
  wallMs: number,
): Member {
  const incarnation = Math.max(Math.floor(wallMs), last === undefined ? 0 : last.incarnation + 1)
  return { ...self, incarnation, version: 0 }
}
