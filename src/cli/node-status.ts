/**
 * Every node's own account of itself, asked of all at once; those that do not answer are accounted for too. Nodes that
 * are no members are asked as well where an operator wants to see them: who waits to be told, has left, or was removed.
 *
 * Invariant: an account counts for the node that gives it, and not for another that has had its address.
 */
import type { Cluster } from '../client/cluster.js'
import { type Member, removed, type MemberStatus as Standing } from '../membership/member.js'
import { FrameType } from '../wire/frame.js'
import { decodeReply, StatusReply } from '../wire/messages.js'

export type NodeStatus = ReturnType<typeof StatusReply.decode>

export interface MemberStatus {
  readonly member: Member
  /** By the records that the node first asked knows; others' word that it is gone goes before its own. */
  readonly standing: Standing | 'removed'
  /** Undefined when it does not answer; `problem` says why. */
  readonly status: NodeStatus | undefined
  readonly problem: string
}

export interface KnownStatuses {
  /** Members, those that wait to be told, and of those that have left or were removed the ones that answer. */
  readonly nodes: readonly MemberStatus[]
  /** The others: their records stay for ever, whatever has become of them. The newest first. */
  readonly former: readonly MemberStatus[]
}

/** Who is no member any more has often been switched off, and is not waited for as long. */
const formerTimeoutMs = 1000

/** Of members and of those that are leaving, by address. */
export function statusOfMembers(cluster: Cluster, timeoutMs: number): Promise<MemberStatus[]> {
  return statusesOf(cluster, cluster.present, timeoutMs)
}

/** Of all that there is a record of; members first, by address. */
export async function statusOfKnown(cluster: Cluster, timeoutMs: number): Promise<KnownStatuses> {
  const present = new Set(cluster.present)
  const [waiting, former]: [Member[], Member[]] = [[], []]
  const gone = removed(cluster.known)
  for (const member of cluster.known) {
    if (present.has(member)) continue
    if (member.status === 'waiting' && !gone.has(member.id)) waiting.push(member)
    else former.push(member)
  }
  const [members, newcomers, others] = await Promise.all([
    statusOfMembers(cluster, timeoutMs),
    statusesOf(cluster, waiting, timeoutMs),
    statusesOf(cluster, former, Math.min(timeoutMs, formerTimeoutMs)),
  ])
  const answers = ({ status }: MemberStatus) => status !== undefined
  const silent = others.filter((one) => !answers(one))
  return {
    nodes: [...members, ...newcomers, ...others.filter(answers)],
    former: silent.sort((a, b) => b.member.incarnation - a.member.incarnation),
  }
}

/** What all that answer hold, together. */
export function heldByAll(statuses: readonly MemberStatus[], field: 'keys' | 'liveBytes'): number {
  return statuses.reduce((sum, { status }) => sum + (status?.store?.[field] ?? 0), 0)
}

function statusesOf(
  cluster: Cluster,
  members: readonly Member[],
  timeoutMs: number,
): Promise<MemberStatus[]> {
  const gone = removed(cluster.known)
  const sorted = [...members].sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }))
  return Promise.all(
    sorted.map(async (member) => ({
      member,
      standing: gone.has(member.id) ? 'removed' : member.status,
      ...(await statusOf(cluster, member, timeoutMs)),
    })),
  )
}

async function statusOf(
  cluster: Cluster,
  member: Member,
  timeoutMs: number,
): Promise<Pick<MemberStatus, 'status' | 'problem'>> {
  try {
    const link = cluster.linkAt(member.address)
    const status = decodeReply(StatusReply, await link.call({ type: FrameType.STATUS }, timeoutMs))
    if (status.self?.id === member.id) return { status, problem: '' }
    const other = status.self?.id ?? 'nobody'
    return { status: undefined, problem: `node ${other} answers at ${member.address}` }
  } catch (error) {
    return { status: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}
