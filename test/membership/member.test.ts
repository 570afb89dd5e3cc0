import fc from 'fast-check'
import t from 'tap'
import {
  compareAge,
  type Member,
  MemberTable,
  membersMax,
  recordAtStart,
} from '../../src/membership/member.js'
import { anyRecords, memberOf, nodeIds } from './arbitraries.js'

const [idA, idB] = nodeIds

function tableOf(...batches: (readonly Member[])[]): readonly Member[] {
  const table = new MemberTable()
  for (const batch of batches) table.merge(batch)
  return table.all()
}

t.test('tables that heard the same know the same, in whatever order and how often', async (t) => {
  fc.assert(
    fc.property(anyRecords, anyRecords, anyRecords, (a, b, c) => {
      const expected = JSON.stringify(tableOf(a, b, c))
      const others = {
        commutative: tableOf(c, b, a),
        associative: tableOf(a, tableOf(b, c)),
        idempotent: tableOf(a, b, c, a, tableOf(a, b, c)),
        'one by one': tableOf(...[...b, ...a, ...c].map((one) => [one])),
      }
      for (const [law, table] of Object.entries(others)) {
        if (JSON.stringify(table) !== expected) throw new Error(`not ${law}`)
      }
    }),
  )
  t.pass()
})

t.test('merging says what changed, and nothing else did', async () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, (before, heard) => {
      const table = new MemberTable(tableOf(before))
      const known = new Map(table.all().map((member) => [member.id, member]))
      const changed = table.merge(heard)
      for (const member of table.all()) {
        const old = known.get(member.id)
        const isNew = old === undefined || compareAge(member, old) > 0
        if (isNew !== changed.includes(member))
          throw new Error(`${member.id} changed unannounced, or did not`)
        if (!isNew && member !== old) throw new Error('a record was replaced by one no newer')
        for (const one of heard) {
          if (one.id === member.id && compareAge(one, member) > 0)
            throw new Error('a newer record was left out')
        }
      }
    }),
  )
})

t.test('members are by id; those who left own nothing and stay known', async (t) => {
  const table = new MemberTable()
  const left = { ...memberOf(idA, 3, 1), status: 'left' as const }
  const up = { ...memberOf(idB, 1, 1), status: 'up' as const }
  table.merge([up, left])
  t.strictSame(table.all(), [left, up])
  t.strictSame(table.up(), [up])
  t.strictSame(table.merge([{ ...left, version: 0, status: 'up' }]), [], 'an old record brings nobody back')
  t.strictSame(table.up(), [up])
  t.equal(table.get(idA), left)
  t.equal(table.get('f'.repeat(12)), undefined)
})

t.test('a table has its limit; known members still change', async (t) => {
  const table = new MemberTable()
  const many = Array.from({ length: membersMax + 5 }, (_, index) =>
    memberOf(index.toString(16).padStart(12, '0'), 1, 1),
  )
  t.equal(table.merge(many).length, membersMax)
  t.equal(table.all().length, membersMax)
  const newer = memberOf(many[0].id, 2, 1)
  t.strictSame(table.merge([newer, many[membersMax]]), [newer])
})

t.test('a node’s record at a start outdoes the one that is remembered', async (t) => {
  const self = { id: idA, address: '10.0.0.1:7401', weight: 2, zone: 'z', status: 'up' as const }
  t.strictSame(recordAtStart(self, undefined, 1234.9), {
    ...self,
    removes: [],
    incarnation: 1234,
    version: 0,
  })
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.nat(0xffff),
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      (...numbers) => {
        const [incarnation, version, wallMs] = numbers
        const last = memberOf(idA, incarnation, version)
        const record = recordAtStart(self, last, wallMs)
        if (compareAge(record, last) <= 0) throw new Error('an older record stands')
        if (new MemberTable([last]).merge([record]).length !== 1)
          throw new Error('the table does not take it')
        if (record.incarnation < Math.floor(wallMs)) throw new Error('it is older than it is')
      },
    ),
  )
})

t.test('who starts from a table that has lost an act is outdone by whoever remembers it', async (t) => {
  const around = { id: idA, address: '10.0.0.1:7401', weight: 1, zone: '' }
  const first = recordAtStart(around, undefined, 1000)
  const acted: Member = { ...first, version: 1, status: 'leaving', removes: [idB] }
  const restored = recordAtStart({ ...around, address: '10.0.0.2:7401' }, first, 2000)
  const peers = new MemberTable([acted])
  t.strictSame(peers.merge([restored]), [], 'peers keep what they know')
  const own = new MemberTable([restored])
  t.strictSame(own.merge(peers.all()), [acted])
  const adopted = recordAtStart({ ...around, address: restored.address }, own.get(idA), 3000)
  t.match(adopted, { status: 'leaving', removes: [idB], address: restored.address, version: 1 })
  t.strictSame(peers.merge([adopted]), [adopted])
  t.match(recordAtStart(around, adopted, 4000), { version: 1, incarnation: 4000 }, 'a start is no act')
})
