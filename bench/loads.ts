/** Loads as experiments use them: their settings, their figures, and a generator for as long as it is needed. */
import { Generator, type LoadOutcome } from './load/generator.js'
import type { Popularity } from './load/keys.js'
import type { MixName } from './load/mixes.js'
import type { LoadPlan, Pace } from './load/plan.js'

/** Settings that all experiments with a load have. */
export const loadSettings = {
  keys: 20_000,
  sizes: '1024',
  workers: 1,
  connections: 1,
  seconds: 10,
  warmUp: 3,
  seed: 1,
}
export type LoadSettings = typeof loadSettings

export const loadMeanings: Readonly<Record<keyof LoadSettings, string>> = {
  keys: 'keys, all written before',
  sizes: 'bytes of a value: 1024, 100-4000, or 90%100,10%10000',
  workers: 'processes of the load generator',
  connections: 'clients in each of them',
  seconds: 'that each case is measured for',
  warmUp: 'seconds before that',
  seed: 'of keys, sizes and arrivals',
}

/** Seconds, not minutes, for tests. */
export const loadSmall = { keys: 500, sizes: '100', seconds: 1, warmUp: 0.3 }

export async function withGenerator<T>(
  target: string,
  settings: LoadSettings,
  use: (generator: Generator) => Promise<T>,
): Promise<T> {
  const { keys, sizes, workers, connections, seed } = settings
  const generator = await Generator.open({ target, keys, sizes, workers, connections, seed })
  try {
    return await use(generator)
  } finally {
    await generator.close()
  }
}

/** One for each target, all at once, so that loads of several can take turns; who does not send costs nothing. */
export async function withGenerators<T>(
  targets: readonly string[],
  settings: LoadSettings,
  use: (generators: readonly Generator[]) => Promise<T>,
): Promise<T> {
  const opened: Generator[] = []
  const openFrom = (n: number): Promise<T> =>
    n === targets.length
      ? use(opened)
      : withGenerator(targets[n], settings, (generator) => {
          opened.push(generator)
          return openFrom(n + 1)
        })
  return openFrom(0)
}

export interface LoadChoice {
  readonly pace: Pace
  readonly mix: MixName
  readonly popularity: Popularity
  readonly conflictRate?: number
  readonly sliceMs?: number
}

export function planOf({ seconds, warmUp }: LoadSettings, choice: LoadChoice): LoadPlan {
  return {
    conflictRate: 0,
    sliceMs: 0,
    inFlightMax: 4096,
    warmUpMs: warmUp * 1000,
    measureMs: seconds * 1000,
    ...choice,
  }
}

export function openPace(ratePerSecond: number): Pace {
  return { kind: 'open', ratePerSecond, arrivals: 'poisson' }
}

const warmRoundsMax = 6
const warmRoundMs = 1500
/** What is gained by one more round, below which all is warm. */
const warmGainMax = 0.05

/**
 * As many requests as this under way, again and again, until no more of them are answered than the time before: a node, and
 * a generator, that have just started cost several times as much until their code is compiled.
 */
export async function warmed(
  generator: Generator,
  settings: LoadSettings,
  choice: Omit<LoadChoice, 'pace'>,
  inFlight: number,
): Promise<void> {
  const pace = { kind: 'closed', inFlight } as const
  const plan = {
    ...planOf(settings, { ...choice, pace }),
    warmUpMs: 0,
    measureMs: Math.min(warmRoundMs, settings.warmUp * 1000),
  }
  let mostPerSecond = 0
  // Rounds too short to compile anything, as in small forms, would only go on for longer.
  const rounds = plan.measureMs < 1000 ? 1 : warmRoundsMax
  for (let round = 0; round < rounds; round += 1) {
    const { achievedPerSecond } = await generator.load(plan)
    if (achievedPerSecond <= mostPerSecond * (1 + warmGainMax)) return
    mostPerSecond = achievedPerSecond
  }
}

/** Requests a second that are answered, once all is warm, when as many as this are always under way. */
export async function saturation(
  generator: Generator,
  settings: LoadSettings,
  choice: Omit<LoadChoice, 'pace'>,
  inFlight: number,
): Promise<LoadOutcome> {
  await warmed(generator, settings, choice, inFlight)
  return generator.load(planOf(settings, { ...choice, pace: { kind: 'closed', inFlight } }))
}

/** The figures of a load that most rows have. */
export function figuresOf(outcome: LoadOutcome): Record<string, number> {
  const { response, service, reads, writes, lateness } = outcome
  return {
    offeredPerSecond: outcome.offeredPerSecond,
    achievedPerSecond: outcome.achievedPerSecond,
    p50Ms: response.p50Ms,
    p99Ms: response.p99Ms,
    p999Ms: response.p999Ms,
    p9999Ms: response.p9999Ms,
    maxMs: response.maxMs,
    meanMs: response.meanMs,
    serviceP50Ms: service.p50Ms,
    serviceP999Ms: service.p999Ms,
    ...(reads.count > 0 && { readMeanMs: reads.meanMs, readP999Ms: reads.p999Ms }),
    ...(writes.count > 0 && { writeMeanMs: writes.meanMs, writeP999Ms: writes.p999Ms }),
    latenessP99Ms: lateness.p99Ms,
    requests: outcome.sent,
    failed: outcome.failed,
    held: outcome.held,
    neverSent: outcome.neverSent,
    generatorBusyPart: outcome.generatorBusy,
    wrong: outcome.wrong,
  }
}
