import fc from 'fast-check'
import t from 'tap'
import { defaultCalibration } from '../../src/planner/default-calibration.js'
import { fleetOf } from '../../src/planner/fleet.js'
import { checkPlan } from '../../src/planner/plan-file.js'
import { hottestKeyShare, popularityOf, trafficOf } from '../../src/planner/traffic.js'
import { anyPlan, shopWith } from './plans.js'

const sum = (parts: Float64Array) => parts.reduce((total, part) => total + part, 0)
const near = (a: number, b: number) => Math.abs(a - b) < 1e-9

t.test('every request is coordinated once, and done by N of the nodes that are up', async (t) => {
  fc.assert(
    fc.property(anyPlan, fc.integer({ min: 0, max: 3 }), (options, dead) => {
      const plan = checkPlan(options)
      const { ring, nodes } = fleetOf(plan, defaultCalibration)
      const down = new Set(Array.from({ length: Math.min(dead, nodes.length - 1) }, (_, n) => n))
      const popularity = popularityOf(64, plan)
      const traffic = trafficOf(ring, popularity, plan.load.coordination, down)
      const copies = Math.min(plan.replication.n, nodes.length - down.size)
      const idle = [...down].every((node) => traffic.coordinated[node] + traffic.answered[node] < 1e-12)
      return (
        near(sum(popularity), 1) &&
        near(sum(traffic.coordinated), 1) &&
        near(sum(traffic.answered), copies - 1) &&
        idle
      )
    }),
    { numRuns: 100 },
  )
  t.pass('conserved')
})

t.test('with all keys alike each node does its share of the ring', async (t) => {
  const plan = shopWith({})
  const { ring } = fleetOf(plan, defaultCalibration)
  const { partitionCount, replicaCount } = ring.settings
  const traffic = trafficOf(ring, popularityOf(partitionCount, plan), 'client', new Set())
  ring.shares().forEach(({ share, firstOwner }, node) => {
    t.ok(near(traffic.coordinated[node], firstOwner / partitionCount))
    t.ok(near(traffic.coordinated[node] + traffic.answered[node], share * replicaCount))
  })
})

t.test('clients that do not know the ring have most requests handed on', async (t) => {
  const plan = shopWith({})
  const { ring, nodes } = fleetOf(plan, defaultCalibration)
  const traffic = trafficOf(ring, popularityOf(ring.settings.partitionCount, plan), 'server', new Set())
  t.ok(near(sum(traffic.forwarded), (nodes.length - 3) / nodes.length))
})

t.test('a popular key is asked more, and its partition with it', async (t) => {
  const plan = shopWith({ load: { requestsPerSecond: 1000, popularity: { zipf: 1 } }, data: { keys: 1000 } })
  const harmonic = Array.from({ length: 1000 }, (_, n) => 1 / (n + 1)).reduce((a, b) => a + b)
  t.ok(near(hottestKeyShare(plan), 1 / harmonic))
  t.ok(Math.max(...popularityOf(1024, plan)) >= 1 / harmonic)
  t.equal(hottestKeyShare(shopWith({ data: { keys: 1000 } })), 0.001)
})
