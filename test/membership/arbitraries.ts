/** Member records as an honest node may make them: each node is the only writer of its own. */
import fc from 'fast-check'
import type { Member } from '../../src/membership/member.js'

export const nodeIds = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(12))

/** What stands in a record follows from whose it is and how old: two records of one age are the same. */
export function memberOf(id: string, incarnation: number, version: number): Member {
  const turn = incarnation * 7 + version
  return {
    id,
    incarnation,
    version,
    address: `10.0.0.${turn % 250}:7401`,
    weight: 1 + (turn % 4),
    zone: turn % 3 === 0 ? '' : `zone ${turn % 3}`,
    status: turn % 5 === 0 ? 'left' : 'up',
    removes: turn % 11 === 3 ? nodeIds.filter((other) => other > id) : [],
  }
}

export const anyMember: fc.Arbitrary<Member> = fc
  .tuple(fc.constantFrom(...nodeIds), fc.nat(4), fc.nat(4))
  .map(([id, incarnation, version]) => memberOf(id, incarnation, version))

export const anyRecords = fc.array(anyMember, { maxLength: 12 })
