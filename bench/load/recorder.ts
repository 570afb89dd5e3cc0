/**
 * What a load generator saw, in histograms that can be sent to another process and merged there: counts are added,
 * so percentiles of the whole are exact, which no mean of percentiles is.
 *
 * Invariant: a request counts in the slice of time in which it was due, whenever it ended.
 */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js'

/** One minute: longer than any request may take. */
const longestUs = 60_000_000

export function emptyHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: longestUs,
    numberOfSignificantValueDigits: 3,
  })
}

export function record(histogram: Histogram, durationMs: number): void {
  histogram.recordValue(Math.min(longestUs, Math.max(1, Math.round(durationMs * 1000))))
}

/** A histogram as text. */
export type Packed = string

export function pack(histogram: Histogram): Packed {
  return encodeIntoCompressedBase64(histogram)
}

export function merge(packed: readonly Packed[]): Histogram {
  const whole = emptyHistogram()
  for (const one of packed) whole.add(decodeFromCompressedBase64(one, 32, false))
  return whole
}

export interface Latency {
  readonly count: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly p9999Ms: number
  readonly maxMs: number
}

export function latencyOf(histogram: Histogram): Latency {
  const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
  const isEmpty = histogram.totalCount === 0
  return {
    count: histogram.totalCount,
    meanMs: isEmpty ? 0 : histogram.mean / 1000,
    p50Ms: ms(50),
    p90Ms: ms(90),
    p99Ms: ms(99),
    p999Ms: ms(99.9),
    p9999Ms: ms(99.99),
    maxMs: isEmpty ? 0 : histogram.maxValue / 1000,
  }
}
