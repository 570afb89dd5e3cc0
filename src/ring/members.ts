/**
 * What a ring is made of: its declared members and its two numbers, checked and put in order.
 *
 * Invariant: what `sortMembers` returns depends on the set of members alone, never on the order in which
 * they were learnt. Everything on the ring rests on that: nodes that agree on the members agree on the ring.
 */
import { GrammeError } from '../errors.js'
import { isPartitionCount, partitionCountMax } from './partition.js'

export interface RingMember {
  /** Unique, never reused for another node: the node's place on the ring comes from it. */
  readonly id: string
  /** Load to carry, relative to the other members. */
  readonly weight: number
  /** What fails together (a rack, a data centre). Members that name no zone share the zone ''. */
  readonly zone: string
}

export interface RingSettings {
  /** Q of the paper. */
  readonly partitionCount: number
  /** N of the paper: how many nodes hold each key. */
  readonly replicaCount: number
}

export const memberCountMax = 1000
export const replicaCountMax = 16
/** Below this a member would hold next to nothing; take it out instead. */
export const weightMin = 0.01
export const weightMax = 100
export const nameLengthMax = 256

/** Throws BAD_ARGUMENT, naming the field, its value and its limit. */
export function checkSettings(settings: RingSettings): void {
  const { partitionCount, replicaCount } = settings
  if (!isPartitionCount(partitionCount)) {
    throw bad('partitionCount', partitionCount, `a power of two from 1 to ${partitionCountMax}`)
  }
  if (!Number.isInteger(replicaCount) || replicaCount < 1 || replicaCount > replicaCountMax) {
    throw bad('replicaCount', replicaCount, `a whole number from 1 to ${replicaCountMax}`)
  }
}

/** The members by id (code units), copied. Throws BAD_ARGUMENT, naming the field, its value and its limit. */
export function sortMembers(members: readonly RingMember[]): readonly RingMember[] {
  if (members.length > memberCountMax) {
    throw bad('members', members.length, `at most ${memberCountMax} of them`)
  }
  const sorted = members.map(({ id, weight, zone }) => ({ id, weight, zone }))
  sorted.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  sorted.forEach((member, i) => {
    const field = `members[${JSON.stringify(member.id)}]`
    if (member.id.length < 1 || member.id.length > nameLengthMax) {
      throw bad(`${field}.id`, member.id, `1 to ${nameLengthMax} characters`)
    }
    if (i > 0 && sorted[i - 1].id === member.id) throw bad(`${field}.id`, member.id, 'unique')
    if (!(member.weight >= weightMin && member.weight <= weightMax)) {
      throw bad(`${field}.weight`, member.weight, `a number from ${weightMin} to ${weightMax}`)
    }
    if (member.zone.length > nameLengthMax) {
      throw bad(`${field}.zone`, member.zone, `at most ${nameLengthMax} characters`)
    }
  })
  return sorted
}

function bad(field: string, value: unknown, limit: string): GrammeError {
  return new GrammeError(
    'BAD_ARGUMENT',
    `${field} is ${JSON.stringify(value) ?? String(value)}; it must be ${limit}`,
  )
}
