/**
 * Plays one plan: the cluster forms in peace, clients and faults do their worst for the plan's time, then
 * everything is healed and must come to rest. The first violation ends the run; what comes of a broken cluster
 * afterwards tells little.
 */
import type { Clock } from '../../ports/clock.js'
import type { FaultKind } from '../fault-model.js'
import type { Violation } from '../oracle/violation.js'
import { clientNames, type Plan } from '../plan/plan.js'
import type { Trace } from '../report/trace.js'
import { Bounds } from './bounds.js'
import { SimulatedCluster } from './cluster.js'
import { FaultPlayer } from './fault-player.js'
import { PlannedWorkload } from './planned-workload.js'
import { Settling } from './settle.js'
import type { RunWorkload } from './workload.js'

export interface RunOptions {
  readonly host: Clock
  readonly isTraced?: boolean
  /** Instead of the plan's requests. */
  readonly workload?: ((cluster: SimulatedCluster) => RunWorkload) | undefined
}

export interface RunResult {
  readonly plan: Plan
  readonly violations: readonly Violation[]
  /** Of all events and what was left at the end; equal for equal runs. */
  readonly hash: string
  readonly events: number
  /** How long the run took in simulated time, and in real time. */
  readonly simulatedMs: number
  readonly tookMs: number
  /** When requests and faults began, in simulated time. */
  readonly faultsBeganMs: number
  readonly counts: Readonly<Record<string, number>>
  /** Requests that failed, by the code of their error. */
  readonly failures: ReadonlyMap<string, number>
  readonly faults: ReadonlyMap<FaultKind, number>
  readonly trace: Trace | undefined
}

const formMsMax = 30_000

export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const { host, isTraced = false } = options
  const beganMs = host.nowMs()
  let isBroken = false
  let faultsBeganMs = 0
  const cluster = new SimulatedCluster({
    plan,
    host,
    isTraced,
    onViolation: () => {
      isBroken = true
    },
  })
  const { scheduler, oracle, trace } = cluster
  const faults = new FaultPlayer(cluster)
  const planned = new PlannedWorkload(cluster, plan.operations)
  const workload = options.workload?.(cluster) ?? planned
  for (const name of clientNames(plan.shape)) cluster.clients.push(workload.makeClient(name))
  const bounds = new Bounds(cluster)
  const rejected = (reason: unknown) => {
    const told = reason instanceof Error ? reason.stack : String(reason)
    oracle.violate('invariant-broken', `a rejection that nobody handles: ${told}`)
  }
  process.on('unhandledRejection', rejected)
  try {
    trace?.phase('forming')
    for (const node of cluster.nodes) node.start()
    await scheduler.run(formMsMax, () => isBroken || cluster.members.hasFormed())
    if (!isBroken && !cluster.members.hasFormed()) {
      oracle.violate('never-at-rest', `the cluster did not form: ${cluster.waiting().join('; ')}`)
    }
    for (const client of cluster.clients) client.start()
    const isReady = () => isBroken || cluster.clients.every(({ isConnected }) => isConnected)
    await scheduler.run(scheduler.nowMs + formMsMax, isReady)
    if (!isReady()) {
      oracle.violate(
        'never-at-rest',
        `clients cannot connect: ${cluster.clients.map(({ waitsFor }) => waitsFor).join('; ')}`,
      )
    }
    if (!isBroken) {
      bounds.watch()
      trace?.phase('faults')
      faults.play(plan.faults)
      workload.begin()
      faultsBeganMs = scheduler.nowMs
      await scheduler.run(scheduler.nowMs + plan.durationMs, () => isBroken || workload.isOver())
      faults.heal()
    }
    if (!isBroken) await new Settling(cluster, workload).run()
  } catch (error) {
    const told = error instanceof Error ? error.stack : String(error)
    oracle.violate('invariant-broken', `an event ended with ${told}`)
  } finally {
    bounds.stop()
    // Node tells of rejections between two turns of its own event loop, of which a run is one.
    await new Promise<void>((resolve) => host.afterTurn(resolve))
    process.off('unhandledRejection', rejected)
  }
  return {
    plan,
    violations: oracle.violations,
    hash: scheduler.hash,
    events: scheduler.events,
    simulatedMs: scheduler.nowMs,
    tookMs: host.nowMs() - beganMs,
    faultsBeganMs,
    counts: { ...oracle.counts, skipped: planned.skipped },
    failures: oracle.failures,
    faults: faults.played,
    trace,
  }
}
