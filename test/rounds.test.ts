/** Rounds follow each other with a pause, one at a time, until they are stopped. */
import t from 'tap'
import { Rounds } from '../src/rounds.js'
import { ManualClock } from './ports/manual-clock.js'

/** Rounds that last until the test ends them. */
function roundsOn(clock: ManualClock, pauseMs: number | undefined = 100, chance = 0.5) {
  const ends: (() => void)[] = []
  const paced: number[] = []
  const rounds = new Rounds({
    clock,
    random: { next: () => chance, fill: () => {} },
    pace: async (bytes) => {
      paced.push(bytes)
    },
    round: async () => {
      await new Promise<void>((end) => ends.push(end))
      return pauseMs
    },
  })
  return { rounds, ends, paced }
}

t.test('a round begins a pause after the end of the one before', async (t) => {
  const clock = new ManualClock()
  const { rounds, ends } = roundsOn(clock)
  rounds.startIn(10)
  await clock.advance(9)
  t.notOk(rounds.isUnderWay)
  await clock.advance(1)
  t.ok(rounds.isUnderWay)
  await clock.advance(1000)
  t.equal(ends.length, 1, 'one at a time, however long it takes')
  ends[0]()
  await clock.advance(99)
  t.equal(ends.length, 1)
  await clock.advance(1)
  t.equal(ends.length, 2)
})

t.test('a pause is half as long to half as long again', async (t) => {
  for (const [chance, afterMs] of [
    [0, 50],
    [0.9999, 150],
  ]) {
    const clock = new ManualClock()
    const { rounds } = roundsOn(clock, 0, chance)
    rounds.startIn(100)
    await clock.advance(afterMs - 1)
    t.notOk(rounds.isUnderWay)
    await clock.advance(1)
    t.ok(rounds.isUnderWay)
  }
})

t.test('what is planned anew takes the place of what was planned, also during a round', async (t) => {
  const clock = new ManualClock()
  const { rounds, ends } = roundsOn(clock)
  rounds.startIn(1000)
  rounds.startIn(10)
  t.equal(clock.timerCount, 1)
  await clock.advance(10)
  t.equal(ends.length, 1)
  rounds.startIn(10)
  t.equal(clock.timerCount, 0, 'one at a time')
  ends[0]()
  await clock.advance(10)
  t.equal(ends.length, 2, 'sooner than it would have been')
  ends[1]()
  await clock.advance(99)
  t.equal(ends.length, 2)
  await clock.advance(1)
  t.equal(ends.length, 3)
})

t.test('without a pause there is no next round until it is asked for', async (t) => {
  const clock = new ManualClock()
  const ends: (() => void)[] = []
  const round = async () => {
    await new Promise<void>((end) => ends.push(end))
    return undefined
  }
  const random = { next: () => 0.5, fill: () => {} }
  const rounds = new Rounds({ clock, random, round, pace: async () => {} })
  rounds.startIn(10)
  await clock.advance(10)
  ends[0]()
  await clock.advance(1000)
  t.notOk(rounds.isUnderWay)
  rounds.startIn(10)
  await clock.advance(10)
  t.equal(ends.length, 2)
  rounds.startIn(10)
  ends[1]()
  await clock.advance(10)
  t.equal(ends.length, 3, 'who asks during a round is not forgotten')
})

t.test('stop waits for the round under way, and none begins after it', async (t) => {
  const clock = new ManualClock()
  const { rounds, ends, paced } = roundsOn(clock)
  rounds.startIn(10)
  await clock.advance(10)
  await rounds.pace(7)
  let hasStopped = false
  const stopped = rounds.stop().then(() => {
    hasStopped = true
  })
  await clock.advance(100)
  t.notOk(hasStopped)
  t.ok(rounds.isStopped)
  await t.rejects(rounds.pace(8), { code: 'CLOSED' }, 'so that a round ends soon')
  t.strictSame(paced, [7])
  ends[0]()
  await stopped
  rounds.startIn(10)
  await clock.advance(1000)
  t.equal(ends.length, 1)
  t.equal(clock.timerCount, 0)
})

t.test('stopped before its first round it has none', async (t) => {
  const clock = new ManualClock()
  const { rounds, ends } = roundsOn(clock)
  rounds.startIn(10)
  await rounds.stop()
  await clock.advance(100)
  t.equal(ends.length, 0)
})

t.test('whoever holds it back is told when the round began', async (t) => {
  const clock = new ManualClock()
  const told: [number, number | undefined][] = []
  const rounds = new Rounds({
    clock,
    random: { next: () => 0.5, fill: () => {} },
    pace: async (bytes, beganMs) => {
      told.push([bytes, beganMs])
    },
    round: async () => {
      await rounds.pace(1)
      await rounds.pace(2)
      return 100
    },
  })
  const startMs = clock.nowMs()
  rounds.startIn(1000)
  await clock.advance(1150)
  t.same(told, [
    [1, startMs + 1000],
    [2, startMs + 1000],
    [1, startMs + 1100],
    [2, startMs + 1100],
  ])
  await rounds.stop()
})
