/** Histograms of several processes make the one that a single process would have made, and doubts are told. */
import fc from 'fast-check'
import t from 'tap'
import { together } from '../../../bench/load/generator.js'
import type { LoadPlan, WorkerOutcome } from '../../../bench/load/plan.js'
import { emptyHistogram, latencyOf, merge, pack, record } from '../../../bench/load/recorder.js'
import { LoadWindow } from '../../../bench/load/window.js'

const durations = fc.array(fc.double({ min: 0.001, max: 50_000, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
})

t.test('merged is as one', async (t) => {
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 4 }), (parts) => {
      const whole = emptyHistogram()
      const packed = parts.map((part) => {
        const histogram = emptyHistogram()
        for (const ms of part) {
          record(histogram, ms)
          record(whole, ms)
        }
        return pack(histogram)
      })
      const [merged, wanted] = [latencyOf(merge(packed)), latencyOf(whole)]
      return Object.entries(wanted).every(
        ([name, value]) => Math.abs(merged[name as keyof typeof merged] - value) <= value * 0.002 + 0.001,
      )
    }),
    { numRuns: 50 },
  )
  t.pass()
})

const plan: LoadPlan = {
  pace: { kind: 'open', ratePerSecond: 100, arrivals: 'even' },
  mix: 'C',
  popularity: 'uniform',
  conflictRate: 0,
  warmUpMs: 100,
  measureMs: 1000,
  sliceMs: 500,
  inFlightMax: 10,
}
const rest = { busy: 0.2, wrong: 0, siblings: [0, 3] }

t.test(
  'latency counts from when a request was due, and what was due in the warm-up not at all',
  async (t) => {
    const window = new LoadWindow(plan)
    const request = { isRead: true, dueMs: 200, sentMs: 203, isHeld: false }
    window.sent(request)
    window.succeeded(request, 210)
    const early = { isRead: true, dueMs: 50, sentMs: 50, isHeld: false }
    window.sent(early)
    window.succeeded(early, 900)
    const outcome = together(plan, [window.outcome(1, rest)], 0)
    t.match(outcome, { sent: 1, failed: 0, late: 0, doubts: [] })
    t.ok(Math.abs(outcome.response.maxMs - 10) < 0.02)
    t.ok(Math.abs(outcome.service.maxMs - 7) < 0.02)
  },
)

t.test('throughput is what was answered in the time that is measured', async (t) => {
  const window = new LoadWindow(plan)
  for (const [dueMs, endedMs] of [
    [50, 150],
    [500, 505],
    [1090, 5000],
  ]) {
    const request = { isRead: true, dueMs, sentMs: dueMs, isHeld: false }
    window.sent(request)
    window.succeeded(request, endedMs)
  }
  const outcome = together(plan, [window.outcome(1, rest)], 0)
  t.equal(outcome.achievedPerSecond, 2)
  t.equal(outcome.response.count, 2)
  t.match(outcome, { sent: 2, failed: 0 })
})

t.test('what was due and found no room has failed, and casts a doubt', async (t) => {
  const window = new LoadWindow(plan)
  const request = { isRead: true, dueMs: 200, sentMs: 200, isHeld: false }
  window.sent(request)
  window.succeeded(request, 210)
  for (const dueMs of [50, 300, 600, 900]) window.neverSent(dueMs, 12_000)
  const { errors, doubts, slices, ...outcome } = together(plan, [window.outcome(1, rest)], 0)
  t.match(outcome, { sent: 4, failed: 3, neverSent: 3 })
  t.strictSame(errors, { NEVER_SENT: 3 })
  t.match(doubts, [/^75\.0% of the requests found no room to be sent/])
  t.equal(
    slices.reduce((sum, { failed }) => sum + failed, 0),
    3,
  )
})

t.test('a request belongs to the slice in which it was due, whenever it ended', async (t) => {
  const window = new LoadWindow(plan)
  for (const [dueMs, endedMs] of [
    [400, 405],
    [450, 30_000],
    [600, 602],
  ]) {
    const request = { isRead: false, dueMs, sentMs: dueMs, isHeld: false }
    window.sent(request)
    window.succeeded(request, endedMs)
  }
  const lost = { isRead: false, dueMs: 700, sentMs: 700, isHeld: false }
  window.sent(lost)
  window.failed(lost, 701, { code: 'TIMEOUT' })
  const { slices, errors, failed } = together(plan, [window.outcome(1, rest)], 0)
  t.strictSame(
    slices.map(({ fromMs, histogram, failed }) => [fromMs, histogram.totalCount, failed]),
    [
      [0, 2, 0],
      [500, 1, 1],
    ],
  )
  t.strictSame(errors, { TIMEOUT: 1 })
  t.equal(failed, 1)
})

t.test('a generator that sends late, or has no time left, is no judge of a server', async (t) => {
  const outcome = (lateness: number, isHeld: boolean, busy: number): WorkerOutcome => {
    const window = new LoadWindow(plan)
    for (let n = 0; n < 100; n += 1) {
      const dueMs = 100 + n * 10
      const request = { isRead: true, dueMs, sentMs: n < 5 ? dueMs + lateness : dueMs, isHeld }
      window.sent(request)
      window.succeeded(request, request.sentMs + 1)
    }
    return window.outcome(1, { ...rest, busy })
  }
  const doubts = (...outcomes: WorkerOutcome[]) => together(plan, outcomes, 0).doubts
  t.strictSame(doubts(outcome(2, false, 0.5), outcome(1, false, 0.5)), [])
  t.match(doubts(outcome(50, false, 0.5)), [/sent 5\.0% of the requests over 5 ms late/])
  t.strictSame(doubts(outcome(50, true, 0.5)), [], 'late, because the server left so many unanswered')
  t.match(doubts(outcome(0, false, 0.99), outcome(0, false, 0.1)), [/busy for 99% of the time/])
})
