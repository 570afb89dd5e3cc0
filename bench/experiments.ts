/** All experiments, by name, each loaded when it is run. */
import type { AnyExperiment } from './experiment.js'

/** In the order in which `all` runs them. */
export const experimentNames = [
  'load',
  'floor',
  'placement',
  'imbalance',
  'latency',
  'coordination',
  'quorum',
  'durability',
  'scale',
  'heterogeneous',
  'versions',
  'staleness',
  'background',
  'failure',
  'rebalance',
  'planner',
] as const
export type ExperimentName = (typeof experimentNames)[number]

export async function loadExperiment(name: ExperimentName): Promise<AnyExperiment> {
  return ((await import(`./experiments/${name}.js`)) as { default: AnyExperiment }).default
}
