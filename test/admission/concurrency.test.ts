/** How many requests are taken on: as many as come while the node keeps up, and no more than it does in time otherwise. */
import fc from 'fast-check'
import t from 'tap'
import { Concurrency, type Lateness } from '../../src/admission/concurrency.js'

const targetMs = 300
const keepsUp: Lateness = { leastMs: 0, mostMs: 2 }
const isLate: Lateness = { leastMs: 200, mostMs: 400 }
const stumbles: Lateness = { leastMs: 0, mostMs: 400 }

/** Asks once in each interval, with so many under way, while so many end in it. */
function rig(limitMax = 16_384) {
  const concurrency = new Concurrency(limitMax, targetMs)
  let nowMs = 5000
  const step = (underWay: number, lateness: Lateness, ended = 0): number => {
    for (let n = 0; n < ended; n += 1) concurrency.ended()
    nowMs += 200
    concurrency.hasRoom(underWay, lateness, nowMs)
    return concurrency.limit
  }
  const steps = (count: number, ...args: Parameters<typeof step>) => {
    for (let n = 0; n < count; n += 1) step(...args)
    return concurrency.limit
  }
  concurrency.hasRoom(0, keepsUp, nowMs)
  return { concurrency, step, steps, nowMs: () => nowMs }
}

t.test('a burst is taken on as it comes, up to the usual limit', async (t) => {
  const { concurrency, nowMs } = rig()
  t.ok(concurrency.hasRoom(1023, isLate, nowMs()))
  t.notOk(concurrency.hasRoom(1024, keepsUp, nowMs()))
  t.equal(new Concurrency(4, targetMs).limit, 4, 'what the settings allow is never exceeded')
})

t.test(
  'while the node keeps up the limit grows as it is used, and what is not used is given up',
  async (t) => {
    const { step, steps } = rig()
    t.equal(step(600, keepsUp), 2048)
    t.equal(steps(10, 16_000, keepsUp), 16_384)
    t.ok(steps(5, 10, keepsUp) < 16_384)
    t.equal(steps(100, 10, keepsUp), 1024)
  },
)

t.test('a node that is late takes on what it does in time', async (t) => {
  const { steps, concurrency } = rig()
  t.equal(steps(5, 1000, isLate, 200), 300, '1000 a second, for 300 ms')
  t.equal(steps(5, 300, isLate, 400), 600)
  t.equal(concurrency.retryAfterMs(600), 300)
  t.equal(steps(5, 300, isLate, 0), 128, 'and never less than this')
  t.equal(concurrency.retryAfterMs(128), 100, 'it is not known')
  steps(5, 128, isLate, 1)
  t.equal(concurrency.retryAfterMs(128), 1000)
  t.equal(concurrency.retryAfterMs(0), 100)
})

t.test('one that stumbles once is left as it is', async (t) => {
  const { steps } = rig()
  const limit = steps(5, 1000, isLate, 200)
  t.equal(steps(10, 1000, stumbles, 50), limit)
})

t.test('where it waits for others it is not late, and takes on what comes', async (t) => {
  const { steps } = rig()
  t.equal(steps(20, 16_000, keepsUp, 0), 16_384)
})

t.test('when an overload is over it is as before', async (t) => {
  const { steps } = rig()
  steps(20, 1000, isLate, 100)
  t.equal(steps(5, 20, keepsUp, 100), 1024)
})

t.test('a node that stood still has not done much in one interval', async (t) => {
  const { concurrency, nowMs } = rig()
  for (let n = 0; n < 1000; n += 1) concurrency.ended()
  concurrency.hasRoom(1000, isLate, nowMs() + 10_000)
  t.equal(concurrency.limit, 128)
})

t.test('whatever happens, the limit is within its bounds', async (t) => {
  const lateness = fc.constantFrom(keepsUp, isLate, stumbles)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20_000), lateness, fc.nat(5000))),
      fc.integer({ min: 1, max: 20_000 }),
      (given, limitMax) => {
        const { step } = rig(limitMax)
        for (const [underWay, late, ended] of given) {
          const limit = step(underWay, late, ended)
          t.ok(limit >= Math.min(128, limitMax) && limit <= limitMax, `${limit}`)
        }
      },
    ),
    { numRuns: 100 },
  )
})
