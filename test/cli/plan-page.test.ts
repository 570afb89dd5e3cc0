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
