/**
 * The machine's randomness: identities from the system's generator, by way of a pool, because a call to it
 * costs microseconds however few bytes are asked for. Bytes handed out are wiped from the pool.
 */
import { randomFillSync } from 'node:crypto'
import type { Random } from '../ports/random.js'

const pool = new Uint8Array(4096)
let used = pool.length

export const systemRandom: Random = {
  fill(target) {
    if (target.length > pool.length / 4) {
      randomFillSync(target)
      return
    }
    if (used + target.length > pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const end = used + target.length
    target.set(pool.subarray(used, end))
    pool.fill(0, used, end)
    used = end
  },
  next: () => Math.random(),
}
