import t from 'tap'
import { cheapestOf } from '../../src/planner/cheapest.js'
import { defaultCalibration } from '../../src/planner/default-calibration.js'
import { forecastOf } from '../../src/planner/forecast.js'
import { checkPlan } from '../../src/planner/plan-file.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { type PlanOptions, shop } from './plans.js'

const [small, large] = shop.nodes.map(({ zones: _, ...one }) => one)

function planWith(smallCost: number, largeCost: number, changes: PlanOptions = {}) {
  const nodes = [
    { ...small, cost: smallCost },
    { ...large, cost: largeCost },
  ]
  return checkPlan({ ...shop, nodes, data: { keys: '400 million', growthPerMonth: 0.05 }, ...changes })
}

t.test('the set found is enough, and no cheaper one is', async (t) => {
  for (const [smallCost, largeCost] of [
    [10, 100],
    [30, 100],
    [100, 110],
  ]) {
    const plan = planWith(smallCost, largeCost)
    const found = cheapestOf(plan, defaultCalibration)
    t.ok(found.plan !== undefined && found.forecast?.isEnough, `${smallCost} and ${largeCost}`)
    const isEnough = (a: number, b: number) => {
      const nodes = plan.nodes.map((type, n) => ({ ...type, count: n === 0 ? a : b }))
      return a + b > 1 && forecastOf({ ...plan, nodes }, defaultCalibration).isEnough
    }
    for (let a = 0; a * smallCost < found.cost; a += 1) {
      // The most large ones that still cost less; fewer carry less.
      const b = Math.ceil((found.cost - a * smallCost) / largeCost) - 1
      t.notOk(isEnough(a, b), `${a} small and ${b} large`)
    }
  }
})

t.test('where none is surely enough, the cheapest that may be is told as such', async (t) => {
  const responses = { requests: 300, randomOf: (name: string) => new SeededRandom(1, name) }
  const found = (p999Ms: number) => {
    const plan = checkPlan({
      nodes: [{ ...small, cost: 10 }],
      data: { keys: 1000 },
      load: { requestsPerSecond: 100 },
      replication: { partitions: 16 },
      goals: { months: 0, nodesDown: 0, p999Ms },
    })
    return cheapestOf(plan, defaultCalibration, responses)
  }
  const sure = found(60_000)
  t.equal(sure.forecast?.verdict, 'enough')
  // A little more than is usual: no number of nodes makes a lone request four times as quick.
  const plannedMs = sure.forecast?.responses[0].atLoad?.all.p999Ms ?? 0
  const unsure = found(2 * plannedMs)
  t.equal(unsure.forecast?.verdict, 'unsure')
  t.ok(unsure.plan !== undefined && unsure.cost >= sure.cost)
  t.ok(unsure.planned > 20 && unsure.planned < 30, 'it is looked on for a while')
})

t.test('what no set reaches, and what has no price', async (t) => {
  const never = cheapestOf(
    planWith(10, 100, { data: { keys: '900 billion', valueBytes: '1 MiB' } }),
    defaultCalibration,
  )
  t.equal(never.plan, undefined)
  t.throws(() => cheapestOf(checkPlan(shop), defaultCalibration), {
    code: 'BAD_ARGUMENT',
    message: /nodes\.0\.cost is undefined: 'small' must have a cost over 0/,
  })
})
