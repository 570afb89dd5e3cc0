import fc from 'fast-check'
import t from 'tap'
import { movement } from '../../src/ring/movement.js'
import { build, layouts, membersOf } from './layouts.js'

t.test('nothing changes, nothing moves', async (t) => {
  const members = membersOf(layouts['weights 1, 2, 4'], 6, 'same')
  const { slotsChanged, slotsLeast, ratio, partitionsByChange, firstOwnersChanged, nodes } = movement(
    build(members),
    build(members.toReversed()),
  )
  t.same(
    { slotsChanged, slotsLeast, ratio, firstOwnersChanged },
    { slotsChanged: 0, slotsLeast: 0, ratio: 1, firstOwnersChanged: 0 },
  )
  t.same(partitionsByChange, [1024])
  t.ok(nodes.every(({ gained, lost }) => gained === 0 && lost === 0))
})

t.test('a fourth node takes three quarters of the partitions, one replica of each', async (t) => {
  const members = membersOf(layouts.homogeneous, 4, 'fourth')
  const moved = movement(build(members.slice(0, 3)), build(members))
  t.equal(moved.slotsLeast, 768)
  t.equal(moved.slotsChanged, moved.partitionsByChange[1])
  t.equal(moved.partitionsByChange.length, 2)
  t.ok(moved.ratio <= 1.01, `${moved.ratio}`)
  const gained = moved.nodes.map((node) => node.gained)
  t.same(gained.slice(0, 3), [0, 0, 0])
  t.equal(gained[3], moved.slotsChanged)
})

t.test('the first members fetch everything, the last to go drops everything', async (t) => {
  const members = membersOf(layouts.homogeneous, 3, 'first')
  const joined = movement(build([]), build(members))
  t.equal(joined.slotsChanged, 3072)
  t.equal(joined.slotsLeast, 3072)
  t.same(joined.partitionsByChange, [0, 0, 0, 1024])
  const left = movement(build(members), build([]))
  t.equal(left.slotsChanged, 0)
  t.equal(left.ratio, 1)
  t.ok(left.nodes.every(({ gained, lost }) => gained === 0 && lost === 1024))
})

t.test('replacing a node moves little more than its replicas', async (t) => {
  const members = membersOf(layouts.homogeneous, 10, 'replace')
  const moved = movement(build(members), build(members.with(4, { ...members[4], id: 'the new one' })))
  t.ok(Math.abs(moved.slotsLeast - 307.2) < 1e-6)
  t.ok(moved.ratio < 1.9, `${moved.ratio}`)
})

t.test('partitions of different counts are not compared', async (t) => {
  t.throws(() => movement(build([]), build([], { partitionCount: 512 })), {
    code: 'BAD_ARGUMENT',
    message: 'partitionCount is 512; it must be 1024, as it was before',
  })
})

t.test('any join or change of weight moves near the least', async (t) => {
  const weights = fc.array(fc.constantFrom<number[]>(1, 2, 4), { minLength: 3, maxLength: 12 })
  let changed = 0
  let least = 0
  fc.assert(
    fc.property(weights, fc.constantFrom(1, 2, 4), fc.string({ minLength: 1 }), (weights, weight, seed) => {
      const members = weights.map((weight, i) => ({ id: `${seed}-${i}`, weight, zone: '' }))
      const ring = build(members)
      const joined = movement(ring, build([...members, { id: 'new', weight, zone: '' }]))
      const heavier = movement(ring, build(members.with(0, { ...members[0], weight: 2 * members[0].weight })))
      return [joined, heavier].every(({ slotsChanged, slotsLeast }) => {
        changed += slotsChanged
        least += slotsLeast
        // A few nodes of mixed weights are the worst case: half as much again, and a few to a node.
        return slotsChanged <= 1.5 * slotsLeast + 6 * members.length
      })
    }),
    { numRuns: 60 },
  )
  t.ok(changed <= 1.2 * least, `${changed} of at least ${least} in all`)
})

t.test('one replica of a partition at a time, nearly always', async (t) => {
  const members = membersOf(layouts.homogeneous, 30, 'rare')
  const ring = build(members, { partitionCount: 4096 })
  let several = 0
  for (let i = 0; i < 5; i++) {
    const after = build([...members, { id: `new-${i}`, weight: 1, zone: '' }], { partitionCount: 4096 })
    several += movement(ring, after)
      .partitionsByChange.slice(2)
      .reduce((sum, count) => sum + count, 0)
  }
  t.ok(several <= 5, `${several} partitions of 20480`)
})
