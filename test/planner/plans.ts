/** Plans to test with: one that a person might write, and many that chance does. */
import fc from 'fast-check'
import { checkPlan, type Plan } from '../../src/planner/plan-file.js'

export type PlanOptions = Record<string, unknown>

const machine = { cores: 2, memory: '16 GiB', disk: '500 GiB', network: '1 Gbit/s' }

export const shop = {
  nodes: [
    { type: 'small', count: 6, ...machine, zones: ['a', 'b', 'c'] },
    {
      type: 'large',
      count: 3,
      ...machine,
      memory: '64 GiB',
      disk: '2 TiB',
      speed: 1.5,
      zones: ['a', 'b', 'c'],
    },
  ],
  data: { keys: '40 million', valueBytes: '1 KiB', growthPerMonth: 0.05 },
  load: { requestsPerSecond: 20_000, reads: 0.8, growthPerMonth: 0.03 },
} as const

export function shopWith(changes: PlanOptions): Plan {
  return checkPlan({ ...shop, ...changes })
}

const nodeType = (type: string) =>
  fc.record({
    type: fc.constant(type),
    count: fc.integer({ min: 1, max: 5 }),
    cores: fc.constantFrom(1, 2, 8),
    speed: fc.constantFrom(0.5, 1, 2),
    memory: fc.constantFrom('4 GiB', '64 GiB'),
    disk: fc.constantFrom('100 GiB', '4 TiB'),
    network: fc.constantFrom('100 Mbit/s', '10 Gbit/s'),
    weight: fc.constantFrom('derive', 1, 2, 4),
    zones: fc.constantFrom(undefined, ['a'], ['a', 'b'], ['a', 'b', 'c']),
  })

/** Small clusters of one or two types of nodes, under any load. */
export const anyPlan: fc.Arbitrary<PlanOptions> = fc
  .record({
    nodes: fc.oneof(fc.tuple(nodeType('one')), fc.tuple(nodeType('one'), nodeType('two'))),
    keys: fc.integer({ min: 1, max: 1e9 }),
    valueBytes: fc.integer({ min: 0, max: 65_536 }),
    requestsPerSecond: fc.integer({ min: 0, max: 1e6 }),
    reads: fc.double({ min: 0, max: 1, noNaN: true }),
    popularity: fc.constantFrom('uniform', { zipf: 0.5 }, { zipf: 1 }, { zipf: 1.5 }),
    coordination: fc.constantFrom('client', 'server'),
    n: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ nodes, keys, valueBytes, n, ...load }) => ({
    nodes,
    data: { keys, valueBytes, growthPerMonth: 0.1 },
    load: { ...load, growthPerMonth: 0.1 },
    replication: { n, partitions: 64 },
    goals: { nodesDown: 0 },
  }))
