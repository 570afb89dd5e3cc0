/**
 * Decides how a small read is made: at once on the event loop, or through the thread pool. From the page
 * cache a read takes a microsecond; by way of the pool it takes several, on two cores. But a read that has to
 * wait for the device must not hold up everything else, and only trying tells.
 *
 * So: reads are made at once until one is slow; then the next ones go through the pool, twice as many after
 * each further slow one, up to `pooledMax`; then one is tried again. At most one read in `pooledMax` waits on
 * the loop for a device that is slow throughout. And `perTurnMax` reads are made in one turn of the loop; the
 * rest wait for the next turns in order, so that a long scan does not keep the loop from turning.
 */
export class ReadPacer {
  #pooledLeft = 0
  #penalty = pooledMin
  #quickInARow = 0
  #leftInTurn = perTurnMax
  #turning = false
  #waiting: (() => void)[] = []
  #deviceReads: number

  /**
   * `afterTurn` calls back once the loop has turned; `countDeviceReads` says how much this process has read
   * from devices so far, in whatever unit.
   */
  constructor(
    readonly afterTurn: (callback: () => void) => void,
    readonly countDeviceReads: () => number,
  ) {
    this.#deviceReads = countDeviceReads()
  }

  /** What to do about a read: make it now and say how long it `took`, plan it again `later`, or use the pool. */
  plan(byteCount: number): 'now' | 'later' | 'pool' {
    if (byteCount > atOnceBytesMax) return 'pool'
    if (this.#pooledLeft > 0) {
      this.#pooledLeft -= 1
      return 'pool'
    }
    if (this.#leftInTurn === 0) return 'later'
    this.#leftInTurn -= 1
    this.#turn()
    return 'now'
  }

  /** Calls back in a turn that has room for the read. */
  later(callback: () => void): void {
    this.#waiting.push(callback)
    this.#turn()
  }

  /** How long a read that was made at once has taken. */
  took(durationMs: number): void {
    if (durationMs > slowMs && this.#waitedForDevice(durationMs)) {
      this.#pooledLeft = this.#penalty
      this.#penalty = Math.min(this.#penalty * 2, pooledMax)
      this.#quickInARow = 0
    } else if (this.#quickInARow < forgiveAfter) {
      this.#quickInARow += 1
    } else {
      this.#penalty = pooledMin
    }
  }

  #waitedForDevice(durationMs: number): boolean {
    const deviceReads = this.countDeviceReads()
    const hasRead = deviceReads !== this.#deviceReads
    this.#deviceReads = deviceReads
    return hasRead || durationMs > stalledMs
  }

  #turn(): void {
    if (this.#turning) return
    this.#turning = true
    this.afterTurn(this.#turned)
  }

  readonly #turned = () => {
    this.#turning = false
    this.#leftInTurn = perTurnMax
    if (this.#waiting.length === 0) return
    const ready = this.#waiting.slice(0, perTurnMax)
    this.#waiting = this.#waiting.slice(perTurnMax)
    if (this.#waiting.length > 0) this.#turn()
    for (const callback of ready) callback()
  }
}

/** What is larger costs more to copy than to hand over. */
export const atOnceBytesMax = 16_384
/** A read that takes longer has waited for the device, or for its turn on the processor. */
export const slowMs = 0.25
/** No turn takes so long: the device is to blame, though some file systems do not count what they read. */
export const stalledMs = 10
/** At a microsecond or two each, these take well under a millisecond of the loop's time. */
export const perTurnMax = 128
export const pooledMin = 64
export const pooledMax = 8192
/** After so many quick reads in a row a slow one counts as the first again. */
export const forgiveAfter = 8192
