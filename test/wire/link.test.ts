import t from 'tap'
import type { Listener } from '../../src/ports/network.js'
import { FrameType } from '../../src/wire/frame.js'
import { Link, linkDefaults } from '../../src/wire/link.js'
import { Session, sessionDefaults } from '../../src/wire/session.js'
import { address, echo, nodeIdentity, outcome, Rig } from './rig.js'

const ask = { type: FrameType.GET }

/** A rig whose listener can go and come back, and counts who connects. */
function fickle() {
  const rig = new Rig()
  const sessions = new Set<Session>()
  let listener: Listener | undefined
  let accepted = 0
  return {
    rig,
    sessions,
    accepted: () => accepted,
    async up(nodeId = nodeIdentity.nodeId) {
      listener = await rig.network.listen(address, (stream) => {
        accepted += 1
        const session: Session = new Session(stream, {
          clock: rig.clock,
          identity: { ...nodeIdentity, nodeId },
          limits: sessionDefaults,
          serve: echo,
          ended: () => sessions.delete(session),
          report: () => {},
        })
        sessions.add(session)
      })
    },
    stopListening: () => listener?.close(),
    async down(how: 'drain' | 'destroy') {
      await listener?.close()
      for (const session of sessions) session[how]()
    },
    link(nodeId?: string) {
      const random = { next: () => 0.5, fill: () => {} }
      return new Link(address, { ...rig.callerOptions(), ...linkDefaults, random }, nodeId)
    },
  }
}

t.test('calls wait for the first attempt, and for no other', async (t) => {
  const node = fickle()
  await node.up()
  const link = node.link()
  t.ok(link.reachable && !link.connected, 'at the first attempt')
  t.match(await node.rig.clock.settle(link.call(ask, 1000)), { type: FrameType.GET | 0x80 })
  t.ok(link.connected)
  t.equal(link.problem, undefined)
  t.match(link.peer, { nodeId: 'aaaaaaaaaaaa' })

  await node.down('destroy')
  await node.rig.calm()
  t.notOk(link.reachable)
  t.match(link.problem, { code: 'CONNECTION_LOST' })
  t.match(await outcome(link.call(ask, 1000)), { code: 'UNREACHABLE', message: /lost/ }, 'at once')
  t.equal(node.rig.clock.timerCount, 1, 'the one for the next attempt')
  link.close()
})

t.test('it comes back by itself, soon at first and more seldom later', async (t) => {
  const node = fickle()
  const { rig } = node
  const attempts: number[] = []
  const connect = rig.network.connect.bind(rig.network)
  rig.network.connect = (...args) => {
    attempts.push(rig.clock.nowMs())
    return connect(...args)
  }
  const link = node.link()
  await rig.clock.settle(link.settled)
  t.notOk(link.reachable)
  await rig.clock.advance(10_000)
  // To be refused takes half a millisecond.
  const pauses = attempts.slice(1).map((at, n) => Math.floor(at - attempts[n]))
  t.strictSame(pauses.slice(0, 8), [50, 100, 200, 400, 800, 1600, 2000, 2000])
  await node.up()
  await rig.clock.advance(2100)
  t.ok(link.connected)
  await node.down('destroy')
  await rig.clock.advance(1)
  const { length } = attempts
  await rig.clock.advance(55)
  t.equal(attempts.length, length + 1, 'soon again after it has been connected')
  link.close()
})

t.test('a node that says CLOSING is left at once, and found again', async (t) => {
  const node = fickle()
  await node.up()
  const link = node.link()
  await node.rig.clock.settle(link.settled)
  await node.down('drain')
  await node.rig.calm()
  t.notOk(link.reachable)
  await node.up()
  await node.rig.clock.advance(5000)
  t.ok(link.connected)
  t.equal(node.accepted(), 2, 'by one connection, not more')
  link.close()
  await node.rig.calm()
  t.equal(node.sessions.size, 0)
})

t.test('another node at the address is not taken for the one that was meant', async (t) => {
  const node = fickle()
  await node.up('cccccccccccc')
  const link = node.link('aaaaaaaaaaaa')
  await node.rig.clock.settle(link.settled)
  t.notOk(link.connected)
  t.match(link.problem, { code: 'UNREACHABLE', message: /is node cccccccccccc now, not aaaaaaaaaaaa/ })
  await node.down('destroy')
  await node.up()
  await node.rig.clock.advance(5000)
  t.ok(link.connected)
  link.close()
})

t.test('a call waits for the first attempt no longer than it may', async (t) => {
  const node = fickle()
  node.rig.silence()
  const link = node.link()
  const call = outcome(link.call(ask, 30))
  await node.rig.clock.advance(31)
  t.match(await call, { code: 'UNREACHABLE', message: /no connection to node:7401/ })
  link.close()
})

t.test('word that the node is back ends the pause', async (t) => {
  const node = fickle()
  const link = node.link()
  await node.rig.clock.advance(20_000)
  t.notOk(link.connected)
  await node.up()
  link.retryNow()
  link.retryNow()
  await node.rig.clock.advance(5)
  t.ok(link.connected)
  link.retryNow()
  await node.rig.clock.advance(5000)
  t.equal(node.accepted(), 1)
  link.close()
})

t.test(
  'renewed: another connection takes over when it opens, and nothing that was asked is lost',
  async (t) => {
    const node = fickle()
    await node.up()
    const link = node.link()
    const { clock } = node.rig
    await clock.settle(link.settled)
    const slow = link.call({ type: FrameType.GET, value: [Buffer.from('slow')] }, 1000)
    link.renew()
    link.renew()
    t.match(await clock.settle(slow), { type: FrameType.GET | 0x80 })
    await clock.advance(10)
    t.ok(link.connected)
    t.equal(node.accepted(), 2, 'one more, however often it is said')
    t.equal(node.sessions.size, 1, 'the one before has ended when nothing was owed there any more')
    link.renew()
    await clock.advance(10)
    t.equal(node.accepted(), 2, 'not again so soon')
    await node.down('destroy')
    await clock.advance(10)
    t.notOk(link.connected)
    link.renew()
    await node.up()
    await clock.advance(200)
    t.ok(link.connected, 'it is opened anew as ever')
    t.equal(node.accepted(), 3)
    link.close()
  },
)

t.test('renewed in vain: the connection stays in use, and attempts are few', async (t) => {
  const node = fickle()
  const { rig } = node
  await node.up()
  const link = node.link('aaaaaaaaaaaa')
  await rig.clock.settle(link.settled)
  const attempts: number[] = []
  const connect = rig.network.connect.bind(rig.network)
  rig.network.connect = (...args) => {
    attempts.push(rig.clock.nowMs())
    return connect(...args)
  }
  rig.silence()
  for (let ms = 0; ms < 6000; ms += 50) {
    link.renew()
    await rig.clock.advance(50)
  }
  t.ok(link.connected)
  t.equal(link.problem, undefined)
  const gaps = attempts.slice(1).map((at, n) => at - attempts[n])
  t.ok(gaps.length >= 2 && gaps.every((gap) => gap >= 1250), `every ${gaps} ms`)
  link.close()
  await rig.clock.advance(5000)
  t.equal(rig.clock.timerCount, 1, 'only the session still waits, which heard nothing of it')
})

t.test('renewed, another node at the address is not taken', async (t) => {
  const node = fickle()
  await node.up()
  const link = node.link('aaaaaaaaaaaa')
  await node.rig.clock.settle(link.settled)
  await node.stopListening()
  await node.up('cccccccccccc')
  link.renew()
  await node.rig.clock.advance(50)
  t.match(link.peer, { nodeId: 'aaaaaaaaaaaa' })
  t.ok(link.connected)
  link.close()
})

t.test('closed, it stays closed, whenever that was', async (t) => {
  for (const afterMs of [0, 0.3, 1, 60]) {
    const node = fickle()
    await node.up()
    const link = node.link()
    await node.rig.clock.advance(afterMs)
    link.close()
    await node.rig.clock.advance(100)
    t.notOk(link.connected, `after ${afterMs} ms`)
    t.equal(node.sessions.size, 0)
    t.equal(node.rig.clock.timerCount, 0)
    t.match(await outcome(link.call(ask, 10)), { name: 'GrammeError' })
  }
  const down = fickle()
  const link = down.link()
  await down.rig.clock.advance(10)
  link.close()
  await down.rig.clock.advance(100)
  t.equal(down.rig.clock.timerCount, 0)
})
