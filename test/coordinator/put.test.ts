import t from 'tap'
import { StoreError } from '../../src/store/store.js'
import { durabilityFromWire } from '../../src/wire/durability.js'
import { FrameType } from '../../src/wire/frame.js'
import { ReplicaPut } from '../../src/wire/messages.js'
import { Client, failureOf, newWriteId } from './client.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

const key = 'cart:42'

function world(options: ConstructorParameters<typeof InProcessCluster>[0] = {}) {
  const cluster = new InProcessCluster(options)
  const { owners, others } = cluster.placed(key)
  return { cluster, client: new Client(cluster), owners, others, clock: cluster.clock }
}

async function textsAt(cluster: InProcessCluster, node: TestNode): Promise<string[]> {
  const held = await node.replica.read(cluster.ring.partitionOf(Buffer.from(key)), Buffer.from(key))
  if (held.kind !== 'found') return []
  return held.object.siblings.map(({ value }) => Buffer.from(value).toString()).sort()
}

t.test('W is met with one down; with two it is refused and nothing is written', async (t) => {
  const { cluster, client, owners, clock } = world()
  cluster.isolate(owners[1], 'cut')
  t.match(await client.put(owners[0], key, 'first'), { replies: 2 })
  cluster.isolate(owners[2], 'cut')
  const failure = await failureOf(client.put(owners[0], key, 'second'))
  t.match(failure, { code: 'QUORUM_NOT_MET', needed: 2, got: 1, message: /1 of the 2.*nothing was written/ })
  t.strictSame(await textsAt(cluster, owners[0]), ['first'])
  t.match(await client.put(owners[0], key, 'third', { w: 1 }), { replies: 1 })
  t.equal(clock.nowMs(), 0, 'and all at once')
  await cluster.calm()
  t.equal(clock.timerCount, 0)
})

t.test('with a silent peer that is needed, the outcome is unknown at the deadline', async (t) => {
  const { cluster, client, owners, clock } = world()
  cluster.isolate(owners[1], 'hung')
  t.ok(await client.put(owners[0], key, 'two are enough'))
  t.equal(clock.nowMs(), 0)
  const failure = await failureOf(client.put(owners[0], key, 'three', { w: 3, deadlineMs: 200 }))
  t.match(failure, { code: 'OUTCOME_UNKNOWN', needed: 3, got: 2, message: /2 of the 3.*deadline/ })
  t.ok(clock.nowMs() >= 200 && clock.nowMs() <= 210)
  t.strictSame(await textsAt(cluster, owners[2]), ['three', 'two are enough'], 'it may well have happened')
})

t.test('a write that reached some and cannot reach W says so', async (t) => {
  const { cluster, client, owners } = world()
  owners[1].store.failPuts = 'disk-full'
  owners[2].store.failPuts = 'disk-failed'
  const failure = await failureOf(client.put(owners[0], key, 'value'))
  t.match(failure, { code: 'QUORUM_NOT_MET', needed: 2, got: 1, message: /does not write.*may be read/ })
  t.match(await client.get(owners[0], key), { texts: ['value'] }, 'as it was announced')
  t.strictSame(cluster.bugs, [])
})

t.test(
  'a coordinator whose disk is full refuses; one whose disk fails under it counts on the others',
  async (t) => {
    const { cluster, client, owners } = world()
    owners[0].store.refused = new StoreError('disk-full', 'the disk is full')
    const refused = await failureOf(client.put(owners[0], key, 'refused'))
    t.match(refused, { code: 'READ_ONLY', message: 'the disk is full', retryAfterMs: 1000 })
    for (const owner of owners) t.strictSame(await textsAt(cluster, owner), [])
    t.match(await client.get(owners[0], key), { texts: [] }, 'gets go on')
    t.match(await client.put(owners[1], key, 'elsewhere'), { replies: 2 }, 'puts by others too')

    owners[0].store.refused = undefined
    owners[0].store.failPuts = 'disk-full'
    t.match(await client.put(owners[0], key, 'lucky'), { replies: 2 })
    const failure = await failureOf(client.put(owners[0], key, 'three', { w: 3 }))
    t.match(failure, { code: 'QUORUM_NOT_MET', needed: 3, message: /does not write/ })
    t.strictSame(cluster.bugs, [])
  },
)

t.test('a coordinator whose disk hangs ends the request at its deadline', async (t) => {
  const { cluster, client, owners, clock } = world()
  await client.put(owners[0], key, 'before', { w: 3 })
  let open = () => {}
  owners[0].store.getGate = new Promise((resolve) => {
    open = resolve
  })
  const failure = await failureOf(client.put(owners[0], key, 'stuck', { deadlineMs: 100 }))
  t.match(failure, { code: 'OUTCOME_UNKNOWN', needed: 2, got: 0 })
  t.ok(clock.nowMs() >= 100 && clock.nowMs() <= 110)
  const read = await failureOf(client.get(owners[0], key, { r: 3, deadlineMs: 100 }))
  t.match(read, { code: 'TIMEOUT', needed: 3 })
  open()
  await cluster.calm()
  t.match(await client.get(owners[1], key, { r: 3 }), { texts: ['before', 'stuck'] }, 'it happened after all')
  await cluster.calm()
  t.equal(clock.timerCount, 0)
  t.strictSame(cluster.bugs, [])
})

t.test('puts with the same context through two coordinators leave two siblings', async (t) => {
  const { cluster, client, owners } = world()
  const { context } = await client.put(owners[0], key, 'base', { w: 3 })
  await cluster.clock.settle(
    Promise.all([
      client.putNow(owners[0], key, 'mine', { context, w: 3 }),
      client.putNow(owners[1], key, 'yours', { context, w: 3 }),
    ]),
  )
  for (const owner of owners) t.match(await client.get(owner, key), { texts: ['mine', 'yours'] })
  const seen = await client.get(owners[2], key)
  await client.put(owners[2], key, 'ours', { context: seen.context, w: 3 })
  for (const owner of owners) t.match(await client.get(owner, key), { texts: ['ours'] })
})

t.test('a put retried through another coordinator leaves one sibling', async (t) => {
  const { cluster, client, owners } = world()
  const { context } = await client.put(owners[0], key, 'base', { w: 3 })
  const retried = { context, writeId: newWriteId() }
  cluster.setWay(owners[0], owners[1], 'reply-lost')
  cluster.setWay(owners[0], owners[2], 'hung')
  const failure = await failureOf(client.put(owners[0], key, 'new', { ...retried, deadlineMs: 100 }))
  t.match(failure, { code: 'OUTCOME_UNKNOWN' })
  const done = await client.put(owners[2], key, 'new', retried)
  cluster.heal()
  const got = await client.get(owners[0], key, { r: 3 })
  t.strictSame(got.texts, ['new'])
  await cluster.calm()
  for (const owner of owners) t.strictSame(await textsAt(cluster, owner), ['new'])
  await client.put(owners[1], key, 'next', { context: got.context, w: 3 })
  t.match(
    await client.get(owners[1], key, { r: 3 }),
    { texts: ['next'] },
    'both of its events are superseded',
  )
  t.ok(done.context.length > 0)
})

t.test('ifCurrent wins or conflicts', async (t) => {
  const { client, owners } = world()
  const { context } = await client.put(owners[0], key, 'one', { ifCurrent: true })
  await client.put(owners[0], key, 'two', { context, ifCurrent: true })
  t.match(await failureOf(client.put(owners[0], key, 'three', { context, ifCurrent: true })), {
    code: 'CONFLICT',
  })
  t.match(await client.get(owners[0], key), { texts: ['two'] })
})

t.test('durability travels to the replicas', async (t) => {
  const { cluster, client, owners } = world()
  const settings: unknown[] = []
  for (const owner of owners) {
    const put = owner.store.put.bind(owner.store)
    owner.store.put = (...args) => {
      settings.push((args as unknown[])[1])
      return put(...args)
    }
  }
  await client.put(owners[0], key, 'value', { w: 3, durability: 'always' })
  await client.put(owners[0], key, 'value', { w: 3 })
  t.strictSame(settings, ['always', 'always', 'always', undefined, undefined, undefined])
  await cluster.calm()
})

/** What a node's store is told from now on; its puts end when and as the test says. */
function heldUp(node: TestNode) {
  const durabilities: unknown[] = []
  let end: (error?: StoreError) => void = () => {}
  const ended = new Promise<StoreError | undefined>((resolve) => {
    end = resolve
  })
  const put = node.store.put.bind(node.store)
  node.store.put = async (...args) => {
    durabilities.push((args as unknown[])[1])
    await put(...args)
    const error = await ended
    if (error !== undefined) throw error
  }
  return { durabilities, end: (error?: StoreError) => end(error) }
}

/** As which nodes were sent it by the coordinator. */
function sentTo(nodes: readonly TestNode[]) {
  const puts = nodes.flatMap(({ arrived }) => arrived.filter(({ type }) => type === FrameType.REPLICA_PUT))
  return puts.map(({ frame }) => durabilityFromWire(ReplicaPut.decode(frame.header).durability))
}

for (const tombstone of [false, true]) {
  const what = tombstone ? 'a delete' : 'a put'
  t.test(`one durable copy: ${what} waits for the coordinator's, however many have it`, async (t) => {
    const { cluster, client, owners } = world()
    const { durabilities, end } = heldUp(owners[0])
    let isDone = false
    const putting = client.putNow(owners[0], key, tombstone ? '' : 'value', { durability: 'one', tombstone })
    void putting.then(() => {
      isDone = true
    })
    await cluster.clock.advance(1000)
    t.notOk(isDone, 'two others have it, which is W')
    t.strictSame(durabilities, ['always'])
    t.strictSame(sentTo(owners.slice(1)), ['interval', 'interval'])
    end()
    t.match(await cluster.clock.settle(putting), { replies: 3, sloppy: false })
    t.strictSame(cluster.bugs, [])
  })
}

t.test('one durable copy: the coordinator alone is not enough either', async (t) => {
  const { cluster, client, owners } = world()
  for (const other of owners.slice(1)) other.store.failPuts = 'disk-full'
  const failure = await failureOf(client.put(owners[0], key, 'value', { durability: 'one' }))
  t.match(failure, { code: 'QUORUM_NOT_MET', needed: 2, got: 1 })
  t.notMatch(failure?.message, /synced/, 'its own copy lacks nothing')
  t.match(await client.put(owners[0], key, 'value', { durability: 'one', w: 1 }), { replies: 1 })
  t.strictSame(cluster.bugs, [])
})

t.test('one durable copy: where its sync fails, others do not make up for it', async (t) => {
  const { cluster, client, owners, clock } = world()
  const { end } = heldUp(owners[0])
  const failing = failureOf(client.putNow(owners[0], key, 'value', { durability: 'one' }))
  await clock.advance(100)
  end(new StoreError('disk-failed', 'the disk does not sync'))
  t.match(await clock.settle(failing), {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 2,
    message: /2 of the 2.*coordinator has not synced its own.*does not sync.*may be read/,
  })
  t.strictSame(await textsAt(cluster, owners[1]), ['value'], 'as it says')
  t.strictSame(cluster.bugs, [])
})

t.test('one durable copy: where its sync hangs, the outcome is unknown at the deadline', async (t) => {
  const { cluster, client, owners, clock } = world()
  heldUp(owners[0])
  const hanging = await failureOf(client.put(owners[0], key, 'value', { durability: 'one', deadlineMs: 200 }))
  const message = /2 of the 2.*not synced its own.*its disk had not answered/
  t.match(hanging, { code: 'OUTCOME_UNKNOWN', needed: 2, got: 2, message })
  t.ok(clock.nowMs() >= 200)
  t.strictSame(cluster.bugs, [])
})

t.test('one durable copy: of a coordinator that stands in it is its hint', async (t) => {
  const { cluster, client, owners, others } = world({ nodes: 5 })
  const [standIn, other] = others
  for (const owner of owners) cluster.isolate(owner, 'cut')
  const durabilities: unknown[] = []
  const take = standIn.hints.take.bind(standIn.hints)
  standIn.hints.take = (partition, name, request) => {
    durabilities.push(request.durability)
    return take(partition, name, request)
  }
  t.match(await client.put(standIn, key, 'value', { durability: 'one' }), { sloppy: true })
  t.strictSame(durabilities, ['always'])
  t.strictSame(sentTo([other]), ['interval'])
  t.strictSame(cluster.bugs, [])
})

t.test('replicas are sent the object once, and clients may not send it', async (t) => {
  const { cluster, client, owners } = world()
  await client.put(owners[0], key, 'value', { w: 3 })
  const sent = owners.slice(1).map(({ arrived }) => arrived.map(({ type }) => type))
  t.strictSame(sent, [[FrameType.REPLICA_PUT], [FrameType.REPLICA_PUT]])
  const [{ frame }] = owners[1].arrived
  const { type, header, value } = frame
  const call = { type, header: { len: header.length, finish: () => header }, value: [value] }
  t.match(await failureOf(cluster.ask(owners[2], call)), { code: 'PROTOCOL', message: /for nodes/ })
})

t.test('no write is refused because the last node that can stand in is suspected', async (t) => {
  const { cluster, client, owners, others } = world({ nodes: 5 })
  const [standIn, suspect] = others
  for (const owner of owners) cluster.setWay(standIn, owner, 'reply-lost')
  standIn.suspected.add(suspect.id)
  t.match(await client.put(standIn, key, 'value'), { sloppy: true })
  t.match(await client.get(standIn, key), { texts: ['value'], sloppy: true })
  t.equal(cluster.clock.nowMs(), 0, 'and all at once')
  t.strictSame(cluster.bugs, [])
})

t.test('others stand in for those who come to be suspected while they are waited for', async (t) => {
  const { cluster, client, owners, others, clock } = world({ nodes: 5 })
  const [one, two, three] = owners
  // A partition: nobody knows of it yet.
  for (const away of [two, three]) cluster.setWay(one, away, 'hung')
  clock.setTimer(300, () => one.suspected.add(two.id))
  t.match(await client.put(one, key, 'soon'), { replies: 2, sloppy: true })
  t.ok(clock.nowMs() >= 300 && clock.nowMs() <= 400, `after ${clock.nowMs()} ms`)
  const asked = () => others.map(({ arrived }) => arrived.length)
  t.same(asked().sort(), [0, 1], 'one stands in for one')
  await cluster.calm()
  t.same(asked().sort(), [0, 1], 'and nobody when that one has failed, too')

  const beganMs = clock.nowMs()
  const strict = await failureOf(client.put(one, key, 'strict', { strict: true, deadlineMs: 500 }))
  t.match(strict, { code: 'OUTCOME_UNKNOWN', needed: 2, got: 1 })
  t.ok(clock.nowMs() >= beganMs + 500)
  t.strictSame(cluster.bugs, [])
})

t.test('so they do for one that held the key before, if it is suspected', async (t) => {
  const { cluster, client, owners, others, clock } = world({ nodes: 5 })
  const [one] = owners
  const [former, standIn] = others
  const partition = cluster.ring.partitionOf(Buffer.from(key))
  one.standings.set(partition, { claim: 'filling', others: [former.id] })
  one.suspected.add(former.id)
  cluster.setWay(one, former, 'hung')
  t.match(await client.put(one, key, 'soon', { w: 3 }), { replies: 4 })
  t.ok(clock.nowMs() <= 120, `after ${clock.nowMs()} ms`)
  t.equal(standIn.arrived.length, 1)
  t.strictSame(cluster.bugs, [])
})
