import t from 'tap'
import { Ring } from '../../src/ring/ring.js'
import { StoreError } from '../../src/store/store.js'
import { FrameFlag } from '../../src/wire/frame.js'
import { Client, failureOf, newWriteId } from './client.js'
import { InProcessCluster } from './in-process-cluster.js'

const key = 'cart:42'

function world() {
  const cluster = new InProcessCluster({ nodes: 5 })
  const { owners, others } = cluster.placed(key)
  return { cluster, client: new Client(cluster), owners, outsider: others[0], clock: cluster.clock }
}

t.test('a node that does not own the key hands the request to the first owner', async (t) => {
  const { cluster, client, owners, outsider } = world()
  t.match(await client.put(outsider, key, 'value', { w: 3 }), { replies: 3 })
  const { texts, context } = await client.get(outsider, key)
  t.strictSame(texts, ['value'])
  await client.put(outsider, key, '', { context, tombstone: true })
  t.match(await client.get(outsider, key), { texts: [] })
  t.equal(outsider.counter('forwarded'), 4)
  t.equal(owners[0].counter('puts') + owners[0].counter('deletes') + owners[0].counter('gets'), 4)
  t.equal(owners[0].counter('forwarded'), 0)
  await cluster.calm()
  t.equal(cluster.clock.timerCount, 0)
})

t.test('the next owner is tried when one cannot', async (t) => {
  const { cluster, client, owners, outsider } = world()
  cluster.setWay(outsider, owners[0], 'cut')
  owners[1].store.refused = new StoreError('disk-full', 'the disk is full')
  t.match(await client.put(outsider, key, 'value'), { replies: 2 })
  t.equal(owners[2].counter('puts'), 1)

  const retried = newWriteId()
  cluster.setWay(outsider, owners[0], 'reply-lost')
  owners[1].store.refused = undefined
  const { texts, context } = await client.get(outsider, key)
  t.strictSame(texts, ['value'])
  await client.put(outsider, key, 'next', { context, writeId: retried, w: 3 })
  t.match(await client.get(owners[0], key, { r: 3 }), { texts: ['next'] }, 'done by two, seen as one')

  owners[0].store.failPuts = 'busy'
  t.ok(await client.put(outsider, key, 'more'))
  t.strictSame(cluster.bugs, [])
})

t.test('an owner’s own verdict is handed on', async (t) => {
  const { cluster, client, owners, outsider } = world()
  cluster.setWay(owners[0], owners[1], 'cut')
  cluster.setWay(owners[0], owners[2], 'cut')
  t.match(await failureOf(client.put(outsider, key, 'value', { strict: true })), {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 1,
  })
  t.equal(owners[1].counter('puts'), 0, 'nobody else is asked')
})

t.test(
  'a get that one owner found no quorum for is handed to the next, on another side perhaps',
  async (t) => {
    const { cluster, client, owners, outsider, clock } = world()
    await client.put(owners[1], key, 'value', { w: 3 })
    const [one, two, three] = owners
    for (const other of [two, three]) cluster.setWay(one, other, 'cut')
    t.match(await client.get(outsider, key, { strict: true }), { texts: ['value'] })
    t.strictSame(
      owners.map((owner) => owner.counter('gets')),
      [1, 1, 0],
    )
    for (const other of [one, three]) cluster.setWay(two, other, 'cut')
    cluster.setWay(outsider, three, 'cut')
    const lonely = { code: 'QUORUM_NOT_MET', needed: 2, got: 1, message: /1 of the 2/ }
    t.match(await failureOf(client.get(outsider, key, { strict: true })), lonely, 'their verdict is told')

    // Silent suspects do not hold up a verdict, unless there is no other way.
    cluster.setWay(outsider, three, 'hung')
    outsider.suspected.add(three.id)
    t.match(await client.get(outsider, key), { texts: ['value'] }, 'this node coordinates it itself')
    t.ok(clock.nowMs() <= 60, `${clock.nowMs()} ms`)
    const endsMs = clock.nowMs() + 300
    t.match(await failureOf(client.get(outsider, key, { strict: true, deadlineMs: 300 })), lonely)
    t.ok(clock.nowMs() >= endsMs)
    await cluster.calm()
    t.equal(clock.timerCount, 0)
  },
)

t.test('with all owners down the quorum is not met, at once', async (t) => {
  const { cluster, client, owners, outsider, clock } = world()
  for (const owner of owners) cluster.isolate(owner, 'cut')
  const expected = { code: 'QUORUM_NOT_MET', needed: 2, got: 0, message: /none of the key's 3 owners/ }
  t.match(await failureOf(client.get(outsider, key, { strict: true })), expected)
  t.match(await failureOf(client.put(outsider, key, 'value', { strict: true })), expected)
  t.equal(clock.nowMs(), 0)
})

t.test('a write whose owner does not answer has an unknown outcome', async (t) => {
  const { cluster, client, owners, outsider, clock } = world()
  for (const owner of owners) cluster.setWay(outsider, owner, 'reply-hung')
  const asked = { deadlineMs: 100, strict: true }
  const put = await failureOf(client.put(outsider, key, 'value', asked))
  t.match(put, { code: 'OUTCOME_UNKNOWN', needed: 2 })
  t.ok(clock.nowMs() >= 100 && clock.nowMs() <= 110)
  t.match(await failureOf(client.get(outsider, key, asked)), { code: 'TIMEOUT' })

  cluster.setWay(outsider, owners[0], 'reply-lost')
  cluster.setWay(outsider, owners[1], 'cut')
  cluster.setWay(outsider, owners[2], 'cut')
  const lost = await failureOf(client.put(outsider, key, 'more', { strict: true }))
  t.match(lost, { code: 'OUTCOME_UNKNOWN', message: /may or may not/ })
  t.match(await failureOf(client.get(outsider, key, { strict: true })), {
    code: 'QUORUM_NOT_MET',
    message: /lost/,
  })
  t.match(await client.get(owners[1], key, { r: 3 }), { texts: ['more', 'value'] }, 'they were done')
})

t.test('an owner that is slow or suspected is asked last', async (t) => {
  const { cluster, client, owners, outsider } = world()
  outsider.suspected.add(owners[0].id)
  outsider.slow.add(owners[1].id)
  await client.put(outsider, key, 'value')
  t.equal(owners[2].counter('puts'), 1)
  cluster.setWay(outsider, owners[2], 'cut')
  await client.get(outsider, key)
  t.equal(owners[1].counter('gets'), 1)
  cluster.setWay(outsider, owners[1], 'cut')
  await client.get(outsider, key)
  t.equal(owners[0].counter('gets'), 1, 'and still asked')
})

t.test('a put goes first to the owner that the client names, if that is one and well', async (t) => {
  const { client, owners, outsider } = world()
  const puts = () => owners.map((owner) => owner.counter('puts'))
  const [first, second] = owners
  await client.put(outsider, key, 'value', { coordinator: second.id })
  t.strictSame(puts(), [0, 1, 0])
  outsider.slow.add(second.id)
  await client.put(outsider, key, 'value', { coordinator: second.id })
  outsider.slow.clear()
  outsider.suspected.add(second.id)
  await client.put(outsider, key, 'value', { coordinator: second.id })
  t.strictSame(puts(), [2, 1, 0], 'not where it is slow or suspected')
  for (const stranger of [outsider.id, 'nobody at all', first.id])
    await client.put(outsider, key, 'value', { coordinator: stranger })
  t.strictSame(puts(), [5, 1, 0])
})

t.test('a silent owner is waited for as long as is usual, and then together with the next', async (t) => {
  const { cluster, client, owners, outsider, clock } = world()
  outsider.patience = 30
  await client.put(outsider, key, 'value')
  cluster.setWay(outsider, owners[0], 'reply-hung')
  const hungMs = clock.nowMs()
  await client.get(outsider, key)
  t.ok(clock.nowMs() - hungMs >= 30 && clock.nowMs() - hungMs <= 45, `${clock.nowMs() - hungMs} ms`)
  t.equal(owners[1].counter('gets'), 1)

  cluster.setWay(outsider, owners[0], 60)
  const startMs = clock.nowMs()
  cluster.setWay(outsider, owners[1], 'hung')
  await client.get(outsider, key)
  const tookMs = clock.nowMs() - startMs
  t.ok(tookMs >= 60 && tookMs <= 75, `who was asked first may still be the one to answer: ${tookMs} ms`)
  t.equal(owners[2].counter('gets'), 0, 'the second is given longer')
  await cluster.calm()
  t.equal(clock.timerCount, 0)
})

t.test(
  'a write is handed to another owner when the first seems to be away, or half of the time is',
  async (t) => {
    const { cluster, client, owners, outsider, clock } = world()
    outsider.patience = 30
    cluster.setWay(outsider, owners[0], 'reply-hung')
    const put = client.put(outsider, key, 'value', { w: 3, deadlineMs: 1000 })
    await clock.advance(200)
    t.equal(owners[1].counter('puts'), 0, 'it is alive')
    outsider.suspected.add(owners[0].id)
    await put
    t.ok(clock.nowMs() <= 270, `${clock.nowMs()} ms`)
    t.match(await client.get(owners[1], key, { r: 3 }), { texts: ['value'] }, 'done twice, it is one write')
    outsider.suspected.clear()
    const startMs = clock.nowMs()
    await client.put(outsider, 'cart:42', 'more', { deadlineMs: 1000 })
    t.ok(clock.nowMs() - startMs >= 500 && clock.nowMs() - startMs <= 520, `${clock.nowMs() - startMs} ms`)
  },
)

t.test(
  'owners that are all slow get the gets and a twentieth more, once the hundred saved are spent',
  async (t) => {
    const { cluster, client, owners, outsider } = world()
    outsider.patience = 5
    for (const owner of owners) cluster.setWay(outsider, owner, 60)
    const gets = 400
    for (let n = 0; n < gets; n += 1) await client.get(outsider, key, { strict: true })
    const asked = owners.reduce((sum, owner) => sum + owner.counter('gets'), 0)
    t.ok(asked >= gets + 100 && asked <= gets * 1.05 + 100, `${asked} for ${gets}`)
    // One that seems to be away costs nothing of it.
    const second = owners[1].counter('gets')
    cluster.setWay(outsider, owners[0], 'hung')
    const late = client.get(outsider, key, { strict: true })
    await cluster.clock.advance(20)
    outsider.suspected.add(owners[0].id)
    await late
    t.equal(owners[1].counter('gets'), second + 1)
  },
)

t.test('patience lost with all of them: the request ends by its deadline', async (t) => {
  const { cluster, client, owners, outsider, clock } = world()
  outsider.patience = 5
  for (const owner of owners) cluster.setWay(outsider, owner, 'hung')
  t.match(await failureOf(client.get(outsider, key, { deadlineMs: 200 })), { code: 'TIMEOUT' })
  t.match(await failureOf(client.put(outsider, key, 'v', { deadlineMs: 200 })), { code: 'OUTCOME_UNKNOWN' })
  t.ok(clock.nowMs() <= 430)
  await cluster.calm()
  t.equal(clock.timerCount, 0)
})

t.test('the verdict of an owner asked second waits for the first, where that may do better', async (t) => {
  const { cluster, client, owners, outsider } = world()
  outsider.patience = 5
  cluster.setWay(outsider, owners[0], 40)
  cluster.setWay(owners[1], owners[0], 'cut')
  cluster.setWay(owners[1], owners[2], 'cut')
  cluster.setWay(outsider, owners[2], 'cut')
  t.ok(await client.get(outsider, key))
  cluster.setWay(outsider, owners[0], 'reply-lost')
  t.match(await failureOf(client.get(outsider, key, { strict: true })), { code: 'QUORUM_NOT_MET' })
})

t.test('a request that was forwarded is never forwarded again', async (t) => {
  const { cluster, client, owners, outsider } = world()
  const stray = await failureOf(client.get(outsider, key, { flags: FrameFlag.FORWARDED }))
  t.match(stray, { code: 'STALE_RING', message: new RegExp(outsider.id) })

  // The owners, on their ring, own nothing any more: each refuses, and none passes it on.
  const others = cluster.members.filter(({ id }) => !owners.some((owner) => owner.id === id))
  const changed = Ring.build(others, cluster.settings)
  for (const owner of owners) owner.ring = changed
  const failure = await failureOf(client.put(outsider, key, 'value', { strict: true }))
  t.match(failure, { code: 'QUORUM_NOT_MET', message: /does not own this key/ })
  for (const owner of owners) t.equal(owner.counter('forwarded'), 0)
  owners[1].ring = cluster.ring
  t.ok(await client.put(outsider, key, 'value', { w: 1 }), 'the one who still does takes it')
})

t.test('replies say when the ring that the client used is not the node’s', async (t) => {
  const { cluster, client, owners, outsider } = world()
  const { digest } = cluster.ring
  for (const node of [owners[0], outsider]) {
    for (const [ringDigest, staleRing] of [
      [0, false],
      [digest, false],
      [digest ^ 1, true],
    ] as const) {
      const asked = { ringDigest: ringDigest >>> 0 }
      t.match(await client.put(node, key, 'value', asked), { staleRing })
      t.match(await client.get(node, key, asked), { staleRing })
    }
  }
})
