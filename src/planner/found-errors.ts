/**
 * How far plans were off when they were last held against clusters that run: `npm run bench -- planner` measures it, and
 * docs/decisions/2026-11-26-planner.md has the table. Whoever reads a forecast is told, and a goal for p99.9 is judged
 * by what was measured rather than by what is simulated (verdict.ts).
 */

export interface FoundErrors {
  readonly measuredOn: string
  readonly machine: string
  readonly clusters: number
  /** Planned over measured, the least and the most. */
  readonly throughput: readonly [number, number]
  /** Measured p99.9 over planned: the least, the median and the most. */
  readonly p999: readonly [number, number, number]
  /** Nine of ten were off by no more: the 90th percentile of the same cases. */
  readonly p999High: number
}

export const foundErrors: FoundErrors = {
  measuredOn: '2026-11-27',
  machine: 'two processors that nodes and clients share',
  clusters: 7,
  throughput: [0.75, 1.22],
  p999: [1.19, 2.4, 10.7],
  p999High: 7.7,
}
