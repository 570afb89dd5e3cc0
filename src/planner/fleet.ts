/**
 * The nodes that a plan describes: each with a name, a zone and a weight, and the ring that the product's own
 * placement makes of them.
 *
 * A weight that is to be derived is what a node can carry of the whole: of each resource it has so much, of which the
 * plan needs so much in all; the scarcest decides. The lightest type has 1.
 */
import { weightMax } from '../ring/members.js'
import { partitionCountFor } from '../ring/partition.js'
import { Ring, type RingMember } from '../ring/ring.js'
import type { Calibration } from './calibration.js'
import { capacityOf, limitOf, needsOf, resources } from './demand.js'
import type { NodeType, Plan } from './plan-file.js'

export interface Node extends RingMember {
  readonly type: NodeType
}

export interface Fleet {
  /** In the order of the ring's members. */
  readonly nodes: readonly Node[]
  readonly ring: Ring
}

/** Throws BAD_ARGUMENT for members or settings that no ring can have. */
export function fleetOf(plan: Plan, calibration: Calibration): Fleet {
  const nodes = nodesOf(plan, calibration)
  return fleetOfNodes(nodes, plan)
}

export function fleetOfNodes(nodes: readonly Node[], plan: Plan): Fleet {
  const { n, partitions = partitionsFor(nodes, plan) } = plan.replication
  const ring = Ring.build(nodes, { partitionCount: partitions, replicaCount: n })
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return { ring, nodes: ring.members.flatMap(({ id }) => byId.get(id) ?? []) }
}

/** Q for the largest cluster that is foreseen, since it never changes. */
export function partitionsFor(nodes: readonly Node[], { goals }: Plan): number {
  const foreseen = Math.max(nodes.length, goals.nodesForeseen ?? 2 * nodes.length)
  const mean = nodes.reduce((sum, { weight }) => sum + weight, 0) / nodes.length
  return partitionCountFor(foreseen, Math.min(...nodes.map(({ weight }) => weight)) / mean)
}

export function nodesOf(plan: Plan, calibration: Calibration): Node[] {
  const weights = weightsOf(plan, calibration)
  return plan.nodes.flatMap((type, t) =>
    Array.from({ length: type.count }, (_, n) => nodeOf(type, n, weights[t])),
  )
}

/** The n-th of its type. Names have leading zeros, so that they stand in order. */
export function nodeOf(type: NodeType, n: number, weight: number): Node {
  const { zones = [''] } = type
  return { id: `${type.type}-${String(n + 1).padStart(3, '0')}`, weight, zone: zones[n % zones.length], type }
}

/** For each type of the plan, in its order. */
export function weightsOf(plan: Plan, calibration: Calibration): number[] {
  const carried = plan.nodes.map((type) => carriedBy(type, plan, calibration))
  const derived = plan.nodes.flatMap(({ weight }, t) => (weight === 'derive' ? [carried[t]] : []))
  const lightest = Math.min(...derived)
  return plan.nodes.map(({ weight }, t) =>
    weight === 'derive' ? Math.min(weightMax, Number((carried[t] / lightest).toPrecision(3))) : weight,
  )
}

/** The part of the whole cluster's load and data that a node of the type can carry alone. */
export function carriedBy(type: NodeType, plan: Plan, calibration: Calibration): number {
  const { n } = plan.replication
  // One node that does everything: coordinates each request, and does the work of all its peers.
  const everything = {
    coordinated: Float64Array.of(1),
    answered: Float64Array.of(n - 1),
    forwarded: Float64Array.of(0),
  }
  const share = { virtualNodes: n, partitionCount: 1, speed: type.speed }
  const needs = needsOf(plan, calibration, everything, 0, n, share)
  const has = capacityOf({ id: '', weight: 1, zone: '', type }, calibration)
  const parts = resources.map((resource) => {
    const free = Math.max(
      has[resource] * limitOf(resource, plan) - needs[resource].fixed,
      has[resource] * 1e-3,
    )
    return free / Math.max(needs[resource].growing, Number.MIN_VALUE)
  })
  return Math.min(...parts)
}
