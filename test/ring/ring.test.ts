import fc from 'fast-check'
import t from 'tap'
import { InvariantError } from '../../src/assert.js'
import { partitionOf } from '../../src/ring/partition.js'
import { Ring, type RingMember } from '../../src/ring/ring.js'
import { build, layouts, membersOf, ownersText } from './layouts.js'

t.test('a ring without members owns nothing', async (t) => {
  const ring = build([])
  t.same(ring.owners(0), [])
  t.same(ring.preferenceList(1023), [])
  t.notOk(ring.isOwner(0, 'a'))
  t.same(ring.shares(), [])
  t.same(ring.efficiency(), { replica: 1, firstOwner: 1 })
  t.same(ring.warnings, [])
})

t.test('a node alone owns everything', async (t) => {
  const ring = build([{ id: 'only', weight: 3, zone: 'z' }])
  t.same(ring.preferenceList(5), [{ id: 'only', role: 'owner' }])
  t.same(ring.shares(), [
    { id: 'only', weight: 3, zone: 'z', virtualNodes: 1024, firstOwner: 1024, quota: 1024, share: 1 },
  ])
  t.same(ring.warnings, ['fewer nodes (1) than replicas (3): every node owns every key'])
})

t.test('partitions are found by key', async (t) => {
  const key = new TextEncoder().encode('cart:1')
  t.equal(build([]).partitionOf(key), partitionOf(key, 1024))
  t.throws(() => build([]).owners(1024), InvariantError)
  t.throws(() => build([]).owners(-1), InvariantError)
  t.throws(() => build([]).preferenceList(0.5), InvariantError)
})

t.test('the preference list: owners, then all the others', async (t) => {
  const ring = build(membersOf(layouts.homogeneous, 8, 'list'))
  const thirds = new Map<string, number>()
  for (let p = 0; p < 1024; p++) {
    const list = ring.preferenceList(p)
    const ids = list.map(({ id }) => id)
    if (new Set(ids).size !== 8) t.fail(`partition ${p}: ${ids}`)
    if (ids.slice(0, 3).join() !== ring.owners(p).join()) t.fail(`partition ${p}: owners are not first`)
    const sound = list.every(
      ({ id, role }, at) => (role === 'owner') === at < 3 && ring.isOwner(p, id) === at < 3,
    )
    if (!sound) t.fail(`partition ${p}: roles`)
    thirds.set(ids[3], (thirds.get(ids[3]) ?? 0) + 1)
  }
  // The load of a failed node is spread over all the others, not given to one.
  t.equal(thirds.size, 8)
  t.ok(Math.max(...thirds.values()) < 1.4 * 128, `${[...thirds.values()]}`)
})

t.test('when a node fails, its stand-ins are spread', async (t) => {
  const ring = build(membersOf(layouts.homogeneous, 10, 'fail'))
  const [{ id: failed }] = ring.members
  const counts = new Map<string, number>()
  for (let p = 0; p < 1024; p++) {
    if (!ring.isOwner(p, failed)) continue
    const { id } = ring.preferenceList(p)[3]
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  t.equal(counts.size, 9)
  t.ok(Math.max(...counts.values()) < 2 * (307 / 9), `${[...counts.values()]}`)
})

t.test('lists are kept, but not without bound', async (t) => {
  const ring = build(membersOf(layouts.homogeneous, 300, 'cache'), { partitionCount: 4096 })
  const first = ring.preferenceList(0)
  t.equal(ring.preferenceList(0), first)
  // 1,048,576 entries are 3,495 lists of 300.
  for (let p = 1; p < 3495; p++) ring.preferenceList(p)
  t.equal(ring.preferenceList(0), first)
  ring.preferenceList(3495)
  t.not(ring.preferenceList(0), first)
  t.same(ring.preferenceList(0), first)
})

t.test('the digest is of all that matters, and of nothing else', async (t) => {
  const members = membersOf(layouts['weights 1, 2, 4 in three zones'], 9, 'digest')
  const { digest } = build(members)
  t.ok(Number.isInteger(digest) && digest >= 0 && digest < 2 ** 32)
  t.equal(build(members.toReversed()).digest, digest)
  const changed: Ring[] = [
    build(members, { partitionCount: 512 }),
    build(members, { replicaCount: 2 }),
    build(members.slice(1)),
    build(members.with(0, { ...members[0], weight: 1.5 })),
    build(members.with(0, { ...members[0], zone: 'elsewhere' })),
    build(members.with(0, { ...members[0], id: 'another' })),
  ]
  const digests = new Set([digest, ...changed.map((ring) => ring.digest)])
  t.equal(digests.size, changed.length + 1)
})

const member = fc.record({
  id: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  weight: fc.oneof(fc.constantFrom(1, 2, 4, 8), fc.double({ min: 0.01, max: 100, noNaN: true })),
  zone: fc.constantFrom('', 'a', 'b', 'c', 'd', 'e'),
})
const anyMembers = fc.uniqueArray(member, { selector: ({ id }) => id, maxLength: 24 })
const anySettings = fc.record({
  partitionCount: fc.integer({ min: 0, max: 8 }).map((bits) => 2 ** bits),
  replicaCount: fc.integer({ min: 1, max: 5 }),
})

t.test('any members in any order give the same ring', async () => {
  const shuffled = anyMembers.chain((members) =>
    fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
  )
  fc.assert(
    fc.property(shuffled, anySettings, ([members, others], settings) => {
      const [one, two] = [Ring.build(members, settings), Ring.build(others, settings)]
      return (
        one.digest === two.digest &&
        ownersText(one) === ownersText(two) &&
        one.preferenceList(0).every(({ id }, at) => id === two.preferenceList(0)[at].id)
      )
    }),
  )
})

t.test('any members give a sound ring', async () => {
  fc.assert(
    fc.property(anyMembers, anySettings, (members, settings) => {
      const ring = Ring.build(members, settings)
      const { partitionCount: q, replicaCount } = settings
      const ownerCount = Math.min(replicaCount, members.length)
      for (let p = 0; p < q; p++) {
        const owners = ring.owners(p)
        if (owners.length !== ownerCount || new Set(owners).size !== ownerCount) return false
        const list = ring.preferenceList(p)
        if (list.length !== members.length || new Set(list.map(({ id }) => id)).size !== members.length)
          return false
        if (owners.some((id, at) => list[at].id !== id || list[at].role !== 'owner')) return false
        if (!zonesAsFewAsWarned(ring, owners)) return false
      }
      return ring.shares().every(({ virtualNodes, firstOwner, quota }) => {
        // Within a hair of Q is Q: such a node owns every partition.
        if (quota > q - 1e-6 && virtualNodes !== q) return false
        return (
          virtualNodes <= Math.max(Math.ceil(quota - 1e-6), Math.floor(quota / 0.99)) &&
          firstOwner <= Math.max(Math.ceil(quota / ownerCount / 0.99), Math.ceil(virtualNodes / ownerCount))
        )
      })
    }),
    { numRuns: 300 },
  )
})

/** Owners share a zone only where the ring's warnings say so, or where no zones are used. */
function zonesAsFewAsWarned(ring: Ring, owners: readonly string[]): boolean {
  const zoneOf = new Map(ring.members.map(({ id, zone }: RingMember) => [id, zone]))
  if (new Set(zoneOf.values()).size <= 1) return true
  const seen = new Set<string>()
  for (const id of owners) {
    const zone = zoneOf.get(id) ?? ''
    const told = ring.warnings.some(
      (text) => text.includes('several owners') && text.includes(JSON.stringify(zone)),
    )
    if (seen.has(zone) && !told) return false
    seen.add(zone)
  }
  return true
}
