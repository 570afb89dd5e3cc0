/** A load that runs while things are done to the cluster, and its figures before, during and after each of them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Generator, LoadOutcome, Slice } from './load/generator.js'
import { emptyHistogram, type Latency, latencyOf } from './load/recorder.js'
import { type LoadChoice, type LoadSettings, planOf } from './loads.js'

export interface Phase {
  readonly name: string
  readonly latency: Latency
  readonly failed: number
  readonly seconds: number
  /** The 99.9th percentile of its worst slice. */
  readonly worstP999Ms: number
}

interface Mark {
  readonly name: string
  readonly fromMs: number
}

const sliceMs = 1000
/** Longer than any experiment; it is ended when all is done. */
const longestMs = 3_600_000

export class PhasedLoad {
  readonly #marks: Mark[] = []

  private constructor(
    private readonly generator: Generator,
    private readonly loading: Promise<LoadOutcome>,
  ) {}

  /** Resolves when the warm-up is over. */
  static async start(generator: Generator, settings: LoadSettings, choice: LoadChoice): Promise<PhasedLoad> {
    const plan = { ...planOf(settings, choice), measureMs: longestMs, sliceMs }
    const load = new PhasedLoad(generator, generator.load(plan))
    // It is waited for in `end`; until then nobody looks at how it went.
    load.loading.catch(() => {})
    await sleep(plan.warmUpMs)
    return load
  }

  /** From now until the next phase, or the end. */
  begin(name: string): void {
    this.#marks.push({ name, fromMs: Date.now() })
  }

  async end(): Promise<{ readonly phases: readonly Phase[]; readonly outcome: LoadOutcome }> {
    const endMs = Date.now()
    await this.generator.finish()
    const outcome = await this.loading
    const phases = this.#marks.map(({ name, fromMs }, n) => {
      const untilMs = this.#marks[n + 1]?.fromMs ?? endMs
      return phaseOf(name, fromMs - outcome.startedAtMs, untilMs - outcome.startedAtMs, outcome.slices)
    })
    return { phases, outcome }
  }
}

/** Slices belong to the phase in which they begin. */
function phaseOf(name: string, fromMs: number, untilMs: number, all: readonly Slice[]): Phase {
  const slices = all.filter((slice) => slice.fromMs >= fromMs && slice.fromMs < untilMs)
  const whole = emptyHistogram()
  for (const { histogram } of slices) whole.add(histogram)
  return {
    name,
    latency: latencyOf(whole),
    failed: slices.reduce((sum, { failed }) => sum + failed, 0),
    seconds: (untilMs - fromMs) / 1000,
    worstP999Ms: Math.max(0, ...slices.map(({ histogram }) => histogram.getValueAtPercentile(99.9))) / 1000,
  }
}

export function phaseFigures({ latency, failed, seconds, worstP999Ms }: Phase): Record<string, number> {
  return {
    p50Ms: latency.p50Ms,
    p99Ms: latency.p99Ms,
    p999Ms: latency.p999Ms,
    maxMs: latency.maxMs,
    worstSecondP999Ms: worstP999Ms,
    requests: latency.count,
    failed,
    seconds,
  }
}
