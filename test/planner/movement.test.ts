/** What a change of members is said to take, held against what was measured, and against each bound alone. */
import t from 'tap'
import { checkNodeOptions } from '../../src/node/settings.js'
import { type PlanInput, type PlannedMember, planOf } from '../../src/planner/movement.js'
import { fillRate, repairRate, transferCosts } from '../../src/planner/transfer-costs.js'

const settings = { partitionCount: 1024, replicaCount: 3 }

function members(count: number): PlannedMember[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    address: `10.0.0.${n}:7401`,
    weight: 1,
    zone: '',
  }))
}

/** A million keys of 100 bytes: see docs/results/2026-11-26-rebalance-2-cores.html. */
const measured = { liveKeys: 3_000_000, liveBytes: 3_000_000 * 196 }

function planned(before: number, after: number, changes: Partial<PlanInput> = {}) {
  return planOf({ settings, before: members(before), after: members(after), ...measured, ...changes })
}

t.test('the join and the leave that were measured took within twice and half of what is said', async (t) => {
  const [join, leave] = [planned(5, 6), planned(6, 5)]
  for (const { objectsMoved } of [join, leave]) t.ok(objectsMoved > 450_000 && objectsMoved < 550_000)
  for (const [name, { estimatedMs }, tookMs] of [
    ['join', join, 87_689],
    ['leave', leave, 139_205],
  ] as const) {
    t.ok(estimatedMs > tookMs / 2 && estimatedMs < tookMs * 2, `${name}: ${estimatedMs} ms`)
  }
  t.ok(join.fillMs > join.giveUpMs, 'one is filled, five give up')
  t.ok(leave.giveUpMs > leave.fillMs, 'five are filled, one gives up')
  t.equal(join.estimatedMs, join.fillMs + join.giveUpMs)
})

t.test('small objects cost by their number, large ones by their bytes, on the busiest node', async (t) => {
  const { beginsMs, fillBytesPerSecond, giveUpBytesPerSecond } = transferCosts
  const small = planned(5, 6, { liveBytes: 1 }).estimatedMs
  t.equal(planned(5, 6, { liveBytes: 300e6 }).estimatedMs, small, 'bytes do not count yet')
  t.ok(planned(5, 6, { liveKeys: 6_000_000 }).estimatedMs > 1.9 * small)
  const liveBytes = 3e12
  const large = planned(5, 6, { liveKeys: 3_000_000, liveBytes })
  const takenMs = (1000 * large.bytesMoved) / fillBytesPerSecond
  t.ok(Math.abs(large.fillMs - beginsMs - takenMs) < 0.03 * takenMs, 'all but a few go to the new one')
  const givenMs = (1000 * large.bytesMoved) / 5 / giveUpBytesPerSecond
  t.ok(large.giveUpMs >= givenMs && large.giveUpMs < 1.1 * givenMs)
  const slow = planned(5, 6, { liveBytes, networkBytesPerSecond: fillBytesPerSecond / 10 })
  t.ok(slow.fillMs > 9 * large.fillMs, 'a network that is slower')
  t.equal(slow.giveUpMs, large.giveUpMs, 'what is given up is there already')
})

t.test('where few hold the data and many come, those who answer are the bound', async (t) => {
  const liveBytes = 3e12
  const { fillMs, bytesMoved } = planned(3, 23, { liveBytes })
  t.ok(fillMs >= (1000 * bytesMoved) / 3 / transferCosts.answerBytesPerSecond)
})

t.test('nothing takes no time, and each act alone has its own', async (t) => {
  t.match(planned(5, 5), { replicasMoved: 0, objectsMoved: 0, estimatedMs: 0, flows: [] })
  t.equal(planned(5, 6, { liveKeys: 0, liveBytes: 0 }).estimatedMs, transferCosts.beginsMs)
  t.equal(planned(2, 3).giveUpMs, 0, 'with two nodes each has everything, and the third takes a copy more')
})

t.test('who is gone for good gives nothing up, and is asked for nothing', async (t) => {
  const before = members(5)
  const after = before.map((member, n) =>
    n === 4 ? { ...member, id: 'new', address: '10.0.0.9:7401' } : member,
  )
  const whole = planOf({ settings, before, after, ...measured })
  t.ok(whole.giveUpMs > 0)
  // The one that is gone does not say what it holds either.
  const gone = new Set(['n4'])
  const replaced = planOf({
    settings,
    before,
    after,
    liveKeys: 0.8 * measured.liveKeys,
    liveBytes: 0.8 * measured.liveBytes,
    gone,
    uncounted: gone,
  })
  t.equal(replaced.replicasMoved, whole.replicasMoved)
  t.notOk(
    replaced.flows.some(({ from }) => from === '10.0.0.4:7401'),
    'no flow comes from it',
  )
  t.ok(Math.abs(replaced.objectsMoved / whole.objectsMoved - 1) < 0.01, 'the others stand for it')
  // Owners that others of these change with may still have something to give up.
  t.ok(replaced.giveUpMs < whole.giveUpMs / 5)
  t.ok(replaced.fillMs > 60_000)
})

t.test('the rates are those that nodes have by default', async (t) => {
  t.match(checkNodeOptions({ folder: 'anywhere' }), {
    fillBytesPerSecond: fillRate,
    repairBytesPerSecond: repairRate,
  })
})
