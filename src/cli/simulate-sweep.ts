/**
 * Many seeds, as many at one time as there are threads. A task is one seed: it takes long enough that handing it
 * out costs nothing, and a thread that dies or hangs says by that which seed it was.
 *
 * Limits: seeds, time, failures, whichever comes first. When the time is up those under way may end, and those
 * that take over a minute more are given up and named; one that hangs holds up nothing but its thread until then.
 */
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { FaultKind } from '../simulation/fault-model.js'
import type { PlanWishes } from '../simulation/plan/draw.js'
import type { SeedFigures, SeedTask } from './simulate-thread.js'

const seedMax = 2 ** 32 - 1
/** Most garbage of a run is young: with more room for it there are a third fewer collections to wait for. */
const maxYoungGenerationSizeMb = 64
const graceMs = 60_000
const tickMs = 250

export interface SweepOptions {
  readonly from: number
  readonly seeds: number | undefined
  readonly timeMs: number | undefined
  readonly failuresMax: number
  readonly threads: number
  readonly wishes: PlanWishes
  readonly isVerified: boolean
  /** Ends the sweep at once. */
  readonly interrupted: AbortSignal
  /** Called now and then. */
  readonly onProgress?: (totals: SweepTotals) => void
}

/** A seed that broke a promise, did not repeat, or ended its thread. */
export interface FailedSeed {
  readonly seed: number
  readonly figures: SeedFigures | undefined
  /** Why there are no figures. */
  readonly reason: string
}

/** A seed that was under way when the sweep ended. */
export interface UnderWay {
  readonly seed: number
  readonly tookMs: number
}

export interface SweepTotals {
  readonly from: number
  /** Seeds that have run to their end. */
  seeds: number
  /** By seed. */
  readonly failed: FailedSeed[]
  underWay: readonly UnderWay[]
  events: number
  simulatedMs: number
  tookMs: number
  readonly counts: Record<string, number>
  readonly failures: Record<string, number>
  readonly faults: Partial<Record<FaultKind, number>>
  readonly threads: number
  isInterrupted: boolean
}

export async function sweep(options: SweepOptions): Promise<SweepTotals> {
  return new Sweep(options).run()
}

class Sweep {
  readonly #pool: Piscina
  readonly #beganMs = performance.now()
  readonly #underWay = new Map<number, number>()
  readonly #totals: SweepTotals
  #next: number
  #isEnded = false

  constructor(private readonly options: SweepOptions) {
    const { threads, from } = options
    this.#next = from
    this.#totals = {
      from,
      seeds: 0,
      failed: [],
      underWay: [],
      events: 0,
      simulatedMs: 0,
      tookMs: 0,
      counts: {},
      failures: {},
      faults: {},
      threads,
      isInterrupted: false,
    }
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL('./simulate-thread.js', import.meta.url)),
      minThreads: 0,
      maxThreads: threads,
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb },
      // The process's own flags (loaders, inspectors) make a thread slow to start and serve it nothing.
      execArgv: [],
    })
    // A thread that fails takes its task with it, which says so.
    this.#pool.on('error', () => {})
  }

  async run(): Promise<SweepTotals> {
    const { threads, interrupted, timeMs, onProgress } = this.options
    const lanes = Promise.all(Array.from({ length: threads }, () => this.#lane()))
    const ended = new Promise<void>((resolve) => {
      if (interrupted.aborted) resolve()
      interrupted.addEventListener('abort', () => resolve(), { once: true })
    })
    let stop = () => {}
    const givenUp = new Promise<void>((resolve) => {
      stop = resolve
    })
    const tick = setInterval(() => {
      if (timeMs !== undefined && this.#tookMs() > timeMs + graceMs) stop()
      onProgress?.(this.#sum())
    }, tickMs)
    try {
      await Promise.race([lanes, ended, givenUp])
    } finally {
      clearInterval(tick)
      this.#isEnded = true
      this.#sum()
      await this.#pool.destroy()
      await lanes
    }
    this.#totals.isInterrupted = interrupted.aborted
    this.#totals.failed.sort((a, b) => a.seed - b.seed)
    return this.#totals
  }

  async #lane(): Promise<void> {
    while (this.#mayGoOn()) {
      const seed = this.#next
      this.#next += 1
      this.#underWay.set(seed, performance.now())
      const task: SeedTask = { seed, wishes: this.options.wishes, isTwice: this.options.isVerified }
      try {
        const figures: SeedFigures = await this.#pool.run(task)
        if (!this.#isEnded) this.#add(figures)
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
        if (!this.#isEnded) this.#failed({ seed, figures: undefined, reason })
      }
      this.#underWay.delete(seed)
    }
  }

  #mayGoOn(): boolean {
    const { from, seeds = seedMax, timeMs = Number.POSITIVE_INFINITY, failuresMax } = this.options
    if (this.#isEnded || this.#totals.failed.length >= failuresMax) return false
    return this.#next <= seedMax && this.#next < from + seeds && this.#tookMs() < timeMs
  }

  #add(figures: SeedFigures): void {
    const { seed, violations, hash, hashAgain, events, simulatedMs, counts, failures, faults } = figures
    const totals = this.#totals
    totals.events += events
    totals.simulatedMs += simulatedMs
    addTo(totals.counts, counts)
    addTo(totals.failures, failures)
    addTo(totals.faults, faults)
    const isSame = hashAgain === undefined || hashAgain === hash
    if (violations.length > 0 || !isSame) this.#failed({ seed, figures, reason: '' })
    else totals.seeds += 1
  }

  #failed(failed: FailedSeed): void {
    this.#totals.seeds += 1
    this.#totals.failed.push(failed)
  }

  #sum(): SweepTotals {
    const nowMs = performance.now()
    this.#totals.tookMs = nowMs - this.#beganMs
    this.#totals.underWay = [...this.#underWay].map(([seed, sinceMs]) => ({ seed, tookMs: nowMs - sinceMs }))
    return this.#totals
  }

  #tookMs(): number {
    return performance.now() - this.#beganMs
  }
}

function addTo(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + amount
}
