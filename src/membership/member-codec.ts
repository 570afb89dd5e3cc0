/**
 * Member records on the wire and in the member table's file. Records from outside are checked field by
 * field before they are believed: one bad record must not bend every node's ring.
 */
import { z } from 'zod'
import type { gramme } from '#messages'
import { parseAddress } from '../ports/network.js'
import { weightMax, weightMin } from '../ring/members.js'
import { MemberStatus as WireStatus } from '../wire/messages.js'
import { type Member, type MemberStatus, removesMax } from './member.js'

/** Limits of the texts in a record, in characters. */
export const zoneCharactersMax = 64
export const addressCharactersMax = 261

export const nodeIdPattern = /^[0-9a-f]{12}$/

export const memberSchema = z.object({
  id: z.string().regex(nodeIdPattern),
  incarnation: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
  version: z.number().int().min(0).max(0xffffffff),
  address: z
    .string()
    .max(addressCharactersMax)
    .refine((address) => parseAddress(address) !== undefined, 'must be HOST:PORT'),
  weight: z.number().min(weightMin).max(weightMax),
  zone: z.string().max(zoneCharactersMax),
  status: z.enum(['up', 'leaving', 'waiting', 'left']),
  removes: z.array(z.string().regex(nodeIdPattern)).max(removesMax).default([]),
})

const statusToWire = {
  up: WireStatus.MEMBER_UP,
  leaving: WireStatus.MEMBER_LEAVING,
  waiting: WireStatus.MEMBER_WAITING,
  left: WireStatus.MEMBER_LEFT,
} as const

/** One that is not known to this release owns nothing. */
function statusOf(wire: number): MemberStatus {
  if (wire === WireStatus.MEMBER_UP) return 'up'
  if (wire === WireStatus.MEMBER_WAITING) return 'waiting'
  return wire === WireStatus.MEMBER_LEAVING ? 'leaving' : 'left'
}

export function memberToWire(member: Member): gramme.Member.$Properties {
  return {
    ...member,
    removes: [...member.removes],
    status: statusToWire[member.status],
  }
}

/** The records that hold what records must hold; others are dropped. */
export function membersFromWire(records: readonly gramme.Member.$Properties[]): Member[] {
  const members: Member[] = []
  for (const record of records) {
    // Protobuf leaves out what is zero or empty, so the defaults are put back.
    const parsed = memberSchema.safeParse({
      id: record.id ?? '',
      incarnation: record.incarnation ?? 0,
      version: record.version ?? 0,
      address: record.address ?? '',
      weight: record.weight ?? 0,
      zone: record.zone ?? '',
      status: statusOf(record.status ?? WireStatus.MEMBER_UP),
      removes: record.removes ?? [],
    })
    if (parsed.success) members.push(parsed.data)
  }
  return members
}
