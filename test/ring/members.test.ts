import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { memberCountMax, type RingMember, sortMembers } from '../../src/ring/members.js'
import { Ring } from '../../src/ring/ring.js'

const member = (changes: Partial<RingMember>): RingMember => ({ id: 'a', weight: 1, zone: '', ...changes })

function refusal(members: RingMember[], partitionCount = 16, replicaCount = 3): string {
  try {
    Ring.build(members, { partitionCount, replicaCount })
  } catch (error) {
    if (error instanceof GrammeError && error.code === 'BAD_ARGUMENT') return error.message
    throw error
  }
  return 'none'
}

t.test('members are sorted by code units and copied', async (t) => {
  const given = [member({ id: 'é' }), member({ id: 'b' }), member({ id: 'B' })]
  const sorted = sortMembers(given)
  t.same(
    sorted.map(({ id }) => id),
    ['B', 'b', 'é'],
  )
  t.not(sorted[1], given[1])
})

t.test('refusals name the field, the value and the limit', async (t) => {
  t.equal(refusal([member({}), member({ weight: 2 })]), 'members["a"].id is "a"; it must be unique')
  for (const weight of [0, -1, 0.009, 100.1, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.match(
      refusal([member({ weight })]),
      /^members\["a"\]\.weight is .*; it must be a number from 0\.01 to 100$/,
    )
  }
  t.equal(refusal([member({ id: '' })]), 'members[""].id is ""; it must be 1 to 256 characters')
  t.match(refusal([member({ id: 'x'.repeat(257) })]), /it must be 1 to 256 characters/)
  t.match(refusal([member({ zone: 'x'.repeat(257) })]), /zone is .* it must be at most 256 characters/)
  t.equal(refusal([], 1000), 'partitionCount is 1000; it must be a power of two from 1 to 65536')
  t.equal(refusal([], 16, 0), 'replicaCount is 0; it must be a whole number from 1 to 16')
  t.equal(refusal([], 16, 17), 'replicaCount is 17; it must be a whole number from 1 to 16')
  t.equal(refusal([], 16, 2.5), 'replicaCount is 2.5; it must be a whole number from 1 to 16')
})

t.test('values at the limits are taken', async (t) => {
  t.equal(
    refusal([member({ weight: 0.01 }), member({ id: 'x'.repeat(256), weight: 100, zone: 'z'.repeat(256) })]),
    'none',
  )
  const many = Array.from({ length: memberCountMax + 1 }, (_, i) => member({ id: `node-${i}` }))
  t.equal(refusal(many.slice(1)), 'none')
  t.equal(refusal(many), 'members is 1001; it must be at most 1000 of them')
})
