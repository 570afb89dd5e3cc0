/**
 * How long requests took in a node, by what the node itself has counted: to within the 9% that its buckets are wide. From
 * a frame's arrival to its reply, so what waits in a socket before that is not in it.
 */
import { fineIndexMin, fineSchema } from '../src/node/durations.js'
import type { Node } from '../src/node/index.js'

/** Requests by bucket; the first of them is of those that took no time. */
export type NodeTimes = readonly number[]

/** Of the gets and puts that the node has coordinated, since it started. */
export function timesOf({ stages }: Node): NodeTimes {
  const [gets, puts] = (['get', 'put'] as const).map((operation) => stages.of(operation, 'whole'))
  const fine = Array.from(gets.fine, (count, at) => count + puts.fine[at])
  return [gets.zero + puts.zero, ...fine]
}

export function timesBetween(before: NodeTimes, after: NodeTimes): NodeTimes {
  return after.map((count, at) => count - before[at])
}

export function countOf(times: NodeTimes): number {
  return times.reduce((sum, count) => sum + count, 0)
}

/** The upper bound of the bucket in which it lies; 0 where there were no requests. */
export function percentileMs(times: NodeTimes, percentile: number): number {
  let left = Math.ceil((countOf(times) * percentile) / 100)
  for (const [at, count] of times.entries()) {
    left -= count
    if (left <= 0) return at === 0 ? 0 : 1000 * 2 ** ((at - 1 + fineIndexMin) / 2 ** fineSchema)
  }
  return 0
}
