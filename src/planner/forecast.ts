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
import { type FoundErrors, foundErrors } from './found-errors.js'
import { type Outlook, type OutlookInput, outlookOf, worstPart } from './outlook.js'
import type { Plan } from './plan-file.js'
import { type Response, type ResponseOptions, responseTo } from './response.js'
import { hottestKeyShare, popularityOf } from './traffic.js'
import { type Verdict, verdictOf, worstOf } from './verdict.js'

export interface Forecast {
  readonly machine: Calibration['machine']
  /** How far to believe it. */
  readonly errors: FoundErrors
  readonly ring: ForecastRing
  /** All well first. */
  readonly outlooks: readonly Outlook[]
  /** With all well, in each failure, and with all well in the last of the months asked for. */
  readonly responses: readonly Response[]
  readonly hottestKeyPerSecond: number
  readonly changes: readonly Change[]
  readonly verdict: Verdict
  /** Whether the verdict is `enough`: what is unsure is not. */
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

/** `responses`: undefined for no latencies, which take the most time. */
export function forecastOf(plan: Plan, calibration: Calibration, responses?: ResponseOptions): Forecast {
  return forecastOfFleet(fleetOf(plan, calibration), plan, calibration, responses)
}

export function forecastOfFleet(
  fleet: Fleet,
  plan: Plan,
  calibration: Calibration,
  options?: ResponseOptions,
): Forecast {
  const popularity = popularityOf(fleet.ring.settings.partitionCount, plan)
  const input = { plan, calibration, fleet, popularity }
  const { nodesDown, zonesDown } = plan.goals
  const failures = [
    allWell,
    ...nodeFailures(fleet, nodesDown, (down) => worstPart(input, down)),
    ...(zonesDown > 0 ? zoneFailures(fleet) : []),
  ]
  const outlooks = failures.map((failure) => outlookOf(input, failure))
  const responses =
    options === undefined
      ? []
      : [...failures.map((one) => responseTo(input, one, options)), ...inTheEnd(input, options)]
  const verdict = worstOf([
    ...outlooks.map(({ isEnough }) => verdictOf(isEnough)),
    verdictOf(zonesDown === 0 || zoneFailures(fleet).length > 0),
    ...responses.map((one) => one.verdict),
  ])
  return {
    machine: calibration.machine,
    errors: foundErrors,
    ring: ringOf(fleet, plan),
    outlooks,
    responses,
    hottestKeyPerSecond: hottestKeyShare(plan) * plan.load.requestsPerSecond,
    changes: changesOf(fleet, plan, calibration),
    verdict,
    isEnough: verdict === 'enough',
    warnings: warningsOf(fleet, plan),
  }
}

/** With the load that there will be then, if it grows. */
function inTheEnd(input: OutlookInput, options: ResponseOptions): Response[] {
  const { plan } = input
  const { requestsPerSecond, growthPerMonth } = plan.load
  const { months } = plan.goals
  if (growthPerMonth === 0 || months === 0) return []
  const then = { ...plan.load, requestsPerSecond: requestsPerSecond * (1 + growthPerMonth) ** months }
  const name = `all well, in ${months} months`
  return [responseTo({ ...input, plan: { ...plan, load: then } }, { ...allWell, name }, options)]
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
