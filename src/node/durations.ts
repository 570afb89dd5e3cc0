/**
 * Durations counted two ways at once: in a few buckets with round bounds, which any version of Prometheus can read, and
 * in many that are each 9% wide, its native histogram's (schema 3: eight to each doubling), which tell a 99.9th percentile
 * from its neighbours. Both are kept since neither can be had from the other: the round bounds lie within fine buckets.
 *
 * One duration costs a search of some twenty bounds and a logarithm, and no memory.
 */

/** Upper bounds of the buckets; a longer time is in one more. A request lives a minute at most. */
export const bucketBoundsMs: readonly number[] = [
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
]
const bounds = Float64Array.from(bucketBoundsMs)

/** A fine bucket's upper bound is 2 to the power of its index divided by 2 to the power of this, in seconds. */
export const fineSchema = 3
const perDoubling = 2 ** fineSchema
/** What takes no longer is counted as having taken no time: a microsecond is below what the clock can tell. */
export const fineZeroSeconds = 2 ** -20
/** Of the first fine bucket. */
export const fineIndexMin = -20 * perDoubling + 1
/** The last one's upper bound is 128 s; what takes longer is counted there, too. */
const fineIndexMax = 7 * perDoubling

export class Durations {
  /** By bucket, not summed up. */
  readonly counts = new Float64Array(bounds.length + 1)
  /** By fine bucket, the first of which has the index `fineIndexMin`. */
  readonly fine = new Float64Array(fineIndexMax - fineIndexMin + 1)
  /** Too short for any fine bucket. */
  zero = 0
  sumMs = 0

  add(tookMs: number): void {
    let bucket = 0
    while (bucket < bounds.length && tookMs > bounds[bucket]) bucket += 1
    this.counts[bucket] += 1
    this.sumMs += tookMs
    const seconds = tookMs / 1000
    if (seconds <= fineZeroSeconds) this.zero += 1
    else this.fine[fineIndexOf(seconds) - fineIndexMin] += 1
  }

  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }
}

function fineIndexOf(seconds: number): number {
  return Math.min(Math.ceil(Math.log2(seconds) * perDoubling), fineIndexMax)
}
