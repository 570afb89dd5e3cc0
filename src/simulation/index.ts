/**
 * `import { simulate } from 'gramme/simulation'`: a whole cluster of production nodes and clients in this
 * process, on a simulated clock, network and disk, all from one seed; with the application's own topology,
 * quorums, workload and merge function, under whatever faults. See docs/simulation.md.
 */
import { systemClock } from '../runtime/clock.js'
import { type SimulateOptions, type SimulationOutcome, simulateOn } from './simulate.js'

export { type FaultKind, faultKinds } from './fault-model.js'
export type { Violation, ViolationKind } from './oracle/violation.js'
export type { ClusterShape, Plan, PlannedFault, PlannedOperation } from './plan/plan.js'
export { planFromText, planToText } from './plan/plan-file.js'
export { timelinePage } from './report/page.js'
export { story } from './report/story.js'
export type { Trace } from './report/trace.js'
export type { Workload, WorkloadContext } from './run/program.js'
export type { MinimalFailure, SimulateOptions, SimulationOutcome } from './simulate.js'

/**
 * Runs one simulation to its end. Resolves whether or not promises were broken; see `passed` and `violations`.
 * Throws GrammeError BAD_ARGUMENT that names every option that is wrong.
 */
export function simulate<Out = Buffer, In = string | Uint8Array>(
  options: SimulateOptions<Out, In> = {},
): Promise<SimulationOutcome> {
  return simulateOn(systemClock, options)
}
