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

t.test('a node that has become slow shows soon, and one that is quick again, too', async (t) => {
  const times = new ReplyTimes()
  for (let n = 0; n < 1000; n += 1) times.add(1, n)
  for (let n = 0; n < 64; n += 1) times.add(200, 1000 + n)
  t.ok(times.expectedMs(1064) > 100)
  for (let n = 0; n < 300; n += 1) times.add(1, 2000 + n)
  t.ok(times.expectedMs(2300) < 5)
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
