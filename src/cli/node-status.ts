/** Every member's own account of itself, asked of all at once; those that do not answer are accounted for too. */
import type { Cluster } from '../client/cluster.js'
import { GrammeError } from '../errors.js'
import type { Member } from '../membership/member.js'
import { FrameType } from '../wire/frame.js'
import { decodeReply, StatusReply } from '../wire/messages.js'

export type NodeStatus = ReturnType<typeof StatusReply.decode>

export interface MemberStatus {
  readonly member: Member
  /** Undefined when it does not answer; `problem` says why. */
  readonly status: NodeStatus | undefined
  readonly problem: string
}

/** Of members and of those that are leaving, by address. */
export function statusOfMembers(cluster: Cluster, timeoutMs: number): Promise<MemberStatus[]> {
  const members = [...cluster.present].sort((a, b) =>
    a.address.localeCompare(b.address, 'en', { numeric: true }),
  )
  return Promise.all(members.map((member) => statusOf(cluster, member, timeoutMs)))
}

async function statusOf(cluster: Cluster, member: Member, timeoutMs: number): Promise<MemberStatus> {
  try {
    const link = cluster.linkOf(member.id)
    if (link === undefined) throw new GrammeError('UNREACHABLE', 'it is not a member any more')
    const status = decodeReply(StatusReply, await link.call({ type: FrameType.STATUS }, timeoutMs))
    if (status.self?.id === member.id) return { member, status, problem: '' }
    const other = status.self?.id ?? 'nobody'
    return { member, status: undefined, problem: `node ${other} answers at ${member.address}` }
  } catch (error) {
    return { member, status: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}
