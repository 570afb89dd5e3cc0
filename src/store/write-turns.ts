/**
 * Writes that wait for their turn: until the key of the record they may replace has been read, or because an
 * earlier write with the same partition and key hash does. Who asks meanwhile finds them here, so that a
 * write is visible from the moment it was called, whether or not it has its place in the log yet.
 *
 * Invariant: writes of one partition and key hash get their places in the order in which they were called.
 */
import { bytesEqual } from './bytes.js'
import type { Digest } from './store.js'

interface Waiting {
  readonly key: Uint8Array
  /** Undefined for a removal. */
  readonly digest: Digest | undefined
  /** Of key and value. */
  readonly bytes: number
}

interface Turn {
  readonly waiting: Waiting[]
  /** Resolves when everything here has its place. */
  last: Promise<void>
}

export class WriteTurns {
  readonly #turns = new Map<number, Turn>()

  #waitingBytes = 0

  /** Bytes of keys and values that wait. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** Resolves when the writes waiting now with this key hash have their places; undefined when none wait. */
  placed(partition: number, keyHash: number): Promise<void> | undefined {
    return this.#turns.size === 0 ? undefined : this.#turns.get(groupOf(partition, keyHash))?.last
  }

  /** Resolves when all writes that wait now have their places. */
  async placedAll(): Promise<void> {
    await Promise.all(Array.from(this.#turns.values(), ({ last }) => last))
  }

  /** The latest write of this key that waits; undefined when none does. */
  find(partition: number, keyHash: number, key: Uint8Array): Waiting | undefined {
    if (this.#turns.size === 0) return undefined
    return this.#turns
      .get(groupOf(partition, keyHash))
      ?.waiting.findLast((each) => each.key.length === key.length && bytesEqual(each.key, 0, key))
  }

  /** Runs `place` after all earlier writes with this key hash; the key in `write` must not change. */
  run(partition: number, keyHash: number, write: Waiting, place: () => Promise<void>): Promise<void> {
    const group = groupOf(partition, keyHash)
    let turn = this.#turns.get(group)
    if (turn === undefined) {
      turn = { waiting: [], last: Promise.resolve() }
      this.#turns.set(group, turn)
    }
    const { waiting } = turn
    waiting.push(write)
    this.#waitingBytes += write.bytes
    const placed = turn.last.then(place).finally(() => {
      waiting.shift()
      this.#waitingBytes -= write.bytes
      if (waiting.length === 0) this.#turns.delete(group)
    })
    turn.last = placed.catch(() => {})
    return placed
  }
}

function groupOf(partition: number, keyHash: number): number {
  return partition * 2 ** 32 + keyHash
}
