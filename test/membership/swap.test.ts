/** Two tables and the swap between them, without a network: what it makes equal, and what it costs. */
import fc from 'fast-check'
import t from 'tap'
import type { gramme } from '#messages'
import { tellingFromWire, tellingToWire } from '../../src/membership/gossip-codec.js'
import { type Member, MemberTable, membersMax } from '../../src/membership/member.js'
import { Rumours } from '../../src/membership/rumours.js'
import { agesMax, answerTo, recordsMax, requestsMax, Swap, type Telling } from '../../src/membership/swap.js'
import { areSame } from '../../src/membership/table-digest.js'
import { Gossip } from '../../src/wire/messages.js'
import { seededRandom } from '../version/cluster-model.js'
import { memberOf, nodeIds } from './arbitraries.js'
import { bytesOf } from './crowd.js'

interface Outcome {
  readonly requests: number
  /** Both ways. */
  readonly bytes: number
  readonly records: number
  readonly isUnfinished: boolean
}

interface Side {
  readonly table: MemberTable
  readonly rumours: Rumours
}

function sideOf(members: Iterable<Member>): Side {
  const table = new MemberTable()
  table.merge(members)
  return { table, rumours: new Rumours() }
}

/** Through the wire and back. */
function travelled(telling: Telling): Telling {
  return tellingFromWire(Gossip.decode(Gossip.encode(tellingToWire(telling)).finish()))
}

function swapped(asker: Side, answerer: Side, seed = 1): Outcome {
  const random = seededRandom(seed)
  const swap = new Swap(asker.table, asker.rumours, random)
  let [requests, bytes, records] = [0, 0, 0]
  for (let request = swap.next(); request !== undefined; request = swap.next()) {
    requests += 1
    const asked = travelled(request)
    answerer.table.merge(asked.members)
    const reply = travelled(answerTo(asked, answerer.table, answerer.rumours, random))
    asker.table.merge(reply.members)
    swap.take(reply)
    for (const telling of [request, reply]) {
      if (telling.members.length > recordsMax || telling.wanted.length > recordsMax)
        throw new Error('a message over its bound')
      if (telling.ages.length > agesMax && telling.compared.length > 1) throw new Error('too many ages')
      bytes += bytesOf(telling)
      records += telling.members.length
    }
  }
  return { requests, bytes, records, isUnfinished: swap.isUnfinished }
}

function idOf(number: number): string {
  return number.toString(16).padStart(12, '0')
}

function many(count: number, from = 0): Member[] {
  return Array.from({ length: count }, (_, number) => memberOf(idOf(from + number), 1, 1))
}

/** Records of up to 300 nodes, each in one of a few ages: what a node has heard of them. */
const anyTable = fc
  .uniqueArray(fc.tuple(fc.nat(299), fc.nat(3)), {
    minLength: 1,
    maxLength: 120,
    selector: ([number]) => number,
  })
  .map((heard) => heard.map(([number, version]) => memberOf(idOf(number), 1, version)))

t.test('swaps make both equal: what each would know that had heard all', async () => {
  fc.assert(
    fc.property(anyTable, anyTable, fc.array(fc.nat(299)), fc.nat(), (a, b, rumoured, seed) => {
      const [one, other] = [sideOf(a), sideOf(b)]
      one.rumours.add(rumoured.map(idOf))
      other.rumours.add(rumoured.map(idOf).reverse())
      const wanted = JSON.stringify(sideOf([...a, ...b]).table.all())
      let swaps = 0
      for (let isUnfinished = true; isUnfinished; swaps += 1) {
        const outcome = swaps % 2 === 0 ? swapped(one, other, seed) : swapped(other, one, seed)
        isUnfinished = outcome.isUnfinished
        if (outcome.requests > requestsMax) throw new Error('too many requests')
        if (swaps > 10) throw new Error('it does not end')
      }
      for (const { table } of [one, other]) {
        if (JSON.stringify(table.all()) !== wanted) throw new Error('one does not know all')
      }
    }),
  )
})

t.test('equal tables cost a small constant', async (t) => {
  const costs = [1, 10, 1000].map((count) => swapped(sideOf(many(count)), sideOf(many(count))))
  for (const { requests, bytes, records } of costs) {
    t.strictSame({ requests, records }, { requests: 1, records: 0 })
    t.equal(bytes, costs[0].bytes)
  }
  t.ok(costs[0].bytes < 100, `${costs[0].bytes} bytes both ways`)
})

t.test('one change among a thousand members moves its record and compares its bucket', async (t) => {
  const changed = memberOf(idOf(17), 1, 2)
  for (const isAsker of [true, false]) {
    const [newer, older] = [sideOf([...many(1000), changed]), sideOf(many(1000))]
    const { requests, bytes, records } = isAsker ? swapped(newer, older) : swapped(older, newer)
    t.equal(older.table.get(changed.id)?.version, 2)
    t.equal(records, 1)
    t.ok(requests <= 3 && bytes < 1500, `${requests} requests, ${bytes} bytes`)
  }
})

t.test('one that is told as a rumour needs no comparing', async (t) => {
  const changed = memberOf(idOf(17), 1, 2)
  const [newer, older] = [sideOf([...many(1000), changed]), sideOf(many(1000))]
  newer.rumours.add([changed.id])
  const { requests, bytes, records } = swapped(newer, older)
  t.strictSame({ requests, records }, { requests: 1, records: 1 })
  t.ok(bytes < 200, `${bytes} bytes`)
})

t.test('an empty table is filled within bounded messages, whoever asks', async (t) => {
  for (const isAsker of [true, false]) {
    const [full, empty] = [sideOf(many(membersMax - 1)), sideOf(many(1, 5000))]
    let [requests, records] = [0, 0]
    for (let swaps = 0; empty.table.size < membersMax && swaps < 20; swaps += 1) {
      const outcome = isAsker ? swapped(empty, full, swaps) : swapped(full, empty, swaps)
      t.ok(outcome.bytes < 25_000, `${outcome.bytes} bytes a swap`)
      requests += outcome.requests
      records += outcome.records
    }
    t.strictSame(empty.table.all(), full.table.all())
    t.ok(requests <= 60, `${requests} requests`)
    t.ok(records <= 1000 + 2 * recordsMax, `${records} records`)
  }
})

t.test('a full table asks for nobody that it has no room for', async (t) => {
  const [one, other] = [sideOf(many(membersMax)), sideOf(many(membersMax, 5000))]
  const { requests, bytes } = swapped(one, other)
  t.ok(requests === requestsMax && bytes < 25_000, `${bytes} bytes`)
  const asked: Telling = {
    ...{ hash: { high: 1, low: 1 }, members: [], buckets: [], wanted: [], lookedAt: 0 },
    ...{ compared: Array.from({ length: 64 }, (_, bucket) => bucket), ages: many(10, 9000) },
  }
  t.strictSame(answerTo(asked, one.table, one.rumours, seededRandom(1)).wanted, [])
})

t.test('tables that differ while no bucket does still become equal', async (t) => {
  const [one, other] = [sideOf(many(100)), sideOf(many(101))]
  const rumours = new Rumours()
  for (let seed = 0; seed < 1000 && one.table.size < 101; seed += 1) {
    const swap = new Swap(one.table, rumours, seededRandom(seed))
    swap.next()
    const hash = other.table.digest.table
    const nothing = { hash, members: [], compared: [], ages: [], wanted: [], lookedAt: 0 }
    swap.take({ ...nothing, buckets: one.table.digest.buckets() })
    const request = swap.next()
    if (request !== undefined)
      one.table.merge(answerTo(request, other.table, rumours, seededRandom(seed)).members)
  }
  t.ok(areSame(one.table.digest.table, other.table.digest.table))
})

t.test('who tells no hash has some records, and is asked nothing', async (t) => {
  const { table, rumours } = sideOf(many(100))
  const nothing = {
    hash: undefined,
    members: [],
    buckets: [],
    compared: [],
    ages: [],
    wanted: [],
    lookedAt: 0,
  }
  const answers = [1, 2, 3].map((seed) => answerTo(nothing, table, rumours, seededRandom(seed)).members)
  for (const members of answers) t.equal(members.length, recordsMax)
  t.notSame(answers[0], answers[1], 'others each time')
  const swap = new Swap(table, rumours, seededRandom(1))
  t.ok(swap.next())
  swap.take(nothing)
  t.equal(swap.next(), undefined)
  t.notOk(swap.isUnfinished)
})

t.test('what breaks the rules is left out, and the rest stands', async (t) => {
  const good = { id: nodeIds[0], incarnation: 3, version: 1 }
  const message: gramme.Gossip.$Properties = {
    compared: [1, 64, 1, 4_000_000_000, 63],
    ages: [{ ...good, id: 'x' }, good, { ...good, incarnation: Number.NaN }, {}],
    wanted: ['x', nodeIds[1], ...Array.from({ length: 100 }, () => nodeIds[2])],
    tableHigh: 0,
    tableLow: 0,
  }
  const telling = tellingFromWire(Gossip.decode(Gossip.encode(message).finish()))
  t.strictSame(telling.compared, [1, 63])
  t.strictSame(telling.ages, [good])
  t.equal(telling.wanted.length, recordsMax - 1)
  t.equal(telling.hash, undefined)
})

t.test('any message is answered, within its bounds', async () => {
  const anyAge = fc.record({
    id: fc.nat(400).map(idOf),
    incarnation: fc.nat(3),
    version: fc.nat(3),
  })
  const anyTelling: fc.Arbitrary<Telling> = fc.record({
    hash: fc.option(fc.record({ high: fc.nat(), low: fc.nat() }), { nil: undefined }),
    members: fc.constant([]),
    buckets: fc.array(fc.nat(), { maxLength: 70 }),
    compared: fc.uniqueArray(fc.nat(63)),
    ages: fc.array(anyAge, { maxLength: 200 }),
    wanted: fc.array(fc.nat(400).map(idOf), { maxLength: 40 }),
    lookedAt: fc.nat(100),
  })
  fc.assert(
    fc.property(anyTelling, anyTelling, (asked, reply) => {
      const { table, rumours } = sideOf(many(300))
      const answer = answerTo(asked, table, rumours, seededRandom(1))
      if (answer.members.length > recordsMax || answer.wanted.length > recordsMax) throw new Error('too much')
      if (answer.lookedAt > asked.compared.length) throw new Error('looked at more than was asked')
      const swap = new Swap(table, rumours, seededRandom(1))
      let requests = 0
      for (let request = swap.next(); request !== undefined; request = swap.next()) {
        requests += 1
        if (request.members.length > recordsMax) throw new Error('too many records')
        swap.take(reply)
      }
      if (requests > requestsMax) throw new Error('it goes on')
    }),
  )
})
