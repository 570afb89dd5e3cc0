/** Machines' clocks: too fast or too slow, off, set anew; and timers that keep to them. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { sleep } from '../../../src/ports/clock.js'
import { type ClockConditions, epochMs } from '../../../src/simulation/world/clock.js'
import { TestWorld } from './rig.js'

function clockIn(
  world: TestWorld,
  conditions: Partial<ClockConditions>,
  pace = { timerLateMsMax: 0, turnMs: 0 },
) {
  const machine = world.machine('one', { clock: conditions, pace })
  return { machine, conditions: machine.clockConditions, ...machine.boot() }
}

t.test('a clock counts from its own start, at its own rate; its calendar is off by its skew', async (t) => {
  const world = new TestWorld()
  const { clock } = clockIn(world, { rate: 1.25, startMs: 5000, skewMs: -300 })
  t.strictSame([clock.nowMs(), clock.wallMs()], [5000, epochMs - 300])
  await world.advance(1000)
  t.strictSame([clock.nowMs(), clock.wallMs()], [6250, epochMs + 1250 - 300])
})

t.test('a jump of the calendar moves nothing but the calendar', async (t) => {
  const world = new TestWorld()
  const { clock, conditions } = clockIn(world, { startMs: 10 })
  const fired: number[] = []
  void sleep(clock, 100).then(() => fired.push(world.scheduler.nowMs))
  await world.advance(50)
  conditions.skewMs = -86_400_000
  t.strictSame([clock.nowMs(), clock.wallMs()], [60, epochMs + 50 - 86_400_000])
  conditions.skewMs = 3_600_000
  t.strictSame([clock.nowMs(), clock.wallMs()], [60, epochMs + 50 + 3_600_000])
  await world.advance(51)
  t.strictSame(fired, [100])
})

t.test(
  'timers keep to their clock: never before their time on it, and late by no more than the pace says',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e10, noNaN: true })),
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.array(fc.double({ min: -5, max: 5000, noNaN: true }), { minLength: 1, maxLength: 10 }),
        async (rate, startMs, timerLateMsMax, delays) => {
          const world = new TestWorld()
          const { clock } = clockIn(world, { rate, startMs }, { timerLateMsMax, turnMs: 0 })
          await world.advance(777.7)
          let fired = 0
          const beganMs = clock.nowMs()
          for (const delayMs of delays) {
            clock.setTimer(delayMs, () => {
              fired += 1
              const tookMs = clock.nowMs() - beganMs
              assert.ok(clock.nowMs() >= beganMs + Math.max(0, delayMs), `${delayMs} took ${tookMs}`)
              // A start long ago leaves few digits for fractions.
              assert.ok(
                tookMs <= Math.max(0, delayMs) + timerLateMsMax * rate + 1e-5,
                `${delayMs} took ${tookMs}`,
              )
            })
          }
          await world.advance(6000)
          assert.equal(fired, delays.length)
        },
      ),
      { numRuns: 200 },
    )
  },
)

t.test('one second on a slow clock takes longer than on a fast one', async (t) => {
  const world = new TestWorld()
  const ends: [string, number][] = []
  for (const [name, rate] of [
    ['slow', 0.5],
    ['true', 1],
    ['fast', 2],
  ] as const) {
    const { clock } = clockIn(world, { rate })
    void sleep(clock, 1000).then(() => ends.push([name, world.scheduler.nowMs]))
  }
  await world.advance(5000)
  t.strictSame(ends, [
    ['fast', 500],
    ['true', 1000],
    ['slow', 2000],
  ])
})

t.test('timers that are set are counted until they fire, or are cancelled', async (t) => {
  const world = new TestWorld()
  const { clock, process } = clockIn(world, { rate: 1.0003, startMs: 1e9 })
  const timers = [5, 10, 15].map((delayMs) => clock.setTimer(delayMs, () => {}))
  t.equal(process.timers, 3)
  timers[1].cancel()
  timers[1].cancel()
  t.equal(process.timers, 2)
  await world.advance(11)
  t.equal(process.timers, 1)
  timers[0].cancel()
  t.equal(process.timers, 1, 'cancelling what has fired changes nothing')
  await world.advance(11)
  timers[2].cancel()
  t.equal(process.timers, 0)
  const own = clock.setTimer(1, () => own.cancel())
  await world.advance(11)
  t.equal(process.timers, 0)
})

t.test('a process that starts later on the same machine finds the clock further on', async (t) => {
  const world = new TestWorld()
  const { machine, clock } = clockIn(world, { startMs: 50, rate: 2 })
  await world.advance(100)
  machine.kill()
  const again = machine.boot().clock
  t.equal(again.nowMs(), 250)
  await world.advance(1)
  t.strictSame([clock.nowMs(), again.nowMs()], [252, 252])
})

t.test('a turn takes the time that the pace says', async (t) => {
  const world = new TestWorld()
  const { clock } = clockIn(world, {}, { timerLateMsMax: 0, turnMs: 0.25 })
  const at: number[] = []
  clock.afterTurn(() => at.push(world.scheduler.nowMs))
  await world.advance(1)
  t.strictSame(at, [0.25])
})
