/**
 * How much each node is to hold, before any partition is placed: Q x N replicas, shared out by weight.
 *
 * Two limits bend the proportion. A node holds a partition once, so it can use no more than Q replicas; what
 * its weight asks beyond that goes to the others. And the owners of a partition are to lie in different zones
 * (Dynamo §4.6, "spread across multiple data centers"), so a zone can use no more than Q either, while there
 * are N zones. Followed strictly, that would crush a small zone: with zones of 8, 1 and 1 nodes the single
 * ones would each hold everything, 3.3 times their share. So zones may raise a node's load at most to
 * `zoneOverloadMax` times what it would be without them; beyond that, owners share a zone.
 *
 * Only + - * / on doubles, in member order, so that every engine computes the same bits.
 */
import type { RingMember, RingSettings } from './members.js'

export const zoneOverloadMax = 2

/** Sums of doubles miss whole numbers by about this much, relative to Q. */
const tolerance = 1e-9

export interface Quotas {
  /** Owners of each partition: N, or the number of nodes where that is less. */
  readonly ownerCount: number
  /** Replicas per node, in member order: real numbers of at most Q, with the sum Q x ownerCount. */
  readonly quotas: readonly number[]
  /** The same had there been no zones. */
  readonly zoneless: readonly number[]
  /** Index into `zones` of each member's zone. */
  readonly zoneOf: readonly number[]
  readonly zones: readonly ZoneQuota[]
}

export interface ZoneQuota {
  readonly name: string
  readonly quota: number
  /** How many owners of every partition lie in this zone: at least, at most. */
  readonly ownersMin: number
  readonly ownersMax: number
}

/** `members` sorted by id; none gives no quotas. */
export function shareOut(members: readonly RingMember[], settings: RingSettings): Quotas {
  const q = settings.partitionCount
  const ownerCount = Math.min(settings.replicaCount, members.length)
  const weights = members.map((member) => member.weight)
  const zoneless = fill(
    q * ownerCount,
    weights,
    members.map(() => 0),
    members.map(() => q),
  )
  const most = zoneless.map((quota) => Math.min(q, quota * zoneOverloadMax))

  const names = [...new Set(members.map((member) => member.zone))]
  const zoneOf = members.map((member) => names.indexOf(member.zone))
  const quotas = members.map(() => 0)
  const zones = shareOutZones(q, ownerCount, names.length, zoneOf, zoneless, most).map((quota, zone) => {
    const inside = members.flatMap((_, i) => (zoneOf[i] === zone ? [i] : []))
    const filled = fill(
      quota,
      inside.map((i) => weights[i]),
      inside.map(() => 0),
      inside.map((i) => most[i]),
    )
    inside.forEach((i, at) => {
      quotas[i] = filled[at]
    })
    return {
      name: names[zone],
      quota,
      ownersMin: Math.floor(quota / q + tolerance),
      ownersMax: Math.ceil(quota / q - tolerance),
    }
  })
  return { ownerCount, quotas, zoneless, zoneOf, zones }
}

/** The replicas that each zone is to hold: near what its weights ask, within what distinct zones allow. */
function shareOutZones(
  q: number,
  ownerCount: number,
  zoneCount: number,
  zoneOf: readonly number[],
  zoneless: readonly number[],
  most: readonly number[],
): number[] {
  const asked = new Array<number>(zoneCount).fill(0)
  const reach = new Array<number>(zoneCount).fill(0)
  zoneOf.forEach((zone, i) => {
    asked[zone] += zoneless[i]
    reach[zone] += most[i]
  })
  // Spread as evenly as can be, a partition has this many owners in each zone.
  const ownersMin = Math.floor(ownerCount / zoneCount)
  const ownersMax = Math.ceil(ownerCount / zoneCount)
  const lower = reach.map((limit) => Math.min(limit, ownersMin * q))
  const upper = reach.map((limit) => Math.min(limit, ownersMax * q))
  const room = upper.reduce((sum, limit) => sum + limit, 0)
  const total = ownerCount * q
  if (room >= total) return fill(total, asked, lower, upper)
  // Small zones are at their bound: the large ones take the rest, and some owners share a zone there.
  const extra = fill(
    total - room,
    asked,
    asked.map(() => 0),
    reach.map((limit, zone) => limit - upper[zone]),
  )
  return upper.map((limit, zone) => limit + extra[zone])
}

/**
 * Water-filling: `amount` in proportion to `weights`, but each part within its bounds. Each turn fills the
 * parts still open in proportion, then closes at their bound those that break one; where lower and upper
 * bounds are both broken, the side that is broken by more is closed first, since it moves the level.
 */
export function fill(
  amount: number,
  weights: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): number[] {
  const parts = weights.map(() => 0)
  let open = weights.map((_, i) => i)
  let left = amount
  while (open.length > 0) {
    let weight = 0
    for (const i of open) weight += weights[i]
    let under = 0
    let over = 0
    for (const i of open) {
      // Divided last: for equal weights the parts come out equal to the last bit.
      parts[i] = (left * weights[i]) / weight
      under += Math.max(0, lower[i] - parts[i])
      over += Math.max(0, parts[i] - upper[i])
    }
    if (under === 0 && over === 0) break
    const closed = open.filter((i) => (over >= under ? parts[i] >= upper[i] : parts[i] <= lower[i]))
    for (const i of closed) {
      parts[i] = over >= under ? upper[i] : lower[i]
      left -= parts[i]
    }
    open = open.filter((i) => !closed.includes(i))
  }
  return parts
}
