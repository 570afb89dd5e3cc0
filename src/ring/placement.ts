/**
 * Which nodes own which partition: a pure function of the members and settings, with no memory of what was
 * (Dynamo §6.2 places by history; then the ring is state that can be lost, forged or disagreed on).
 *
 *  1. quota.ts says how many replicas each node is to hold.
 *  2. Every partition takes its N cheapest nodes (scores.ts), within the limits of the zones. Loads are then
 *     right on average, a few percent off each.
 *  3. exchange.ts moves what is over a node's cap, a little above its quota, at the least cost. The margin
 *     is what buys steadiness: a node within it needs no correction, so other members' changes do not pass
 *     through it.
 *  4. The first of each partition's owners, its coordinator of choice, is balanced the same way among them.
 *
 * Invariant: each partition has `ownerCount` different owners, in as many zones as the quotas allow.
 */
import { assert } from '../assert.js'
import { relieve } from './exchange.js'
import type { Quotas } from './quota.js'
import type { Scores } from './scores.js'

/** Goes into every ring's digest: to be raised with any change that places one partition otherwise. */
export const algorithmVersion = 1

/**
 * The load-balancing efficiency to be had, but for the rounding to whole partitions. A lower one would move
 * less: 0.985 takes about two points off the replicas moved in excess of the least possible.
 */
const efficiencyWanted = 0.99

/** Indexes of the owners of partition p, the first owner first: `ownerCount` of them from p x ownerCount. */
export function place(partitionCount: number, plan: Quotas, scores: Scores): Uint16Array {
  const { ownerCount, quotas } = plan
  const nodeCount = quotas.length
  const owners = new Uint16Array(partitionCount * ownerCount)
  if (nodeCount === 0) return owners

  chooseCheapest(partitionCount, plan, scores, owners)
  const cost = (node: number, partition: number): number => scores.cost(node, partition)
  // What cannot be relieved, for zones that leave no way, stays where it is: balance is not worth an error.
  relieve({
    nodeCount,
    partitionCount,
    width: ownerCount,
    holders: owners,
    caps: quotas.map((quota) => capOf(quota)),
    cost,
    fits: (partition, from, to) => fitsZones(plan, owners, partition, from, to),
  })

  const loads = new Array<number>(nodeCount).fill(0)
  for (const node of owners) loads[node]++
  const firsts = Uint16Array.from({ length: partitionCount }, (_, p) => {
    let best = owners[p * ownerCount]
    for (let at = p * ownerCount + 1; at < (p + 1) * ownerCount; at++) {
      if (cost(owners[at], p) < cost(best, p)) best = owners[at]
    }
    return best
  })
  const uneven = relieve({
    nodeCount,
    partitionCount,
    width: 1,
    holders: firsts,
    // Giving each owner an equal part of its partitions meets these caps, so whole partitions can meet them.
    caps: quotas.map((quota, i) => Math.max(capOf(quota / ownerCount), Math.ceil(loads[i] / ownerCount))),
    cost,
    fits: (partition, _from, to) => holds(owners, ownerCount, partition, to),
  })
  assert(uneven === 0, 'first owners can always be balanced within their caps')
  for (let p = 0; p < partitionCount; p++) {
    const set = owners.subarray(p * ownerCount, (p + 1) * ownerCount)
    const first = firsts[p]
    const rank = (node: number) => (node === first ? Number.NEGATIVE_INFINITY : cost(node, p))
    set.sort((a, b) => rank(a) - rank(b) || a - b)
  }
  return owners
}

/** A whole number that is never below the quota, so that caps can always be met. */
function capOf(quota: number): number {
  // Sums of doubles may miss a whole quota by a hair; that is not to cost a whole replica.
  return Math.max(Math.ceil(quota - 1e-6), Math.floor(quota / efficiencyWanted))
}

/** Greedy by cost, which is the cheapest choice here: limits per zone make a matroid. */
function chooseCheapest(partitionCount: number, plan: Quotas, scores: Scores, owners: Uint16Array): void {
  const { ownerCount, zones, zoneOf } = plan
  const nodeCount = zoneOf.length
  const costs = new Float64Array(nodeCount)
  const counts = new Uint16Array(zones.length)
  for (let p = 0; p < partitionCount; p++) {
    for (let i = 0; i < nodeCount; i++) costs[i] = scores.cost(i, p)
    counts.fill(0)
    let owed = 0
    for (const zone of zones) owed += zone.ownersMin
    for (let at = p * ownerCount, end = at + ownerCount; at < end; at++) {
      let best = -1
      for (let i = 0; i < nodeCount; i++) {
        if (best >= 0 && costs[i] >= costs[best]) continue
        if (costs[i] === Number.POSITIVE_INFINITY) continue
        const zone = zoneOf[i]
        if (counts[zone] < zones[zone].ownersMin || (counts[zone] < zones[zone].ownersMax && end - at > owed))
          best = i
      }
      assert(best >= 0, 'zones leave room for every owner')
      const zone = zoneOf[best]
      if (counts[zone] < zones[zone].ownersMin) owed--
      counts[zone]++
      costs[best] = Number.POSITIVE_INFINITY
      owners[at] = best
    }
  }
}

function holds(owners: Uint16Array, ownerCount: number, partition: number, node: number): boolean {
  for (let at = partition * ownerCount, end = at + ownerCount; at < end; at++)
    if (owners[at] === node) return true
  return false
}

function fitsZones(plan: Quotas, owners: Uint16Array, partition: number, from: number, to: number): boolean {
  const { ownerCount, zones, zoneOf } = plan
  if (holds(owners, ownerCount, partition, to)) return false
  const left = zoneOf[from]
  const entered = zoneOf[to]
  if (left === entered) return true
  let leaving = 0
  let entering = 0
  for (let at = partition * ownerCount, end = at + ownerCount; at < end; at++) {
    const zone = zoneOf[owners[at]]
    if (zone === left) leaving++
    else if (zone === entered) entering++
  }
  return leaving > zones[left].ownersMin && entering < zones[entered].ownersMax
}
