import fc from 'fast-check'
import t from 'tap'
import { defaultCalibration } from '../../src/planner/default-calibration.js'
import { type Forecast, forecastOf } from '../../src/planner/forecast.js'
import { monthsUntil } from '../../src/planner/growth.js'
import { checkPlan } from '../../src/planner/plan-file.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { anyPlan, type PlanOptions, shop, shopWith } from './plans.js'

const forecast = (options: PlanOptions) => forecastOf(checkPlan(options), defaultCalibration)

function partsOf({ outlooks }: Forecast): number[] {
  return outlooks[0].nodes.flatMap(({ uses }) => uses.map(({ part }) => part))
}

t.test('more load and more keys never use less, nor last longer', async (t) => {
  fc.assert(
    fc.property(anyPlan, fc.double({ min: 1, max: 10, noNaN: true }), (options, factor) => {
      // Weights that are derived follow the load; here only the load is to differ.
      const nodes = (options.nodes as PlanOptions[]).map((one) => ({ ...one, weight: 1 }))
      const { data, load } = options as { data: { keys: number }; load: { requestsPerSecond: number } }
      const little = forecast({ ...options, nodes })
      const much = forecast({
        ...options,
        nodes,
        data: { ...data, keys: Math.round(data.keys * factor) },
        load: {
          ...load,
          popularity: 'uniform',
          requestsPerSecond: Math.round(load.requestsPerSecond * factor),
        },
      })
      const even = forecast({ ...options, nodes, load: { ...load, popularity: 'uniform' } })
      const parts = partsOf(much)
      return (
        partsOf(even).every((part, at) => part <= parts[at] * (1 + 1e-9)) &&
        (much.outlooks[0].months ?? Infinity) <= (even.outlooks[0].months ?? Infinity) + 1e-6 &&
        little.ring.nodes.length === much.ring.nodes.length
      )
    }),
    { numRuns: 60 },
  )
  t.pass('monotone')
})

t.test('what is planned lasts until just the month that is told', async (t) => {
  fc.assert(
    fc.property(
      fc.record({
        fixed: fc.double({ min: 0, max: 10, noNaN: true }),
        growing: fc.double({ min: 0.1, max: 10, noNaN: true }),
      }),
      fc.double({ min: 20.1, max: 100, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (need, limit, perMonth) => {
        const months = monthsUntil(need, limit, perMonth)
        if (months === Number.POSITIVE_INFINITY) return true
        return Math.abs(need.fixed + need.growing * (1 + perMonth) ** months - limit) < 1e-6 * limit
      },
    ),
  )
  t.equal(monthsUntil({ fixed: 1, growing: 1 }, 1.5, 0.1), 0, 'over already')
  t.equal(monthsUntil({ fixed: 1, growing: 1 }, 3, 0), Number.POSITIVE_INFINITY, 'never')
})

t.test('a failure leaves the same work to fewer', async (t) => {
  const { outlooks } = forecast({ ...shop, goals: { nodesDown: 2, zonesDown: 1 } })
  t.strictSame(
    outlooks.map(({ failure }) => failure.replace(/: .*/, '')),
    ['all well', '1 node down', '2 nodes down', 'zone a down', 'zone b down', 'zone c down'],
  )
  const [well, ...failures] = outlooks
  for (const { failure, loadFactor, service, nodes } of failures) {
    t.ok(loadFactor < well.loadFactor, failure)
    t.match(service, { unreadable: 0, writable: true })
    const coordinated = nodes.reduce((sum, { requestsCoordinated }) => sum + requestsCoordinated, 0)
    t.ok(Math.abs(coordinated - 20_000) < 1e-3, `${failure}: every request is done by somebody`)
  }
  t.equal(failures[2].service.writesByStandIns, 0, 'each zone has one of the three owners')
  const one = forecast({ ...shop, replication: { n: 1 } })
  t.ok(one.outlooks[1].service.unreadable > 0, 'with one copy the loss of a node is felt')
  t.equal(one.isEnough, false)
})

t.test('a weight is derived from what is scarce', async (t) => {
  const weightOf = (options: PlanOptions, type: string) =>
    forecast(options).ring.nodes.find((node) => node.type === type)?.weight
  // Of the large ones' resources the disk of four times the size counts where data is much,
  const much = { ...shop, data: { keys: '4 billion', valueBytes: 1024 }, load: { requestsPerSecond: 1 } }
  t.match(weightOf(much, 'small'), 1)
  t.ok(Math.abs((weightOf(much, 'large') ?? 0) - 4.096) < 0.05)
  // and the cores, half as quick again, where requests are many.
  const busy = { ...shop, data: { keys: 1000 }, load: { requestsPerSecond: 100_000 } }
  t.equal(weightOf(busy, 'large'), 1.5)
  t.equal(
    weightOf({ ...busy, nodes: shop.nodes.map((one) => ({ ...one, weight: 2 })) }, 'large'),
    2,
    'what is said holds',
  )
})

t.test('changes are those of the ring, with what they move and how long it takes', async (t) => {
  const { changes, ring } = forecast(shop)
  t.equal(changes.length, 6)
  for (const { change, replicasMoved, replicasLeast, bytesMoved, takesMs } of changes) {
    t.ok(replicasMoved > 0 && replicasMoved < 1.4 * replicasLeast, change)
    t.ok(bytesMoved > 0 && takesMs > 0)
  }
  t.equal(ring.partitionCount, ring.partitionCountAdvised)
})

t.test('what cannot be survived, or is too tight a Q, is told', async (t) => {
  const [small] = shop.nodes
  const { zones: _, ...zoneless } = small
  const told = forecast({
    ...shop,
    nodes: [zoneless],
    goals: { zonesDown: 1 },
    replication: { partitions: 16 },
  })
  t.match(told.warnings.join('\n'), /all nodes are in one zone/)
  t.match(told.warnings.join('\n'), /partitions is 16, which is low/)
  t.equal(told.isEnough, false)
})

t.test('on one machine the cores are everybody’s', async (t) => {
  const apart = forecastOf(shopWith({}), defaultCalibration)
  const together = forecastOf(shopWith({ sharedCores: 2 }), defaultCalibration)
  t.equal(together.outlooks[0].tightest.node, 'the shared machine')
  t.ok(together.outlooks[0].loadFactor < apart.outlooks[0].loadFactor)
})

t.test('on one machine the cores of all together may be what runs out first', async (t) => {
  const growthPerMonth = 0.03
  const load = { requestsPerSecond: 9000, reads: 0.8, growthPerMonth }
  const goals = { nodesDown: 1, months: 12 }
  const apart = forecastOf(shopWith({ load, goals }), defaultCalibration)
  const together = forecastOf(shopWith({ load, goals, sharedCores: 1 }), defaultCalibration)
  for (const [n, { runsOutFirst, months, loadFactor, failure }] of together.outlooks.entries()) {
    t.match(runsOutFirst, { node: 'the shared machine', resource: 'processor', limit: 0.7 }, failure)
    t.ok(months !== undefined && months > 0 && months < 12 && months < (apart.outlooks[n].months ?? Infinity))
    // It lasts until there is just the load that there is room for.
    t.ok(Math.abs((1 + growthPerMonth) ** (months ?? 0) - loadFactor) < 1e-6)
    t.ok(Math.abs((runsOutFirst?.part ?? 0) - 0.7) < 1e-6)
  }
  t.equal(apart.isEnough, true)
  t.equal(together.isEnough, false, 'it is enough now, and not for a year')
  t.ok(together.outlooks.every(({ tightest }) => tightest.part <= tightest.limit))
})

t.test('a goal for p99.9 is judged by what was measured of plans, not by what is simulated', async (t) => {
  const responses = { requests: 2000, randomOf: (name: string) => new SeededRandom(1, name) }
  const planned = (p999Ms: number) =>
    forecastOf(checkPlan({ ...shop, goals: { months: 0, p999Ms } }), defaultCalibration, responses)
  const { responses: simulated, errors } = planned(60_000)
  const worstMs = Math.max(...simulated.map(({ atLoad }) => atLoad?.all.p999Ms ?? 0))
  const [, usual] = errors.p999
  const high = errors.p999High
  t.ok(worstMs > 0 && usual > 1 && high > usual)
  t.match(planned(1.01 * high * worstMs), { verdict: 'enough', isEnough: true })
  t.match(planned(0.99 * high * worstMs), { verdict: 'unsure', isEnough: false })
  t.match(planned(1.01 * usual * worstMs), { verdict: 'unsure', isEnough: false })
  const never = planned(0.99 * usual * worstMs)
  t.match(never, { verdict: 'not enough', isEnough: false })
  const worst = never.responses.find(({ atLoad }) => atLoad?.all.p999Ms === worstMs)
  t.equal(worst?.verdict, 'not enough')
})
