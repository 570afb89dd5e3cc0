/** The parts of the queues by themselves: time, cores, turns, groups. */
import fc from 'fast-check'
import t from 'tap'
import { Events } from '../../../src/planner/queueing/events.js'
import { GroupCommit } from '../../../src/planner/queueing/group-commit.js'
import { latenciesOf } from '../../../src/planner/queueing/latencies.js'
import { Cores, drawn, Loop } from '../../../src/planner/queueing/processor.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'

const random = () => new SeededRandom(1, 'queueing test')
const never = { perBusySecond: 0, quantilesMs: [0] }
const calibration = { turnUs: 0, besideLoop: 0, pauses: never, marking: never }

t.test('events come by their time, and of one time in order', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (delays) => {
      const events = new Events()
      const seen: number[] = []
      delays.forEach((delay, order) => {
        events.after(delay, () => seen.push(delay * 1000 + order))
      })
      events.run(() => false)
      return seen.length === delays.length && seen.every((one, at) => at === 0 || seen[at - 1] < one)
    }),
  )
  t.pass('ordered')
})

t.test('loops share cores: what one has, the others wait for', async (t) => {
  for (const [count, endMs] of [
    [1, 4],
    [2, 2],
    [4, 1],
  ]) {
    const events = new Events()
    const cores = new Cores(count)
    let ended = 0
    for (let n = 0; n < 4; n += 1) {
      const loop = new Loop({ events, cores, speed: 1, calibration, random: random() })
      loop.submit(1000, 0, () => {
        ended += 1
      })
    }
    events.run(() => false)
    t.strictSame([events.nowMs, ended], [endMs, 4], `${count} cores`)
  }
})

t.test('marking takes a core that others lack, and the loop goes on meanwhile', async (t) => {
  const events = new Events()
  const cores = new Cores(2)
  const marked = {
    ...calibration,
    besideLoop: 0.5,
    marking: { perBusySecond: 10, quantilesMs: [50] },
  }
  const loop = new Loop({ events, cores, speed: 1, calibration: marked, random: random() })
  let left = 1000
  const work = () => {
    left -= 1
    if (left > 0) loop.submit(1000, 0, work)
  }
  loop.submit(1000, 0, work)
  let got = 0
  let looks = 0
  const look = () => {
    looks += 1
    const atMs = events.nowMs
    cores.take(() => {
      if (events.nowMs === atMs) got += 1
      cores.giveBack()
    })
    if (left > 0) events.after(1.01, look)
  }
  look()
  events.run(() => left === 0)
  // All that other threads do is marking then, half of the time: who comes meanwhile waits for the loop's turn to end.
  t.ok(looks > 900 && got < looks * 0.75 && got > looks * 0.25, `a core was free ${got} of ${looks} times`)
  t.ok(events.nowMs < 1700, `${events.nowMs} ms: the loop goes on meanwhile`)
})

t.test('a turn takes all that waits; a quicker core is quicker', async (t) => {
  const events = new Events()
  const loop = new Loop({
    events,
    cores: new Cores(1),
    speed: 2,
    calibration: { ...calibration, turnUs: 1000 / 1.5 },
    random: random(),
  })
  const ends: number[] = []
  // The first begins a turn at once; the others wait, and have the next together.
  for (let n = 0; n < 5; n += 1) loop.submit(1000, 0, () => ends.push(events.nowMs))
  events.run(() => false)
  t.strictSame(ends, [1, 3.5, 3.5, 3.5, 3.5])
  t.equal(loop.busyMs, 3.5)
})

t.test('a turn costs once for each connection that has something in it', async (t) => {
  const events = new Events()
  const costly = { ...calibration, turnUs: 1000 / 1.5 }
  const loop = new Loop({ events, cores: new Cores(1), speed: 1, calibration: costly, random: random() })
  const ends: number[] = []
  loop.submit(0, 7, () => ends.push(events.nowMs))
  for (const connection of [0, 2, 2, 0, 5]) loop.submit(0, connection, () => ends.push(events.nowMs))
  events.run(() => false)
  t.strictSame(ends, [1, 4, 4, 4, 4, 4])
})

t.test('pauses are a part of what was measured, not more', async (t) => {
  const events = new Events()
  const pauses = { perBusySecond: 100, quantilesMs: [1, 3] }
  const loop = new Loop({
    events,
    cores: new Cores(1),
    speed: 1,
    calibration: { ...calibration, pauses },
    random: random(),
  })
  for (let n = 0; n < 20_000; n += 1) events.after(n * 2, () => loop.submit(1000, 0, () => {}))
  events.run(() => false)
  t.ok(Math.abs(loop.busyMs / 20_000 - 1) < 0.03, `${loop.busyMs} ms for 20 s of work`)
})

t.test('writes that come during one are one', async (t) => {
  const events = new Events()
  const log = new GroupCommit(events, [10], random())
  const ends: number[] = []
  for (const atMs of [0, 1, 9, 25]) events.after(atMs, () => log.write(() => ends.push(events.nowMs)))
  events.run(() => false)
  t.strictSame(ends, [10, 20, 20, 35])
})

t.test('quantiles: drawn from, and made', async (t) => {
  const source = random()
  const draws = Array.from({ length: 20_000 }, () => drawn([0, 1, 10], source))
  const { p50Ms, p90Ms, requests } = latenciesOf(draws)
  t.equal(requests, 20_000)
  t.ok(Math.abs(p50Ms - 1) < 0.1 && Math.abs(p90Ms - 8.2) < 0.3)
  t.match(latenciesOf([]), { requests: 0, p999Ms: 0 })
})
