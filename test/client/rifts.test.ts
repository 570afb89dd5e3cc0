import * as fc from 'fast-check'
import t from 'tap'
import { Rifts, riftMs, riftsMax } from '../../src/client/rifts.js'

const owners = ['a', 'b', 'c']

t.test('who found no quorum is alone among the same owners, for a while', async (t) => {
  const rifts = new Rifts()
  t.notOk(rifts.isAlone('a', owners, 2, 0))
  rifts.foundNoQuorum('a', owners, 0)
  t.ok(rifts.isAlone('a', owners, 2, riftMs - 1))
  t.ok(rifts.isAlone('a', ['c', 'a', 'b'], 2, 0))
  t.notOk(rifts.isAlone('a', owners, 1, 0), 'itself is enough')
  t.notOk(rifts.isAlone('b', owners, 2, 0), 'which says nothing of how others are heard')
  t.notOk(rifts.isAlone('a', ['a', 'b', 'd'], 2, 0), 'one it may hear is enough')
  t.ok(rifts.isAlone('a', ['a', 'b', 'd'], 3, 0))
  t.notOk(rifts.isAlone('a', owners, 2, riftMs))
  t.equal(rifts.size, 0, 'and is forgotten')
})

t.test('each guess has its own time', async (t) => {
  const rifts = new Rifts()
  rifts.foundNoQuorum('a', owners, 0)
  rifts.foundNoQuorum('b', owners, riftMs - 1)
  t.ok(rifts.isAlone('a', owners, 2, riftMs - 1))
  t.notOk(rifts.isAlone('a', owners, 2, riftMs))
  t.ok(rifts.isAlone('b', owners, 2, riftMs))
  rifts.foundNoQuorum('a', owners, riftMs)
  t.ok(rifts.isAlone('a', owners, 2, 2 * riftMs - 1), 'seen again, it lasts')
})

t.test('at the limit the oldest go', async (t) => {
  const rifts = new Rifts()
  rifts.foundNoQuorum('first', owners, 0)
  for (let n = 0; n < riftsMax; n += 1) rifts.foundNoQuorum(`node ${n}`, ['x'], 0)
  t.equal(rifts.size, riftsMax)
  t.notOk(rifts.isAlone('first', [...owners, 'first'], 2, 0))
  t.ok(rifts.isAlone(`node ${riftsMax - 1}`, ['x'], 1, 0))
})

t.test('law: without a word of it within the time nobody is alone', async () => {
  const step = fc.record({ nodeId: fc.constantFrom(...owners), afterMs: fc.nat({ max: 2 * riftMs }) })
  fc.assert(
    fc.property(fc.array(step), fc.nat({ max: 2 * riftMs }), (steps, afterMs) => {
      const rifts = new Rifts()
      const lastMs = new Map<string, number>()
      let nowMs = 0
      for (const { nodeId, afterMs } of steps) {
        nowMs += afterMs
        rifts.foundNoQuorum(nodeId, owners, nowMs)
        lastMs.set(nodeId, nowMs)
      }
      nowMs += afterMs
      return owners.every((id) => {
        const isLate = nowMs - (lastMs.get(id) ?? Number.NEGATIVE_INFINITY) >= riftMs
        return rifts.isAlone(id, owners, 2, nowMs) !== isLate
      })
    }),
  )
})
