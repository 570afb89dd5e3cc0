import fc from 'fast-check'
import t from 'tap'
import { Deadlines, Waiting } from '../src/deadlines.js'
import { ManualClock } from './ports/manual-clock.js'

class Entry extends Waiting {
  constructor(
    deadlineMs: number,
    override readonly overdue: () => void,
  ) {
    super(deadlineMs)
  }
}

t.test('whoever waits is called once, at the deadline or one sweep later, unless it has left', async () => {
  const waiting = fc.record({
    enterMs: fc.integer({ min: 0, max: 200 }),
    waitMs: fc.integer({ min: -5, max: 300 }),
    leaveMs: fc.option(fc.integer({ min: 0, max: 400 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(waiting, { maxLength: 8 }), async (plans) => {
      const clock = new ManualClock()
      const deadlines = new Deadlines(clock)
      const calls = plans.map(() => [] as number[])
      plans.forEach(({ enterMs, waitMs, leaveMs }, index) => {
        const entry = new Entry(enterMs + waitMs, () => calls[index].push(clock.nowMs()))
        clock.setTimer(enterMs, () => deadlines.enter(entry))
        if (leaveMs !== null) clock.setTimer(enterMs + leaveMs, () => deadlines.leave(entry))
      })
      await clock.advance(1000)
      plans.forEach(({ enterMs, waitMs, leaveMs }, index) => {
        const dueMs = enterMs + Math.max(0, waitMs)
        const [calledMs, ...more] = calls[index]
        if (more.length > 0) throw new Error('called twice')
        if (calledMs === undefined) {
          if (leaveMs === null || enterMs + leaveMs > dueMs + 10) throw new Error('never called')
        } else if (calledMs < dueMs || calledMs > dueMs + 10)
          throw new Error(`called ${calledMs}, due ${dueMs}`)
        else if (leaveMs !== null && calledMs > enterMs + leaveMs) throw new Error('called after it left')
      })
      if (deadlines.size > 0 || clock.timerCount > 0) throw new Error('something stays behind')
    }),
    { numRuns: 60 },
  )
})

t.test('one timer serves all, and none when nobody waits', async (t) => {
  const clock = new ManualClock()
  const deadlines = new Deadlines(clock)
  const called: string[] = []
  const entry = (name: string, deadlineMs: number, more = () => {}) =>
    new Entry(deadlineMs, () => {
      called.push(name)
      more()
    })
  t.equal(clock.timerCount, 0)
  deadlines.enter(entry('late', 1000))
  deadlines.enter(entry('soon', 5, () => deadlines.enter(entry('entered meanwhile', 25))))
  t.equal(clock.timerCount, 1)
  await clock.advance(10)
  t.strictSame(called, ['soon'])
  t.equal(clock.timerCount, 1)
  await clock.advance(20)
  t.strictSame(called, ['soon', 'entered meanwhile'])
  deadlines.clear()
  t.equal(clock.timerCount, 0)
  await clock.advance(2000)
  t.strictSame(called, ['soon', 'entered meanwhile'], 'who was forgotten is not called')
  deadlines.enter(entry('again', clock.nowMs() + 1))
  await clock.advance(10)
  t.strictSame(called.at(-1), 'again', 'and it goes on')
})

t.test('one who is due may make another leave, who is not called then', async (t) => {
  const clock = new ManualClock()
  const deadlines = new Deadlines(clock)
  const called: string[] = []
  const entries: Entry[] = ['a', 'b', 'c'].map(
    (name, index) =>
      new Entry(5, () => {
        called.push(name)
        deadlines.leave(entries[(index + 1) % 3])
        deadlines.leave(entries[(index + 2) % 3])
      }),
  )
  for (const each of entries) deadlines.enter(each)
  await clock.advance(50)
  t.equal(called.length, 1)
  t.equal(deadlines.size, 0)
  t.equal(clock.timerCount, 0)
})

t.test('who came first of those who wait is the oldest, whoever leaves', async (t) => {
  const deadlines = new Deadlines(new ManualClock())
  const entries = [1, 2, 3, 4].map(() => new Entry(100, () => {}))
  t.equal(deadlines.oldest, undefined)
  for (const entry of entries) deadlines.enter(entry)
  const [first, second, third, fourth] = entries
  const oldestAfter = (leaving: Entry) => {
    deadlines.leave(leaving)
    return deadlines.oldest
  }
  t.equal(deadlines.oldest, first)
  t.equal(oldestAfter(second), first)
  t.equal(oldestAfter(first), third)
  t.equal(oldestAfter(fourth), third)
  t.equal(oldestAfter(third), undefined)
  deadlines.enter(second)
  t.equal(deadlines.oldest, second)
  deadlines.clear()
  t.equal(deadlines.oldest, undefined)
})
