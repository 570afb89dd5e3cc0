/**
 * One simulated run, from options to an outcome: draws the plan or takes the one given, plays it, and where it
 * fails makes it short and plays it once more with a trace.
 */
import { z } from 'zod'
import { bytesCodec, type Codec } from '../client/codec.js'
import { checkOptions } from '../options.js'
import type { Clock } from '../ports/clock.js'
import { replicaCountMax, weightMax, weightMin } from '../ring/members.js'
import { isPartitionCount } from '../ring/partition.js'
import { type FaultKind, faultKinds } from './fault-model.js'
import type { Violation } from './oracle/violation.js'
import { drawPlan, durationDrawnMaxMs, type PlanWishes, rateDrawnMax } from './plan/draw.js'
import { type Attempt, minimise } from './plan/minimise.js'
import type { Plan } from './plan/plan.js'
import type { Trace } from './report/trace.js'
import { ProgramWorkload, type Workload } from './run/program.js'
import { type RunOptions, type RunResult, runPlan } from './run/run.js'

export interface SimulateOptions<Out = Buffer, In = string | Uint8Array>
  extends Omit<PlanWishes, 'isProgram'> {
  /** Everything that is left to chance follows from it. Default 1. */
  readonly seed?: number | undefined
  /** Plays just this plan, as a failure gave it; then all other options but `workload` are not looked at. */
  readonly plan?: Plan | undefined
  /**
   * What the clients do, instead of requests drawn from the seed. Where it keeps anything from `run` to `check`,
   * a function that makes it: a failing run is played again and again to be made short, each time from scratch.
   */
  readonly workload?: Workload<Out, In> | (() => Workload<Out, In>) | undefined
  /** Keep a trace of everything that happens, for a timeline. Default false. */
  readonly isTraced?: boolean | undefined
  /** How long a failing plan may be made shorter, in real time. Default 20,000; 0: not at all. */
  readonly minimiseMs?: number | undefined
  /** Called while a failing plan is made shorter. */
  readonly onProgress?: ((attempts: number, plan: Plan) => void) | undefined
}

export interface SimulationOutcome {
  readonly seed: number
  /** Of the software: with the seed and the same options it gives the same run. */
  readonly version: string
  readonly passed: boolean
  /** Promises that were broken; the first is the one that counts. */
  readonly violations: readonly Violation[]
  /** Of every event; equal for equal runs. */
  readonly hash: string
  readonly events: number
  readonly simulatedMs: number
  readonly tookMs: number
  /** Requests, events, siblings..., counted. */
  readonly counts: Readonly<Record<string, number>>
  /** Requests that failed, by the code of their error. */
  readonly failures: Readonly<Record<string, number>>
  /** Faults that happened, by kind. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>
  readonly plan: Plan
  /** Where it failed: the shortest plan found that fails the same way, and what it took to find it. */
  readonly minimal: MinimalFailure | undefined
  /** Of the run, or of the shortest failing one. */
  readonly trace: Trace | undefined
}

export interface MinimalFailure {
  readonly plan: Plan
  readonly violations: readonly Violation[]
  readonly attempts: number
  readonly isComplete: boolean
}

const count = (max: number) => z.number().int().min(1).max(max).optional()
const minimiseMsDefault = 20_000
const requestsMax = 2_000_000

const optionsSchema = z
  .object({
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional(),
    nodes: count(50),
    clients: count(50),
    n: count(replicaCountMax),
    r: count(replicaCountMax),
    w: count(replicaCountMax),
    partitions: z.number().refine(isPartitionCount, { error: 'must be a power of two' }).optional(),
    weights: z.array(z.number().min(weightMin).max(weightMax)).min(1).optional(),
    durability: z.enum(['always', 'interval', 'os']).optional(),
    coordination: z.enum(['client', 'server']).optional(),
    durationMs: z.number().min(1).max(86_400_000).optional(),
    requestsPerSecond: z.number().min(0.01).max(100_000).optional(),
    keys: count(1_000_000),
    valueBytesMax: count(1024 * 1024),
    faults: z.array(z.enum(faultKinds)).optional(),
    minimiseMs: z.number().min(0).optional(),
  })
  .refine(({ n, nodes }) => n === undefined || nodes === undefined || n <= nodes, {
    path: ['n'],
    error: 'must not be over the number of nodes',
  })
  .refine(({ nodes = Infinity, r = 0 }) => r <= nodes, {
    path: ['r'],
    error: 'must not be over the number of nodes',
  })
  .refine(({ nodes = Infinity, w = 0 }) => w <= nodes, {
    path: ['w'],
    error: 'must not be over the number of nodes',
  })
  .refine(
    ({ durationMs = durationDrawnMaxMs, requestsPerSecond = rateDrawnMax }) =>
      durationMs * requestsPerSecond <= 1000 * requestsMax,
    {
      path: ['requestsPerSecond'],
      error: `must not come to more than ${requestsMax} requests over durationMs: a plan holds them all`,
    },
  )
  .refine(({ n, r }) => n === undefined || r === undefined || r <= n, {
    path: ['r'],
    error: 'must not be over n',
  })
  .refine(({ n, w }) => n === undefined || w === undefined || w <= n, {
    path: ['w'],
    error: 'must not be over n',
  })

/** Runs one simulation; see `simulate` in index.ts. `host`: the machine's own clock, for turns of its event loop. */
export async function simulateOn<Out = Buffer, In = string | Uint8Array>(
  host: Clock,
  options: SimulateOptions<Out, In>,
): Promise<SimulationOutcome> {
  const { isTraced = false, minimiseMs = minimiseMsDefault, onProgress } = options
  const { workload: _, plan: given, onProgress: __, ...checked } = options
  checkOptions(optionsSchema, checked)
  const workload = workloadOf(options.workload)
  const wishes = { ...options, isProgram: options.workload !== undefined }
  const plan = given ?? drawPlan(options.seed ?? 1, wishes)
  const play = (one: Plan, traced: boolean) => runPlan(one, { host, isTraced: traced, workload })
  const result = await play(plan, isTraced)
  if (result.violations.length === 0 || minimiseMs === 0) return outcomeOf(result, undefined, result.trace)
  const deadlineMs = host.nowMs() + minimiseMs
  const minimised = await minimise(plan, attemptOf(result), {
    play: async (one) => attemptOf(await play(one, false)),
    mayGoOn: () => host.nowMs() < deadlineMs,
    ...(onProgress && { progress: onProgress }),
  })
  const last = await play(minimised.plan, true)
  return outcomeOf(result, { ...minimised, violations: last.violations }, last.trace)
}

function workloadOf<Out, In>(workload: SimulateOptions<Out, In>['workload']): RunOptions['workload'] {
  if (workload === undefined) return undefined
  return (cluster) => {
    const program = typeof workload === 'function' ? workload() : workload
    // Without a codec the application's values are bytes, which is what the types say then.
    const codec = program.codec ?? (bytesCodec as unknown as Codec<Out, In>)
    return new ProgramWorkload(cluster, program, codec)
  }
}

function attemptOf({ violations, faultsBeganMs, plan }: RunResult): Attempt {
  const [first] = violations
  if (first === undefined) return { violated: undefined, atMs: Number.POSITIVE_INFINITY }
  const atMs = first.atMs - faultsBeganMs
  return { violated: first.kind, atMs: atMs <= plan.durationMs ? atMs : Number.POSITIVE_INFINITY }
}

function outcomeOf(
  result: RunResult,
  minimal: MinimalFailure | undefined,
  trace: Trace | undefined,
): SimulationOutcome {
  const { plan, violations, hash, events, simulatedMs, tookMs, counts, failures, faults } = result
  return {
    seed: plan.seed,
    version: plan.version,
    passed: violations.length === 0,
    violations,
    hash,
    events,
    simulatedMs,
    tookMs,
    counts,
    failures: Object.fromEntries([...failures].sort(([a], [b]) => (a < b ? -1 : 1))),
    faults: Object.fromEntries(faults),
    plan,
    minimal,
    trace,
  }
}
