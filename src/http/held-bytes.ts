/**
 * What the gateway holds for its clients, in bytes: bodies that are coming in and answers that are going out. A client
 * that is slow makes both stay, so what all hold together has a bound.
 */
import { GrammeError } from '../errors.js'

export class HeldBytes {
  #bytes = 0

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.#bytes
  }

  /** Counts them until what it returns is called. Throws GrammeError BUSY where there is no room. */
  take(bytes: number): () => void {
    if (this.#bytes + bytes > this.bytesMax) {
      const message = `${this.#bytes} bytes of bodies and answers are under way, and ${bytes} more would be over the limit`
      throw new GrammeError('BUSY', message, { retryAfterMs: 1000 })
    }
    this.#bytes += bytes
    let isHeld = true
    return () => {
      if (isHeld) this.#bytes -= bytes
      isHeld = false
    }
  }
}
