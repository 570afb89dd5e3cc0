/** `cluster nodes=3 n=3 r=2 w=2 …`: what a scenario may say of its cluster. */
import { ScenarioError, type Words } from './words.js'
import type { Shape } from './world.js'

const durabilities = ['always', 'interval', 'os'] as const

export function clusterShape(words: Words): Shape {
  const nodes = words.number('nodes') ?? 3
  const n = words.number('n') ?? Math.min(3, nodes)
  const majority = Math.floor(n / 2) + 1
  const weights = words.option('weights')?.split(',').map(Number) ?? []
  if (weights.some((weight) => !(weight > 0))) throw new ScenarioError('weights are like 1,1,2')
  if (n > nodes) throw new ScenarioError(`n=${n} is more than there are nodes`)
  return {
    seed: words.number('seed') ?? 1,
    nodes,
    n,
    r: words.number('r') ?? majority,
    w: words.number('w') ?? majority,
    partitions: words.number('partitions') ?? 8,
    weights: Array.from({ length: nodes }, (_, index) => weights[index % weights.length] ?? 1),
    durability: words.choice('durability', durabilities) ?? 'interval',
    coordination: words.choice('coordination', ['client', 'server'] as const) ?? 'client',
    timeoutMs: words.duration('timeout') ?? 5000,
  }
}
