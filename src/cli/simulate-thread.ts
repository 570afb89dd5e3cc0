/**
 * What runs in each thread of a sweep: one seed, start to end, once or (to see that it repeats) twice. Only
 * figures go back: the plan follows from the seed, and a failure is played again where it is looked at.
 */

import { type SimulationOutcome, simulate } from '../simulation/index.js'
import type { PlanWishes } from '../simulation/plan/draw.js'

export interface SeedTask {
  readonly seed: number
  readonly wishes: PlanWishes
  readonly isTwice: boolean
}

export interface SeedFigures
  extends Pick<
    SimulationOutcome,
    'seed' | 'violations' | 'hash' | 'events' | 'simulatedMs' | 'tookMs' | 'counts' | 'failures' | 'faults'
  > {
  /** Of the second run, where there was one. */
  readonly hashAgain: string | undefined
}

export default async function run({ seed, wishes, isTwice }: SeedTask): Promise<SeedFigures> {
  const options = { ...wishes, seed, minimiseMs: 0 }
  const { violations, hash, events, simulatedMs, tookMs, counts, failures, faults } = await simulate(options)
  const hashAgain = isTwice ? (await simulate(options)).hash : undefined
  return { seed, violations, hash, hashAgain, events, simulatedMs, tookMs, counts, failures, faults }
}
