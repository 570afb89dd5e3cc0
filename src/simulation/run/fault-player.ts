/**
 * Lets planned faults happen, each at its time, and takes them back at theirs. What a fault changes it changes
 * by adding or multiplying, so that those that overlap can end in any order.
 */
import type { FaultKind } from '../fault-model.js'
import type { PlannedFault } from '../plan/plan.js'
import type { LinkConditions, LinkWay } from '../world/link.js'
import { EventKind } from '../world/scheduler.js'
import { SeededRandom } from '../world/seeded-random.js'
import type { SimulatedCluster } from './cluster.js'
import { beginDiskFault } from './disk-faults.js'
import { beginProcessFault } from './process-faults.js'

/** Takes a fault back. */
export type End = () => void

export class FaultPlayer {
  readonly #ends = new Set<End>()
  #isOver = false
  /** Faults that have happened, by kind. */
  readonly played = new Map<FaultKind, number>()

  constructor(private readonly cluster: SimulatedCluster) {}

  /** Plays the faults, by times counted from now. */
  play(faults: readonly PlannedFault[]): void {
    const { scheduler } = this.cluster
    for (const fault of faults) {
      scheduler.after(fault.atMs, EventKind.fault, undefined, () => this.#begin(fault))
    }
  }

  /** Everything is taken back, and nothing more begins. */
  heal(): void {
    this.#isOver = true
    for (const end of [...this.#ends]) end()
  }

  #begin(fault: PlannedFault): void {
    if (this.#isOver) return
    const { scheduler, trace } = this.cluster
    scheduler.note(fault.id)
    this.played.set(fault.kind, (this.played.get(fault.kind) ?? 0) + 1)
    const traced = trace?.faultBegan(fault)
    const takeBack = this.#take(fault)
    if (takeBack === undefined) {
      traced?.()
      return
    }
    const end = () => {
      if (!this.#ends.delete(end)) return
      takeBack()
      traced?.()
    }
    this.#ends.add(end)
    scheduler.after(fault.forMs, EventKind.fault, undefined, end)
  }

  #take(fault: PlannedFault): End | undefined {
    const random = new SeededRandom(this.cluster.plan.seed, `play ${fault.kind} ${fault.id}`)
    return (
      beginNetworkFault(this.cluster, fault, random) ??
      beginDiskFault(this.cluster, fault, random) ??
      beginProcessFault(this.cluster, fault, random)
    )
  }
}

type Numbers = { -readonly [K in keyof LinkConditions]: number }

function beginNetworkFault(
  cluster: SimulatedCluster,
  fault: PlannedFault,
  random: SeededRandom,
): End | undefined {
  const { amount } = fault
  const add = (field: keyof Numbers, by: number) =>
    changed(waysOf(cluster, fault, 'both'), ({ conditions }, sign) => {
      conditions[field] = Math.max(0, conditions[field] + sign * by)
    })
  switch (fault.kind) {
    case 'delay':
      return add('jitterMs', amount / 5)
    case 'slow-link':
      return changed(waysOf(cluster, fault, 'both'), ({ conditions }, sign) => {
        conditions.slowness *= amount ** sign
      })
    case 'packet-loss':
      return add('packetLoss', amount)
    case 'fragments':
      return add('cutting', 1)
    case 'message-loss':
      return add('framesLost', amount)
    case 'message-duplication':
      return add('framesRepeated', amount)
    case 'message-reordering':
      return add('framesSwapped', amount)
    case 'partition':
    case 'isolation':
      return blocked(waysOf(cluster, fault, 'both'))
    case 'one-way':
      return blocked(waysOf(cluster, fault, 'there'))
    case 'cut':
    case 'half-open':
      for (const stream of [...cluster.network.streams]) {
        const { host } = stream.place
        if (!fault.machines.includes(host) || !fault.others.includes(stream.other.place.host)) continue
        const isBoth = fault.kind === 'cut'
        const isHere = isBoth || random.chance(0.5)
        stream.cut(isHere, isBoth || !isHere)
      }
      return undefined
    default:
      return undefined
  }
}

function waysOf(cluster: SimulatedCluster, fault: PlannedFault, direction: 'both' | 'there'): LinkWay[] {
  const { network, nodes, clients } = cluster
  const all = [...nodes, ...clients].map(({ name }) => name)
  const others = fault.others.length > 0 ? fault.others : all
  const ways = new Set<LinkWay>()
  for (const machine of fault.machines) {
    for (const other of others) {
      if (other === machine) continue
      ways.add(network.way(machine, other))
      if (direction === 'both') ways.add(network.way(other, machine))
    }
  }
  return [...ways]
}

function changed(ways: readonly LinkWay[], change: (way: LinkWay, sign: 1 | -1) => void): End {
  for (const way of ways) change(way, 1)
  return () => {
    for (const way of ways) change(way, -1)
  }
}

function blocked(ways: readonly LinkWay[]): End {
  for (const way of ways) way.block()
  return () => {
    for (const way of ways) way.unblock()
  }
}
