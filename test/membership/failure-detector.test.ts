import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { FailureDetector, likeliestFirst } from '../../src/membership/failure-detector.js'
import type { Peer } from '../../src/membership/peer.js'
import { callerDefaults } from '../../src/wire/caller.js'
import { FrameType } from '../../src/wire/frame.js'
import { linkDefaults } from '../../src/wire/link.js'
import { type Serve, Session, sessionDefaults } from '../../src/wire/session.js'
import { StillMachine } from '../simulation/world/still-machine.js'
import { nodeIdentity, outcome, peerIdentity } from '../wire/rig.js'

/** Nodes that answer after as long as the test says; undefined: never. */
class World {
  readonly machine = new StillMachine()
  readonly clock = this.machine.clock
  readonly detector = new FailureDetector(this.clock)
  readonly latencyMs = new Map<string, number | undefined>()
  readonly sessions = new Map<string, Session>()
  /** Who is too busy. */
  readonly refuses = new Set<string>()

  async node(name: string): Promise<Peer> {
    const serve: Serve = async (frame) => {
      if (this.refuses.has(name)) throw new GrammeError('BUSY', 'too much to do', { retryAfterMs: 200 })
      const afterMs = this.latencyMs.get(name)
      if (afterMs === undefined) return new Promise(() => {})
      const reply = { value: [frame.value] }
      if (afterMs === 0) return reply
      return new Promise((resolve) => {
        this.clock.setTimer(afterMs, () => resolve(reply))
      })
    }
    this.latencyMs.set(name, 0)
    await this.machine.network.listen(`${name}:1`, (stream) => {
      const session: Session = new Session(stream, {
        clock: this.clock,
        identity: nodeIdentity,
        limits: sessionDefaults,
        serve,
        ended: () => {},
        report: () => {},
      })
      this.sessions.set(name, session)
    })
    const peer = this.connect(name)
    await this.clock.settle(peer.link.settled)
    return peer
  }

  connect(name: string): Peer {
    return this.detector.connect(`${name}:1`, {
      ...callerDefaults,
      ...linkDefaults,
      network: this.machine.network,
      clock: this.clock,
      identity: peerIdentity,
      random: { next: () => 0.5, fill: () => {} },
    })
  }

  /** Requests, one every few milliseconds, each waited for; how they ended does not matter. */
  async ask(peer: Peer, forMs: number, type: number = FrameType.REPLICA_GET): Promise<void> {
    for (let ms = 0; ms < forMs; ms += 20) {
      void outcome(peer.link.call({ type }, 2000))
      await this.clock.advance(20)
    }
  }
}

t.test('silence makes it suspect, an answer does not clear it at once, several do', async (t) => {
  const world = new World()
  const peer = await world.node('a')
  await world.ask(peer, 400)
  t.equal(peer.health, 'up')
  world.machine.silence('a')
  await world.ask(peer, 400)
  t.equal(peer.health, 'suspect')
  t.ok(peer.isTroubled)
  t.ok(peer.link.connected, 'the connection stays')
  t.ok(peer.scoreMs > 300, 'the score is what it owes')
  world.detector.close()
  world.sessions.get('a')?.destroy()
  t.equal(world.clock.timerCount, 0)
})

t.test('a node that works slowly is alive: it is slow, not suspect', async (t) => {
  const world = new World()
  const peers = await Promise.all(['a', 'b', 'c'].map((name) => world.node(name)))
  world.latencyMs.set('c', 400)
  for (let round = 0; round < 60; round += 1) {
    for (const peer of peers) void outcome(peer.link.call({ type: FrameType.REPLICA_GET }, 2000))
    await world.clock.advance(50)
  }
  t.strictSame(
    peers.map(({ health, isSlow }) => `${health} ${isSlow}`),
    ['up false', 'up false', 'up true'],
  )
  t.equal(likeliestFirst([...peers].reverse()).at(-1), peers[2])
  world.latencyMs.set('c', 0)
  for (let round = 0; round < 200; round += 1) {
    for (const peer of peers) void outcome(peer.link.call({ type: FrameType.REPLICA_GET }, 2000))
    await world.clock.advance(20)
  }
  t.equal(peers[2].isSlow, false)
  world.detector.close()
})

t.test(
  'after an overload of all, those that are not asked any more are tried again within seconds',
  async (t) => {
    const world = new World()
    const peers = await Promise.all(['a', 'b', 'c'].map((name) => world.node(name)))
    for (const name of ['a', 'b', 'c']) world.latencyMs.set(name, 400)
    for (let round = 0; round < 60; round += 1) {
      for (const peer of peers) void outcome(peer.link.call({ type: FrameType.GET }, 2000))
      await world.clock.advance(50)
    }
    // It is over; the first to show that gets all there is from then on.
    for (const name of ['a', 'b', 'c']) world.latencyMs.set(name, 2)
    await world.clock.advance(500)
    for (let round = 0; round < 300; round += 1) {
      void outcome(peers[0].link.call({ type: FrameType.GET }, 2000))
      await world.clock.advance(5)
    }
    t.strictSame(
      peers.map(({ isSlow }) => isSlow),
      [false, true, true],
    )
    let waitedMs = 0
    while (peers.some(({ isSlow }) => isSlow) && waitedMs < 60_000) {
      void outcome(peers[0].link.call({ type: FrameType.GET }, 2000))
      await world.clock.advance(20)
      waitedMs += 20
    }
    t.ok(waitedMs < 10_000, `${waitedMs} ms`)
    world.detector.close()
  },
)

t.test('when all are slow nobody is', async (t) => {
  const world = new World()
  const peers = await Promise.all(['a', 'b', 'c'].map((name) => world.node(name)))
  for (const name of ['a', 'b', 'c']) world.latencyMs.set(name, 300)
  for (let round = 0; round < 60; round += 1) {
    for (const peer of peers) void outcome(peer.link.call({ type: FrameType.REPLICA_GET }, 2000))
    await world.clock.advance(50)
  }
  t.strictSame(
    peers.map(({ isSlow }) => isSlow),
    [false, false, false],
  )
  world.detector.close()
})

t.test('one whose work is never done is suspected; a coordinator that waits for others is not', async (t) => {
  const world = new World()
  const [stuck, waiting] = await Promise.all(['a', 'b'].map((name) => world.node(name)))
  world.latencyMs.set('a', undefined)
  world.latencyMs.set('b', undefined)
  for (const [peer, type] of [
    [stuck, FrameType.REPLICA_PUT],
    [waiting, FrameType.PUT],
  ] as const) {
    void outcome(peer.link.call({ type }, 1500))
  }
  await world.clock.advance(1400)
  t.strictSame([stuck.health, waiting.health], ['up', 'up'])
  await world.clock.advance(200)
  t.strictSame([stuck.health, waiting.health], ['suspect', 'up'])
  await world.clock.advance(2000)
  t.equal(stuck.health, 'up', 'it answers pings')
  world.detector.close()
})

t.test('no connection is down, and up again when there is one', async (t) => {
  const world = new World()
  const peer = await world.node('a')
  world.sessions.get('a')?.destroy()
  await world.clock.advance(2)
  t.equal(peer.health, 'down')
  t.strictSame(likeliestFirst([peer]), [])
  await world.clock.advance(100)
  t.equal(peer.health, 'up')
  t.equal(peer.suspicions, 1)
  world.sessions.get('a')?.destroy()
  await world.clock.advance(150)
  t.equal(peer.health, 'suspect', 'again, and it has to prove itself, asked or not')
  await world.clock.advance(1000)
  t.equal(peer.health, 'up')
  world.detector.close()
})

t.test('without traffic there is no timer; word from others makes a ping', async (t) => {
  const world = new World()
  const peer = await world.node('a')
  await world.clock.advance(200)
  // One a connection and side, for its silence, which was there before.
  const idle = world.clock.timerCount
  await world.ask(peer, 100)
  await world.clock.advance(200)
  t.equal(world.clock.timerCount, idle)
  world.machine.silence('a')
  await world.clock.advance(1000)
  t.equal(peer.health, 'up', 'nobody asked anything')
  peer.probeSoon()
  await world.clock.advance(400)
  t.equal(peer.health, 'suspect')
  world.detector.drop(peer)
  await world.clock.advance(100)
  t.ok(world.clock.timerCount < idle + 1)
})

t.test(
  'a suspect that is not heard of has another connection tried beside the first, now and then',
  async (t) => {
    const world = new World()
    const peer = await world.node('a')
    const { network } = world.machine
    const attempts: number[] = []
    const connect = network.connect.bind(network)
    network.connect = (...args) => {
      attempts.push(world.clock.nowMs())
      return connect(...args)
    }
    await world.ask(peer, 400)
    world.machine.silence('a')
    const silentMs = world.clock.nowMs()
    await world.ask(peer, 1200)
    t.equal(peer.health, 'suspect')
    t.strictSame(attempts, [], 'not at once')
    await world.ask(peer, 5000)
    t.ok(attempts.length >= 2 && attempts.length <= 4, `after ${attempts.map((at) => at - silentMs)} ms`)
    t.ok(peer.link.connected)
    t.equal(peer.health, 'suspect')
    world.machine.heal('a')
    await world.ask(peer, 2000)
    t.equal(peer.health, 'up')
    const { length } = attempts
    await world.ask(peer, 2000)
    t.equal(attempts.length, length)
    world.detector.close()
  },
)

t.test('a suspect that is heard of keeps its connection', async (t) => {
  const world = new World()
  const peer = await world.node('a')
  const before = world.sessions.get('a')
  world.latencyMs.set('a', undefined)
  for (let n = 0; n < 4; n += 1) {
    await outcome(world.clock.settle(peer.link.call({ type: FrameType.REPLICA_PUT }, 1100)))
    t.equal(peer.health, 'suspect')
    await world.clock.advance(1500)
  }
  t.equal(world.sessions.get('a'), before)
  world.detector.close()
})

t.test('one that does not take the first connection is suspected, too', async (t) => {
  const world = new World()
  world.machine.silence('a')
  const peer = world.connect('a')
  t.equal(peer.health, 'up', 'nothing is known yet')
  await world.clock.advance(300)
  t.ok(peer.link.reachable)
  t.equal(peer.health, 'suspect')
  await world.clock.advance(10_000)
  t.equal(peer.health, 'down')
  world.detector.close()
})

t.test('BUSY is no quick answer', async (t) => {
  const world = new World()
  const peer = await world.node('a')
  await world.ask(peer, 400)
  t.ok(peer.scoreMs < 5)
  world.refuses.add('a')
  await world.ask(peer, 1000)
  t.ok(peer.scoreMs > 40, `${peer.scoreMs} ms`)
  t.equal(peer.health, 'up')
  world.detector.close()
})
