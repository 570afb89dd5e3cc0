import fc from 'fast-check'
import t from 'tap'
import { Gossip } from '../../src/membership/gossip.js'
import { type Member, MemberTable, recordAtStart } from '../../src/membership/member.js'
import { ManualClock } from '../ports/manual-clock.js'
import { seededRandom } from '../version/cluster-model.js'
import { memberOf } from './arbitraries.js'

interface Node {
  readonly id: string
  readonly address: string
  readonly table: MemberTable
  readonly gossip: Gossip
  isUp: boolean
  /** Addresses it asked, in order, with the time. */
  readonly asked: { address: string; atMs: number }[]
}

const intervalMs = 1000

class Crowd {
  readonly clock = new ManualClock()
  readonly nodes: Node[] = []

  constructor(private readonly seed = 1) {}

  add(seeds: readonly string[], known: readonly Member[] = []): Node {
    const number = this.nodes.length + 1
    const id = number.toString(16).padStart(12, '0')
    const address = `node-${number}:7401`
    const table = new MemberTable(known)
    const self = { id, address, weight: 1, zone: '', status: 'up' as const }
    table.merge([recordAtStart(self, table.get(id), this.clock.wallMs())])
    const asked: Node['asked'] = []
    const gossip = new Gossip({
      selfId: id,
      table,
      seeds,
      clock: this.clock,
      random: seededRandom(this.seed * 100 + number),
      intervalMs,
      exchange: async (to, mine) => {
        asked.push({ address: to, atMs: this.clock.nowMs() })
        const other = this.nodes.find((one) => one.address === to)
        if (other === undefined || !other.isUp || !node.isUp) return undefined
        other.table.merge(mine)
        return other.table.all()
      },
      heard: (members) => void table.merge(members),
    })
    const node: Node = { id, address, table, gossip, isUp: true, asked }
    this.nodes.push(node)
    return node
  }

  /** Whether all nodes that are up know all these. */
  allKnow(members: readonly Node[]): boolean {
    return this.nodes
      .filter(({ isUp }) => isUp)
      .every(({ table }) => members.every(({ id }) => table.get(id) !== undefined))
  }

  stop(): void {
    for (const { gossip } of this.nodes) gossip.stop()
  }
}

t.test('all hear of all from one seed, though some cannot be reached', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.nat(1000), async (count, seed) => {
      const crowd = new Crowd(seed)
      const first = crowd.add([])
      for (let index = 1; index < count; index++) crowd.add([first.address])
      const down = crowd.nodes.filter((_, index) => index % 4 === 3)
      for (const node of crowd.nodes) node.gossip.start()
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

t.test('a seed that has answered is a member like the others', async (t) => {
  const crowd = new Crowd()
  const seed = crowd.add([])
  crowd.add([seed.address])
  const node = crowd.add([seed.address])
  for (const { gossip } of crowd.nodes) gossip.start()
  await crowd.clock.advance(10 * intervalMs)
  node.asked.length = 0
  await crowd.clock.advance(40 * intervalMs)
  const times = node.asked.map(({ atMs }) => atMs)
  t.equal(new Set(times).size, times.length, 'one a round')
  t.equal(new Set(node.asked.map(({ address }) => address)).size, 2, 'and each in its turn')
  crowd.stop()
})

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
  let answer = (_: Member[] | undefined) => {}
  let heard = 0
  let asked = 0
  const gossip = new Gossip({
    selfId: 'a',
    table,
    seeds: [],
    clock,
    random: seededRandom(1),
    intervalMs,
    exchange: () =>
      new Promise((resolve) => {
        asked += 1
        answer = resolve
      }),
    heard: () => {
      heard += 1
    },
  })
  gossip.start()
  await clock.advance(10)
  t.equal(asked, 1)
  answer([])
  await clock.advance(5 * intervalMs)
  t.equal(heard, 1)
  t.equal(asked, 2, 'one exchange at a time')
  gossip.stop()
  answer([])
  await clock.advance(10 * intervalMs)
  t.strictSame({ heard, asked, timers: clock.timerCount }, { heard: 1, asked: 2, timers: 0 })
})
