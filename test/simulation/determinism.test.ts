/** The same run, every time: by seed, by plan, with and without a trace, and after others. */
import t from 'tap'
import { planFromText, planToText, simulate } from '../../src/simulation/index.js'

t.test('the same seed gives the same run', async (t) => {
  const hashes = new Set<string>()
  for (const seed of [2, 5, 8, 12]) {
    const first = await simulate({ seed, durationMs: 6000, minimiseMs: 0 })
    const second = await simulate({ seed, durationMs: 6000, minimiseMs: 0 })
    t.equal(second.hash, first.hash, `seed ${seed}`)
    t.equal(second.events, first.events)
    t.strictSame(second.counts, first.counts)
    t.equal(second.simulatedMs, first.simulatedMs)
    hashes.add(first.hash)
  }
  t.equal(hashes.size, 4, 'other seeds give other runs')
})

t.test('to look at a run does not change it', async (t) => {
  const blind = await simulate({ seed: 2, durationMs: 6000, minimiseMs: 0 })
  const seen = await simulate({ seed: 2, durationMs: 6000, minimiseMs: 0, isTraced: true })
  t.equal(seen.hash, blind.hash)
  t.ok((seen.trace?.messages.length ?? 0) > 1000)
})

t.test('a plan that was written down gives the run that it came from', async (t) => {
  const { plan, hash } = await simulate({ seed: 9, durationMs: 6000, minimiseMs: 0 })
  const again = await simulate({ plan: planFromText(planToText(plan)), minimiseMs: 0 })
  t.equal(again.hash, hash)
})

t.test('runs beside each other do not touch', async (t) => {
  const alone = await simulate({ seed: 5, durationMs: 6000, minimiseMs: 0 })
  const together = await Promise.all(
    [5, 6, 5].map((seed) => simulate({ seed, durationMs: 6000, minimiseMs: 0 })),
  )
  t.equal(together[0].hash, alone.hash)
  t.equal(together[2].hash, alone.hash)
})

t.test('a shorter plan is a beginning of the longer one', async (t) => {
  const long = await simulate({ seed: 12, durationMs: 6000, minimiseMs: 0, isTraced: true })
  const { plan } = long
  const cutMs = plan.durationMs / 2
  const short = await simulate({
    plan: {
      ...plan,
      durationMs: cutMs,
      operations: plan.operations.filter(({ atMs }) => atMs < cutMs),
      faults: plan.faults.filter(({ atMs }) => atMs < cutMs),
    },
    minimiseMs: 0,
    isTraced: true,
  })
  const begin = (outcome: typeof long) =>
    outcome.trace?.requests
      .filter(({ beganMs }) => beganMs < cutMs)
      .map(({ kind, key, beganMs }) => `${beganMs} ${kind} ${key}`)
  t.ok((begin(long)?.length ?? 0) > 20)
  t.strictSame(begin(short), begin(long))
})
