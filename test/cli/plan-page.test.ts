/** The page of a plan: whole by itself, and with nothing of the plan's own words in its markup. */
import t from 'tap'
import { forecastPage } from '../../src/cli/plan-page.js'
import { forecastAsText } from '../../src/cli/plan-text.js'
import { defaultCalibration } from '../../src/planner/default-calibration.js'
import { forecastOf } from '../../src/planner/forecast.js'
import { checkPlan } from '../../src/planner/plan-file.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { shop } from '../planner/plans.js'

const options = { requests: 500, randomOf: (name: string) => new SeededRandom(1, name) }

t.test('pictures of what the text says, in a file that asks for no other', async (t) => {
  const forecast = forecastOf(checkPlan({ ...shop, goals: { zonesDown: 1 } }), defaultCalibration, options)
  const page = forecastPage(forecast, 'My plan', forecastAsText(forecast))
  t.equal(page.match(/<svg /g)?.length, 4)
  t.match(page, /default-src 'none'/)
  t.notMatch(page, /<script|<link|<img|https?:/)
  t.notMatch(page, /NaN|Infinity|undefined/)
  for (const { id } of forecast.ring.nodes) t.ok(page.includes(`>${id}</text>`), id)
  t.match(page, /zone b down/)
})

t.test('the verdict is told in three words', async (t) => {
  const goal = (p999Ms: number) =>
    forecastOf(
      checkPlan({ ...shop, goals: { nodesDown: 0, months: 0, p999Ms } }),
      defaultCalibration,
      options,
    )
  const [{ atLoad }] = goal(60_000).responses
  const plannedMs = atLoad?.all.p999Ms ?? 0
  for (const [p999Ms, kind, told, cell] of [
    [60_000, 'yes', 'The plan is enough for its goals.', / yes\n/],
    [3 * plannedMs, 'unsure', 'It is UNSURE whether the plan is enough for its goals', / UNSURE\n/],
    [plannedMs, 'no', 'The plan is NOT enough for its goals.', / NO\n/],
  ] as const) {
    const text = forecastAsText(goal(p999Ms))
    t.ok(text.includes(told), told)
    t.match(text, cell)
    t.ok(forecastPage(goal(p999Ms), '', text).includes(`<p class="${kind}"><strong>${told}`), kind)
  }
})

t.test('words of the plan are words on the page', async (t) => {
  const [small] = shop.nodes
  const nodes = [{ ...small, type: '<b>&"', zones: ['<i>', 'b'] }]
  const forecast = forecastOf(checkPlan({ ...shop, nodes, goals: { zonesDown: 1 } }), defaultCalibration)
  const page = forecastPage(forecast, '<title>', forecastAsText(forecast))
  t.notMatch(page, /<b>|<i>[^<]|<title><title>/)
  t.match(page, /&lt;b&gt;&amp;&quot;-001/)
})

t.test('a large fleet is drawn in part', async (t) => {
  const nodes = [{ ...shop.nodes[0], count: 60 }]
  const forecast = forecastOf(
    checkPlan({ ...shop, nodes, replication: { partitions: 1024 } }),
    defaultCalibration,
  )
  t.match(forecastPage(forecast, 'many', ''), /20 more nodes are not drawn/)
})
