import fc from 'fast-check'
import t from 'tap'
import { type Act, after, handedOver } from '../../src/membership/acts.js'
import { compareAge, type Member, MemberTable, removed, removesMax } from '../../src/membership/member.js'
import { anyRecords, nodeIds } from './arbitraries.js'

const [a, b, c] = nodeIds

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: '10.0.0.1:7401', weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

function rig(self: Member, ...others: Member[]) {
  const table = new MemberTable([self, ...others])
  const reachable = new Set<string>()
  return {
    table,
    reachable,
    act: (act: Act) => after(self, act, { table, replicaCount: 1, isReachable: (id) => reachable.has(id) }),
  }
}

t.test('each act is done once, makes a newer record, and can be taken back', async (t) => {
  const weight = fc.double({ min: 0.01, max: 100, noNaN: true })
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.constant<Act>({ kind: 'join' }),
    fc.constant<Act>({ kind: 'leave', force: false }),
    weight.map((one): Act => ({ kind: 'reweight', weight: one })),
    fc.constant<Act>({ kind: 'remove', node: b, force: false }),
    fc.constant<Act>({ kind: 'restore', node: b }),
    weight.map((one): Act => ({ kind: 'replace', node: b, weight: one, force: false })),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 10 }), (acts) => {
      let self = member(a)
      for (const one of acts) {
        if (one.kind === 'remove' && self.status !== 'up') continue
        const context = {
          table: new MemberTable([self, member(b), member(c)]),
          replicaCount: 1,
          isReachable: () => false,
        }
        const done = after(self, one, context)
        if (after(done, one, context) !== done) return false
        if (done !== self && compareAge(done, self) <= 0) return false
        self = done
      }
      return true
    }),
  )
  const { act: does } = rig(member(a), member(b))
  const left = does({ kind: 'leave', force: false })
  t.match(left, { status: 'leaving', version: 1 })
  t.match(handedOver(left), { status: 'left', version: 2 }, 'once others have all that it held')
  t.equal(handedOver(handedOver(left)).version, 2)
  t.match(handedOver(member(a)), { status: 'up', version: 0 }, 'who is not leaving does not leave by that')
  t.match(rig(left, member(b)).act({ kind: 'join' }), { status: 'up', version: 2 })
})

t.test('what would lose something is refused, and says what to do instead', async (t) => {
  const bad = (message: RegExp) => ({ code: 'BAD_ARGUMENT', message })
  t.throws(() => rig(member(a)).act({ kind: 'leave', force: false }), bad(/only member/))
  t.throws(
    () => rig(member(a), member(b, { status: 'left' })).act({ kind: 'leave', force: false }),
    bad(/only member/),
  )
  const few = { table: new MemberTable([member(a), member(b)]), replicaCount: 2, isReachable: () => false }
  t.throws(() => after(member(a), { kind: 'leave', force: false }, few), bad(/1 other.*2 replicas/))
  t.match(after(member(a), { kind: 'leave', force: true }, few), { status: 'leaving' })
  t.throws(() => rig(member(a)).act({ kind: 'reweight', weight: 0 }), bad(/the weight is 0.*0\.01 to 100/))
  t.throws(() => rig(member(a)).act({ kind: 'reweight', weight: Number.NaN }), bad(/NaN/))
  const { act, reachable } = rig(member(a), member(b))
  t.throws(() => act({ kind: 'remove', node: a, force: true }), bad(/`gramme leave aaaaaaaaaaaa`/))
  t.throws(() => act({ kind: 'remove', node: c, force: true }), bad(/no member cccc/))
  reachable.add(b)
  t.throws(() => act({ kind: 'remove', node: b, force: false }), bad(/answers: `gramme leave/))
  t.match(act({ kind: 'remove', node: b, force: true }), { removes: [b] })
  const full = member(a, {
    removes: Array.from({ length: removesMax }, (_, i) => i.toString(16).padStart(12, '0')),
  })
  t.throws(
    () => rig(full, member(b)).act({ kind: 'remove', node: b, force: true }),
    bad(/100 others removed/),
  )
})

t.test('whoever is said to be gone owns nothing, also when it is back and says otherwise', async (t) => {
  const up = (...members: Member[]) => new MemberTable(members).up().map(({ id }) => id)
  t.strictSame(up(member(a, { removes: [b] }), member(b, { removes: [a] })), [a], 'one of two')
  const ring = [member(a, { removes: [b] }), member(b, { removes: [c] }), member(c, { removes: [a] })]
  t.strictSame(up(...ring), [a], 'one of a ring')
})

t.test('a node takes the place of one that is gone in one change of its record', async (t) => {
  const waiting = member(a, { status: 'waiting' })
  const { act, reachable } = rig(waiting, member(b, { weight: 4 }), member(c))
  t.match(act({ kind: 'join' }), { status: 'up', version: 1 })
  t.equal(act({ kind: 'leave', force: false }), waiting, 'it owns nothing')
  t.strictSame(
    new MemberTable([waiting, member(c)]).present().map(({ id }) => id),
    [c],
  )
  const replaced = act({ kind: 'replace', node: b, weight: 4, force: false })
  t.match(replaced, { status: 'up', weight: 4, removes: [b] })
  const { table } = rig(replaced, member(b, { weight: 4 }), member(c))
  t.strictSame(
    table.up().map(({ id, weight }) => [id, weight]),
    [
      [a, 4],
      [c, 1],
    ].sort(),
  )
  reachable.add(b)
  const bad = { code: 'BAD_ARGUMENT' }
  t.throws(() => act({ kind: 'replace', node: b, weight: 4, force: false }), {
    ...bad,
    message: /answers: `gramme leave/,
  })
  t.throws(() => act({ kind: 'replace', node: b, weight: 0, force: true }), {
    ...bad,
    message: /the weight is 0/,
  })
  t.throws(() => act({ kind: 'replace', node: a, weight: 1, force: true }), bad)
  t.match(act({ kind: 'replace', node: b, weight: 4, force: true }), { removes: [b] })
})

t.test('who was replaced stays away, whatever becomes of the one in its place', async (t) => {
  const up = (...members: Member[]) => new MemberTable(members).up().map(({ id }) => id)
  for (const [first, second, third] of [nodeIds, [...nodeIds].reverse()]) {
    const old = member(first)
    const word = { removes: [first] }
    t.strictSame(up(old, member(second, word), member(third)), [second, third].sort())
    t.strictSame(up(old, member(second, { ...word, status: 'left' }), member(third)), [third], 'it has left')
    t.strictSame(
      up(old, member(second, word), member(third, { removes: [second] })),
      [third],
      'replaced, too',
    )
  }
  t.strictSame(up(member(a, { removes: [c] }), member(b), member(c, { removes: [b] })), [a], 'in any order')
})

t.test('all that know the same records agree on who is gone, in whatever order they heard', async (t) => {
  fc.assert(
    fc.property(anyRecords, fc.infiniteStream(fc.nat()), (records, order) => {
      const one = new MemberTable()
      one.merge(records)
      const other = new MemberTable()
      for (const record of [...records].sort(() => ((order.next().value ?? 0) % 3) - 1)) other.merge([record])
      const ids = (table: MemberTable) => table.up().map(({ id }) => id)
      const gone = removed(one.all())
      return ids(one).join() === ids(other).join() && ids(one).every((id) => !gone.has(id))
    }),
  )
  t.pass()
})

t.test('a removal is taken back only while what the node holds is taken', async (t) => {
  const self = member(a, { removes: [b] })
  const table = new MemberTable([self, member(b)])
  const restore = (reason: string | undefined) =>
    after(
      self,
      { kind: 'restore', node: b },
      { table, replicaCount: 1, isReachable: () => true, staysRemoved: () => reason },
    )
  t.strictSame(restore(undefined).removes, [])
  t.throws(() => restore('too long ago'), { code: 'BAD_ARGUMENT', message: /too long ago; it can come back/ })
})
