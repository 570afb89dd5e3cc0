/**
 * Percentiles of times over a trailing window, in a fixed 6 KiB and without allocation: counts by size, in
 * slots of time of which the oldest is dropped when a new one begins (as an HDR histogram has it, with 8 buckets to
 * each power of two).
 *
 * Invariant: what it says is at least the true value and at most an eighth above it, but for the rounding of times
 * under a millisecond to sixteenths. For the 99th the largest one percent is left out, and always at least one: one
 * slow request is an accident, two are a pattern.
 */
const unitsPerMs = 16
/** Up to 1 ms by the unit, then 8 to each doubling up to 65 s. */
const unitBuckets = 16
const bucketsPerDoubling = 8
const doublings = 16
const bucketCount = unitBuckets + doublings * bucketsPerDoubling
const unitsMax = 2 ** 20 - 1

export class TrailingTimes {
  readonly #slots: readonly Uint32Array[]
  readonly #all = new Uint32Array(bucketCount)
  #count = 0
  #slot = 0
  #slotEndsMs = 0

  /** `nowMs` never goes back from one call to the next. */
  constructor(
    private readonly slotMs: number,
    slotCount: number,
  ) {
    this.#slots = Array.from({ length: slotCount }, () => new Uint32Array(bucketCount))
  }

  /** How many times are in the window. */
  countAt(nowMs: number): number {
    this.#moveTo(nowMs)
    return this.#count
  }

  add(tookMs: number, nowMs: number): void {
    this.#moveTo(nowMs)
    const bucket = bucketOf(tookMs)
    this.#slots[this.#slot][bucket] += 1
    this.#all[bucket] += 1
    this.#count += 1
  }

  /** 0 while there are fewer than two. */
  p99Ms(nowMs: number): number {
    this.#moveTo(nowMs)
    return this.#largestMs(Math.max(1, Math.floor(this.#count / 100)))
  }

  /** 0 while there is none. */
  medianMs(nowMs: number): number {
    this.#moveTo(nowMs)
    return this.#largestMs(Math.floor(this.#count / 2))
  }

  /** Of those that remain when so many of the largest are left out. */
  #largestMs(leftOut: number): number {
    let over = leftOut
    for (let bucket = bucketCount - 1; bucket >= 0; bucket -= 1) {
      over -= this.#all[bucket]
      if (over < 0) return upperEdgeMs(bucket)
    }
    return 0
  }

  clear(): void {
    for (const slot of this.#slots) slot.fill(0)
    this.#all.fill(0)
    this.#count = 0
  }

  #moveTo(nowMs: number): void {
    if (nowMs < this.#slotEndsMs) return
    const slots = this.#slots
    const passed = Math.floor((nowMs - this.#slotEndsMs) / this.slotMs) + 1
    this.#slotEndsMs += passed * this.slotMs
    if (passed >= slots.length) {
      this.clear()
      return
    }
    for (let n = 0; n < passed; n += 1) {
      this.#slot = (this.#slot + 1) % slots.length
      const oldest = slots[this.#slot]
      for (let bucket = 0; bucket < bucketCount; bucket += 1) {
        this.#all[bucket] -= oldest[bucket]
        this.#count -= oldest[bucket]
      }
      oldest.fill(0)
    }
  }
}

function bucketOf(tookMs: number): number {
  const units = Math.min(Math.max(0, tookMs * unitsPerMs), unitsMax) | 0
  if (units < unitBuckets) return units
  const power = 31 - Math.clz32(units)
  return unitBuckets + (power - 4) * bucketsPerDoubling + ((units >> (power - 3)) & 7)
}

function upperEdgeMs(bucket: number): number {
  if (bucket < unitBuckets) return (bucket + 1) / unitsPerMs
  const doubling = Math.floor((bucket - unitBuckets) / bucketsPerDoubling)
  const part = (bucket - unitBuckets) % bucketsPerDoubling
  return ((bucketsPerDoubling + part + 1) * 2 ** (doubling + 1)) / unitsPerMs
}
