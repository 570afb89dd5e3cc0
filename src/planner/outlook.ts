/**
 * What becomes of a fleet in a failure: how much of each resource each node uses, what is the tightest, how much more
 * load there is room for, and in which month it runs out.
 *
 * Disk and memory are the same in every failure: who stands in keeps hints, for which there is a bound of its own, and
 * an outage moves no data. So a failure costs processor and network alone.
 */
import type { Calibration } from './calibration.js'
import {
  capacityOf,
  clientUs,
  limitOf,
  type Need,
  type Needs,
  needsOf,
  type Resource,
  resources,
} from './demand.js'
import { type Failure, type Service, serviceOf } from './failures.js'
import type { Fleet } from './fleet.js'
import { grown, monthsUntil } from './growth.js'
import type { Plan } from './plan-file.js'
import { type Traffic, trafficOf } from './traffic.js'

export interface Use {
  readonly resource: Resource
  /** Cores, bits a second, bytes. */
  readonly used: number
  readonly capacity: number
  /** Used over capacity. */
  readonly part: number
  /** The part that may be used. */
  readonly limit: number
}

export interface NodeOutlook {
  readonly id: string
  readonly isUp: boolean
  /** A second. */
  readonly requestsCoordinated: number
  readonly requestsAnswered: number
  readonly requestsForwarded: number
  readonly uses: readonly Use[]
}

export interface Tightest {
  readonly node: string
  readonly resource: Resource
  readonly part: number
  readonly limit: number
}

export interface Outlook {
  readonly failure: string
  readonly nodes: readonly NodeOutlook[]
  readonly service: Service
  /** The resource that is nearest its limit, or furthest over it. */
  readonly tightest: Tightest
  /** The load may be multiplied by so much before processor or network of a node is over its limit. */
  readonly loadFactor: number
  /** Until the first thing runs out, with the plan's growth; undefined: never. */
  readonly months: number | undefined
  readonly runsOutFirst: Tightest | undefined
  /** What was planned against is kept to: now, and for the months that were asked. */
  readonly isEnough: boolean
}

export interface OutlookInput {
  readonly plan: Plan
  readonly calibration: Calibration
  readonly fleet: Fleet
  readonly popularity: Float64Array
}

export function outlookOf(input: OutlookInput, failure: Failure): Outlook {
  const { plan, fleet } = input
  const { r, w } = plan.replication
  const traffic = trafficIn(input, failure.down)
  const needs = needsOfAll(input, traffic, failure.down)
  const rates = (parts: Float64Array, node: number) => plan.load.requestsPerSecond * parts[node]
  const nodes = fleet.nodes.map((node, n) => ({
    id: node.id,
    isUp: !failure.down.has(n),
    requestsCoordinated: rates(traffic.coordinated, n),
    requestsAnswered: rates(traffic.answered, n),
    requestsForwarded: rates(traffic.forwarded, n),
    uses: resources.map((resource) => useOf(resource, needs[n], node, input)),
  }))
  const first = runningOut(input, needs, failure.down)
  const shared = sharedUse(input, needs, failure.down)
  const tightest = tightestOf([...nodes, ...shared])
  const service = serviceOf(fleet, failure.down, r, w)
  return {
    failure: failure.name,
    nodes,
    service,
    tightest,
    loadFactor: loadFactorOf([...nodes, ...shared]),
    months: first?.months,
    runsOutFirst: first?.what,
    isEnough:
      tightest.part <= tightest.limit &&
      (first === undefined || first.months >= plan.goals.months) &&
      service.writable &&
      service.unreadable === 0,
  }
}

/** How near its limit the worst node comes; for comparing failures. */
export function worstPart(input: OutlookInput, down: ReadonlySet<number>): number {
  const needs = needsOfAll(input, trafficIn(input, down), down)
  const parts = input.fleet.nodes.flatMap((node, n) =>
    down.has(n)
      ? []
      : (['processor', 'network'] as const).map((resource) => {
          const { part, limit } = useOf(resource, needs[n], node, input)
          return part / limit
        }),
  )
  return Math.max(...parts)
}

function trafficIn({ fleet, popularity, plan }: OutlookInput, down: ReadonlySet<number>): Traffic {
  return trafficOf(fleet.ring, popularity, plan.load.coordination, down)
}

function needsOfAll(
  { plan, calibration, fleet }: OutlookInput,
  traffic: Traffic,
  down: ReadonlySet<number>,
): Needs[] {
  const { partitionCount, replicaCount } = fleet.ring.settings
  const copies = Math.min(replicaCount, fleet.nodes.length - down.size)
  const shares = fleet.ring.shares()
  return fleet.nodes.map((node, n) => {
    const share = { virtualNodes: shares[n].virtualNodes, partitionCount, speed: node.type.speed }
    return needsOf(plan, calibration, traffic, n, copies, share)
  })
}

function useOf(resource: Resource, needs: Needs, node: Fleet['nodes'][number], input: OutlookInput): Use {
  const { fixed, growing } = needs[resource]
  const capacity = capacityOf(node, input.calibration)[resource]
  const used = fixed + growing
  return { resource, used, capacity, part: used / capacity, limit: limitOf(resource, input.plan) }
}

function growthOf(resource: Resource, { data, load }: Plan): number {
  return resource === 'memory' || resource === 'disk' ? data.growthPerMonth : load.growthPerMonth
}

/** With all on one machine: its cores, as if they were a node, which the nodes and the clients use together. */
function sharedUse(input: OutlookInput, needs: readonly Needs[], down: ReadonlySet<number>): Used[] {
  const { sharedCores: capacity } = input.plan
  if (capacity === undefined) return []
  const { fixed, growing } = sharedNeed(input, needs, down)
  const [used, limit] = [fixed + growing, limitOf('processor', input.plan)]
  return [
    {
      id: sharedMachine,
      isUp: true,
      uses: [{ resource: 'processor', used, capacity, part: used / capacity, limit }],
    },
  ]
}

const sharedMachine = 'the shared machine'

/** Cores, of all nodes that are up and of the clients, whose work grows with the load as well. */
function sharedNeed(
  { plan, calibration }: OutlookInput,
  needs: readonly Needs[],
  down: ReadonlySet<number>,
): Need {
  let fixed = 0
  let growing = plan.load.requestsPerSecond * clientUs(plan, calibration) * 1e-6
  for (const [n, { processor }] of needs.entries()) {
    if (down.has(n)) continue
    fixed += processor.fixed * (1 + calibration.besideLoop)
    growing += processor.growing * (1 + calibration.besideLoop)
  }
  return { fixed, growing }
}

type Used = Pick<NodeOutlook, 'id' | 'isUp' | 'uses'>

function tightestOf(nodes: readonly Used[]): Tightest {
  let tightest: Tightest = { node: '', resource: 'processor', part: 0, limit: 1 }
  for (const { id, isUp, uses } of nodes) {
    for (const { resource, part, limit } of isUp ? uses : []) {
      if (part / limit > tightest.part / tightest.limit || tightest.node === '')
        tightest = { node: id, resource, part, limit }
    }
  }
  return tightest
}

function loadFactorOf(nodes: readonly Used[]): number {
  const factors = nodes.flatMap(({ isUp, uses }) =>
    uses.flatMap(({ resource, part, limit }) =>
      isUp && (resource === 'processor' || resource === 'network') && part > 0 ? [limit / part] : [],
    ),
  )
  return factors.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...factors)
}

/** Something of which there is so much, and which may run out. */
interface Scarce {
  readonly node: string
  readonly resource: Resource
  readonly need: Need
  readonly capacity: number
}

function runningOut(input: OutlookInput, needs: readonly Needs[], down: ReadonlySet<number>) {
  const { plan, fleet, calibration } = input
  const scarce: Scarce[] = fleet.nodes.flatMap((node, n) => {
    const has = capacityOf(node, calibration)
    return (down.has(n) ? [] : resources).map((resource) => ({
      node: node.id,
      resource,
      need: needs[n][resource],
      capacity: has[resource],
    }))
  })
  if (plan.sharedCores !== undefined) {
    const need = sharedNeed(input, needs, down)
    scarce.push({ node: sharedMachine, resource: 'processor', need, capacity: plan.sharedCores })
  }
  let first: { months: number; what: Tightest } | undefined
  for (const { node, resource, need, capacity } of scarce) {
    const [limit, perMonth] = [limitOf(resource, plan), growthOf(resource, plan)]
    const months = monthsUntil(need, capacity * limit, perMonth)
    if (months === Number.POSITIVE_INFINITY || (first !== undefined && months >= first.months)) continue
    const part = grown(need, perMonth, months) / capacity
    first = { months, what: { node, resource, part, limit } }
  }
  return first
}
