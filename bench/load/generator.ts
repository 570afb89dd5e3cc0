/**
 * The load generator: worker processes that send one load together, and what they saw, merged.
 *
 * Invariant: a figure that is the generator's own is never given out as the server's: `doubts` says why not.
 */
import type { Histogram } from 'hdr-histogram-js'
import { GrammeError } from '../../src/errors.js'
import { Child } from '../child.js'
import type { LoadPlan, WorkerOrder, WorkerOutcome, WorkerPlan } from './plan.js'
import { type Latency, latencyOf, merge } from './recorder.js'
import { lateMs } from './window.js'

export type GeneratorPlan = Omit<WorkerPlan, 'worker'>

export interface LoadOutcome {
  readonly response: Latency
  readonly service: Latency
  readonly reads: Latency
  readonly writes: Latency
  readonly lateness: Latency
  readonly slices: readonly Slice[]
  /** By the calendar clock of the machine: slices are counted from here. */
  readonly startedAtMs: number
  readonly offeredPerSecond: number
  readonly achievedPerSecond: number
  readonly sent: number
  readonly failed: number
  readonly errors: Readonly<Record<string, number>>
  readonly late: number
  readonly held: number
  readonly neverSent: number
  readonly wrong: number
  /** Reads by how many siblings they saw. */
  readonly siblings: readonly number[]
  readonly seconds: number
  readonly generatorBusy: number
  /** Why these are no figures of the server; none: they are. */
  readonly doubts: readonly string[]
}

/** A part of the time; requests belong to the part in which they were due. */
export interface Slice {
  readonly fromMs: number
  readonly histogram: Histogram
  readonly failed: number
}

/** So large a part of requests sent late makes the generator the subject of the measurement. */
const latePartMax = 0.01
const busyMax = 0.95
/**
 * What it keeps of requests under way is to die young: pauses of the generator look like pauses of the server. And its whole
 * heap is not to be collected while it measures: the threads that mark it take a processor for some 40 ms, which nodes on
 * the same machine lack.
 */
const workerFlags = ['--max-semi-space-size=64', '--initial-old-space-size=1024']
/** Workers begin together: so long after they are told. */
const startDelayMs = 100

export class Generator {
  private constructor(
    readonly plan: GeneratorPlan,
    private readonly workers: readonly Child[],
  ) {}

  /** Throws GrammeError UNREACHABLE with what the target's client says, when it cannot be opened. */
  static async open(plan: GeneratorPlan): Promise<Generator> {
    const workers = Array.from({ length: plan.workers }, () => new Child('load/worker', workerFlags))
    const generator = new Generator(plan, workers)
    try {
      await Promise.all(
        workers.map((child, worker) => child.ask({ kind: 'open', ...plan, worker } satisfies WorkerOrder)),
      )
      return generator
    } catch (error) {
      await generator.close()
      // Over the channel an error is its stack, as text.
      const [said] = String((error as Error).message).split('\n')
      const message = `${plan.target.split('?')[0]}: ${said.replace(/^\w*Error: /, '')}`
      throw new GrammeError('UNREACHABLE', message, { cause: error })
    }
  }

  get pids(): number[] {
    return this.workers.map((worker) => worker.pid)
  }

  /** Writes every key once; `told` hears how many are written. */
  async preload(told: (done: number) => void = () => {}): Promise<void> {
    const done = this.workers.map(() => 0)
    const lanes = Math.ceil(64 / this.workers.length)
    await Promise.all(
      this.workers.map((child, n) =>
        child.ask({ kind: 'preload', lanes } satisfies WorkerOrder, (note) => {
          done[n] = note as number
          told(done.reduce((sum, one) => sum + one, 0))
        }),
      ),
    )
  }

  /** `told` hears how far it is, in ms from the start. */
  async load(plan: LoadPlan, told: (elapsedMs: number) => void = () => {}): Promise<LoadOutcome> {
    const startAtMs = Date.now() + startDelayMs
    const outcomes = await Promise.all(
      this.workers.map((child) =>
        child.ask<WorkerOutcome>({ kind: 'load', plan, startAtMs } satisfies WorkerOrder, (note) =>
          told(note as number),
        ),
      ),
    )
    return together(plan, outcomes, startAtMs)
  }

  /** Ends the load under way before its time. */
  async finish(): Promise<void> {
    await Promise.all(this.workers.map((child) => child.ask({ kind: 'finish' } satisfies WorkerOrder)))
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((child) => child.stop()))
  }
}

export function together(
  plan: LoadPlan,
  outcomes: readonly WorkerOutcome[],
  startedAtMs: number,
): LoadOutcome {
  const sum = (of: (outcome: WorkerOutcome) => number) => outcomes.reduce((total, one) => total + of(one), 0)
  const latency = (of: (outcome: WorkerOutcome) => string) => latencyOf(merge(outcomes.map(of)))
  const errors: Record<string, number> = {}
  for (const outcome of outcomes) {
    for (const [name, count] of Object.entries(outcome.errors)) errors[name] = (errors[name] ?? 0) + count
  }
  const seconds = Math.max(...outcomes.map((outcome) => outcome.seconds))
  const achievedPerSecond = sum(({ answered }) => answered) / seconds
  const outcome = {
    response: latency(({ response }) => response),
    service: latency(({ service }) => service),
    reads: latency(({ reads }) => reads),
    writes: latency(({ writes }) => writes),
    lateness: latency(({ lateness }) => lateness),
    slices: slicesOf(plan.sliceMs, outcomes),
    startedAtMs,
    offeredPerSecond: plan.pace.kind === 'open' ? plan.pace.ratePerSecond : achievedPerSecond,
    achievedPerSecond,
    sent: sum(({ sent }) => sent),
    failed: sum(({ sent, succeeded }) => sent - succeeded),
    errors,
    late: sum(({ late }) => late),
    held: sum(({ held }) => held),
    neverSent: sum(({ neverSent }) => neverSent),
    wrong: sum(({ wrong }) => wrong),
    siblings: outcomes[0].siblings.map((_, at) => sum(({ siblings }) => siblings[at])),
    seconds,
    generatorBusy: Math.max(...outcomes.map(({ busy }) => busy)),
  }
  return { ...outcome, doubts: doubtsOf(outcome) }
}

function doubtsOf({
  late,
  neverSent,
  sent,
  generatorBusy,
  lateness,
}: Pick<LoadOutcome, 'late' | 'neverSent' | 'sent' | 'generatorBusy' | 'lateness'>): string[] {
  const doubts: string[] = []
  if (late > sent * latePartMax) {
    const percent = ((100 * late) / sent).toFixed(1)
    doubts.push(
      `the generator sent ${percent}% of the requests over ${lateMs} ms late (p99 ${lateness.p99Ms.toFixed(1)} ms)`,
    )
  }
  if (neverSent > 0) {
    const percent = ((100 * neverSent) / sent).toFixed(1)
    doubts.push(
      `${percent}% of the requests found no room to be sent, so that latencies are those of the others`,
    )
  }
  if (generatorBusy > busyMax) {
    doubts.push(`the generator was busy for ${(100 * generatorBusy).toFixed(0)}% of the time`)
  }
  return doubts
}

function slicesOf(sliceMs: number, outcomes: readonly WorkerOutcome[]): Slice[] {
  const all = outcomes.flatMap(({ slices }) => slices)
  const numbers = [...new Set(all.map(({ slice }) => slice))].sort((a, b) => a - b)
  return numbers.map((number) => {
    const those = all.filter(({ slice }) => slice === number)
    return {
      fromMs: number * sliceMs,
      histogram: merge(those.map(({ response }) => response)),
      failed: those.reduce((sum, { failed }) => sum + failed, 0),
    }
  })
}
