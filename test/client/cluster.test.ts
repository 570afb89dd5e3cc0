/** How a client finds its cluster, keeps to it, and follows its changes. */
import t from 'tap'
import { FrameFlag } from '../../src/wire/frame.js'
import { FakeCluster, FakeNode, failureOf, hang, oblige } from './fake-cluster.js'

const seedsOf = (fake: FakeCluster) => fake.nodes.map(({ member }) => member.address)

t.test('one good seed is enough, whatever the others are', async (t) => {
  const fake = await FakeCluster.of(2)
  const { clock, network } = fake
  const silent = await network.listen('silent:1', (stream) => stream.handle(nothing))
  await network.listen('web:80', (stream) => {
    stream.handle({ ...nothing, data: () => stream.write([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]) })
  })
  const startMs = clock.nowMs()
  const seeds = ['nobody:1', silent.address, 'web:80', ...seedsOf(fake)]
  const client = await fake.connect({ seeds })
  t.ok(clock.nowMs() - startMs < 100, 'without waiting for the others')
  t.equal((await clock.settle(client.get('k'))).siblings.length, 1)
  t.match(client.cluster.shape, { cluster: 'shop', replicaCount: 3, readQuorum: 2, writeQuorum: 2 })
  await client.close()
})

const nothing = { data: () => {}, drained: () => {}, closed: () => {} }

t.test('no good seed: the error says what is there, in time', async (t) => {
  const fake = await FakeCluster.of(1)
  const { clock, network } = fake
  await network.listen('silent:1', (stream) => stream.handle(nothing))
  await network.listen('ssh:22', (stream) => {
    stream.handle(nothing)
    stream.write([Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')])
  })
  const seed = fake.nodes[0].member.address
  for (const [options, expected] of [
    [{ seeds: ['nobody:1'] }, { code: 'UNREACHABLE', message: /nobody:1/ }],
    [{ seeds: ['silent:1'] }, { code: /TIMEOUT|UNREACHABLE/, message: /silent:1/ }],
    [{ seeds: ['ssh:22'] }, { code: 'PROTOCOL', message: /ssh:22/ }],
    [
      { seeds: [seed], cluster: 'bank' },
      { code: 'CLUSTER_MISMATCH', message: /'shop', not 'bank'/ },
    ],
    // What cannot mend itself is the one to tell of, and the others are named.
    [{ seeds: ['nobody:1', 'ssh:22'] }, { code: 'PROTOCOL', message: /ssh:22.*nobody:1/ }],
    [
      { seeds: ['nobody:1', 'silent:1', seed], cluster: 'bank' },
      { code: 'CLUSTER_MISMATCH', message: /'shop', not 'bank'.*nobody:1.*silent:1/ },
    ],
  ] as const) {
    const startMs = clock.nowMs()
    const failure = await clock.settle(failureOf(fake.connecting({ connectTimeoutMs: 300, ...options })))
    t.match(failure, { name: 'GrammeError', ...expected })
    t.ok(clock.nowMs() - startMs < 350)
  }
  await clock.advance(10_000)
  t.equal(clock.timerCount, 0, 'nothing is left behind')
  t.equal(fake.nodes[0].sessions.size, 0)
})

t.test('once connected it keeps to its cluster, whoever takes over an address', async (t) => {
  const fake = await FakeCluster.of(2)
  const { clock } = fake
  const foreign = new FakeCluster()
  const stranger = foreign.add()
  stranger.told = { cluster: 'bank', members: foreign.members }
  for (const coordination of ['client', 'server'] as const) {
    const client = await fake.connect({ seeds: seedsOf(fake), coordination })
    const [first, second] = fake.inOrder('k')
    await first.down()
    const { told } = first
    first.told = { cluster: 'bank', members: foreign.members }
    await first.up()
    await clock.advance(5000)
    for (let n = 0; n < 8; n += 1) await clock.settle(client.put('k', 'v'))
    t.equal(first.asked.length, 0, `${coordination}: nothing is sent to a node of another cluster`)
    t.equal(second.asked.length, 8)
    await client.close()
    await first.down()
    first.told = told
    await first.up()
    second.asked.length = 0
    await clock.advance(5000)
  }
})

t.test('a seed of another cluster is never asked, however soon it is connected', async (t) => {
  for (const delayMs of [0, 0.3, 0.6, 2]) {
    const fake = await FakeCluster.of(2)
    const { clock } = fake
    const [good, bad] = fake.nodes
    fake.members.pop()
    await bad.down()
    bad.told = { cluster: 'bank', members: [bad.member] }
    await bad.up()
    const connect = fake.network.connect.bind(fake.network)
    fake.network.connect = async (address, timeoutMs) => {
      if (address === bad.member.address) {
        await new Promise<void>((resolve) => clock.setTimer(delayMs, resolve))
      }
      return connect(address, timeoutMs)
    }
    const client = await fake.connect({ seeds: seedsOf(fake), coordination: 'server' })
    await clock.advance(100)
    for (let n = 0; n < 8; n += 1) await clock.settle(client.put(`k${n}`, 'v'))
    t.equal(bad.asked.length, 0, `${delayMs} ms later`)
    t.equal(good.asked.length, 8)
    await client.close()
  }
})

t.test('a node that joins is learnt of from the next reply, and asked', async (t) => {
  const fake = await FakeCluster.of(2)
  const { clock } = fake
  const client = await fake.connect()
  await clock.settle(client.get('k'))
  t.equal(client.cluster.members.length, 2)
  const joined = fake.add()
  await joined.up()
  await clock.settle(client.get('k'))
  await clock.advance(500)
  t.equal(client.cluster.members.length, 3)
  for (let n = 0; n < 50; n += 1) await clock.settle(client.get(`k${n}`))
  t.ok(joined.asked.length > 5)
  await client.close()
})

t.test(
  'while the nodes do not agree on the ring, it is fetched now and then, not for every reply',
  async (t) => {
    const fake = await FakeCluster.of(2)
    const { clock } = fake
    const client = await fake.connect()
    const before = fake.nodes.map(({ ringsAsked }) => ringsAsked).reduce((a, b) => a + b)
    for (const node of fake.nodes) {
      node.script = async (frame) => ({ ...(await oblige(frame)), flags: FrameFlag.STALE_RING })
    }
    for (let n = 0; n < 1000; n += 1) {
      await clock.settle(client.get('k'))
      await clock.advance(1)
    }
    const asked = fake.nodes.map(({ ringsAsked }) => ringsAsked).reduce((a, b) => a + b) - before
    t.ok(asked >= 1 && asked < 12, `${asked} times`)
    await client.close()
  },
)

t.test('a node that moves to another address loses no request under way', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const [first, second] = fake.inOrder('k')
  const client = await fake.connect({ seeds: [second.member.address] })
  first.script = hang
  const get = client.get('k')
  const put = client.put('k', 'v')
  await clock.advance(5)
  t.equal(first.asked.length, 2)
  const index = fake.members.indexOf(first.member)
  fake.members[index] = { ...first.member, address: 'elsewhere:7401', version: 1 }
  second.script = hang
  const other = fake.nodes.find((node) => node !== first && node !== second)
  await clock.settle(Promise.race([client.cluster.refresh(), clock.advance(1000)]))
  t.equal(client.cluster.members[index].address, 'elsewhere:7401')
  await clock.settle(Promise.all([get, put]))
  t.ok((other?.asked.length ?? 0) >= 2)
  await client.close()
})

t.test('a member whose address serves something else does not fail requests', async (t) => {
  const fake = await FakeCluster.of(2)
  const { clock } = fake
  const web = fake.add()
  await web.listen((stream) => {
    stream.handle({ ...nothing, data: () => stream.write([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]) })
  })
  const connecting = fake.connecting()
  const client = await clock.settle(connecting)
  const gets = Array.from({ length: 30 }, (_, n) => client.get(`k${n}`))
  t.equal((await clock.settle(Promise.all(gets))).length, 30)
  await client.close()
})

t.test('reconnects after a restart, with growing pauses', async (t) => {
  const fake = await FakeCluster.of(1)
  const { clock } = fake
  const client = await fake.connect()
  const [node] = fake.nodes
  await node.down()
  await node.listen((stream) => stream.destroy())
  const before = node.accepted
  await clock.advance(20_000)
  const attempts = node.accepted - before
  t.ok(attempts >= 8 && attempts <= 25, `${attempts} attempts in 20 s`)
  await node.down()
  await node.up()
  await clock.settle(client.get('k'))
  await client.close()
})

t.test('coordination by the servers: any node is asked, and all of them get their share', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const client = await fake.connect({ coordination: 'server' })
  for (let n = 0; n < 90; n += 1) await clock.settle(client.get('k'))
  t.ok(fake.nodes.every(({ asked }) => asked.length > 10))
  await client.close()
})

t.test('when no member can be reached where it was, the seeds are asked where it is', async (t) => {
  const fake = await FakeCluster.of(2)
  const { clock } = fake
  const [seed, member] = fake.nodes
  const moved = { ...member.member, address: 'elsewhere:7401', version: 1 }
  seed.told = { cluster: 'shop', members: [member.member] }
  member.told = seed.told
  const client = await fake.connect()
  await member.down()
  const get = client.get('k')
  await clock.advance(500)
  const there = new FakeNode(moved, fake)
  there.told = { cluster: 'shop', members: [moved] }
  seed.told = there.told
  await there.up()
  await clock.settle(get)
  t.equal(there.asked.length, 1)
  t.equal(seed.asked.length, 0)
  await client.close()
})
