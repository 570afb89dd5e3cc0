/** Tasks that show what crosses over to a thread and back, and how failures do. */
import { setTimeout as wait } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import type { Task } from '../../src/ports/workers.js'

/** Adds one to each byte, in place, and returns the same array: alone, or with others. */
export const increment: Task<{ bytes: Uint8Array; wrapped: boolean }, unknown> = {
  name: 'increment',
  run({ bytes, wrapped }) {
    for (let n = 0; n < bytes.length; n += 1) bytes[n] += 1
    if (!wrapped) return bytes
    const half = bytes.subarray(0, bytes.length >> 1)
    return { bytes, buffer: new ArrayBuffer(3), half, pooled: Buffer.from('pooled'), count: bytes.length }
  },
}

/** Sums a shared array and writes the sum to its first place. */
export const sumShared: Task<Uint32Array, Uint32Array> = {
  name: 'sum-shared',
  run(words) {
    words[0] = words.reduce((sum, word) => sum + word, 0)
    return words
  },
}

export const later: Task<{ delayMs: number; value: string }, string> = {
  name: 'later',
  async run({ delayMs, value }) {
    await wait(delayMs)
    return value
  },
}

export const failing: Task<{ asynchronous: boolean }, never> = {
  name: 'failing',
  run({ asynchronous }) {
    const error = new RangeError('as asked')
    if (asynchronous) return Promise.reject(error)
    throw error
  },
}

export const thread: Task<undefined, number> = { name: 'thread', run: () => threadId }

export const tasks: readonly Task<never, unknown>[] = [increment, sumShared, later, failing, thread]
