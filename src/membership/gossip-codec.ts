/**
 * What gossip says of a member table, as a Gossip message. What comes from outside is checked piece by piece: what
 * breaks the rules is left out, and the rest stands.
 */
import type { gramme } from '#messages'
import { memberSchema, membersFromWire, memberToWire, nodeIdPattern } from './member-codec.js'
import { recordsMax, type Telling } from './swap.js'
import { bucketCount, type MemberAge } from './table-digest.js'

const ageSchema = memberSchema.pick({ id: true, incarnation: true, version: true })

/** The fields of a Gossip message that are about the table. */
export function tellingToWire(telling: Telling): gramme.Gossip.$Properties {
  const { hash, members, buckets, compared, ages, wanted, lookedAt } = telling
  return {
    tableHigh: hash?.high ?? 0,
    tableLow: hash?.low ?? 0,
    members: members.map(memberToWire),
    buckets: [...buckets],
    compared: [...compared],
    ages: ages.map(({ id, incarnation, version }) => ({ id, incarnation, version })),
    wanted: [...wanted],
    lookedAt,
  }
}

export function tellingFromWire(message: gramme.Gossip.$Properties): Telling {
  const high = message.tableHigh ?? 0
  const low = message.tableLow ?? 0
  return {
    hash: high === 0 && low === 0 ? undefined : { high, low },
    members: membersFromWire(message.members ?? []),
    buckets: message.buckets ?? [],
    compared: [...new Set(message.compared)].filter((bucket) => bucket < bucketCount),
    ages: agesFromWire(message.ages ?? []),
    wanted: (message.wanted ?? []).slice(0, recordsMax).filter((id) => nodeIdPattern.test(id)),
    lookedAt: message.lookedAt ?? 0,
  }
}

function agesFromWire(records: readonly gramme.MemberAge.$Properties[]): MemberAge[] {
  return records.flatMap(({ id = '', incarnation = 0, version = 0 }) => {
    const parsed = ageSchema.safeParse({ id, incarnation, version })
    return parsed.success ? [parsed.data] : []
  })
}
