import fc from 'fast-check'
import t from 'tap'
import type { Peers } from '../../src/coordinator/peers.js'
import { Targets } from '../../src/coordinator/targets.js'
import type { Preference } from '../../src/ring/ring.js'

function listOf(owners: number, others: number): Preference[] {
  return Array.from({ length: owners + others }, (_, i) => ({
    id: `n${i}`,
    role: i < owners ? ('owner' as const) : ('stand-in' as const),
  }))
}

function peersOf(isHealthy: (id: string) => boolean): Pick<Peers, 'reachable' | 'health'> {
  return { reachable: isHealthy, health: (id) => (isHealthy(id) ? 'up' : 'down') }
}

const shape = fc
  .record({ owners: fc.integer({ min: 1, max: 5 }), others: fc.nat(6) })
  .chain(({ owners, others }) => {
    const list = listOf(owners, others)
    return fc.record({
      list: fc.constant(list),
      healthy: fc.subarray(list.map(({ id }) => id)),
      selfId: fc.constantFrom(...list.map(({ id }) => id)),
      isStrict: fc.boolean(),
      failures: fc.nat(owners + others),
    })
  })

t.test('nobody is asked twice, owners first, and for each that is away the next healthy node', async (t) => {
  fc.assert(
    fc.property(shape, ({ list, healthy, selfId, isStrict, failures }) => {
      const isHealthy = (id: string) => healthy.includes(id)
      const targets = new Targets({ list, selfId, isStrict, peers: peersOf(isHealthy), needed: 1 })
      const owners = list.filter(({ role }) => role === 'owner')
      const asked = [...targets.first]
      for (let n = 0; n < failures; n += 1) {
        const next = targets.failed()
        if (next !== undefined) asked.push(next)
      }
      const names = asked.map(({ id }) => id)
      if (new Set(names).size !== names.length) return false
      if (!owners.every(({ id }, i) => names[i] === id)) return false
      const standIns = names.slice(owners.length)
      if (isStrict) return standIns.length === 0 && targets.able() <= owners.length
      const isOwner = owners.some(({ id }) => id === selfId)
      // A coordinator that is no owner is always one of them; the others are healthy and in the list's order.
      if (!isOwner && standIns[0] !== selfId) return false
      const rest = standIns.filter((id) => id !== selfId)
      const candidates = list.slice(owners.length).map(({ id }) => id)
      const inOrder = candidates.filter((id) => isHealthy(id) && id !== selfId)
      return rest.every((id, i) => inOrder[i] === id)
    }),
    { numRuns: 2000 },
  )
  t.pass()
})

t.test('as many as owners are asked who have not failed, while there are nodes', async (t) => {
  fc.assert(
    fc.property(shape, ({ list, healthy, selfId, failures }) => {
      const isHealthy = (id: string) => id === selfId || healthy.includes(id)
      const targets = new Targets({ list, selfId, isStrict: false, peers: peersOf(isHealthy), needed: 1 })
      const away = list.filter(({ id, role }) => role === 'owner' && !isHealthy(id)).length
      let alive = targets.first.length - away
      const able = targets.able()
      let dead = 0
      for (let n = 0; n < away; n += 1) if (targets.failed() !== undefined) alive += 1
      for (let n = 0; n < failures && alive > 0; n += 1) {
        alive -= 1
        dead += 1
        if (targets.failed() !== undefined) alive += 1
        if (alive < Math.min(targets.ownerCount, able - dead)) return false
      }
      return true
    }),
    { numRuns: 2000 },
  )
  t.pass()
})

t.test('for a suspect somebody stands in, and yet a request that needs it is not refused', async (t) => {
  const health = (id: string) => (id === 'n1' ? ('suspect' as const) : ('up' as const))
  const peers = { reachable: () => true, health }
  const targets = new Targets({ list: listOf(3, 2), selfId: 'n0', isStrict: false, peers, needed: 2 })
  t.strictSame(
    targets.first.map(({ id }) => id),
    ['n0', 'n1', 'n2', 'n3'],
  )
  t.equal(new Targets({ list: listOf(3, 2), selfId: 'n0', isStrict: true, peers, needed: 2 }).able(), 3)
})

t.test('a suspect stands in where all that are healthy would be too few, and not before', async (t) => {
  const health = (id: string) => (id === 'n4' || id === 'n5' ? ('suspect' as const) : ('up' as const))
  const peers = { reachable: (id: string) => id !== 'n4', health }
  const list = listOf(3, 3)
  const targets = new Targets({ list, selfId: 'n3', isStrict: false, peers, needed: 2 })
  t.strictSame(
    targets.first.map(({ id }) => id),
    ['n0', 'n1', 'n2', 'n3'],
  )
  t.equal(targets.failed(), undefined, 'three are left')
  t.equal(targets.failed(), undefined, 'two are left, and two are needed')
  t.match(targets.failed(), { id: 'n5' }, 'one is left')
  t.equal(targets.failed(), undefined, 'nobody is asked twice, nor whom nothing reaches')
  const strict = new Targets({ list, selfId: 'n0', isStrict: true, peers, needed: 3 })
  t.equal(strict.failed(), undefined)
})
