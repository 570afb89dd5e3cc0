/** Simulated time: the order of events, what happens between two of them, and that runs repeat. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { systemClock } from '../../../src/runtime/clock.js'
import { EventKind, Scheduler } from '../../../src/simulation/world/scheduler.js'

const { kernel } = EventKind

function fresh(): Scheduler {
  return new Scheduler(systemClock)
}

t.test('events happen in order of time and, at one time, of their making', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 80 }), async (delays) => {
      const scheduler = fresh()
      const happened: [number, number][] = []
      for (const [made, delayMs] of delays.entries()) {
        scheduler.after(delayMs, kernel, undefined, () => {
          assert.equal(scheduler.nowMs, delayMs)
          happened.push([delayMs, made])
        })
      }
      await scheduler.run(20)
      const expected = delays.map((delayMs, made): [number, number] => [delayMs, made])
      assert.deepEqual(
        happened,
        expected.sort(([a, m], [b, n]) => a - b || m - n),
      )
      assert.deepEqual([scheduler.events, scheduler.waiting], [delays.length, 0])
    }),
  )
})

t.test('what an event makes comes after what waits for the same time; none is in the past', async (t) => {
  const scheduler = fresh()
  const happened: string[] = []
  const at = (dueMs: number, name: string, more = () => {}) =>
    scheduler.at(dueMs, kernel, undefined, () => {
      happened.push(`${name} ${scheduler.nowMs}`)
      more()
    })
  at(5, 'first', () => {
    at(5, 'third')
    at(1, 'fourth')
    scheduler.after(-7, kernel, undefined, () => happened.push(`fifth ${scheduler.nowMs}`))
  })
  at(5, 'second')
  await scheduler.run(10)
  t.strictSame(happened, ['first 5', 'second 5', 'third 5', 'fourth 5', 'fifth 5'])
})

t.test('between two events everything that can go on does', async (t) => {
  const scheduler = fresh()
  let steps = 0
  const seen: number[] = []
  const walk = async () => {
    for (let n = 0; n < 500; n += 1) {
      await undefined
      steps += 1
      // A promise that is made on the way, and another kind of wait for it.
      await Promise.all([new Promise<void>((resolve) => queueMicrotask(resolve)), Promise.resolve()])
    }
  }
  for (let n = 0; n < 3; n += 1) scheduler.after(1, kernel, undefined, () => void walk())
  for (let n = 0; n < 3; n += 1) scheduler.after(n, kernel, undefined, () => seen.push(steps))
  await scheduler.run(10)
  t.strictSame(seen, [0, 1500, 1500])
})

t.test('a cancelled event does not happen, nor does time pass for it', async (t) => {
  const scheduler = fresh()
  const happened: string[] = []
  const early = scheduler.after(1, kernel, undefined, () => happened.push('early'))
  const late = scheduler.after(7, kernel, undefined, () => happened.push('late'))
  scheduler.after(2, kernel, undefined, () => {
    happened.push('canceller')
    sameTime.cancel()
    late.cancel()
  })
  const sameTime = scheduler.after(2, kernel, undefined, () => happened.push('same time'))
  early.cancel()
  early.cancel()
  await scheduler.run(Number.MAX_VALUE)
  t.strictSame(happened, ['canceller'])
  t.equal(scheduler.events, 1)
  t.equal(scheduler.nowMs, 2)
})

t.test('run lets everything up to its time happen, and that is then the time', async (t) => {
  const scheduler = fresh()
  const happened: number[] = []
  for (const dueMs of [10, 10.5, 11]) {
    scheduler.at(dueMs, kernel, undefined, () => happened.push(dueMs))
  }
  await scheduler.run(10.5)
  t.strictSame([happened, scheduler.nowMs, scheduler.waiting], [[10, 10.5], 10.5, 1])
  await scheduler.run(3)
  t.equal(scheduler.nowMs, 10.5, 'it does not go back')
  await scheduler.run(99)
  t.strictSame([happened, scheduler.nowMs], [[10, 10.5, 11], 99])
  await scheduler.run(Number.MAX_VALUE)
  t.equal(scheduler.nowMs, 99, 'without an end, the time is that of the last event')
})

t.test('run stops when it is done, right after the event that made it so', async (t) => {
  const scheduler = fresh()
  let happened = 0
  for (let n = 1; n <= 9; n += 1) {
    scheduler.at(n, kernel, undefined, async () => {
      await undefined
      happened += 1
    })
  }
  await scheduler.run(100, () => happened === 4)
  t.strictSame([happened, scheduler.nowMs], [4, 4])
  await scheduler.run(100, () => true)
  t.strictSame([happened, scheduler.nowMs], [4, 4], 'and does not begin when it is done before')
})

t.test('sleep resolves when its time has passed', async (t) => {
  const scheduler = fresh()
  const seen: number[] = []
  const sleeping = scheduler.sleep(30).then(() => seen.push(scheduler.nowMs))
  await scheduler.run(29)
  t.strictSame(seen, [])
  await scheduler.run(40)
  await sleeping
  t.strictSame(seen, [30])
})

t.test('what an event throws rejects the run; the rest can go on', async (t) => {
  const scheduler = fresh()
  const happened: number[] = []
  scheduler.after(1, kernel, undefined, () => {
    throw new Error('a broken invariant')
  })
  scheduler.after(2, kernel, undefined, () => happened.push(2))
  await t.rejects(scheduler.run(10), { message: 'a broken invariant' })
  t.strictSame([happened, scheduler.nowMs], [[], 1])
  await scheduler.run(10)
  t.strictSame(happened, [2])
})

interface HashedEvent {
  readonly delayMs: number
  readonly kind: number
  readonly owner: number
}

async function hashOf(events: readonly HashedEvent[], note?: number): Promise<string> {
  const scheduler = fresh()
  for (const { delayMs, kind, owner } of events) {
    scheduler.after(delayMs, kind, { index: owner, admits: () => true }, () => {})
  }
  if (note !== undefined) scheduler.note(note)
  await scheduler.run(1000)
  return scheduler.hash
}

t.test('equal runs have equal hashes; another time, kind, owner, event or fact makes another', async () => {
  const event = fc.record({
    delayMs: fc.double({ min: 0, max: 900, noNaN: true }),
    kind: fc.integer({ min: 1, max: Object.keys(EventKind).length }),
    owner: fc.nat(20_000),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), fc.nat(), async (events, pick) => {
      const hash = await hashOf(events)
      assert.match(hash, /^[0-9a-f]{8}$/)
      assert.equal(await hashOf(events), hash)
      const at = pick % events.length
      const changed = (change: Partial<HashedEvent>) => events.with(at, { ...events[at], ...change })
      assert.notEqual(await hashOf(changed({ delayMs: events[at].delayMs + 0.001 })), hash)
      assert.notEqual(await hashOf(changed({ kind: events[at].kind + 1 })), hash)
      assert.notEqual(await hashOf(changed({ owner: events[at].owner + 1 })), hash)
      assert.notEqual(await hashOf(events.slice(1)), hash)
      assert.notEqual(await hashOf(events, 7), hash)
    }),
  )
})

t.test('a long run lets the machine’s own event loop have its turn now and then', async (t) => {
  const scheduler = fresh()
  let turns = 0
  let isOver = false
  const turn = () => {
    turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  let left = 50_000
  const next = () => {
    left -= 1
    if (left > 0) scheduler.after(1, kernel, undefined, next)
  }
  next()
  await scheduler.run(Number.MAX_VALUE)
  isOver = true
  t.equal(left, 0)
  t.ok(turns >= 2 && turns < 100, `${turns} turns`)
})
