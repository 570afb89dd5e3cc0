/**
 * Which failures are looked at, and what is left then: the worst node, the worst two and so on up to as many as are
 * to be survived, and each zone. Who is down does no work, and the next of the preference list stand in for it; its
 * data stays its own.
 */
import type { Fleet } from './fleet.js'
import { indexOfMembers, serversOf } from './traffic.js'

export interface Failure {
  /** `all well`, `2 nodes down: a-001, b-004`, `zone a down`. */
  readonly name: string
  /** Indexes of members. */
  readonly down: ReadonlySet<number>
}

/** How far requests can still be served, by partitions. */
export interface Service {
  /** Where fewer owners than R are up: read with stand-ins' answers alone, which may know nothing. */
  readonly readsByStandIns: number
  /** Where fewer owners than W are up: written with hints. */
  readonly writesByStandIns: number
  /** Where no owner is up: what was written before cannot be read. */
  readonly unreadable: number
  /** Whether W nodes are up at all. */
  readonly writable: boolean
}

export const allWell: Failure = { name: 'all well', down: new Set() }

/**
 * The nodes whose loss hurts most, one more with each failure: `hurts` says how much, for a set that is down. Nodes of
 * one type and zone differ by less than a percent: the fullest stands for all, else a large fleet takes long.
 */
export function nodeFailures(
  fleet: Fleet,
  count: number,
  hurts: (down: ReadonlySet<number>) => number,
): Failure[] {
  const failures: Failure[] = []
  let down: ReadonlySet<number> = new Set()
  for (let n = 1; n <= count && n < fleet.nodes.length; n += 1) {
    const sets = candidates(fleet, down).map((node) => new Set([...down, node]))
    const worst = sets.map((set) => ({ set, hurt: hurts(set) })).reduce((a, b) => (b.hurt > a.hurt ? b : a))
    down = worst.set
    const names = [...down].map((node) => fleet.nodes[node].id).join(', ')
    failures.push({ name: `${n} ${n === 1 ? 'node' : 'nodes'} down: ${names}`, down })
  }
  return failures
}

/** Of each type and zone the fullest that is up. */
function candidates({ nodes, ring }: Fleet, down: ReadonlySet<number>): number[] {
  const shares = ring.shares()
  const fullest = new Map<string, number>()
  for (let node = 0; node < nodes.length; node += 1) {
    if (down.has(node)) continue
    const kind = JSON.stringify([nodes[node].type.type, nodes[node].zone])
    const other = fullest.get(kind)
    if (other === undefined || shares[node].virtualNodes > shares[other].virtualNodes) fullest.set(kind, node)
  }
  return [...fullest.values()]
}

/** None where all nodes are in one zone: there is nothing to survive it with. */
export function zoneFailures({ nodes }: Fleet): Failure[] {
  const zones = [...new Set(nodes.map(({ zone }) => zone))].sort()
  if (zones.length < 2) return []
  return zones.map((zone) => ({
    name: `zone ${zone === '' ? 'without a name' : zone} down`,
    down: new Set(nodes.flatMap((node, index) => (node.zone === zone ? [index] : []))),
  }))
}

export function serviceOf({ ring }: Fleet, down: ReadonlySet<number>, r: number, w: number): Service {
  const index = indexOfMembers(ring)
  const { partitionCount } = ring.settings
  let [readsByStandIns, writesByStandIns, unreadable] = [0, 0, 0]
  for (let partition = 0; down.size > 0 && partition < partitionCount; partition += 1) {
    const owners = serversOf(ring, index, partition, new Set())
    const left = owners.filter((node) => !down.has(node)).length
    if (left < Math.min(r, owners.length)) readsByStandIns += 1
    if (left < Math.min(w, owners.length)) writesByStandIns += 1
    if (left === 0) unreadable += 1
  }
  return { readsByStandIns, writesByStandIns, unreadable, writable: ring.members.length - down.size >= w }
}
