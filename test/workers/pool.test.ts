import { threadId } from 'node:worker_threads'
import t from 'tap'
import { hash32 } from '../../src/hash.js'
import type { Task } from '../../src/ports/workers.js'
import { WorkerPool } from '../../src/workers/pool.js'
import { checksumTask } from '../../src/workers/tasks.js'
import { workersConformance } from './conformance.js'
import { failing, increment, later, thread } from './test-tasks.js'

const tasksUrl = new URL('./test-tasks.js', import.meta.url)

workersConformance(t, { open: () => new WorkerPool({ tasksUrl, threads: 2 }) })

t.test('knows the tasks of the product', async (t) => {
  const pool = new WorkerPool()
  t.teardown(() => pool.close())
  const bytes = Buffer.from('some bytes')
  t.equal(await pool.run(checksumTask, { bytes, seed: 3 }), hash32(bytes, 3))
})

t.test('runs in threads of its own, as many as it may', async (t) => {
  const pool = new WorkerPool({ tasksUrl, threads: 2 })
  t.teardown(() => pool.close())
  const busy = Array.from({ length: 30 }, () => pool.run(thread, undefined))
  const threads = new Set(await Promise.all(busy))
  t.notOk(threads.has(threadId))
  t.ok(threads.size <= 2)
})

t.test('takes what is given away, and copies what is not', async (t) => {
  const pool = new WorkerPool({ tasksUrl, threads: 1 })
  t.teardown(() => pool.close())
  const kept = new Uint8Array(1000)
  await pool.run(increment, { bytes: kept, wrapped: false })
  t.strictSame(kept, new Uint8Array(1000))
  const given = new Uint8Array(1000)
  await pool.run(increment, { bytes: given, wrapped: false }, [given.buffer])
  t.equal(given.length, 0)
})

t.test('beyond its limit it is busy at once, and takes nothing', async (t) => {
  const pool = new WorkerPool({ tasksUrl, threads: 1, queueMax: 2 })
  t.teardown(() => pool.close())
  const running = ['a', 'b', 'c'].map((value) => pool.run(later, { delayMs: 5, value }))
  const bytes = new Uint8Array(8)
  await t.rejects(pool.run(increment, { bytes, wrapped: false }, [bytes.buffer]), {
    name: 'GrammeError',
    code: 'BUSY',
    retriable: true,
    message: /2 tasks wait/,
  })
  t.equal(bytes.length, 8)
  t.strictSame(await Promise.all(running), ['a', 'b', 'c'])
  t.equal(await pool.run(later, { delayMs: 0, value: 'd' }), 'd', 'there is room again')
  await t.rejects(pool.run(failing, { asynchronous: false }), { name: 'RangeError' })
  t.equal(await pool.run(later, { delayMs: 0, value: 'e' }), 'e', 'failures give their room back')
})

t.test('a task that no thread knows, and an input that cannot cross over', async (t) => {
  const pool = new WorkerPool({ tasksUrl, threads: 1 })
  t.teardown(() => pool.close())
  const unknown: Task<undefined, number> = { name: 'unknown', run: () => 1 }
  await t.rejects(pool.run(unknown, undefined), { message: /no task is named 'unknown'/ })
  const strange: Task<() => void, void> = { name: 'thread', run: () => {} }
  await t.rejects(
    pool.run(strange, () => {}),
    { name: 'DataCloneError' },
  )
})

t.test('closing ends what runs and what waits, and refuses what comes', async (t) => {
  const pool = new WorkerPool({ tasksUrl, threads: 1 })
  const unfinished = ['a', 'b'].map((value) => pool.run(later, { delayMs: 60_000, value }))
  const outcomes = Promise.allSettled(unfinished)
  await pool.close()
  for (const outcome of await outcomes) {
    t.match(outcome, { status: 'rejected', reason: { name: 'GrammeError', code: 'CLOSED' } })
  }
  await t.rejects(pool.run(thread, undefined), { name: 'GrammeError', code: 'CLOSED' })
})

t.test('a pool that was never used closes, too', async (t) => {
  await t.resolves(new WorkerPool({ tasksUrl }).close())
})
