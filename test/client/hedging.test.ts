/** A get that is late is sent to a second node as well: when, how often at most, and who is believed. */
import t, { type Test } from 'tap'
import type { ConnectOptions } from '../../src/client/options.js'
import { FrameType } from '../../src/wire/frame.js'
import { FakeCluster, type FakeNode, fail, failureOf, hang, oblige, type Script } from './fake-cluster.js'

/** Three nodes that the client has learnt to expect quick answers of. */
async function quickCluster(t: Test, options: Partial<ConnectOptions> = {}) {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect(options)
  t.teardown(() => client.close())
  for (let n = 0; n < 100; n += 1) await fake.clock.settle(client.get(`warm ${n}`))
  for (const node of fake.nodes) node.asked.length = 0
  const [first, second, third] = fake.inOrder('k')
  return { fake, client, clock: fake.clock, first, second, third }
}

const after =
  (fake: FakeCluster, ms: number, script: Script): Script =>
  (frame) =>
    new Promise((resolve, reject) =>
      fake.clock.setTimer(ms, () => Promise.resolve(frame).then(script).then(resolve, reject)),
    )

const asked = (...nodes: FakeNode[]) => nodes.map((node) => node.asked.length)

t.test('a late get is sent to the second node too, whose answer counts', async (t) => {
  const { client, clock, first, second, third } = await quickCluster(t)
  first.script = hang
  const startMs = clock.nowMs()
  t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value')
  t.ok(clock.nowMs() - startMs < 50, `after ${clock.nowMs() - startMs} ms, long before the node is suspected`)
  t.strictSame(asked(first, second, third), [1, 1, 0])
  t.match(client.stats(), { requests: 101, retries: 0, hedges: 1, hedgesWon: 1, hedgesRefused: 0 })
})

t.test('the first node may still win; what the second says afterwards changes nothing', async (t) => {
  const { fake, client, clock, first, second } = await quickCluster(t)
  first.script = after(fake, 40, oblige)
  second.script = after(fake, 80, fail('INTERNAL', 'too late to matter'))
  t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value')
  await clock.advance(200)
  t.strictSame(asked(first, second), [1, 1])
  t.match(client.stats(), { hedges: 1, hedgesWon: 0, retries: 0 })
})

t.test('a put is never hedged, nor a get that is not to be, nor one of a client without', async (t) => {
  const { fake, client, clock, first, second, third } = await quickCluster(t)
  first.script = after(fake, 60, oblige)
  await clock.settle(client.put('k', 'v'))
  await clock.settle(client.delete('k', { context: Buffer.from('c') }))
  await clock.settle(client.get('k', { hedge: false }))
  await clock.settle(client.update('k', () => undefined, { hedge: false }))
  t.strictSame(asked(first, second, third), [4, 0, 0])

  const without = await quickCluster(t, { hedging: false })
  without.first.script = after(without.fake, 60, oblige)
  await without.clock.settle(without.client.get('k'))
  t.strictSame(asked(without.first, without.second), [1, 0])
})

t.test('while too little is known of either node nothing is hedged', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect()
  t.teardown(() => client.close())
  const [first, second] = fake.inOrder('k')
  first.script = after(fake, 60, oblige)
  await fake.clock.settle(client.get('k'))
  t.strictSame(asked(first, second), [1, 0])
})

t.test('a cluster that is slow as a whole gets its requests and the budget, and no more', async (t) => {
  const { fake, client, clock } = await quickCluster(t, { hedging: { budget: 0.05, burst: 10 } })
  for (const node of fake.nodes) node.script = after(fake, 60, oblige)
  const gets = 400
  for (let n = 0; n < gets; n += 1) await clock.settle(client.get(`k${n}`))
  const { hedges, hedgesRefused, retries } = client.stats()
  t.equal(fake.nodes.flatMap(({ asked }) => asked).length, gets + hedges + retries)
  t.ok(hedges > 0 && hedges <= 10 + 0.05 * gets, `${hedges} hedges`)
  t.equal(retries, 0)
  t.ok(hedgesRefused > 0, 'some were refused, until all learnt to be patient')
  t.ok(hedgesRefused < gets / 2)
})

t.test('a hedge that fails is as none: the first node is waited for', async (t) => {
  for (const code of ['BUSY', 'QUORUM_NOT_MET', 'INTERNAL', 'STALE_RING'] as const) {
    const { fake, client, clock, first, second, third } = await quickCluster(t)
    first.script = after(fake, 60, oblige)
    second.script = fail(code, 'not here', { needed: 2, got: 1 })
    t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value', code)
    t.strictSame(asked(first, second, third), [1, 1, 0], code)
    t.match(client.stats(), { hedges: 1, hedgesWon: 0, retries: 0 })
  }
})

t.test('the hedge has failed and the first node says nothing: the third is asked in the end', async (t) => {
  const { client, clock, first, second, third } = await quickCluster(t)
  first.script = hang
  second.script = fail('BUSY', 'not now')
  const startMs = clock.nowMs()
  await clock.settle(client.get('k'))
  t.ok(clock.nowMs() - startMs < 400)
  t.strictSame(asked(first, second, third), [1, 1, 1])
  t.match(client.stats(), { hedges: 1, hedgesWon: 0, retries: 1 })
})

t.test('both fail: the third is asked at once', async (t) => {
  for (const code of ['BUSY', 'QUORUM_NOT_MET'] as const) {
    const { fake, client, clock, first, second, third } = await quickCluster(t)
    first.script = after(fake, 40, fail(code, 'not now', { needed: 2, got: 1 }))
    second.script = fail(code, 'not now', { needed: 2, got: 1 })
    await clock.settle(client.get('k'))
    t.strictSame(asked(first, second, third), [1, 1, 1])
  }
})

t.test('the first node fails while the hedge is under way: that is waited for', async (t) => {
  for (const code of ['BUSY', 'QUORUM_NOT_MET'] as const) {
    const { fake, client, clock, first, second, third } = await quickCluster(t)
    first.script = after(fake, 30, fail(code, 'not here', { needed: 2, got: 1 }))
    second.script = after(fake, 60, oblige)
    t.equal((await clock.settle(client.get('k'))).value?.toString(), 'value', code)
    t.strictSame(asked(first, second, third), [1, 1, 0], code)
  }
})

t.test('no quorum by either: that is the verdict', async (t) => {
  const { fake, client, clock, first, second, third } = await quickCluster(t)
  third.script = fail('BUSY', 'not now')
  first.script = after(fake, 30, fail('QUORUM_NOT_MET', 'only me', { needed: 2, got: 1 }))
  second.script = after(fake, 60, fail('QUORUM_NOT_MET', 'only me', { needed: 2, got: 1 }))
  t.match(await clock.settle(failureOf(client.get('k'))), { code: 'QUORUM_NOT_MET', needed: 2, got: 1 })
})

t.test('nobody is asked who seems to be worse off than the node that is late', async (t) => {
  const { fake, client, clock, first, second, third } = await quickCluster(t)
  await second.down()
  await third.down()
  await clock.advance(10)
  first.script = after(fake, 60, oblige)
  await clock.settle(client.get('k'))
  t.strictSame(asked(first, second, third), [1, 0, 0])
  t.equal(client.stats().hedges, 0)
})

t.test('a client that stood still itself reads what has come before it accuses anybody', async (t) => {
  const { client, clock, first, second } = await quickCluster(t)
  const get = client.get('k')
  // The answer is on its way.
  while (first.asked.length === 0) await clock.advance(0.1)
  await clock.standStill(100)
  await clock.settle(get)
  await clock.advance(10)
  t.strictSame(asked(first, second), [1, 0])
})

t.test('it ends by its deadline when all are silent', async (t) => {
  const { fake, client, clock } = await quickCluster(t)
  for (const node of fake.nodes) node.script = hang
  const startMs = clock.nowMs()
  t.match(await clock.settle(failureOf(client.get('k', { timeoutMs: 400 }))), { code: 'TIMEOUT' })
  t.ok(clock.nowMs() - startMs < 450)
  t.ok(fake.nodes.every((node) => node.asked.every(({ type }) => type === FrameType.GET)))
})
