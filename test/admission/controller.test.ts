/** The share of background work: down when requests suffer, up when they do not, and never to nothing. */
import fc from 'fast-check'
import t from 'tap'
import { adjustIntervalMs, Controller, shareMin } from '../../src/admission/controller.js'

const targetMs = 20

/** Steps of the controller, in each of which so many requests take so long. */
class Steps {
  nowMs = 1000
  readonly controller = new Controller(targetMs)

  step(count: number, tookMs: number, options: { isUsed?: boolean; lateMs?: number } = {}): number {
    for (let n = 0; n < count; n += 1) this.controller.took(tookMs, this.nowMs)
    this.controller.late(options.lateMs ?? 0, this.nowMs)
    this.nowMs += adjustIntervalMs
    this.controller.adjust(this.nowMs, options.isUsed ?? true)
    return this.controller.share
  }

  steps(steps: number, ...step: Parameters<Steps['step']>): number {
    for (let n = 0; n < steps; n += 1) this.step(...step)
    return this.controller.share
  }
}

t.test('it begins at the least share, and soon has all where nobody asks for anything', async (t) => {
  const steps = new Steps()
  t.equal(steps.controller.share, shareMin)
  t.equal(steps.steps(5, 0, 0), 1)
})

t.test('while requests are fast it grows little by little, if it is made use of', async (t) => {
  const steps = new Steps()
  const one = steps.step(100, 2)
  const other = steps.step(100, 2)
  t.ok(one > shareMin && other > one && other < 2 * shareMin)
  t.equal(
    steps.steps(50, 100, 2, { isUsed: false }),
    other,
    'work that begins must not meet an untried share',
  )
  t.equal(steps.steps(50, 100, 2), 1)
})

t.test('when requests are slow it is at the least within a second, and it stays there', async (t) => {
  const steps = new Steps()
  steps.steps(60, 100, 2)
  t.equal(steps.steps(5, 100, 2 * targetMs), shareMin)
  t.equal(steps.steps(100, 100, 2 * targetMs), shareMin)
})

t.test('it falls once for what was slow once', async (t) => {
  const steps = new Steps()
  steps.steps(60, 100, 2)
  const fallen = steps.step(100, 2 * targetMs)
  t.equal(fallen, 0.5)
  t.ok(steps.step(100, 2) > fallen)
})

t.test('near the target it is left as it is', async (t) => {
  const steps = new Steps()
  const before = steps.steps(10, 100, 2)
  steps.steps(10, 0, 0, { isUsed: false })
  t.equal(steps.steps(10, 100, 0.85 * targetMs), before)
})

t.test('lateness counts like slow requests, but not where nobody asks', async (t) => {
  const steps = new Steps()
  steps.steps(60, 100, 2)
  t.equal(steps.steps(20, 100, 2, { lateMs: 2 * targetMs }), shareMin)
  const idle = new Steps()
  t.equal(idle.steps(10, 0, 0, { lateMs: 2 * targetMs }), 1)
})

t.test('requests that are refused are worse than slow ones', async (t) => {
  const steps = new Steps()
  steps.steps(60, 100, 2)
  for (let n = 0; n < 5; n += 1) {
    for (let refused = 0; refused < 10; refused += 1) steps.controller.refused(steps.nowMs)
    steps.step(100, 2)
  }
  t.equal(steps.controller.share, shareMin)
  t.ok(steps.controller.seen(steps.nowMs).p99Ms > 1000)
})

t.test('whatever happens it is within its bounds, and whole again when it is over', async (t) => {
  const step = fc.tuple(fc.nat(30), fc.double({ min: 0, max: 1000, noNaN: true }), fc.boolean(), fc.nat(100))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (given) => {
      const steps = new Steps()
      for (const [count, tookMs, isUsed, lateMs] of given) {
        const share = steps.step(count, tookMs, { isUsed, lateMs })
        t.ok(share >= shareMin && share <= 1, `${share}`)
      }
      // Two seconds until what was slow is out of sight, ten of growth.
      t.equal(steps.steps(12_000 / adjustIntervalMs, 10, 1), 1)
    }),
    { numRuns: 100 },
  )
})
