/**
 * What a change of members would do, before it is done: how much moves, from whom to whom, how long that takes, and
 * how the balance changes. From two rings and what the nodes say they hold; the bytes are so by the average.
 */
import { movement } from '../ring/movement.js'
import { Ring, type RingMember, type RingSettings } from '../ring/ring.js'

export interface PlannedMember extends RingMember {
  readonly address: string
}

export interface PlanInput {
  readonly settings: RingSettings
  readonly before: readonly PlannedMember[]
  readonly after: readonly PlannedMember[]
  /** Ids of nodes that give nothing any more. */
  readonly gone?: ReadonlySet<string>
  /** Of all nodes together, as far as they answer. */
  readonly liveBytes: number
  /** What a node may move a second. */
  readonly bytesPerSecond: number
}

export interface MemberPlan {
  readonly replicasMoved: number
  readonly replicasLeast: number
  readonly bytesMoved: number
  /** By the node that receives most. */
  readonly estimatedMs: number
  readonly efficiencyBefore: number
  readonly efficiencyAfter: number
  readonly flows: readonly Flow[]
}

export interface Flow {
  readonly from: string
  readonly to: string
  /** Partition replicas. */
  readonly replicas: number
  readonly bytes: number
}

export function planOf(input: PlanInput): MemberPlan {
  const { settings, before, after, gone = new Set(), liveBytes, bytesPerSecond } = input
  const [old, now] = [Ring.build(before, settings), Ring.build(after, settings)]
  const moved = movement(old, now)
  const slots = settings.partitionCount * Math.min(settings.replicaCount, Math.max(1, before.length))
  const replicaBytes = liveBytes / slots
  const addresses = new Map([...before, ...after].map(({ id, address }) => [id, address]))
  const flows = flowsBetween(old, now, gone).map(({ from, to, replicas }) => ({
    from: addresses.get(from) ?? from,
    to: addresses.get(to) ?? to,
    replicas,
    bytes: Math.round(replicas * replicaBytes),
  }))
  const received = new Map<string, number>()
  for (const flow of flows) received.set(flow.to, (received.get(flow.to) ?? 0) + flow.bytes)
  return {
    replicasMoved: moved.slotsChanged,
    replicasLeast: Math.round(moved.slotsLeast),
    bytesMoved: Math.round(moved.slotsChanged * replicaBytes),
    estimatedMs: Math.round((1000 * Math.max(0, ...received.values())) / bytesPerSecond),
    efficiencyBefore: old.efficiency().replica,
    efficiencyAfter: now.efficiency().replica,
    flows,
  }
}

/**
 * A new owner is given a partition by whoever ceases to own it, or, where nobody does, by an owner that stays: each in
 * turn, as a new owner asks all. Whoever is gone gives nothing.
 */
function flowsBetween(
  old: Ring,
  now: Ring,
  gone: ReadonlySet<string>,
): { from: string; to: string; replicas: number }[] {
  const flows = new Map<string, { from: string; to: string; replicas: number }>()
  for (let partition = 0; partition < old.settings.partitionCount; partition += 1) {
    const [was, is] = [old.owners(partition), now.owners(partition)]
    const there = was.filter((id) => !gone.has(id))
    const leaving = there.filter((id) => !is.includes(id))
    for (const to of is) {
      if (was.includes(to)) continue
      const from = leaving.shift() ?? there[partition % there.length]
      if (from === undefined) continue
      const flow = flows.get(`${from} ${to}`) ?? { from, to, replicas: 0 }
      flow.replicas += 1
      flows.set(`${from} ${to}`, flow)
    }
  }
  return [...flows.values()].sort((a, b) => b.replicas - a.replicas)
}
