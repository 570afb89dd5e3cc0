import t from 'tap'
import { RetryBudget } from '../../src/client/retry-budget.js'

function spend(budget: RetryBudget): number {
  let spent = 0
  while (budget.retry()) spent += 1
  return spent
}

t.test('at first as many retries as may be under way, then one for ten requests', async (t) => {
  const budget = new RetryBudget(100)
  t.equal(spend(budget), 100)
  for (let n = 0; n < 200; n += 1) budget.request()
  t.ok(Math.abs(spend(budget) - 20) <= 1, 'ten requests to a retry')
})

t.test('what is saved is bounded', async (t) => {
  const budget = new RetryBudget(100)
  for (let n = 0; n < 100_000; n += 1) budget.request()
  t.equal(spend(budget), 100)
})

t.test('a client that does one thing at a time can still turn from one node to another', async (t) => {
  const budget = new RetryBudget(1)
  t.ok(spend(budget) >= 10)
})
