/**
 * What a change of members would do, before it is done: how much moves, from whom to whom, about how long that takes, and
 * how the balance changes. From two rings and what the nodes say they hold; objects and bytes are so by the average.
 *
 * The time is that of the node that takes most, and then of the one that gives up most; see transfer-costs.ts.
 */
import { movement } from '../ring/movement.js'
import { Ring, type RingMember, type RingSettings } from '../ring/ring.js'
import { transferCosts } from './transfer-costs.js'

export interface PlannedMember extends RingMember {
  readonly address: string
}

export interface PlanInput {
  readonly settings: RingSettings
  readonly before: readonly PlannedMember[]
  readonly after: readonly PlannedMember[]
  /** Of all nodes together, but for those that are `uncounted`. */
  readonly liveBytes: number
  /** Their records: a key counts as often as it has copies. */
  readonly liveKeys: number
  /** Members that have not said what they hold. */
  readonly uncounted?: ReadonlySet<string>
  /** Of the slowest network; none: it is no limit. */
  readonly networkBytesPerSecond?: number
  /** Members that own something before, and can neither be asked for it nor give it up. */
  readonly gone?: ReadonlySet<string>
}

export interface MemberPlan {
  readonly replicasMoved: number
  readonly replicasLeast: number
  readonly objectsMoved: number
  readonly bytesMoved: number
  /** Until new owners serve what they come to own: by the node that takes most, or answers most. */
  readonly fillMs: number
  /** From then on, until former owners have given it up: by the one that gives up most. */
  readonly giveUpMs: number
  /** Both, one after the other. */
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
  const { settings, before, after, liveBytes, liveKeys, gone = new Set(), uncounted = new Set() } = input
  const [old, now] = [Ring.build(before, settings), Ring.build(after, settings)]
  const moved = movement(old, now)
  const counted = old
    .shares()
    .reduce((sum, { id, virtualNodes }) => sum + (uncounted.has(id) ? 0 : virtualNodes), 0)
  const slots = Math.max(1, counted)
  const replica: Amount = { objects: liveKeys / slots, bytes: liveBytes / slots }
  const addresses = new Map([...before, ...after].map(({ id, address }) => [id, address]))
  const transfers = transfersBetween(old, now, gone)
  const received = Math.max(...moved.nodes.map(({ gained }) => gained))
  const givenUp = Math.max(...moved.nodes.map(({ id, lost }) => (gone.has(id) ? 0 : lost)))
  const flows = transfers.flows.map(({ from, to, replicas }) => ({
    from: addresses.get(from) ?? from,
    to: addresses.get(to) ?? to,
    replicas,
    bytes: Math.round(replicas * replica.bytes),
  }))
  const busiest = { received, answered: transfers.answeredMost, givenUp }
  const times = timesOf(busiest, replica, input.networkBytesPerSecond)
  return {
    replicasMoved: moved.slotsChanged,
    replicasLeast: Math.round(moved.slotsLeast),
    objectsMoved: Math.round(moved.slotsChanged * replica.objects),
    bytesMoved: Math.round(moved.slotsChanged * replica.bytes),
    ...times,
    estimatedMs: times.fillMs + times.giveUpMs,
    efficiencyBefore: old.efficiency().replica,
    efficiencyAfter: now.efficiency().replica,
    flows,
  }
}

interface Amount {
  readonly objects: number
  readonly bytes: number
}

/** In partition replicas, each of the node that has most of it. */
interface Busiest {
  readonly received: number
  readonly answered: number
  readonly givenUp: number
}

interface Transfers {
  readonly answeredMost: number
  readonly flows: readonly { readonly from: string; readonly to: string; readonly replicas: number }[]
}

function timesOf(
  { received, answered, givenUp }: Busiest,
  replica: Amount,
  networkBytesPerSecond = Number.POSITIVE_INFINITY,
): { readonly fillMs: number; readonly giveUpMs: number } {
  const costs = transferCosts
  const onWire = (bytesPerSecond: number) => Math.min(bytesPerSecond, networkBytesPerSecond)
  const fillMs = Math.max(
    msOf(received, replica, onWire(costs.fillBytesPerSecond), costs.filledUs),
    msOf(answered, replica, onWire(costs.answerBytesPerSecond), 0),
  )
  const giveUpMs = msOf(givenUp, replica, costs.giveUpBytesPerSecond, costs.givenUpUs)
  const beginsMs = received + givenUp > 0 ? costs.beginsMs : 0
  return { fillMs: Math.round(beginsMs + fillMs), giveUpMs: Math.round(giveUpMs) }
}

/** As long as its bytes take, or its objects, whichever is longer. */
function msOf(
  replicas: number,
  { objects, bytes }: Amount,
  bytesPerSecond: number,
  objectUs: number,
): number {
  return replicas * Math.max((1000 * bytes) / bytesPerSecond, (objects * objectUs) / 1000)
}

/**
 * A flow is of ownership: from whoever ceases to own a partition, or, where nobody does who is there, from whoever has
 * the data. That a new owner takes from one of all former owners, so that each has its part of the work (filler.ts).
 */
function transfersBetween(old: Ring, now: Ring, gone: ReadonlySet<string>): Transfers {
  const answered = new Map<string, number>()
  const flows = new Map<string, { from: string; to: string; replicas: number }>()
  for (let partition = 0; partition < old.settings.partitionCount; partition += 1) {
    const [was, is] = [old.owners(partition), now.owners(partition)]
    const isThere = (id: string) => !gone.has(id)
    const leaving = was.filter((id) => !is.includes(id) && isThere(id))
    for (const to of is) {
      if (was.includes(to)) continue
      const sources = was.filter(isThere)
      const source = sources.length === 0 ? undefined : sources[partition % sources.length]
      if (source !== undefined) answered.set(source, (answered.get(source) ?? 0) + 1)
      const from = leaving.shift() ?? source
      if (from === undefined) continue
      const flow = flows.get(`${from} ${to}`) ?? { from, to, replicas: 0 }
      flow.replicas += 1
      flows.set(`${from} ${to}`, flow)
    }
  }
  const sorted = [...flows.values()].sort((a, b) => b.replicas - a.replicas)
  return { answeredMost: Math.max(0, ...answered.values()), flows: sorted }
}
