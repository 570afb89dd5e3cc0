import t from 'tap'
import { ReplyTimes } from '../../src/membership/reply-times.js'
import { seededRandom } from '../version/cluster-model.js'

t.test('while little is known, nothing is expected and patience is neither short nor long', async (t) => {
  const times = new ReplyTimes()
  for (let n = 0; n < 7; n += 1) {
    t.equal(times.expectedMs(n), 0)
    t.equal(times.patienceMs(n), 250)
    times.add(5000, n)
  }
})

t.test('patience covers all but few replies, and follows what is usual', async (t) => {
  const random = seededRandom(7)
  for (const meanMs of [1, 40, 400]) {
    const times = new ReplyTimes()
    let beyond = 0
    for (let n = 0; n < 20_000; n += 1) {
      const tookMs = -Math.log(1 - random.next()) * meanMs
      if (n > 100 && tookMs > times.patienceMs(n)) beyond += 1
      times.add(tookMs, n)
    }
    t.ok(beyond < 20_000 * 0.005, `${beyond} of 20000 at ${meanMs} ms`)
    const expectedMs = times.expectedMs(20_000)
    t.ok(expectedMs > meanMs / 2 && expectedMs < meanMs * 2, `${expectedMs} ms`)
    t.ok(times.patienceMs(20_000) < Math.max(101, 14 * meanMs))
  }
})

t.test(
  'one reply in twenty is late, whatever their times are like, and one alone that took long is nothing',
  async (t) => {
    const random = seededRandom(11)
    const kinds: [string, () => number][] = [
      ['exponential', () => -Math.log(1 - random.next()) * 20],
      ['even', () => 5 + 10 * random.next()],
      ['mostly quick, seldom very slow', () => (random.next() < 0.01 ? 2000 : 2 + random.next())],
    ]
    for (const [kind, draw] of kinds) {
      const times = new ReplyTimes()
      let late = 0
      for (let n = 0; n < 20_000; n += 1) {
        const tookMs = draw()
        if (n >= 1000 && tookMs > times.lateMs(n)) late += 1
        times.add(tookMs, n)
      }
      t.ok(late > 19_000 * 0.04 && late < 19_000 * 0.06, `${kind}: ${late} of 19000`)
      const lateMs = times.lateMs(20_000)
      times.add(60_000, 20_000)
      t.ok(times.lateMs(20_000) < 1.2 * lateMs, kind)
    }
  },
)

t.test('what is late follows a node that becomes slow, and is not known at first', async (t) => {
  const times = new ReplyTimes()
  for (let n = 0; n < 7; n += 1) times.add(0, n)
  t.equal(times.lateMs(7), Number.POSITIVE_INFINITY)
  for (let n = 7; n < 100; n += 1) times.add(0, n)
  t.equal(times.lateMs(100), 1)
  for (let n = 0; n < 100; n += 1) times.add(200, 100 + n)
  t.ok(times.lateMs(200) > 150 && times.lateMs(200) < 250, `${times.lateMs(200)} ms`)
  for (let n = 0; n < 2000; n += 1) times.add(1, 1000 + n)
  t.ok(times.lateMs(3000) < 3, `${times.lateMs(3000)} ms`)
  t.ok(times.lateMs(60_000) < 1, 'forgotten')
})

t.test('a node that has become slow shows soon, and one that is quick again, too', async (t) => {
  const times = new ReplyTimes()
  for (let n = 0; n < 1000; n += 1) times.add(1, n)
  for (let n = 0; n < 64; n += 1) times.add(200, 1000 + n)
  t.ok(times.expectedMs(1064) > 100)
  for (let n = 0; n < 300; n += 1) times.add(1, 2000 + n)
  t.ok(times.expectedMs(2300) < 5)
})

t.test('a slow node that is seldom asked is not taken for a quick one', async (t) => {
  for (const gapMs of [900, 1500, 3000, 10_000]) {
    const times = new ReplyTimes()
    for (let n = 1; n <= 50; n += 1) times.add(1000, n * gapMs)
    t.ok(times.expectedMs(50 * gapMs) > 900, `asked every ${gapMs} ms: ${times.expectedMs(50 * gapMs)} ms`)
  }
})

t.test('what is not renewed is forgotten', async (t) => {
  const times = new ReplyTimes()
  for (let n = 0; n < 100; n += 1) times.add(800, n)
  t.ok(times.expectedMs(500) > 700)
  t.ok(times.expectedMs(30_000) < 120)
  times.add(1, 60_000)
  t.ok(times.expectedMs(60_000) < 60)
  times.clear()
  t.equal(times.expectedMs(60_000), 0)
})
