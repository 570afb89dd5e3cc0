/** What "is Workers" means, whether tasks run in threads or where they stand. */
import type { Test } from 'tap'
import type { Workers } from '../../src/ports/workers.js'
import { failing, increment, later, sumShared } from './test-tasks.js'

export interface WorkersHarness {
  /** Workers that know the tasks of test-tasks.ts. */
  open(): Workers
}

export function workersConformance(t: Test, harness: WorkersHarness): void {
  t.test('runs tasks and gives back what they return', async (t) => {
    const workers = harness.open()
    t.teardown(() => workers.close())
    const values = Array.from({ length: 20 }, (_, n) => ({ delayMs: (n * 7) % 5, value: `v${n}` }))
    const answers = await Promise.all(values.map((value) => workers.run(later, value)))
    t.strictSame(
      answers,
      values.map(({ value }) => value),
    )
  })

  t.test('buffers that are given away arrive, and come back', async (t) => {
    const workers = harness.open()
    t.teardown(() => workers.close())
    for (const wrapped of [false, true]) {
      const bytes = new Uint8Array(1_000).fill(7)
      const answer = await workers.run(increment, { bytes, wrapped }, [bytes.buffer])
      if (!wrapped) {
        t.strictSame(answer, new Uint8Array(1_000).fill(8))
        continue
      }
      const { bytes: whole, half, buffer, pooled, count } = answer as Record<string, Uint8Array>
      t.strictSame(whole, new Uint8Array(1_000).fill(8))
      t.strictSame(half, new Uint8Array(500).fill(8))
      t.equal(buffer.byteLength, 3)
      t.equal(Buffer.from(pooled).toString(), 'pooled')
      t.equal(count, 1_000)
    }
  })

  t.test('shared memory is shared', async (t) => {
    const workers = harness.open()
    t.teardown(() => workers.close())
    const words = new Uint32Array(new SharedArrayBuffer(4 * 100)).fill(2)
    const answer = await workers.run(sumShared, words)
    t.equal(words[0], 200)
    answer[1] = 9
    t.equal(words[1], 9)
  })

  t.test('a task that fails rejects with its error, and hurts no other', async (t) => {
    const workers = harness.open()
    t.teardown(() => workers.close())
    for (const asynchronous of [false, true]) {
      const [failed, fine] = await Promise.allSettled([
        workers.run(failing, { asynchronous }),
        workers.run(later, { delayMs: 1, value: 'fine' }),
      ])
      t.match(failed, { status: 'rejected', reason: { name: 'RangeError', message: 'as asked' } })
      t.match(fine, { status: 'fulfilled', value: 'fine' })
    }
  })

  t.test('closing twice is harmless', async (t) => {
    const workers = harness.open()
    await workers.run(later, { delayMs: 0, value: '' })
    await workers.close()
    await t.resolves(workers.close())
  })
}
