import fc from 'fast-check'
import t from 'tap'
import { type Act, after, handedOver } from '../../src/membership/acts.js'
import { type Member, MemberTable } from '../../src/membership/member.js'
import { historyOf, unseenBetween } from '../../src/membership/unseen.js'
import { nodeIds } from './arbitraries.js'

const [a, b, c, d] = nodeIds

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: '10.0.0.1:7401', weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

const all = [a, b, c].map((id) => member(id))

/** `all`, with these in place of others, or beside them. */
function having(...members: Member[]): Member[] {
  const ids = new Set(members.map(({ id }) => id))
  return [...all.filter(({ id }) => !ids.has(id)), ...members].sort((x, y) => (x.id < y.id ? -1 : 1))
}

t.test('one act, a start, and acts that move nothing hide no ring', async (t) => {
  for (const after of [
    all,
    having(member(c, { version: 1, status: 'leaving' })),
    having(member(c, { version: 1, weight: 3 })),
    having(member(c, { incarnation: 9, address: '10.0.0.9:7401' })),
    having(member(c, { version: 1, removes: [b] })),
    having(member(d)),
    having(member(d, { version: 1 })),
    having(member(d, { status: 'left' })),
  ]) {
    t.strictSame(unseenBetween(all, after), [], JSON.stringify(after.at(-1)))
  }
  const leaving = [b, c].map((id) => member(id, { version: 1, status: 'leaving' }))
  const left = [b, c].map((id) => member(id, { version: 2, status: 'left' }))
  t.strictSame(unseenBetween(having(...leaving), having(...left)), [])
  t.strictSame(
    unseenBetween(all, having(...leaving)),
    [],
    'whoever owns in the end did with one of them as well',
  )
})

t.test('two acts of one node hide what was between them', async (t) => {
  t.equal(unseenBetween(all, having(member(c, { version: 2 }))), 'unknown', 'it left and came back')
  t.equal(unseenBetween(all, having(member(d, { version: 1, status: 'leaving' }))), 'unknown')
  t.equal(unseenBetween(all, having(member(d, { version: 2 }))), 'unknown')
})

t.test('an act that gives and one that takes may have come in either order', async (t) => {
  const [joined, gone] = [member(d), member(c, { version: 1, status: 'leaving' })]
  t.strictSame(unseenBetween(all, having(joined, gone)), [
    [...all.filter(({ id }) => id !== c), gone],
    [...all, joined],
  ])
  const removed = member(a, { version: 1, removes: [d] })
  t.equal(unseenBetween(all, having(joined, removed)).length, 2, 'a node that came and was removed')
  t.equal(unseenBetween(all, having(joined, gone, removed)), 'unknown', 'too many orders')
  const [first, last] = [member(a, { version: 1, removes: [c] }), member(c, { version: 1, removes: [a] })]
  t.equal(unseenBetween(all, having(first, last)).length, 2, 'of two that say it of each other one stays')
})

t.test('the history changes with each act, and with no start', async (t) => {
  t.equal(historyOf(all), historyOf(having(member(c, { incarnation: 9, zone: 'z' }))))
  t.not(historyOf(all), historyOf(having(member(c, { version: 1 }))))
  t.not(historyOf(all), historyOf(having(member(d))))
})

t.test('whatever acts there were: who owns before and after did so between, or it is told', async () => {
  const act: fc.Arbitrary<Act | 'handed over'> = fc.oneof(
    fc.constant<Act>({ kind: 'join' }),
    fc.constant<Act>({ kind: 'leave', force: true }),
    fc.constantFrom(0.5, 1, 2).map((weight): Act => ({ kind: 'reweight', weight })),
    fc.constantFrom(...nodeIds).map((node): Act => ({ kind: 'remove', node, force: true })),
    fc.constantFrom(...nodeIds).map((node): Act => ({ kind: 'restore', node })),
    fc.constant<'handed over'>('handed over'),
  )
  const step = fc.tuple(fc.constantFrom(...nodeIds), act)
  const shares = (table: readonly Member[]) =>
    new Map(new MemberTable(table).up().map(({ id, weight }) => [id, weight]))
  const text = (table: readonly Member[]) => JSON.stringify([...shares(table)].sort())
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 3 }), (first, then) => {
      const table = new MemberTable(nodeIds.map((id) => member(id)))
      const does = ([id, one]: [string, Act | 'handed over']) => {
        const self = table.get(id) ?? member(id)
        try {
          const context = { table, replicaCount: 1, isReachable: () => false }
          table.merge([one === 'handed over' ? handedOver(self) : after(self, one, context)])
        } catch {}
        return table.all()
      }
      for (const one of first) does(one)
      const before = table.all()
      const passed = then.map(does)
      const unseen = unseenBetween(before, table.all())
      if (unseen === 'unknown') return true
      const told = new Set([before, table.all(), ...unseen].map(text))
      if (unseen.length > 0) return passed.every((one) => told.has(text(one)))
      const [from, to] = [shares(before), shares(table.all())]
      const stays = [...from].filter(([id]) => to.has(id)).map(([id]) => id)
      return passed.every((one) => stays.every((id) => shares(one).has(id)))
    }),
    { numRuns: 3000 },
  )
})
