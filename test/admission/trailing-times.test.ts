/** The trailing percentile: near the true one, whatever the times; what is old is gone; one accident is none. */
import fc from 'fast-check'
import t from 'tap'
import { TrailingTimes } from '../../src/admission/trailing-times.js'

const slotMs = 100
const slots = 5

t.test('it is at least the true percentile, and at most an eighth above it', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { minLength: 2 }), (times) => {
      const p99 = new TrailingTimes(slotMs, slots)
      for (const ms of times) p99.add(ms, 0)
      const sorted = [...times].sort((a, b) => b - a)
      const exact = sorted[Math.max(1, Math.floor(times.length * 0.01))]
      const value = p99.p99Ms(0)
      t.ok(value > exact && value <= exact * 1.125 + 1 / 16 + 1e-9, `${value} for ${exact}`)
    }),
    { numRuns: 300 },
  )
})

t.test('counts and values are those of the window, however time goes on', async (t) => {
  const step = fc.tuple(fc.nat(250), fc.integer({ min: 0, max: 500 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const p99 = new TrailingTimes(slotMs, slots)
      const all: { nowMs: number; ms: number }[] = []
      let nowMs = 12_345
      for (const [passed, ms] of steps) {
        nowMs += passed
        p99.add(ms, nowMs)
        all.push({ nowMs, ms })
      }
      // A slot goes as a whole, so the window is between four slots and five.
      const slotOf = (ms: number) => Math.floor(ms / slotMs)
      const inside = all.filter((one) => slotOf(one.nowMs) > slotOf(nowMs) - slots)
      t.equal(p99.countAt(nowMs), inside.length)
      const sorted = inside.map(({ ms }) => ms).sort((a, b) => b - a)
      if (sorted.length < 2) t.equal(p99.p99Ms(nowMs), 0)
      else t.ok(p99.p99Ms(nowMs) > sorted[1])
    }),
    { numRuns: 200 },
  )
})

t.test('one slow request is an accident, two are a pattern', async (t) => {
  const p99 = new TrailingTimes(slotMs, slots)
  for (let n = 0; n < 50; n += 1) p99.add(1, 0)
  p99.add(500, 0)
  t.ok(p99.p99Ms(0) < 1.2)
  p99.add(500, 0)
  t.ok(p99.p99Ms(0) > 500)
})

t.test('what takes for ever counts as much, and nothing is left after a while', async (t) => {
  const p99 = new TrailingTimes(slotMs, slots)
  p99.add(Number.POSITIVE_INFINITY, 0)
  p99.add(Number.POSITIVE_INFINITY, 0)
  t.ok(p99.p99Ms(0) > 60_000)
  t.equal(p99.p99Ms(slotMs * slots), 0)
  t.equal(p99.countAt(slotMs * slots), 0)
  p99.add(2, 1e9)
  p99.clear()
  t.equal(p99.countAt(1e9), 0)
})
