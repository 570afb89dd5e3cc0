/** Background work over a clock told by hand: it gets its rate times the share, all parts alike, and ends at once. */
import fc from 'fast-check'
import t from 'tap'
import { shareMin } from '../../src/admission/controller.js'
import { admitWaitMaxMs, type Part, retryAfterMsMax, Slices } from '../../src/admission/slices.js'
import { GrammeError } from '../../src/errors.js'
import { sleep } from '../../src/ports/clock.js'
import { ManualClock } from '../ports/manual-clock.js'

const targetMs = 20
const rate = 1_000_000

function rig() {
  const clock = new ManualClock()
  const slices = new Slices(clock, targetMs)
  slices.start()
  /** Has clients' requests take so long, ten in each tenth of a second. */
  const busy = async (tookMs: number, durationMs: number) => {
    for (let passed = 0; passed < durationMs; passed += 100) {
      for (let n = 0; n < 10; n += 1) slices.took(tookMs)
      await clock.advance(100)
    }
  }
  return { clock, slices, busy }
}

/** Works on and on, pieces of so many bytes, until told to stop. */
function worker(part: Part, pieceBytes: number) {
  const work = { bytes: 0, isOver: false, done: Promise.resolve() }
  work.done = (async () => {
    while (!work.isOver) {
      work.bytes += pieceBytes
      await part.pace(pieceBytes)
    }
  })()
  return work
}

t.test('where nobody asks for anything, each part has its own rate', async (t) => {
  const { clock, slices } = rig()
  await clock.advance(2000)
  t.equal(slices.share, 1)
  const one = worker(slices.part('one', rate), 10_000)
  const other = worker(slices.part('other', rate / 2), 10_000)
  await clock.advance(10_000)
  t.ok(Math.abs(one.bytes - 10 * rate) <= 20_000, `${one.bytes}`)
  t.ok(Math.abs(other.bytes - 5 * rate) <= 20_000, `${other.bytes}`)
  one.isOver = true
  other.isOver = true
  slices.close()
  await Promise.all([one.done, other.done])
  t.equal(clock.timerCount, 0)
})

t.test('where requests suffer, all parts have the least share of theirs, and none starves', async (t) => {
  const { slices, busy } = rig()
  await busy(100, 2000)
  t.equal(slices.share, 0.05)
  const sizes = [1000, 20_000, 300_000]
  const workers = sizes.map((bytes, i) => worker(slices.part(`part ${i}`, rate), bytes))
  await busy(100, 60_000)
  for (const [i, { bytes }] of workers.entries()) {
    t.ok(Math.abs(bytes - 60 * rate * 0.05) <= sizes[i] + 10_000, `${bytes} in pieces of ${sizes[i]}`)
  }
  t.match(slices.state(), { share: 0.05, targetMs, parts: workers.map(() => ({ waiting: 1 })) })
  for (const each of workers) each.isOver = true
  slices.close()
  await Promise.all(workers.map(({ done }) => done))
})

t.test('a slow machine pays for its time, and all parts together have the share', async (t) => {
  const { clock, slices, busy } = rig()
  await busy(100, 2000)
  const worked = [0, 0]
  const parts = worked.map((_, i) => slices.part(`part ${i}`, rate))
  let isOver = false
  const work = worked.map(async (_, i) => {
    while (!isOver) {
      await sleep(clock, 40)
      worked[i] += 40
      await parts[i].pace(100)
    }
  })
  await busy(100, 60_000)
  const sum = worked[0] + worked[1]
  t.ok(Math.abs(sum - 60_000 * slices.share) < 600, `${sum} ms of 60,000`)
  t.ok(Math.abs(worked[0] - worked[1]) <= 80, `${worked[0]} and ${worked[1]}`)
  isOver = true
  slices.close()
  await Promise.all([clock.advance(1000), ...work])
})

/** Steps of 10 ms of work each, paced, until `isOver`. */
function steps(clock: ManualClock, part: Part) {
  const work = { ms: 0, isOver: false, done: Promise.resolve() }
  work.done = (async () => {
    while (!work.isOver) {
      await sleep(clock, 10)
      work.ms += 10
      await part.pace(100)
    }
  })()
  return work
}

t.test('what begins does so at the least share, and again when it has rested', async (t) => {
  const { clock, slices, busy } = rig()
  await clock.advance(2000)
  t.equal(slices.share, 1)
  await busy(1, 500)
  const part = slices.part('one', rate)
  for (const when of ['first', 'rested']) {
    const work = steps(clock, part)
    await busy(1, 500)
    t.ok(work.ms <= 150, `${when}: ${work.ms} ms of the first 500`)
    await busy(1, 2000)
    const before = work.ms
    await busy(1, 1000)
    t.ok(work.ms - before >= 800, `${when}: ${work.ms - before} ms of the last 1000`)
    work.isOver = true
    await busy(1, 6000)
    await work.done
  }
  const later = steps(clock, part)
  await clock.advance(12_000)
  const before = later.ms
  await clock.advance(1000)
  t.ok(later.ms - before >= 800, 'where nobody asks it has all')
  later.isOver = true
  slices.close()
  await Promise.all([clock.advance(1000), later.done])
})

t.test('what presses has half of the time from the first moment of a node on', async (t) => {
  const { clock, slices } = rig()
  const pressing = steps(clock, slices.part('pressing', rate, 'pressing'))
  await clock.advance(200)
  t.ok(pressing.ms >= 90, `${pressing.ms} ms of 200`)
  pressing.isOver = true
  slices.close()
  await Promise.all([clock.advance(1000), pressing.done])
})

t.test(
  'what presses has a quarter to half of the time, what nobody waits for a quarter at most',
  async (t) => {
    for (const tookMs of [1, 100]) {
      const { clock, slices, busy } = rig()
      await busy(tookMs, 12_000)
      const pressing = steps(clock, slices.part('pressing', rate, 'pressing'))
      await busy(tookMs, 10_000)
      t.ok(
        pressing.ms >= 2300 && pressing.ms <= 5300,
        `${pressing.ms} ms of 10,000 where requests take ${tookMs} ms`,
      )
      pressing.isOver = true
      const unhurried = steps(clock, slices.part('unhurried', rate, 'unhurried'))
      await busy(tookMs, 10_000)
      t.ok(unhurried.ms <= 2700, `${unhurried.ms} ms of 10,000 where requests take ${tookMs} ms`)
      t.ok(unhurried.ms > 0)
      unhurried.isOver = true
      slices.close()
      await Promise.all([clock.advance(1000), pressing.done, unhurried.done])
    }
  },
)

t.test('the pause between two rounds is no work, and is not paid for', async (t) => {
  const { clock, slices, busy } = rig()
  await busy(100, 10_000)
  t.equal(slices.share, 0.05)
  for (const urgency of ['usual', 'unhurried'] as const) {
    const part = slices.part(urgency, rate, urgency)
    await busy(100, 10_000)
    const beganMs = clock.nowMs()
    await clock.advance(2)
    void part.pace(100, beganMs)
    // Two milliseconds at most, for each part at work, or four times as long, at a twentieth of the time.
    t.ok(part.waitMs <= 2 * 4 * 20 + 1, `${urgency}: ${part.waitMs}`)
  }
  slices.close()
})

t.test('a wait that began at the least share ends sooner when the share grows', async (t) => {
  const { clock, slices, busy } = rig()
  await busy(100, 2000)
  const part = slices.part('one', rate)
  const paced = part.pace(rate)
  let isOver = false
  void paced.then(() => {
    isOver = true
  })
  t.ok(part.waitMs > 19_000)
  await clock.advance(13_000)
  t.ok(isOver, 'nobody has asked for anything: a second of work took less than twenty')
  slices.close()
})

t.test('waits too short for a timer are saved up, and cost nothing of the rate', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50_000 }), async (pieceBytes) => {
      const { clock, slices } = rig()
      await clock.advance(2000)
      const work = worker(slices.part('one', rate), pieceBytes)
      await clock.advance(1000)
      t.ok(Math.abs(work.bytes - rate) <= pieceBytes + 20_000, `${work.bytes} in pieces of ${pieceBytes}`)
      work.isOver = true
      slices.close()
      await work.done
    }),
    { numRuns: 20 },
  )
})

t.test('what others ask waits for what came before, and is refused when that takes too long', async (t) => {
  const { clock, slices } = rig()
  await clock.advance(2000)
  const part = slices.part('requests', rate)
  const admitted: number[] = []
  const ask = (bytes: number) => part.admit(bytes).then(() => admitted.push(clock.nowMs() - 2000))
  await ask(600_000)
  t.strictSame(admitted, [0], 'the first need not wait for itself')
  const second = ask(300_000)
  const third = ask(300_000)
  const refused = await ask(1).then(
    () => undefined,
    (error: unknown) => error,
  )
  t.ok(refused instanceof GrammeError && refused.code === 'BUSY')
  t.ok(refused instanceof GrammeError && (refused.retryAfterMs ?? 0) > admitWaitMaxMs)
  await clock.advance(580)
  t.strictSame(admitted, [0])
  await Promise.all([clock.advance(2000), second, third])
  t.strictSame(
    admitted.map((ms) => Math.round(ms / 10) * 10),
    [0, 590, 890],
  )
  t.match(slices.state().parts, [{ name: 'requests', refused: 1, waiting: 0, bytes: 1_200_000 }])
  await ask(1)
  slices.close()
})

t.test('who is refused in a bad moment is not to wait for what that moment would come to', async (t) => {
  const { slices, busy } = rig()
  await busy(20 * targetMs, 10_000)
  t.equal(slices.share, shareMin)
  const part = slices.part('requests', rate)
  await part.admit(2_000_000)
  t.ok(part.waitMs > 30_000, `${part.waitMs} ms at the present share`)
  const refused = await part.admit(1).catch((error: unknown) => error)
  t.ok(refused instanceof GrammeError && refused.retryAfterMs === retryAfterMsMax)
  await busy(1, 20_000)
  t.ok(part.waitMs < 15_000, `${part.waitMs} ms at that`)
  slices.close()
})

t.test('when it closes everybody goes on, and nobody waits any more', async (t) => {
  const { clock, slices } = rig()
  const part = slices.part('one', 1)
  const paced = part.pace(1_000_000)
  slices.close()
  await paced
  await part.pace(1_000_000)
  t.equal(clock.timerCount, 0)
})
