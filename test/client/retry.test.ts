/** To whom a request goes, and to whom next when that fails; how it ends when nobody is left. */
import t, { type Test } from 'tap'
import { FrameType } from '../../src/wire/frame.js'
import { Put } from '../../src/wire/messages.js'
import { FakeCluster, type FakeNode, fail, failureOf, hang, oblige, type Script } from './fake-cluster.js'

async function cluster(t: Test, count = 3) {
  const fake = await FakeCluster.of(count)
  const client = await fake.connect()
  t.teardown(() => client.close())
  const [first, second, third] = fake.inOrder('k')
  return { fake, client, clock: fake.clock, first, second, third }
}

const writeIds = (...nodes: FakeNode[]) =>
  nodes
    .flatMap(({ asked }) => asked)
    .map((frame) => Buffer.from(Put.decode(frame.header).writeId).toString('hex'))

t.test('the first of the preference list is asked, and nobody else', async (t) => {
  const { fake, client, clock } = await cluster(t, 5)
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    await clock.settle(client.get(key))
    t.equal(fake.inOrder(key)[0].keys.at(-1), key)
  }
  t.equal(fake.nodes.flatMap(({ asked }) => asked).length, 8)
})

t.test('a node that is down is passed over; a request that it had goes to the next', async (t) => {
  const { client, clock, first, second } = await cluster(t)
  first.script = hang
  const get = client.get('k')
  const put = client.put('k', 'v')
  await clock.advance(5)
  t.equal(first.asked.length, 2)
  const startMs = clock.nowMs()
  await first.down()
  await clock.settle(Promise.all([get, put]))
  t.ok(clock.nowMs() - startMs < 20, 'at once')
  t.equal(second.asked.length, 2)
  t.strictSame(new Set(writeIds(...[first, second].map((node) => onlyPuts(node)))).size, 1, 'as one write')
  await clock.settle(client.get('k'))
  t.equal(second.asked.length, 3)
})

function onlyPuts(node: FakeNode): FakeNode {
  return Object.assign(Object.create(node) as FakeNode, {
    asked: node.asked.filter((frame) => frame.type === FrameType.PUT),
  })
}

t.test('a hung node: another is asked within the deadline', async (t) => {
  const { client, clock, first, second } = await cluster(t)
  first.script = hang
  const startMs = clock.nowMs()
  const put = client.put('k', 'v', { timeoutMs: 1000 })
  t.match(await clock.settle(put), { context: Buffer })
  t.ok(clock.nowMs() - startMs < 700)
  t.equal(second.asked.length, 1)
  t.equal(new Set(writeIds(first, second)).size, 1)
})

t.test('a node that takes more than its share of the time, and then answers, is heard', async (t) => {
  const { client, clock, first, second, third } = await cluster(t)
  second.script = hang
  third.script = hang
  first.script = (frame) => new Promise((resolve) => clock.setTimer(800, () => resolve(oblige(frame))))
  t.match(await clock.settle(client.put('k', 'v', { timeoutMs: 1000 })), { context: Buffer })
})

t.test('all nodes hung: the request ends by its deadline, a write as unknown', async (t) => {
  const { fake, client, clock } = await cluster(t)
  for (const node of fake.nodes) node.script = hang
  for (const [request, code] of [
    [() => client.get('k', { timeoutMs: 400 }), 'TIMEOUT'],
    [() => client.put('k', 'v', { timeoutMs: 400 }), 'OUTCOME_UNKNOWN'],
    [() => client.delete('k', { context: Buffer.from('c'), timeoutMs: 400 }), 'OUTCOME_UNKNOWN'],
    [() => client.delete('k', { timeoutMs: 400 }), 'TIMEOUT'],
    [() => client.update('k', () => 'v', { timeoutMs: 400 }), 'TIMEOUT'],
  ] as const) {
    const startMs = clock.nowMs()
    t.match(await clock.settle(failureOf(request())), { code, name: 'GrammeError' })
    const tookMs = clock.nowMs() - startMs
    t.ok(tookMs >= 395 && tookMs < 450, `${code} after ${tookMs} ms`)
  }
})

t.test('delete without a context has one deadline, not one for each half', async (t) => {
  const { fake, client, clock } = await cluster(t)
  for (const node of fake.nodes) {
    node.script = (frame) =>
      frame.type === FrameType.GET
        ? new Promise((resolve) => clock.setTimer(150, () => resolve(oblige(frame))))
        : new Promise(() => {})
  }
  const startMs = clock.nowMs()
  t.match(await clock.settle(failureOf(client.delete('k', { timeoutMs: 400 }))), { code: 'OUTCOME_UNKNOWN' })
  t.ok(clock.nowMs() - startMs < 450, `it took ${clock.nowMs() - startMs} ms`)
})

t.test('nobody there: UNREACHABLE by the deadline, and served at once when one comes back', async (t) => {
  const { fake, client, clock } = await cluster(t)
  for (const node of fake.nodes) await node.down()
  await clock.advance(10)
  const startMs = clock.nowMs()
  t.match(await clock.settle(failureOf(client.put('k', 'v', { timeoutMs: 400 }))), { code: 'UNREACHABLE' })
  t.ok(clock.nowMs() - startMs <= 400)

  const waiting = client.put('k', 'v')
  await clock.advance(1000)
  for (const node of fake.nodes) await node.up()
  await clock.settle(waiting)
  t.ok(clock.nowMs() - startMs < 5000)
})

t.test(
  'waiting for somebody to come back costs others nothing: the budget is for what is sent',
  async (t) => {
    const { fake, client, clock, first } = await cluster(t)
    for (const node of fake.nodes) await node.down()
    await clock.advance(10)
    const waiting = Array.from({ length: 200 }, (_, n) => client.get(`k${n}`, { timeoutMs: 30_000 }))
    await clock.advance(4000)
    for (const node of fake.nodes) await node.up()
    await clock.settle(Promise.all(waiting))
    first.script = fail('BUSY', 'too much to do')
    await clock.settle(client.get('k'))
  },
)

t.test('failures of the node itself: the next is asked', async (t) => {
  for (const code of ['BUSY', 'READ_ONLY', 'TIMEOUT', 'INTERNAL', 'PROTOCOL'] as const) {
    const { client, clock, first, second } = await cluster(t)
    first.script = fail(code, 'not now', { retryAfterMs: 1000 })
    const startMs = clock.nowMs()
    await clock.settle(client.put('k', 'v', { timeoutMs: 500 }))
    t.ok(clock.nowMs() - startMs < 100, `${code}: at once, whatever it says when to come back to it`)
    t.equal(second.asked.length, 1)
  }
})

t.test('who owns nothing of the key is not asked in place of owners that are alive', async (t) => {
  const { fake, client, clock } = await cluster(t, 6)
  const [owners, others] = [fake.inOrder('k').slice(0, 3), fake.inOrder('k').slice(3)]
  const othersAsked = () => others.flatMap(({ asked }) => asked).length
  const slow: Script = (frame) => new Promise((resolve) => clock.setTimer(400, () => resolve(oblige(frame))))

  for (let n = 0; n < 30; n += 1) await clock.settle(client.get(`warm ${n}`))
  for (const node of fake.nodes) node.asked.length = 0
  for (const node of owners) node.script = slow
  for (let n = 0; n < 20; n += 1) {
    t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value')
  }
  t.equal(othersAsked(), 0, 'neither when owners are slow, nor as a hedge, nor out of impatience')

  for (const node of owners) node.script = fail('BUSY', 'too much to do', { retryAfterMs: 50 })
  t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 500 }))), { code: 'BUSY' })
  t.equal(othersAsked(), 0, 'nor a get when owners are busy: they are asked again a little later')
  await clock.settle(client.put('k', 'v', { timeoutMs: 500 }))
  t.equal(othersAsked(), 1, 'a put is: others may take it in place of them')

  for (const node of owners) node.script = hang
  await clock.settle(client.get('k', { timeoutMs: 2000 }))
  t.ok(othersAsked() > 1, 'when half of the time is over others may know better')
  for (const node of owners) await node.down()
  await clock.advance(10)
  await clock.settle(client.get('k'))
  t.ok(othersAsked() > 2, 'and when owners are gone')
})

t.test('while an owner is away, others are asked as well: they may reach it', async (t) => {
  const { fake, client, clock, first, second, third } = await cluster(t, 5)
  const others = fake.inOrder('k').slice(3)
  const othersAsked = () => others.flatMap(({ asked }) => asked).length
  await second.down()
  await third.down()
  await clock.advance(10)
  first.script = fail('BUSY', 'too much to do', { retryAfterMs: 500 })
  const startMs = clock.nowMs()
  t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value')
  t.ok(clock.nowMs() - startMs < 50, 'at once')
  t.equal(othersAsked(), 1)
  first.script = hang
  t.equal((await clock.settle(client.get('k', { timeoutMs: 2000 }))).value?.toString(), 'value')
  t.ok(clock.nowMs() - startMs < 600, `after ${clock.nowMs() - startMs} ms, not half of the time`)
})

t.test('everybody busy: asked again after the time they name, until the deadline', async (t) => {
  const { fake, client, clock } = await cluster(t)
  for (const node of fake.nodes) node.script = fail('BUSY', 'too much to do', { retryAfterMs: 100 })
  t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 1000 }))), {
    code: 'BUSY',
    retryAfterMs: 100,
  })
  const asked = fake.nodes.flatMap((node) => node.asked).length
  t.ok(asked >= 12 && asked <= 60, `${asked} times in 1 s`)
  const put = client.put('k', 'v', { timeoutMs: 1000 })
  await clock.advance(300)
  for (const node of fake.nodes) node.script = oblige
  await clock.settle(put)
})

t.test('failures that another node would answer alike are told at once', async (t) => {
  const { fake, client, clock, first } = await cluster(t)
  for (const [code, retriable] of [
    ['QUORUM_NOT_MET', true],
    ['BAD_CONTEXT', false],
    ['BAD_ARGUMENT', false],
    ['CONFLICT', true],
    ['TOO_MANY_SIBLINGS', false],
  ] as const) {
    first.script = fail(code, 'so it is', { needed: 2, got: 1 })
    const failure = await clock.settle(failureOf(client.put('k', 'v')))
    t.match(failure, { name: 'GrammeError', code, message: 'so it is', retriable, needed: 2, got: 1 })
  }
  t.equal(fake.nodes.flatMap(({ asked }) => asked).length, 5)
})

t.test(
  'a get that one node found no quorum for is sent to the next, which may be on another side',
  async (t) => {
    const { fake, client, clock, first, second, third } = await cluster(t)
    const lonely = fail('QUORUM_NOT_MET', 'only me', { needed: 2, got: 1 })
    first.script = lonely
    second.script = fail('QUORUM_NOT_MET', 'not even me', { needed: 2, got: 0 })
    const startMs = clock.nowMs()
    t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value')
    t.ok(clock.nowMs() - startMs < 50, 'at once')
    t.strictSame(
      [first, second, third].map(({ asked }) => asked.length),
      [1, 1, 1],
    )
    t.match(client.stats(), { requests: 1, retries: 2 })

    const verdict = { code: 'QUORUM_NOT_MET', message: 'only me', needed: 2, got: 1, retriable: true }
    third.script = second.script
    t.match(await clock.settle(failureOf(client.get('k'))), verdict, 'when all have said so it is told')
    t.equal(fake.nodes.flatMap(({ asked }) => asked).length, 6, 'and they are asked once')
    third.script = hang
    t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 400 }))), verdict)
  },
)

t.test('who found no quorum is not asked first for a while, where the owners are the same', async (t) => {
  const { client, clock, first, second, third } = await cluster(t)
  const asked = () => [first, second, third].map((node) => node.asked.length)
  first.script = fail('QUORUM_NOT_MET', 'only me', { needed: 3, got: 1 })
  await clock.settle(client.get('k', { r: 3 }))
  await clock.settle(client.get('k', { r: 3 }))
  t.strictSame(asked(), [2, 2, 0], 'what is more than usual tells nothing of what is')
  first.script = fail('QUORUM_NOT_MET', 'only me', { needed: 2, got: 1 })
  for (let n = 0; n < 4; n += 1) await clock.settle(client.get('k'))
  t.strictSame(asked(), [3, 6, 0])
  first.script = oblige
  await clock.settle(client.put('k', 'v'))
  t.strictSame(asked(), [4, 6, 0], 'puts find stand-ins')
  await clock.advance(2000)
  await clock.settle(client.get('k'))
  t.strictSame(asked(), [5, 6, 0])
})

t.test('such gets draw on the budget for retries, and no more', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect({ requestsMax: 10 })
  t.teardown(() => client.close())
  const [first] = fake.inOrder('k')
  first.script = fail('QUORUM_NOT_MET', 'only me', { needed: 2, got: 1 })
  let failures = 0
  for (let n = 0; n < 200; n += 1) {
    if ((await fake.clock.settle(failureOf(client.get('k', { timeoutMs: 400 })))) !== undefined) failures += 1
    // The client has forgotten by then who it was.
    await fake.clock.advance(2000)
  }
  const { retries } = client.stats()
  t.ok(retries >= 20 && retries <= 10 + 200 * 0.1, `${retries} retries`)
  t.equal(failures, 200 - retries)
})

t.test('a write that may have been done before a clear failure is unknown', async (t) => {
  const { client, clock, first, second } = await cluster(t)
  first.script = hang
  second.script = fail('CONFLICT', 'others were first')
  const put = failureOf(client.put('k', 'v', { context: Buffer.from('c'), ifCurrent: true }))
  await clock.advance(5)
  await first.down()
  const failure = await clock.settle(put)
  t.match(failure, { code: 'OUTCOME_UNKNOWN', cause: { code: 'CONFLICT' } })
  t.match(failure?.message, /others were first/)
})

t.test('so is one that a silent node may have done', async (t) => {
  const { client, clock, first, second } = await cluster(t)
  first.script = hang
  second.script = fail('CONFLICT', 'others were first')
  t.match(await clock.settle(failureOf(client.put('k', 'v'))), {
    code: 'OUTCOME_UNKNOWN',
    cause: { code: 'CONFLICT' },
  })
})

t.test('when a node that was slow fails, who was asked since is waited for', async (t) => {
  const { client, clock, first, second, third } = await cluster(t)
  first.script = hang
  second.script = (frame) => new Promise((resolve) => clock.setTimer(100, () => resolve(oblige(frame))))
  const get = client.get('k', { timeoutMs: 1000 })
  await clock.advance(520)
  t.equal(second.asked.length, 1)
  await first.down()
  await clock.settle(get)
  t.equal(third.asked.length, 0)
})

t.test('... and if it fails while everybody is given a pause, that is no reason to give up', async (t) => {
  const { client, clock, first, second, third } = await cluster(t)
  first.script = hang
  second.script = fail('BUSY', 'too much to do')
  third.script = fail('BUSY', 'too much to do', { retryAfterMs: 200 })
  const get = client.get('k', { timeoutMs: 1000 })
  await clock.advance(280)
  t.equal(third.asked.length, 1)
  await first.down()
  await clock.advance(10)
  third.script = oblige
  await clock.settle(get)
  t.equal(third.asked.length, 2)
})

t.test('a ring that does not come keeps nobody beyond the deadline', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const [seed, ...members] = fake.nodes
  seed.told = { cluster: 'shop', members: members.map(({ member }) => member) }
  const client = await fake.connect()
  t.teardown(() => client.close())
  for (const node of members) await node.down()
  await clock.advance(10)
  fake.silence()
  const startMs = clock.nowMs()
  t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 400 }))), { code: 'UNREACHABLE' })
  t.ok(clock.nowMs() - startMs <= 401, `${clock.nowMs() - startMs} ms`)
})

t.test('a node that answers with nonsense is left for another', async (t) => {
  const { client, clock, first, second } = await cluster(t)
  first.script = () => {
    for (const session of first.sessions)
      (session as unknown as { stream: { write(b: Uint8Array[]): void } }).stream.write([
        Buffer.from('HTTP/1.1 400'),
      ])
    return new Promise(() => {})
  }
  await clock.settle(client.get('k'))
  await clock.settle(client.get('k'))
  t.equal(second.asked.length, 2)
})

t.test('no more requests than the limit at one time, and none of them leaks', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const client = await fake.connect({ requestsMax: 4 })
  t.teardown(() => client.close())
  for (const node of fake.nodes) node.script = hang
  for (let round = 0; round < 3; round += 1) {
    const requests = Array.from({ length: 4 }, () => failureOf(client.put('k', 'v', { timeoutMs: 300 })))
    const fifth = failureOf(client.get('k'))
    t.match(await clock.settle(fifth), { code: 'BUSY', retriable: true, message: /4 requests are under way/ })
    t.match(
      await clock.settle(Promise.all(requests)),
      Array.from({ length: 4 }, () => ({ code: 'OUTCOME_UNKNOWN' })),
    )
  }
  for (const node of fake.nodes) node.script = oblige
  await clock.settle(Promise.all(Array.from({ length: 4 }, () => client.get('k'))))
})

t.test('when all become slow at once, few gets are made twice', async (t) => {
  const { fake, client, clock } = await cluster(t)
  for (let n = 0; n < 100; n += 1) await clock.settle(client.get(`warm ${n}`))
  for (const node of fake.nodes) node.asked.length = 0
  for (const node of fake.nodes) {
    node.script = (frame) => new Promise((resolve) => clock.setTimer(600, () => resolve(oblige(frame))))
  }
  const gets = 2000
  await clock.settle(
    Promise.all(Array.from({ length: gets }, (_, n) => client.get(`k${n}`, { hedge: false }))),
  )
  const sent = fake.nodes.flatMap(({ asked }) => asked).length
  t.ok(sent > gets && sent <= gets + 100 + 0.1 * (gets + 200), `${sent} were sent for ${gets} gets`)
})

t.test('when all fail, retries add a tenth and no more', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const client = await fake.connect({ requestsMax: 20 })
  t.teardown(() => client.close())
  for (const node of fake.nodes) node.script = fail('BUSY', 'too much to do')
  for (let n = 0; n < 300; n += 1) {
    t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 100 }))), { code: 'BUSY' })
  }
  const sent = fake.nodes.flatMap(({ asked }) => asked).length
  t.ok(sent >= 300 && sent <= 300 + 20 + 30 + 1, `${sent} were sent for 300 requests`)
})

t.test(
  'what our own full queues refuse costs nothing of the budget, and is sent when there is room',
  async (t) => {
    const fake = await FakeCluster.of(1)
    const { clock } = fake
    const client = await fake.connect({ requestsMax: 400 })
    t.teardown(() => client.close())
    const value = Buffer.alloc(1024 * 1024)
    const [node] = fake.nodes
    node.script = fail('BUSY', 'too much to do', { retryAfterMs: 10 })
    const first = Array.from({ length: 120 }, () => client.put('k', value, { timeoutMs: 60_000 }))
    await clock.advance(1000)
    node.script = oblige
    await clock.settle(Promise.all(first))
    t.ok(node.asked.length < 600, `${node.asked.length} were sent`)
  },
)
