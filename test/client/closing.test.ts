/** Requests that are given up: by a signal, or because the client is closed. */
import { getEventListeners } from 'node:events'
import t from 'tap'
import { FakeCluster, fail, failureOf, hang } from './fake-cluster.js'

t.test('an aborted signal: nothing is sent', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect()
  const signal = AbortSignal.abort(new Error('never mind'))
  for (const request of [
    () => client.get('k', { signal }),
    () => client.put('k', 'v', { signal }),
    () => client.delete('k', { signal }),
    () => client.delete('k', { signal, context: Buffer.from('c') }),
    () => client.update('k', () => 'v', { signal }),
  ]) {
    t.match(await failureOf(request()), {
      code: 'ABORTED',
      retriable: false,
      cause: { message: 'never mind' },
    })
  }
  await fake.clock.advance(1000)
  t.equal(fake.nodes.flatMap(({ asked }) => asked).length, 0)
  await client.close()
})

t.test('a signal that fires during a request ends it at once, wherever it is', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const client = await fake.connect()
  for (const script of [hang, fail('BUSY', 'too much to do', { retryAfterMs: 500 })]) {
    for (const node of fake.nodes) node.script = script
    const control = new AbortController()
    const put = failureOf(client.put('k', 'v', { signal: control.signal }))
    await clock.advance(200)
    control.abort()
    t.match(await put, { code: 'ABORTED' }, 'without any time going by')
    t.equal(getEventListeners(control.signal, 'abort').length, 0)
    const { length } = fake.nodes.flatMap(({ asked }) => asked)
    await clock.advance(3000)
    t.equal(fake.nodes.flatMap(({ asked }) => asked).length, length, 'and nothing more is sent')
  }
  await client.close()
})

t.test('many requests may share one signal', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect()
  for (const node of fake.nodes) node.script = hang
  for (let round = 0; round < 2; round += 1) {
    const control = new AbortController()
    const { signal } = control
    const gets = Array.from({ length: 50 }, (_, n) => failureOf(client.get(`k${n}`, { signal })))
    const other = failureOf(client.get('k', { timeoutMs: 900 }))
    t.equal(getEventListeners(signal, 'abort').length, 1)
    await fake.clock.advance(50)
    control.abort()
    t.ok((await Promise.all(gets)).every((failure) => failure?.code === 'ABORTED'))
    t.equal(getEventListeners(signal, 'abort').length, 0)
    t.match(await fake.clock.settle(other), { code: 'TIMEOUT' }, 'those without it go on')
  }
  await client.close()
})

t.test('a signal that fires later changes nothing, and is not held on to', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect()
  const control = new AbortController()
  for (let n = 0; n < 20; n += 1) await fake.clock.settle(client.get('k', { signal: control.signal }))
  t.equal(getEventListeners(control.signal, 'abort').length, 0)
  control.abort()
  await client.close()
})

t.test('a signal ends an update between its rounds, and during reconcile', async (t) => {
  const fake = await FakeCluster.of(3)
  const { clock } = fake
  const client = await fake.connect()
  const control = new AbortController()
  const update = failureOf(
    client.update(
      'k',
      () => {
        control.abort()
        return 'v'
      },
      { signal: control.signal },
    ),
  )
  t.match(await clock.settle(update), { code: 'ABORTED' })
  t.equal(fake.nodes.flatMap(({ asked }) => asked).length, 1, 'only the get was sent')
  await client.close()
})

t.test('close: requests under way, wherever they are, reject with CLOSED at once', async (t) => {
  for (const [how, script] of [
    ['hung', hang],
    ['between rounds', fail('BUSY', 'too much to do', { retryAfterMs: 900 })],
    ['nobody there', undefined],
  ] as const) {
    const fake = await FakeCluster.of(3)
    const { clock } = fake
    const client = await fake.connect({ seeds: fake.nodes.map(({ member }) => member.address) })
    for (const node of fake.nodes) {
      if (script === undefined) await node.down()
      else node.script = script
    }
    const requests = [
      failureOf(client.get('k')),
      failureOf(client.put('k', 'v')),
      failureOf(client.delete('k')),
      failureOf(client.update('k', () => 'v')),
    ]
    await clock.advance(400)
    await client.close()
    t.match(
      await Promise.all(requests),
      Array.from({ length: 4 }, () => ({ code: 'CLOSED' })),
      how,
    )
    await clock.advance(10)
    t.equal(
      clock.timerCount - [...fake.nodes].flatMap(({ sessions }) => [...sessions]).length,
      0,
      `${how}: no timer is left`,
    )
    for (const node of fake.nodes) if (script === undefined) await node.up()
    await clock.advance(10_000)
    t.ok(
      fake.nodes.every(({ sessions }) => sessions.size === 0),
      `${how}: no connection is left or made`,
    )
  }
})

t.test('closed: everything rejects with CLOSED; closing again is harmless', async (t) => {
  const fake = await FakeCluster.of(3)
  const client = await fake.connect()
  await client.close()
  await client.close()
  await client[Symbol.asyncDispose]()
  for (const request of [
    () => client.get('k'),
    () => client.put('k', 'v'),
    () => client.delete('k'),
    () => client.delete('k', { context: Buffer.from('c') }),
    () => client.update('k', () => 'v'),
  ]) {
    t.match(await failureOf(request()), { code: 'CLOSED', retriable: false })
  }
  await fake.clock.advance(10)
  t.equal(fake.clock.timerCount, 0)
})

t.test('close while a node is leaving: what it still owed is given up too', async (t) => {
  const fake = await FakeCluster.of(1)
  const { clock } = fake
  const client = await fake.connect()
  const [node] = fake.nodes
  node.script = hang
  const get = failureOf(client.get('k'))
  await clock.advance(5)
  await node.down('drain')
  await node.up()
  await clock.advance(500)
  t.equal(node.sessions.size, 2, 'connected anew, and the old connection still owes an answer')
  await client.close()
  t.match(await get, { code: 'CLOSED' })
  await clock.advance(20)
  t.equal(node.sessions.size, 0, 'the connection has ended')
  t.equal(clock.timerCount, 0)
})

t.test('close while connecting to some seeds: they are let go', async (t) => {
  const fake = await FakeCluster.of(1)
  const { clock, network } = fake
  let open = 0
  await network.listen('silent:1', (stream) => {
    open += 1
    stream.handle({ data: () => {}, drained: () => {}, closed: () => (open -= 1) })
  })
  const client = await fake.connect({ seeds: ['silent:1', fake.nodes[0].member.address] })
  t.equal(open, 1)
  await client.close()
  await clock.advance(10)
  t.equal(open, 0)
  t.equal(clock.timerCount, 0)
})
