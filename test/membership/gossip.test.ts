import fc from 'fast-check'
import t from 'tap'
import { Gossip, seedEveryRounds } from '../../src/membership/gossip.js'
import { type Member, MemberTable, membersMax } from '../../src/membership/member.js'
import { agesMax, recordsMax, requestsMax, type Telling } from '../../src/membership/swap.js'
import { ManualClock } from '../ports/manual-clock.js'
import { seededRandom } from '../version/cluster-model.js'
import { memberOf } from './arbitraries.js'
import { Crowd, intervalMs } from './crowd.js'

t.test('all hear of all from one seed, though some cannot be reached', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.nat(1000), async (count, seed) => {
      const crowd = new Crowd(seed)
      const first = crowd.add([])
      for (let index = 1; index < count; index++) crowd.add([first.address])
      const down = crowd.nodes.filter((_, index) => index % 4 === 3)
      crowd.start()
      await crowd.clock.advance(1000)
      for (const node of down) node.isUp = false
      const late = crowd.add(['nowhere:1', first.address])
      late.gossip.start()
      await crowd.clock.advance(20 * intervalMs)
      if (!crowd.allKnow(crowd.nodes.filter(({ isUp }) => isUp))) throw new Error('somebody has not heard')
      for (const node of crowd.nodes) {
        if (node.isUp && node.table.up().length < count) throw new Error('an outage took a member away')
      }
      for (const node of down) node.isUp = true
      await crowd.clock.advance(20 * intervalMs)
      if (!crowd.allKnow(crowd.nodes)) throw new Error('who came back has not heard')
      crowd.stop()
    }),
    { numRuns: 25 },
  )
  t.pass()
})

t.test('a seed is asked often until it answers, and never by itself', async (t) => {
  const crowd = new Crowd()
  const seed = crowd.add(['node-1:7401'])
  seed.isUp = false
  const node = crowd.add([seed.address, 'node-2:7401'])
  node.gossip.start()
  seed.gossip.start()
  await crowd.clock.advance(900)
  const early = node.asked.length
  t.ok(early >= 3, `asked ${early} times at first`)
  t.strictSame([...new Set(node.asked.map(({ address }) => address))], [seed.address])
  t.strictSame(seed.asked, [], 'its own address is no seed')

  await crowd.clock.advance(60_000)
  const since = node.asked.filter(({ atMs }) => atMs > 30_000).length
  t.ok(since <= 65, `${since} times in half a minute: one that stays away is not pestered`)
  t.ok(since >= 15, 'and not forgotten')

  seed.isUp = true
  await crowd.clock.advance(2 * intervalMs)
  t.ok(node.table.get(seed.id) && seed.table.get(node.id))
  node.asked.length = 0
  await crowd.clock.advance(20 * intervalMs)
  t.ok(node.asked.length >= 10 && node.asked.length <= 45, `${node.asked.length} times as one of the members`)
  crowd.stop()
})

t.test(
  'a seed that has answered is asked now and then for ever, among members like the others',
  async (t) => {
    const crowd = new Crowd()
    const seed = crowd.add([])
    crowd.add([seed.address])
    const node = crowd.add([seed.address])
    crowd.start()
    await crowd.clock.advance(10 * intervalMs)
    node.asked.length = 0
    const rounds = 20 * seedEveryRounds
    await crowd.clock.advance(rounds * intervalMs)
    const times = node.asked.map(({ atMs }) => atMs)
    const both = times.length - new Set(times).size
    // A round asks the seed as well in one of ten, unless it asks it anyway, which is in half of them.
    t.ok(both >= 3 && both <= 22, `in ${both} of ${rounds} rounds two were asked`)
    t.equal(new Set(node.asked.map(({ address }) => address)).size, 2, 'and each in its turn')
    crowd.stop()
  },
)

t.test('members that have come to form two clusters meet by a seed', async (t) => {
  const crowd = new Crowd()
  const first = crowd.add([])
  const node = crowd.add([first.address])
  crowd.start()
  await crowd.clock.advance(5 * intervalMs)
  t.ok(node.table.get(first.id), 'the seed has answered')
  // It leaves, and starts as a new node on an empty folder, at the same address and with no seeds.
  crowd.change(first, { status: 'left' })
  await crowd.clock.advance(5 * intervalMs)
  t.equal(node.table.up().length, 1, 'it has left')
  first.gossip.stop()
  const anew = crowd.add([], [], { id: 'f'.repeat(12), address: first.address })
  anew.gossip.start()
  await crowd.clock.advance(2 * seedEveryRounds * intervalMs)
  t.ok(node.table.get(anew.id) && anew.table.get(node.id), 'they know each other')
  crowd.stop()
})

t.test('one of several seeds that stays away is asked now and then', async (t) => {
  const crowd = new Crowd()
  const seed = crowd.add([])
  const node = crowd.add([seed.address, 'nowhere:1'])
  crowd.start()
  await crowd.clock.advance(10 * intervalMs)
  node.asked.length = 0
  await crowd.clock.advance(20 * seedEveryRounds * intervalMs)
  const times = node.asked.filter(({ address }) => address === 'nowhere:1').length
  t.ok(times >= 10 && times <= 25, `${times} times in some 200 rounds`)
  crowd.stop()
})

t.test(
  'what differs travels in messages of bounded size, and a newcomer has all in bounded rounds',
  async (t) => {
    const crowd = new Crowd()
    const many = Array.from({ length: membersMax - 2 }, (_, number) => ({
      ...memberOf((number + 100).toString(16).padStart(12, '0'), 1, 1),
      status: 'left' as const,
    }))
    const seed = crowd.add([], many)
    seed.gossip.start()
    const node = crowd.add([seed.address])
    let records = 0
    crowd.sent = ({ telling }) => {
      t.ok(telling.members.length <= recordsMax && telling.wanted.length <= recordsMax)
      t.ok(telling.ages.length <= agesMax || telling.compared.length === 1)
      records += telling.members.length
    }
    let visits = 0
    node.gossip.start()
    while (node.table.size < membersMax) {
      await crowd.clock.advance(10)
      visits = node.asked.length + seed.asked.length
      if (crowd.clock.nowMs() > 5 * intervalMs) break
    }
    t.strictSame(node.table.all(), seed.table.all())
    const least = Math.ceil(membersMax / (recordsMax * requestsMax))
    t.ok(visits >= least && visits <= 2 * least + 2, `${visits} swaps`)
    t.ok(records <= membersMax + 4 * recordsMax, `${records} records travelled`)
    crowd.stop()
  },
)

t.test('two full tables that differ go on, at the usual pace and at a bounded price', async (t) => {
  const crowd = new Crowd()
  const fill = (from: number) =>
    Array.from({ length: membersMax - 1 }, (_, number) => ({
      ...memberOf((from + number).toString(16).padStart(12, '0'), 1, 1),
      status: 'left' as const,
    }))
  const one = crowd.add([], fill(0x1000))
  const other = crowd.add([one.address, 'nowhere:1'], fill(0x100000))
  t.equal(one.table.size, membersMax)
  let bytes = 0
  crowd.sent = (sent) => {
    bytes += sent.bytes
  }
  other.gossip.start()
  await crowd.clock.advance(40 * intervalMs)
  t.equal(one.table.size, membersMax)
  const visits = other.asked.filter(({ address }) => address === one.address).length
  t.ok(visits >= 2 && visits <= 10, `${visits} visits`)
  t.ok(bytes / visits < 25_000, `${Math.round(bytes / visits)} bytes a visit, both ways`)
  const newer = crowd.change(one)
  t.equal(other.table.get(one.id), undefined, 'there is no room')
  t.equal(one.table.get(one.id), newer)
  crowd.stop()
})
t.test('who changes its own record tells a few at once, and knows when one of them has it', async (t) => {
  const crowd = new Crowd()
  const first = crowd.add([])
  const others = Array.from({ length: 5 }, () => crowd.add([first.address]))
  crowd.start()
  await crowd.clock.advance(20 * intervalMs)
  const [node] = others
  const change = (status: Member['status']) => {
    const own = node.table.get(node.id)
    if (own === undefined) throw new Error('a node without a record')
    const next = { ...own, version: own.version + 1, status }
    node.table.merge([next])
    return next
  }
  const whoKnow = (record: Member) => crowd.nodes.filter(({ table }) => table.get(record.id) === record)
  let known = 0
  const left = change('left')
  node.gossip.changedOwn(left, () => {
    known += 1
  })
  await crowd.clock.advance(0)
  t.equal(whoKnow(left).length, 1 + 3, 'itself, and three of the five others before the next round')
  t.equal(known, 1)
  await crowd.clock.advance(20 * intervalMs)
  t.equal(known, 1, 'told once')
  t.equal(whoKnow(left).length, crowd.nodes.length)

  node.isUp = false
  const back = change('up')
  node.gossip.changedOwn(back, () => {
    known += 1
  })
  await crowd.clock.advance(5 * intervalMs)
  t.equal(known, 1, 'nobody can be reached')
  node.isUp = true
  await crowd.clock.advance(2 * intervalMs)
  t.equal(known, 2, 'a round told it')

  node.isUp = false
  node.gossip.changedOwn(change('left'), () => {
    known += 1
  })
  node.gossip.changedOwn(change('up'))
  node.isUp = true
  await crowd.clock.advance(5 * intervalMs)
  t.equal(known, 2, 'who has come back has not left, whoever knows')
  crowd.stop()
})

t.test(
  'a node knows when another had its table, and does not once it has changed its own record',
  async (t) => {
    const crowd = new Crowd()
    const first = crowd.add([])
    const node = crowd.add([first.address])
    t.notOk(node.gossip.isInStep)
    crowd.start()
    await crowd.clock.advance(3 * intervalMs)
    t.ok(node.gossip.isInStep)
    first.isUp = false
    node.gossip.changedOwn(crowd.change(node))
    await crowd.clock.advance(5 * intervalMs)
    t.notOk(node.gossip.isInStep, 'nobody has heard of that')
    first.isUp = true
    await crowd.clock.advance(5 * intervalMs)
    t.ok(node.gossip.isInStep)
    crowd.stop()
  },
)

t.test('a node that knows its members needs no seed', async (t) => {
  const crowd = new Crowd()
  const one = crowd.add([])
  const other = crowd.add([], one.table.all())
  other.gossip.start()
  await crowd.clock.advance(2 * intervalMs)
  t.ok(one.table.get(other.id))
  crowd.stop()
})

t.test('who has left is not asked', async (t) => {
  const crowd = new Crowd()
  const gone = crowd.add([])
  const node = crowd.add([], [{ ...gone.table.all()[0], status: 'left' }])
  node.gossip.start()
  await crowd.clock.advance(5 * intervalMs)
  t.strictSame(node.asked, [])
  crowd.stop()
})

t.test('stopping is final, also for what is under way', async (t) => {
  const clock = new ManualClock()
  const table = new MemberTable([{ ...memberOf('b', 1, 1), status: 'up' }])
  let answer = (_: Telling) => {}
  let heard = 0
  let asked = 0
  const gossip = new Gossip({
    selfId: 'a',
    table,
    seeds: [],
    clock,
    random: seededRandom(1),
    intervalMs,
    visit: (_, talk) =>
      talk(
        () =>
          new Promise((resolve) => {
            asked += 1
            answer = resolve
          }),
      ),
    heard: () => {
      heard += 1
      return []
    },
  })
  const reply = { members: [], buckets: [], compared: [], ages: [], wanted: [], lookedAt: 0, hash: undefined }
  gossip.start()
  await clock.advance(10)
  t.equal(asked, 1)
  answer(reply)
  await clock.advance(5 * intervalMs)
  t.equal(heard, 1)
  t.equal(asked, 2, 'one exchange at a time')
  gossip.stop()
  answer(reply)
  await clock.advance(10 * intervalMs)
  t.strictSame({ heard, asked, timers: clock.timerCount }, { heard: 1, asked: 2, timers: 0 })
})
