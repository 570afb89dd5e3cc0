/**
 * Records that the disk cannot read, which is not the same as spoiled: the disk may do better in a moment, and
 * what is taken for spoiled is written over. So an unreadable record fails the request and stays; only when the
 * disk has failed to read it for a whole minute, a bad sector by all appearances, does it count as spoiled, so
 * that it can be mended from a peer.
 */
import type { Clock } from '../ports/clock.js'

const forGoodAfterMs = 60_000
/** Positions remembered; beyond it the one noted first is forgotten, and its minute begins anew. */
const positionsMax = 4096

export class UnreadableRecords {
  readonly #sinceMs = new Map<string, number>()

  constructor(private readonly clock: Clock) {}

  /** The disk has failed to read there; whether it has for so long that the record counts as spoiled. */
  failed(segment: number, offset: number): boolean {
    const name = `${segment}:${offset}`
    const nowMs = this.clock.nowMs()
    const sinceMs = this.#sinceMs.get(name)
    if (sinceMs !== undefined) return nowMs - sinceMs >= forGoodAfterMs
    if (this.#sinceMs.size >= positionsMax) {
      for (const first of this.#sinceMs.keys()) {
        this.#sinceMs.delete(first)
        break
      }
    }
    this.#sinceMs.set(name, nowMs)
    return false
  }

  /** It was read after all. */
  wasRead(segment: number, offset: number): void {
    if (this.#sinceMs.size > 0) this.#sinceMs.delete(`${segment}:${offset}`)
  }
}
