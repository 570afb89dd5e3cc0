/**
 * The whole answer to a plan: the ring as it would really be, what each node has to do and to hold, with all well, with
 * each failure and as time goes on, how Q was chosen, and what changes would move. A function of the plan and the
 * calibration; nothing is read and nothing is asked.
 */
import type { NodeShare } from '../ring/ring.js'
import type { Calibration } from './calibration.js'
import { type Change, changesOf } from './changes.js'
import { allWell, nodeFailures, zoneFailures } from './failures.js'
import { type Fleet, fleetOf, partitionsFor } from './fleet.js'
import { type Outlook, outlookOf, worstPart } from './outlook.js'
import type { Plan } from './plan-file.js'
import { hottestKeyShare, popularityOf } from './traffic.js'

export interface Forecast {
  readonly machine: Calibration['machine']
  readonly ring: ForecastRing
  /** All well first. */
  readonly outlooks: readonly Outlook[]
  readonly hottestKeyPerSecond: number
  readonly changes: readonly Change[]
  readonly isEnough: boolean
  readonly warnings: readonly string[]
}

export interface ForecastRing {
  readonly partitionCount: number
  readonly replicaCount: number
  readonly readQuorum: number
  readonly writeQuorum: number
  /** What the planner would choose, for the nodes foreseen. */
  readonly partitionCountAdvised: number
  readonly efficiency: { readonly replica: number; readonly firstOwner: number }
  readonly nodes: readonly (NodeShare & { readonly type: string; readonly keys: number })[]
}

export function forecastOf(plan: Plan, calibration: Calibration): Forecast {
  return forecastOfFleet(fleetOf(plan, calibration), plan, calibration)
}

export function forecastOfFleet(fleet: Fleet, plan: Plan, calibration: Calibration): Forecast {
  const popularity = popularityOf(fleet.ring.settings.partitionCount, plan)
  const input = { plan, calibration, fleet, popularity }
  const { nodesDown, zonesDown } = plan.goals
  const failures = [
    allWell,
    ...nodeFailures(fleet, nodesDown, (down) => worstPart(input, down)),
    ...(zonesDown > 0 ? zoneFailures(fleet) : []),
  ]
  const outlooks = failures.map((failure) => outlookOf(input, failure))
  const warnings = warningsOf(fleet, plan)
  return {
    machine: calibration.machine,
    ring: ringOf(fleet, plan),
    outlooks,
    hottestKeyPerSecond: hottestKeyShare(plan) * plan.load.requestsPerSecond,
    changes: changesOf(fleet, plan, calibration),
    isEnough:
      outlooks.every(({ isEnough }) => isEnough) && (zonesDown === 0 || zoneFailures(fleet).length > 0),
    warnings,
  }
}

function ringOf({ ring, nodes }: Fleet, plan: Plan): ForecastRing {
  const { partitionCount, replicaCount } = ring.settings
  return {
    partitionCount,
    replicaCount,
    readQuorum: plan.replication.r,
    writeQuorum: plan.replication.w,
    partitionCountAdvised: partitionsFor(nodes, plan),
    efficiency: ring.efficiency(),
    nodes: ring.shares().map((share, n) => ({
      ...share,
      type: nodes[n].type.type,
      keys: Math.round((plan.data.keys * share.virtualNodes) / partitionCount),
    })),
  }
}

function warningsOf(fleet: Fleet, plan: Plan): string[] {
  const { partitionCount } = fleet.ring.settings
  const advised = partitionsFor(fleet.nodes, plan)
  const warnings = [...fleet.ring.warnings]
  if (partitionCount < advised) {
    warnings.push(
      `partitions is ${partitionCount}, which is low for the nodes foreseen; ${advised} is advised, and it never changes`,
    )
  }
  if (plan.goals.zonesDown > 0 && zoneFailures(fleet).length === 0) {
    warnings.push('all nodes are in one zone: the loss of a zone cannot be survived')
  }
  for (const { type, cores } of plan.nodes) {
    if (cores > 2)
      warnings.push(
        `${type}: a node's event loop uses one core, and little runs beside it; of ${cores} cores several nodes would make more`,
      )
  }
  return warnings
}
