import t from 'tap'
import { clockConformance } from './clock-conformance.js'
import { ManualClock } from './manual-clock.js'

clockConformance(t, () => {
  const clock = new ManualClock()
  return { clock, settle: (promise) => clock.settle(promise) }
})

t.test('waiting for what cannot happen is an error, not for ever', async (t) => {
  await t.rejects(new ManualClock().settle(new Promise(() => {})), /nothing is left/)
})
