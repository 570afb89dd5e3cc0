/**
 * Whom an operator means who names a node. An id is one node's for ever. An address is whose it is at the time: a
 * machine with a new disk is another node at the old one's address, and both are in the member table.
 *
 * Invariant: of several, whom the act is for comes first (it answers there; it does not; it was removed), then the
 * newest. So an act never depends on the order of the table.
 */
import type { Cluster } from '../client/cluster.js'
import { type Member, MemberTable } from '../membership/member.js'
import { UsageError } from './exit.js'

/** `prefers`: what tells best whom the act is for, the most telling first. Throws UsageError: there is none. */
export function memberNamed(
  members: readonly Member[],
  name: string,
  prefers: readonly ((member: Member) => boolean)[],
): Member {
  const found = members.filter(({ id, address }) => id === name || address === name)
  const [best] = [...found].sort((a, b) => {
    const telling = prefers.find((prefer) => prefer(a) !== prefer(b))
    if (telling !== undefined) return telling(a) ? -1 : 1
    return b.incarnation - a.incarnation || (a.id < b.id ? -1 : 1)
  })
  if (best !== undefined) return best
  const known = members.map(({ id, address }) => `${id} at ${address}`).join(', ')
  throw new UsageError(`there is no node ${name}; there are ${known}`)
}

/** Whether it is one of those that hold data: up, or leaving, and not said to be gone. */
export function presentIn(members: readonly Member[]): (member: Member) => boolean {
  const ids = new Set(new MemberTable(members).present().map(({ id }) => id))
  return ({ id }) => ids.has(id)
}

/** Ids of the nodes that answer at the addresses of these: not of all that once were there. */
export async function answeringAt(cluster: Cluster, members: readonly Member[]): Promise<Set<string>> {
  const addresses = [...new Set(members.map(({ address }) => address))]
  const ids = await Promise.all(addresses.map((address) => idAt(cluster, address)))
  return new Set(ids.filter((id) => id !== undefined))
}

/** Who says at this address that it is there, in shaking hands; undefined where nobody does. */
export async function idAt(cluster: Cluster, address: string): Promise<string | undefined> {
  const link = cluster.linkAt(address)
  await link.settled
  return link.peer?.nodeId
}
