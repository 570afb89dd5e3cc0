/**
 * Turns for writers of one key. Reading a key's copy, making its next version and storing it must not be
 * interleaved with another writer of that key: two versions could take the same event, or one be lost.
 * Writers of other keys do not wait.
 */
import { GrammeError } from '../errors.js'

/** Writers of one key that may stand in line; one more is refused with BUSY. */
const waitingMax = 1024

export class KeyLocks {
  /** The keys that are taken, each with those who wait for it. */
  readonly #taken = new Map<string, (() => void)[]>()

  /** Whether somebody has the key now. What is done at once, when nobody has it, needs no turn. */
  isTaken(key: string): boolean {
    return this.#taken.has(key)
  }

  /** Runs `work` while nobody else has the key. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.#taken.get(key)
    if (line === undefined) {
      this.#taken.set(key, [])
    } else {
      if (line.length >= waitingMax) {
        throw new GrammeError('BUSY', `${line.length} writers of this key are waiting, the limit`, {
          retryAfterMs: 50,
        })
      }
      await new Promise<void>((resume) => line.push(resume))
    }
    try {
      return await work()
    } finally {
      this.#pass(key)
    }
  }

  #pass(key: string): void {
    const next = this.#taken.get(key)?.shift()
    if (next === undefined) this.#taken.delete(key)
    else next()
  }
}
