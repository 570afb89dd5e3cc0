import * as fc from 'fast-check'
import t from 'tap'
import { LoadBudget } from '../src/load-budget.js'

function spendAll(budget: LoadBudget): number {
  let spent = 0
  while (budget.spend()) spent += 1
  return spent
}

t.test('at first the burst, then its share of the requests', async (t) => {
  const budget = new LoadBudget(0.1, 100)
  t.equal(spendAll(budget), 100)
  for (let n = 0; n < 200; n += 1) budget.earn()
  t.ok(Math.abs(spendAll(budget) - 20) <= 1, 'ten requests to one more')
})

t.test('what is saved is bounded', async (t) => {
  const budget = new LoadBudget(0.1, 100)
  for (let n = 0; n < 100_000; n += 1) budget.earn()
  t.equal(spendAll(budget), 100)
})

t.test('a share of nothing and a burst of nothing allow nothing', async (t) => {
  const budget = new LoadBudget(0, 0)
  for (let n = 0; n < 1000; n += 1) budget.earn()
  t.equal(spendAll(budget), 0)
})

t.test('law: never more than the share of any stretch of requests, plus the burst', async () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const burst = fc.integer({ min: 0, max: 20 })
  fc.assert(
    fc.property(share, burst, fc.array(fc.boolean(), { maxLength: 400 }), (share, burst, steps) => {
      const budget = new LoadBudget(share, burst)
      // What was spent up to each step, less the share earned until then: no later one is a burst above an earlier.
      let lead = 0
      let leadMin = 0
      for (const isRequest of steps) {
        if (isRequest) {
          budget.earn()
          lead -= share
        } else if (budget.spend()) lead += 1
        leadMin = Math.min(leadMin, lead)
        if (lead - leadMin > burst + 1e-6) return false
      }
      return true
    }),
  )
})

t.test('law: what is refused now is granted after enough requests', async () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      (share, burst) => {
        const budget = new LoadBudget(share, burst)
        spendAll(budget)
        for (let n = 0; n <= 1 / share + 1; n += 1) budget.earn()
        return budget.spend()
      },
    ),
  )
})
