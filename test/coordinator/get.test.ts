import t from 'tap'
import { FrameType } from '../../src/wire/frame.js'
import { Client, failureOf } from './client.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

const key = 'cart:42'

function world(options: ConstructorParameters<typeof InProcessCluster>[0] = {}) {
  const cluster = new InProcessCluster(options)
  const { owners, others } = cluster.placed(key)
  const client = new Client(cluster)
  return { cluster, client, owners, others, clock: cluster.clock }
}

async function textsAt(cluster: InProcessCluster, node: TestNode): Promise<string[] | string> {
  const held = await node.replica.read(cluster.ring.partitionOf(Buffer.from(key)), Buffer.from(key))
  if (held.kind !== 'found') return held.kind
  return held.object.siblings.map(({ value }) => Buffer.from(value).toString()).sort()
}

t.test('what was put is got, from every node', async (t) => {
  const { cluster, client, owners } = world()
  t.match(await client.get(owners[1], key, { r: 3 }), { texts: [], replies: 3, staleRing: false })
  t.equal((await client.get(owners[1], key)).context.length, 0, 'of a key that never was')
  const { context } = await client.put(owners[0], key, 'a book')
  for (const node of owners) t.match(await client.get(node, key), { texts: ['a book'] })
  await client.put(owners[2], key, '', { context, tombstone: true })
  await cluster.calm()
  const gone = await client.get(owners[0], key, { r: 3 })
  t.match(gone, { texts: [], replies: 3 })
  t.ok(gone.context.length > 0, 'a deleted key has a context')
  t.strictSame(cluster.bugs, [])
})

t.test('what has expired is not shown, by any node, and supersedes nothing', async (t) => {
  const { cluster, client, owners, others, clock } = world()
  await client.put(owners[0], key, 'brief', { ttlMs: 1000, w: 3 })
  await client.put(owners[1], key, 'lasting', { w: 3 })
  await clock.advance(999)
  for (const node of [...owners, ...others])
    t.match(await client.get(node, key), { texts: ['brief', 'lasting'] })
  await clock.advance(1)
  for (const node of [...owners, ...others]) t.match(await client.get(node, key), { texts: ['lasting'] })
  await cluster.calm()
  for (const node of owners)
    t.strictSame(await textsAt(cluster, node), ['brief', 'lasting'], 'all still hold it')
  const { context } = await client.get(owners[0], key)
  await client.put(owners[0], key, 'next', { context, ifCurrent: true, w: 3 })
  t.strictSame(await textsAt(cluster, owners[0]), ['next'], 'the context covers it')
})

t.test('the reply names the owner that was the first to answer, with a copy or with none', async (t) => {
  const { cluster, client, owners, others, clock } = world({ nodes: 5 })
  const [first, second, third] = owners
  t.match(await client.get(first, key), { fastest: first.id }, 'it holds nothing, and says so first')
  await client.put(first, key, 'value', { w: 3 })
  t.match(await client.get(first, key), { fastest: first.id })
  t.match(await client.get(others[0], key), { fastest: first.id }, 'through one that forwards')

  // The disk of the coordinator is the slow one: its peers know by heart that they hold the same.
  first.store.getGate = new Promise((resolve) => clock.setTimer(50, resolve))
  cluster.setWay(first, second, 20)
  cluster.setWay(first, third, 10)
  t.match(await client.get(first, key, { r: 3 }), { fastest: third.id, replies: 3 })
  cluster.setWay(first, third, 'cut')
  first.store.getGate = new Promise((resolve) => clock.setTimer(50, resolve))
  t.match(await client.get(first, key), { fastest: second.id })
  first.store.getGate = Promise.resolve()

  // One that stands in is no owner, and bytes that are spoiled are no answer.
  cluster.setWay(first, second, 'cut')
  first.store.spoil(key)
  await client.put(others[0], 'other', 'value')
  t.match(await failureOf(client.get(first, key, { strict: true })), { code: 'QUORUM_NOT_MET' })
  cluster.setWay(first, second, 30)
  cluster.setWay(first, third, 40)
  t.match(await client.get(first, key), { fastest: second.id })
})

t.test('an expired key reads as a deleted one', async (t) => {
  const { client, owners, clock } = world()
  await client.put(owners[0], key, 'brief', { ttlMs: 1000, w: 3 })
  await clock.advance(1000)
  const gone = await client.get(owners[1], key, { r: 3 })
  t.match(gone, { texts: [], replies: 3 })
  t.ok(gone.context.length > 0)
})

t.test('R is met with one down, and not with two', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  cluster.isolate(owners[1], 'cut')
  const before = cluster.clock.nowMs()
  t.match(await client.get(owners[0], key), { texts: ['value'], replies: 2 })
  cluster.isolate(owners[2], 'cut')
  const failure = await failureOf(client.get(owners[0], key))
  t.match(failure, {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 1,
    message: /1 of the 2 replicas.*no connection/,
  })
  t.equal(cluster.clock.nowMs(), before, 'and either at once')
  t.match(await client.get(owners[0], key, { r: 1 }), { texts: ['value'], replies: 1 })
})

t.test('more replicas than there are nodes cannot answer', async (t) => {
  const { client, owners } = world({ nodes: 1 })
  t.match(await failureOf(client.get(owners[0], key)), { code: 'QUORUM_NOT_MET', needed: 2 })
  t.match(await client.get(owners[0], key, { r: 1 }), { texts: [] })
})

t.test('a silent peer costs a request that needs it its deadline, and no other', async (t) => {
  const { cluster, client, owners, clock } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  cluster.isolate(owners[1], 'hung')
  t.match(await client.get(owners[0], key), { texts: ['value'] })
  t.equal(clock.nowMs(), 0, 'two of three are enough')
  const failure = await failureOf(client.get(owners[0], key, { r: 3, deadlineMs: 300 }))
  t.match(failure, { code: 'TIMEOUT', needed: 3, got: 2, message: /2 of the 3 replicas.*deadline/ })
  t.ok(clock.nowMs() >= 300 && clock.nowMs() <= 310)
  await cluster.calm()
  t.equal(clock.timerCount, 0, 'nothing waits for ever')
})

t.test('a deadline is the client’s, the default, or the most there may be', async (t) => {
  const { cluster, client, owners, clock } = world({ requestTimeoutMs: 700 })
  cluster.isolate(owners[0], 'hung')
  for (const [deadlineMs, expectedMs] of [
    [0, 700],
    [50, 50],
    [4_000_000_000, 60_000],
  ]) {
    const before = clock.nowMs()
    t.match(await failureOf(client.get(owners[0], key, { deadlineMs })), { code: 'TIMEOUT' })
    const took = clock.nowMs() - before
    t.ok(took >= expectedMs && took <= expectedMs + 10, `${took} ms`)
  }
})

t.test('replicas that are behind are sent what all together know', async (t) => {
  const { cluster, client, owners } = world()
  const [first, second, third] = owners
  cluster.isolate(third, 'cut')
  const { context } = await client.put(first, key, 'old')
  cluster.heal()
  await client.get(first, key)
  await cluster.calm()
  t.strictSame(await textsAt(cluster, third), ['old'], 'who missed it')
  t.equal(first.counter('read_repairs'), 1)

  cluster.isolate(first, 'cut')
  await client.put(second, key, 'new', { context })
  cluster.heal()
  t.match(await client.get(first, key, { r: 3 }), { texts: ['new'] })
  await cluster.calm()
  t.strictSame(await textsAt(cluster, first), ['new'], 'its own copy as well')
  t.equal(first.counter('read_repairs'), 2)
  await client.get(first, key)
  await cluster.calm()
  t.equal(first.counter('read_repairs'), 2, 'nobody is behind any more')
})

t.test('copies on both sides of a cut are merged and brought to all', async (t) => {
  const { cluster, client, owners } = world()
  cluster.isolate(owners[0], 'cut')
  await client.put(owners[0], key, 'here', { w: 1 })
  await client.put(owners[1], key, 'there', { w: 2 })
  cluster.heal()
  t.match(await client.get(owners[2], key, { r: 3 }), { texts: ['here', 'there'] })
  await cluster.calm()
  for (const owner of owners) t.strictSame(await textsAt(cluster, owner), ['here', 'there'])
})

t.test('a peer’s spoiled copy counts as no answer and is mended', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  owners[1].store.spoil(key)
  const failure = await failureOf(client.get(owners[0], key, { r: 3 }))
  t.match(failure, { code: 'QUORUM_NOT_MET', needed: 3, got: 2, message: /a copy is damaged/ })
  await cluster.calm()
  t.match(await client.get(owners[0], key, { r: 3 }), { texts: ['value'], replies: 3 })
})

t.test('the coordinator’s own spoiled copy counts as no answer and is mended', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  owners[0].store.spoil(key)
  t.match(await client.get(owners[0], key), { texts: ['value'], replies: 2 }, '"the same" was not believed')
  await cluster.calm()
  t.match(await client.get(owners[0], key, { r: 3 }), { texts: ['value'], replies: 3 })

  for (const owner of owners) owner.store.spoil(key)
  t.match(await failureOf(client.get(owners[0], key, { r: 1 })), {
    code: 'QUORUM_NOT_MET',
    needed: 1,
    got: 0,
  })
})

t.test('a coordinator whose disk does not read asks the others', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  owners[0].store.failGets = 'disk-failed'
  t.match(await client.get(owners[0], key), { texts: ['value'], replies: 2 })
  const failure = await failureOf(client.get(owners[0], key, { r: 3 }))
  t.match(failure, { code: 'QUORUM_NOT_MET', needed: 3, message: /does not read/ })
  await cluster.calm()
  t.strictSame(cluster.bugs, [])
})

t.test('a peer that holds the same says so without its value', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'v'.repeat(1000), { w: 3 })
  await cluster.calm()
  let valueBytes = 0
  const serve = cluster.serve.bind(cluster)
  cluster.serve = async (...args) => {
    const reply = await serve(...args)
    if (args[1].type === FrameType.REPLICA_GET) valueBytes += reply.value.length
    return reply
  }
  await client.get(owners[0], key, { r: 3 })
  t.equal(valueBytes, 0)
})

t.test('"the same" as what was held when asking is no answer once something newer is held', async (t) => {
  const { cluster, client, owners } = world()
  const [own, ...peers] = owners
  const { context } = await client.put(own, key, 'old', { w: 3 })
  let open = () => {}
  own.store.getGate = new Promise((resolve) => {
    open = resolve
  })
  const reading = client.getNow(own, key, { r: 3 })
  own.store.getGate = Promise.resolve()
  for (const peer of peers) cluster.setWay(own, peer, 'cut')
  await client.put(own, key, 'new', { context, w: 1 })
  cluster.heal()
  open()
  t.strictSame((await cluster.clock.settle(reading)).texts, ['new'])
  await cluster.calm()
  for (const peer of peers) t.strictSame(await textsAt(cluster, peer), ['new'])
})

t.test('an answer that comes after the quorum is still repaired from', async (t) => {
  const { cluster, client, owners, clock } = world()
  cluster.isolate(owners[2], 'cut')
  await client.put(owners[0], key, 'value')
  cluster.heal()
  cluster.setWay(owners[0], owners[2], 400)
  t.match(await client.get(owners[0], key), { texts: ['value'], replies: 2 })
  t.equal(clock.nowMs(), 0)
  cluster.setWay(owners[0], owners[2], 'open')
  await clock.advance(399)
  t.equal(await textsAt(cluster, owners[2]), 'missing')
  await clock.advance(2)
  t.strictSame(await textsAt(cluster, owners[2]), ['value'])
})

t.test('a repair that fails is nobody’s error', async (t) => {
  const { cluster, client, owners } = world()
  cluster.isolate(owners[2], 'cut')
  await client.put(owners[0], key, 'value')
  cluster.heal()
  owners[2].store.failPuts = 'disk-full'
  t.match(await client.get(owners[0], key, { r: 3 }), { texts: ['value'] })
  await cluster.calm()
  owners[2].store.failPuts = undefined
  await client.get(owners[0], key, { r: 3 })
  await cluster.calm()
  t.strictSame(await textsAt(cluster, owners[2]), ['value'], 'the next read makes it good')
  t.strictSame(cluster.bugs, [])
})

t.test('who has none but suspects to wait for ends soon, so that an owner elsewhere is asked', async (t) => {
  const { cluster, client, owners, others, clock } = world({ nodes: 5 })
  const [one, two, three] = owners
  await client.put(one, key, 'value', { w: 3 })
  for (const away of [two, three]) {
    cluster.setWay(one, away, 'hung')
    one.suspected.add(away.id)
  }
  let startMs = clock.nowMs()
  const tookMs = () => clock.nowMs() - startMs
  const lonely = { code: 'QUORUM_NOT_MET', needed: 2, got: 1, message: /suspected/, retriable: true }
  t.match(await failureOf(client.get(one, key)), lonely)
  t.ok(tookMs() >= 50 && tookMs() <= 160, `${tookMs()} ms`)
  startMs = clock.nowMs()
  t.match(await failureOf(client.get(one, key, { strict: true })), lonely)
  t.ok(tookMs() >= 50 && tookMs() <= 160, `${tookMs()} ms`)

  cluster.setWay(one, two, 40)
  t.match(await client.get(one, key), { texts: ['value'] }, 'a suspicion may be wrong')

  cluster.setWay(one, two, 'hung')
  one.suspected.delete(two.id)
  startMs = clock.nowMs()
  t.match(await failureOf(client.get(one, key, { deadlineMs: 700 })), { code: 'TIMEOUT', got: 1 })
  t.ok(tookMs() >= 700, 'who is not suspected is waited for')

  startMs = clock.nowMs()
  clock.setTimer(300, () => one.suspected.add(two.id))
  const before = others.map(({ arrived }) => arrived.length)
  t.match(await failureOf(client.get(one, key)), lonely)
  t.ok(tookMs() >= 350 && tookMs() <= 560, `${tookMs()} ms`)
  t.strictSame(
    others.map(({ arrived }, index) => arrived.length - before[index]),
    [1, 1],
    'one is asked that stands in for each, for the second as soon as it is suspected',
  )
  await cluster.calm()
  t.equal(clock.timerCount, 0)
  t.strictSame(cluster.bugs, [])
})

t.test('what stands in for one that came to be suspected counts where it holds something', async (t) => {
  const { cluster, client, owners, clock } = world({ nodes: 5 })
  const [one, two, three] = owners
  for (const away of [two, three]) {
    cluster.setWay(one, away, 'hung')
    one.suspected.add(away.id)
  }
  await client.put(one, key, 'value')
  for (const away of [two, three]) one.suspected.delete(away.id)
  const startMs = clock.nowMs()
  clock.setTimer(300, () => one.suspected.add(two.id).add(three.id))
  t.match(await client.get(one, key), { texts: ['value'], sloppy: true })
  t.ok(clock.nowMs() - startMs <= 410)
})
