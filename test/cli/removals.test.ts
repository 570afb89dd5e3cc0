/** Whom `gramme remove` and `gramme restore` ask, and when they ask nobody. */
import t from 'tap'
import { removing, restoring } from '../../src/cli/removals.js'
import { type Member, MemberTable, removesMax } from '../../src/membership/member.js'
import { MemberActKind } from '../../src/wire/messages.js'

const [a, b, c] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc']

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: `${id}:7401`, weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

function scene(members: readonly Member[], ...silent: string[]) {
  return { members, answers: ({ id }: Member) => !silent.includes(id) }
}

const up = (members: readonly Member[]) => new MemberTable(members).up().map(({ id }) => id)

t.test('a dead node is removed by the word of one that answers and has said least', async (t) => {
  const members = [member(a), member(b, { removes: ['dddddddddddd'] }), member(c)]
  const { after, steps } = removing(scene(members, a), a, false)
  t.match(steps, [{ node: { id: c }, kind: MemberActKind.MEMBER_ACT_REMOVE, other: a, force: false }])
  t.equal(steps.length, 1)
  t.strictSame(up(after), [b, c])
  t.strictSame(removing(scene(after, a), a, false), { after, steps: [] }, 'twice is once')
  t.match(removing(scene(members, a, c), a, false).steps, [{ node: { id: b } }])
  const full = Array.from({ length: removesMax }, (_, n) => n.toString(16).padStart(12, '0'))
  t.throws(() => removing(scene([member(a), member(b, { removes: full })], a), a, false), {
    code: 'UNREACHABLE',
    message: /no other member answers/,
  })
})

t.test('a node that answers is to leave, unless the operator insists', async (t) => {
  const members = [member(a), member(b)]
  t.throws(() => removing(scene(members), a, false), {
    code: 'BAD_ARGUMENT',
    message: /aaaaaaaaaaaa answers.*`gramme leave aaaaaaaaaaaa`/,
  })
  t.match(removing(scene(members), a, true).steps, [{ node: { id: b }, force: true }])
})

t.test('at an address that two have had it is the one that is not there any more', async (t) => {
  const address = '10.0.0.4:7401'
  const members = [member(a, { address }), member(b, { address, incarnation: 9 }), member(c)]
  t.strictSame(up(removing(scene(members, a), address, false).after), [b, c])
  const twice = [member(a, { address }), member(b, { address, incarnation: 9 }), member(c, { removes: [a] })]
  t.strictSame(up(restoring(scene(twice, a), address).after), [a, b, c])
})

t.test('a removal is taken back by all that said so, and by nobody else', async (t) => {
  const members = [member(a), member(b, { removes: [a, c] }), member(c, { removes: [a], status: 'left' })]
  const { after, steps } = restoring(scene(members, a), a)
  t.match(steps, [
    { node: { id: b }, kind: MemberActKind.MEMBER_ACT_RESTORE, other: a },
    { node: { id: c }, kind: MemberActKind.MEMBER_ACT_RESTORE, other: a },
  ])
  t.strictSame(
    after.map(({ removes }) => removes),
    [[], [c], []],
  )
  t.strictSame(restoring(scene(after, a), a).steps, [], 'twice is once')
  t.throws(() => restoring(scene(members, b), a), {
    code: 'UNREACHABLE',
    message: /node bbbbbbbbbbbb at bbbbbbbbbbbb:7401 said that aaaaaaaaaaaa is gone, and only it/,
  })
})
