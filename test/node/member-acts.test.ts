/** MEMBER_ACT, as a node takes it: an act meant for another node is refused, and a removal says how it is taken back. */
import t from 'tap'
import type { Act } from '../../src/membership/acts.js'
import type { Member } from '../../src/membership/member.js'
import { memberAct } from '../../src/node/member-acts.js'
import { type Frame, FrameType } from '../../src/wire/frame.js'
import { decodeHeader, MemberAct, MemberActKind } from '../../src/wire/messages.js'

const [here, other] = ['0a1b2c3d4e5f', 'ffeeddccbbaa']

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: `${id}.example.org:7401`, weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

function rig(...members: Member[]) {
  const acts: Act[] = []
  const view = {
    self: members[0],
    members: () => members,
    act: async (act: Act) => acts.push(act) > 0,
  }
  const ask = (asked: Parameters<typeof MemberAct.encode>[0]) => {
    const header = Buffer.from(MemberAct.encode(asked).finish())
    const value = Buffer.alloc(0)
    const fixed = { version: 1, type: FrameType.MEMBER_ACT, flags: 0, requestId: 1, deadlineMs: 0 }
    const frame: Frame = { ...fixed, header, value }
    t.ok(decodeHeader(MemberAct, frame))
    return memberAct(view, frame)
  }
  return { acts, ask }
}

t.test('an act for another node than the one that is asked is refused, and nothing is done', async (t) => {
  const { acts, ask } = rig(member(here))
  const kind = MemberActKind.MEMBER_ACT_LEAVE
  await t.rejects(ask({ kind, target: other }), {
    code: 'BAD_ARGUMENT',
    message: /for node ffeeddccbbaa.*this is node 0a1b2c3d4e5f.*nothing was done/,
  })
  await t.rejects(ask({ kind, target: 'somebody' }), { code: 'BAD_ARGUMENT', message: /"somebody".*12 hex/ })
  t.strictSame(acts, [])
  await ask({ kind, target: here })
  await ask({ kind })
  t.strictSame(acts, Array(2).fill({ kind: 'leave', force: false }), 'an older client names none')
})

t.test('a node that was removed joins when that is taken back, and is told how', async (t) => {
  const { acts, ask } = rig(member(here), member(other, { removes: [here] }))
  const refused = { code: 'BAD_ARGUMENT', message: /removed by ffeeddccbbaa.*`gramme restore 0a1b2c3d4e5f`/ }
  await t.rejects(ask({ kind: MemberActKind.MEMBER_ACT_JOIN }), refused)
  await t.rejects(ask({ kind: MemberActKind.MEMBER_ACT_REPLACE, node: other, weight: 1 }), refused)
  t.strictSame(acts, [])
})
