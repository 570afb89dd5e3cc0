/** Whom an operator means who names a node: by its id, or by an address that more than one node has had. */
import t from 'tap'
import { memberNamed } from '../../src/cli/find-member.js'
import { replacing } from '../../src/cli/members.js'
import type { Member } from '../../src/membership/member.js'

const address = '10.0.0.4:7401'
const [old, anew, other] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc']

function member(id: string, more: Partial<Member> = {}): Member {
  return { id, incarnation: 1, version: 0, address, weight: 1, zone: '', status: 'up', removes: [], ...more }
}

const swapped = [
  member(old, { incarnation: 5 }),
  member(anew, { incarnation: 9, status: 'left' }),
  member(other, { address: '10.0.0.5:7401' }),
]

t.test('by its id, whatever else is at its address', async (t) => {
  t.equal(memberNamed(swapped, old, []).id, old)
  t.equal(memberNamed(swapped, anew, []).id, anew)
})

t.test('by an address: whom the act is for, else the newest that was there', async (t) => {
  t.equal(memberNamed(swapped, address, []).id, anew, 'a new disk in an old machine')
  t.equal(memberNamed(swapped, address, [({ id }) => id === old]).id, old)
  t.equal(memberNamed(swapped, address, [() => false, ({ status }) => status === 'up']).id, old)
  const never = ({ id }: Member) => id === other
  t.equal(memberNamed(swapped, address, [never]).id, anew, 'nobody of the others is meant by that')
})

t.test('one that is not there: who is', async (t) => {
  t.throws(() => memberNamed(swapped, '10.0.0.9:7401', []), {
    name: 'UsageError',
    message: /no node 10\.0\.0\.9:7401; there are aaaaaaaaaaaa at 10\.0\.0\.4:7401, bbbb.*cccc/,
  })
})

t.test('a replacement at the same address: who is there takes the place of who is not', async (t) => {
  const scene = (members: readonly Member[], there: string) => ({
    members,
    answers: ({ id }: Member) => id === there,
  })
  const ids = (old: string, name: string, members = swapped, there = anew) => {
    const { gone, node } = replacing(scene(members, there), old, name)
    return [gone.id, node.id]
  }
  t.strictSame(ids(old, address), [old, anew])
  t.strictSame(ids(old, address, swapped, ''), [old, anew], 'though nobody is heard of')
  t.strictSame(ids(address, address), [old, anew])
  t.strictSame(ids(address, anew), [old, anew])
  t.strictSame(
    ids(
      old,
      address,
      swapped.map((one) => ({ ...one, status: 'up' })),
    ),
    [old, anew],
    'it has joined already',
  )
  t.strictSame(ids(other, other), [other, other], 'which the node refuses')
  const again = [
    ...swapped.slice(0, 1),
    member(anew, { incarnation: 9, removes: [old] }),
    member('dddddddddddd', { incarnation: 12, status: 'left' }),
  ]
  t.strictSame(ids(address, address, again, 'dddddddddddd'), [anew, 'dddddddddddd'], 'the second time')
})
