import fc from 'fast-check'
import t from 'tap'
import type { RingMember } from '../../src/ring/members.js'
import { fill, shareOut, zoneOverloadMax } from '../../src/ring/quota.js'

const nodes = (...parts: [weight: number, zone: string][]): RingMember[] =>
  parts.map(([weight, zone], i) => ({ id: `node-${i}`, weight, zone }))
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const settings = { partitionCount: 1000, replicaCount: 3 }
const quotasOf = (members: RingMember[]) =>
  shareOut(members, settings).quotas.map((quota) => Math.round(quota))

t.test('in proportion to weight', async (t) => {
  t.same(
    quotasOf(nodes([1, ''], [1, ''], [1, ''], [1, ''], [1, ''], [1, ''])),
    [500, 500, 500, 500, 500, 500],
  )
  t.same(quotasOf(nodes([1, ''], [2, ''], [3, ''], [4, ''], [5, ''])), [200, 400, 600, 800, 1000])
})

t.test('no node over Q: the rest goes to the others', async (t) => {
  t.same(quotasOf(nodes([8, ''], [1, ''], [1, ''], [1, ''], [1, ''])), [1000, 500, 500, 500, 500])
  // Filling the others may in turn bring one of them to Q.
  t.same(quotasOf(nodes([20, ''], [4, ''], [1, ''], [1, ''])), [1000, 1000, 500, 500])
})

t.test('fewer nodes than replicas: each holds everything', async (t) => {
  t.same(quotasOf(nodes([1, ''], [100, ''])), [1000, 1000])
  t.same(quotasOf(nodes([1, ''])), [1000])
  t.same(quotasOf([]), [])
})

t.test('three zones of unequal weight for three replicas hold the same', async (t) => {
  t.same(quotasOf(nodes([1, 'a'], [1, 'a'], [1, 'b'], [1, 'b'], [1, 'c'])), [500, 500, 500, 500, 1000])
})

t.test('small zones take up to twice their share, and owners share the large one', async (t) => {
  const members = nodes(...Array.from({ length: 8 }, () => [1, 'a'] as [number, string]), [1, 'b'], [1, 'c'])
  t.same(quotasOf(members), [225, 225, 225, 225, 225, 225, 225, 225, 600, 600])
  const { zones } = shareOut(members, settings)
  t.same(
    zones.map(({ name, ownersMin, ownersMax }) => [name, ownersMin, ownersMax]),
    [
      ['a', 1, 2],
      ['b', 0, 1],
      ['c', 0, 1],
    ],
  )
})

t.test('fewer zones than replicas: each has one owner or two', async (t) => {
  const { zones } = shareOut(nodes([1, 'a'], [1, 'a'], [1, 'b'], [1, 'b']), settings)
  t.same(
    zones.map(({ quota, ownersMin, ownersMax }) => [quota, ownersMin, ownersMax]),
    [
      [1500, 1, 2],
      [1500, 1, 2],
    ],
  )
})

t.test('the bounds of a fill are kept, and its sum', async () => {
  const part = fc.record({
    weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    lower: fc.double({ min: 0, max: 10, noNaN: true }),
    room: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (parts, at) => {
        const lower = parts.map((part) => part.lower)
        const upper = parts.map((part) => part.lower + part.room)
        const weights = parts.map((part) => part.weight)
        const amount = sum(lower) + at * (sum(upper) - sum(lower))
        const filled = fill(amount, weights, lower, upper)
        const near = 1e-6
        if (Math.abs(sum(filled) - amount) > near) return false
        // Inside their bounds parts have one level; those at the lower bound lie above it, at the upper below.
        const levels = filled.flatMap((value, i) =>
          value > lower[i] + near && value < upper[i] - near ? [value / weights[i]] : [],
        )
        const [lowest, highest] = [Math.min(...levels), Math.max(...levels)]
        return (
          (levels.length === 0 || highest - lowest < near * Math.max(1, highest)) &&
          filled.every((value, i) => value >= lower[i] - near && value <= upper[i] + near) &&
          filled.every(
            (value, i) =>
              upper[i] - lower[i] < near ||
              levels.length === 0 ||
              value > lower[i] + near ||
              value / weights[i] >= highest - near * highest - near / weights[i],
          )
        )
      },
    ),
  )
})

t.test('quotas are within Q, within the bound for zones, and sum to all replicas', async () => {
  const member = fc.record({
    weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    zone: fc.constantFrom('', 'a', 'b', 'c', 'd'),
  })
  fc.assert(
    fc.property(
      fc.array(member, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (parts, replicaCount) => {
        const members = parts.map((part, i) => ({ id: `node-${i}`, ...part }))
        const q = 1024
        const { quotas, zoneless, zones, ownerCount } = shareOut(members, { partitionCount: q, replicaCount })
        const near = 1e-6
        return (
          Math.abs(sum(quotas) - ownerCount * q) < near &&
          quotas.every(
            (quota, i) => quota > 0 && quota <= q + near && quota <= zoneless[i] * zoneOverloadMax + near,
          ) &&
          sum(zones.map((zone) => zone.ownersMin)) <= ownerCount &&
          sum(zones.map((zone) => zone.ownersMax)) >= ownerCount
        )
      },
    ),
  )
})
