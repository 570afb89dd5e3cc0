/**
 * What `gramme status` says of nodes that are no members: who waits to be told, has left, or was removed. An operator
 * needs their ids to have them join, to have them take a place, and to take a removal back.
 */
import type { Member } from '../membership/member.js'
import type { MemberStatus } from './node-status.js'

/** So many are named, so that a line stays one. */
const namedMax = 8

/** What it is in the cluster, and whether it answers. */
export function stateOf({ standing, status }: MemberStatus): string {
  if (status !== undefined) return standing
  return standing === 'up' ? 'down' : `${standing}, down`
}

/** What the operator can do about it; nothing of members. */
export function standingRemarks({ member, standing }: MemberStatus, known: readonly Member[]): string[] {
  const { id, address } = member
  if (standing === 'waiting') return [`${address} waits to be told: \`gramme join ${id}\``]
  if (standing !== 'removed') return []
  const by = known.filter(({ removes }) => removes.includes(id)).map((one) => one.address)
  return [`${address} was removed by ${by.join(', ')}: \`gramme restore ${id}\` takes that back`]
}

/** The nodes that are no members any more and do not answer, in a line; none where there are none. */
export function formerAsText(former: readonly MemberStatus[]): string[] {
  if (former.length === 0) return []
  const named = former
    .slice(0, namedMax)
    .map(({ member: { id, address }, standing }) => `${id} at ${address} (${standing})`)
  const more = former.length - named.length
  return [
    `not members any more, and silent: ${named.join(', ')}${more > 0 ? `, and ${more} from before that` : ''}`,
  ]
}
