/**
 * Decides whether a small read may be made at once, on the event loop, or goes through the thread pool. From
 * the page cache a read takes a microsecond; by way of the pool several, on both sides of the hand-over. But
 * a read that has to wait for the device must not hold up everything else, and only trying tells.
 *
 * So: reads are made at once until one is slow; then the next ones go through the pool, twice as many after
 * each further slow one, up to `pooledMax`; then one is tried again. At most one read in `pooledMax` waits
 * for a device that is slow throughout. In one turn of the loop so many are made at once and no more, so that
 * a long scan does not keep the loop from turning.
 */
export class ReadPacer {
  #pooledLeft = 0
  #penalty = pooledMin
  #quickInARow = 0
  #leftInTurn = perTurnMax
  #resetting = false
  readonly #reset = () => {
    this.#leftInTurn = perTurnMax
    this.#resetting = false
  }

  /** `afterTurn` calls back once the loop has turned. */
  constructor(readonly afterTurn: (callback: () => void) => void) {}

  /** Whether the next read may be made at once; to be followed by `took` when it is. */
  mayReadAtOnce(byteCount: number): boolean {
    if (byteCount > bytesMax) return false
    if (this.#pooledLeft > 0) {
      this.#pooledLeft -= 1
      return false
    }
    if (this.#leftInTurn === 0) return false
    this.#leftInTurn -= 1
    if (!this.#resetting) {
      this.#resetting = true
      this.afterTurn(this.#reset)
    }
    return true
  }

  /** How long a read that was made at once has taken. */
  took(durationMs: number): void {
    if (durationMs > slowMs) {
      this.#pooledLeft = this.#penalty
      this.#penalty = Math.min(this.#penalty * 2, pooledMax)
      this.#quickInARow = 0
    } else if (this.#quickInARow < forgiveAfter) {
      this.#quickInARow += 1
    } else {
      this.#penalty = pooledMin
    }
  }
}

/** What is larger costs more to copy than to hand over. */
export const bytesMax = 16_384
/** A read that takes longer has waited for the device, or for its turn on the processor. */
export const slowMs = 0.25
/** At a microsecond each, this is well under a millisecond of the loop's time. */
export const perTurnMax = 128
export const pooledMin = 64
export const pooledMax = 8192
/** After so many quick reads in a row a slow one counts as the first again. */
export const forgiveAfter = 8192
