/**
 * The same load on one cluster in several ways, which take turns: each is first as often as it is last, and all are warm. So
 * what else the machine does meets all of them, and none pays for what has just started.
 */
import type { Row, Tools } from './experiment.js'
import {
  figuresOf,
  type LoadChoice,
  type LoadSettings,
  openPace,
  planOf,
  warmed,
  withGenerators,
} from './loads.js'

export interface TurnSettings extends LoadSettings {
  readonly rate: number
  readonly rounds: number
  /** Under way in the closed loop that warms all up. */
  readonly inFlight: number
}

export interface Ways {
  /** The label that tells them apart. */
  readonly label: string
  readonly names: readonly string[]
  /** Of each. */
  readonly target: (name: string) => string
}

export async function inTurns(
  { label, names, target }: Ways,
  given: TurnSettings,
  choice: Omit<LoadChoice, 'pace'>,
  progress: Tools['progress'],
): Promise<Row[]> {
  const { rate, rounds, inFlight } = given
  return withGenerators(names.map(target), given, async (generators) => {
    const rows: Row[] = []
    await generators[0].preload()
    for (const generator of generators) await warmed(generator, given, choice, inFlight)
    for (let round = 1; round <= rounds; round += 1) {
      for (const [n, name] of ordered(names, round)) {
        progress(rows.length, names.length * rounds, `cases; now ${name}`)
        const outcome = await generators[n].load(planOf(given, { ...choice, pace: openPace(rate) }))
        rows.push({ labels: { [label]: name, round }, values: figuresOf(outcome), doubts: outcome.doubts })
      }
    }
    return rows
  })
}

/** Cases with their numbers; in every other round the last is first, so that none is always the one after the same. */
function ordered<T>(cases: readonly T[], round: number): (readonly [n: number, one: T])[] {
  const numbered = cases.map((one, n) => [n, one] as const)
  return round % 2 === 1 ? numbered : numbered.reverse()
}
