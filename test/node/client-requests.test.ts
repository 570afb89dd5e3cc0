import t from 'tap'
import { replicaGet } from '../../src/coordinator/replica-calls.js'
import { contextScope, decodeContext, encodeContext } from '../../src/version/context-codec.js'
import { FrameFlag, FrameType } from '../../src/wire/frame.js'
import { Get, Put } from '../../src/wire/messages.js'
import { Client, failureOf } from '../coordinator/client.js'
import { InProcessCluster } from '../coordinator/in-process-cluster.js'

const key = 'cart:42'
const cluster = new InProcessCluster({ nodes: 3 })
const client = new Client(cluster)
const [node] = cluster.nodes

t.test('keys have 1 to 1,024 bytes', async (t) => {
  const longest = Buffer.alloc(1024, 'k')
  await client.put(node, longest, 'value')
  t.match(await client.get(node, longest), { texts: ['value'] })
  const tooLong = Buffer.alloc(1025, 'k')
  const large = { code: 'KEY_TOO_LARGE', message: 'the key is 1025 bytes long, over the limit 1024' }
  t.match(await failureOf(client.get(node, tooLong)), large)
  t.match(await failureOf(client.put(node, tooLong, 'value')), large)
  t.match(await failureOf(client.put(node, tooLong, '', { tombstone: true })), large)
  const empty = { code: 'BAD_ARGUMENT', message: /the key is empty/ }
  t.match(await failureOf(client.get(node, '')), empty)
  t.match(await failureOf(client.put(node, '', 'value')), empty)
})

t.test('values have up to 1 MiB', async (t) => {
  const longest = 'v'.repeat(1024 * 1024)
  await client.put(node, 'long', longest)
  t.equal((await client.get(node, 'long')).texts[0].length, longest.length)
  t.match(await failureOf(client.put(node, 'long', `${longest}v`)), {
    code: 'VALUE_TOO_LARGE',
    message: 'the value is 1048577 bytes long, over the limit 1048576',
  })
  t.match(await client.put(node, 'empty', '', { w: 3 }), { replies: 3 })
  t.match(await client.get(node, 'empty'), { texts: [''] }, 'an empty value is one')
})

t.test('a write id has 8 bytes', async (t) => {
  for (const length of [0, 7, 9]) {
    const failure = await failureOf(client.put(node, key, 'value', { writeId: Buffer.alloc(length) }))
    t.match(failure, { code: 'BAD_ARGUMENT', message: `write_id is ${length} bytes long, and must be 8` })
  }
})

t.test('R and W are at most N', async (t) => {
  for (const count of [4, 0xffffffff]) {
    const message = (field: string) => `${field} is ${count}, over the number of replicas N = 3`
    t.match(await failureOf(client.get(node, key, { r: count })), {
      code: 'BAD_ARGUMENT',
      message: message('r'),
    })
    const put = await failureOf(client.put(node, key, 'value', { w: count }))
    t.match(put, { code: 'BAD_ARGUMENT', message: message('w') })
  }
  await client.put(node, key, 'value', { w: 3 })
  t.match(await client.get(node, key, { r: 3 }), { replies: 3 })
})

t.test('only contexts of this key in this cluster will do', async (t) => {
  const { context } = await client.put(node, key, 'value')
  const decoded = decodeContext(context, contextScope('shop', Buffer.from(key)))
  if (decoded.kind !== 'context') throw new Error(decoded.reason)
  const damaged = Buffer.from(context)
  damaged[3] ^= 1
  const wrong = {
    'another key’s': (await client.put(node, 'other', 'value')).context,
    'another cluster’s': encodeContext(decoded.clock, contextScope('mall', Buffer.from(key))),
    damaged,
    cut: context.subarray(0, -1),
    'too long': Buffer.alloc(8193, 1),
    'of another format': Buffer.from([9, ...context.subarray(1)]),
    'of nothing': Buffer.from('x'),
  }
  for (const [name, bytes] of Object.entries(wrong)) {
    t.match(await failureOf(client.put(node, key, 'lost', { context: bytes })), { code: 'BAD_CONTEXT' }, name)
    const gone = await failureOf(client.put(node, key, '', { context: bytes, tombstone: true }))
    t.match(gone, { code: 'BAD_CONTEXT' }, name)
  }
  t.match(await client.get(node, key, { r: 3 }), { texts: /value/ })
  await client.put(node, key, 'new', { context })
  t.notMatch((await client.get(node, key)).texts, ['lost'])
})

t.test('a time to live is a whole number of milliseconds, up to ten years, and of puts', async (t) => {
  const tenYearsMs = 315_360_000_000
  for (const ttlMs of [-1, 0.5, tenYearsMs + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const message = `ttl_ms is ${ttlMs}, and must be a whole number from 1 to ${tenYearsMs}, or 0 for none`
    t.match(await failureOf(client.put(node, key, 'value', { ttlMs })), { code: 'BAD_ARGUMENT', message })
  }
  await client.put(node, 'brief', 'value', { ttlMs: 1 })
  await client.put(node, 'long lived', 'value', { ttlMs: tenYearsMs })
  const gone = await failureOf(client.put(node, key, '', { tombstone: true, ttlMs: 5 }))
  t.match(gone, { code: 'BAD_ARGUMENT', message: 'a DELETE has no ttl_ms, and this one brings 5' })
})

t.test('values only where they belong', async (t) => {
  const get = {
    type: FrameType.GET,
    header: Get.encode({ key: Buffer.from(key) }),
    value: [Buffer.from('xyz')],
  }
  t.match(await failureOf(cluster.ask(node, get)), { code: 'BAD_ARGUMENT', message: /brings 3 bytes/ })
  const header = Put.encode({ key: Buffer.from(key), writeId: Buffer.alloc(8) })
  const gone = { type: FrameType.DELETE, header, value: [Buffer.from('xyz')] }
  t.match(await failureOf(cluster.ask(node, gone)), { code: 'BAD_ARGUMENT', message: /brings 3 bytes/ })
})

t.test('what does not decode, and types that are none, break the protocol', async (t) => {
  const junk = { len: 4, finish: () => Buffer.from([0xff, 0xff, 0xff, 0xff]) }
  for (const type of [FrameType.GET, FrameType.PUT, FrameType.DELETE]) {
    t.match(await failureOf(cluster.ask(node, { type, header: junk })), {
      code: 'PROTOCOL',
      message: /decode/,
    })
  }
  const peer = { nodeId: cluster.nodes[1].id, agent: 'test', remoteAddress: 'test' }
  for (const type of [FrameType.REPLICA_GET, FrameType.REPLICA_PUT]) {
    const frame = {
      version: 1,
      type,
      flags: 0,
      requestId: 1,
      deadlineMs: 0,
      header: junk.finish(),
      value: junk.finish(),
    }
    t.match(await failureOf(cluster.serve(node, frame, peer)), { code: 'PROTOCOL', message: /decode/ })
  }
  for (const type of [0, 22, 47, 100, 126, 127]) {
    t.match(await failureOf(cluster.ask(node, { type })), {
      code: 'PROTOCOL',
      message: `no request has the type ${type}`,
    })
  }
  for (const type of [FrameType.REPLICA_GET, FrameType.REPLICA_PUT, FrameType.GOSSIP]) {
    t.match(await failureOf(cluster.ask(node, { type })), { code: 'PROTOCOL', message: /for nodes/ })
  }
})

t.test('requests over the limit get BUSY, and room comes back', async (t) => {
  const full = new InProcessCluster({ requestsMax: 4 })
  const eager = new Client(full)
  const [one, ...others] = full.nodes
  for (const other of others) full.setWay(one, other, 'hung')
  const stuck = Array.from({ length: 4 }, () => failureOf(eager.getNow(one, key, { deadlineMs: 100 })))
  const refused = await failureOf(eager.getNow(one, key))
  t.match(refused, { code: 'BUSY', message: '4 requests are under way, the limit', retryAfterMs: 100 })
  t.match(await eager.get(others[0], key, { r: 3 }), { replies: 3 }, 'peers are served all the same')
  const ended = await full.clock.settle(Promise.all(stuck))
  t.strictSame(
    ended.map((failure) => failure?.code),
    Array(4).fill('TIMEOUT'),
  )
  full.heal()
  t.match(await eager.get(one, key), { texts: [] })
  t.equal(one.counter('refused_busy'), 1)
  t.equal(one.counter('failed'), 4)
})

t.test('what nobody waits for has a quarter of the room', async (t) => {
  const full = new InProcessCluster({ requestsMax: 4 })
  const [one, two] = full.nodes
  await new Client(full).put(one, key, 'milk', { w: 3 })
  let open = () => {}
  one.store.getGate = new Promise((done) => {
    open = done
  })
  const call = replicaGet(Buffer.from(key), undefined, 'owner')
  const behind = { ...call, flags: FrameFlag.BACKGROUND }
  const first = two.call(one.id, behind, 5000)
  const refused = await full.clock.settle(failureOf(two.call(one.id, behind, 5000)))
  t.match(refused, { code: 'BUSY', message: '1 requests are under way, the limit', retryAfterMs: 100 })
  const waitedFor = two.call(one.id, call, 5000)
  open()
  await full.clock.settle(Promise.all([first, waitedFor]))
  t.equal(one.counter('refused_busy'), 1)
})

t.test('what nobody waits for waits for its time, and is refused where that would be long', async (t) => {
  const slow = new InProcessCluster({ repairBytesPerSecond: 64 * 1024 })
  const [one, two] = slow.nodes
  const large = 'x'.repeat(200 * 1024)
  await new Client(slow).put(one, key, large, { w: 3 })
  const call = replicaGet(Buffer.from(key), undefined, 'owner')
  const behind = { ...call, flags: FrameFlag.BACKGROUND }
  await slow.clock.settle(two.call(one.id, behind, 5000))
  const refused = await slow.clock.settle(failureOf(two.call(one.id, behind, 5000)))
  t.match(refused, { code: 'BUSY', message: /no time for requests of other nodes/ })
  t.ok((refused?.retryAfterMs ?? 0) > 1000)
  await slow.clock.settle(two.call(one.id, call, 5000))
  t.equal(one.counter('refused_background'), 1)
  // It is told to ask again well before its turn: the share may grow meanwhile. Here it stays at its least.
  let attempts = 0
  for (let again = refused; again !== undefined && attempts < 40; attempts += 1) {
    await slow.clock.advance(again.retryAfterMs ?? 0)
    again = await slow.clock.settle(failureOf(two.call(one.id, behind, 5000)))
  }
  t.ok(attempts < 40, `let in after ${attempts}`)
})

t.test('none of this was the node’s own fault', async (t) => t.strictSame(cluster.bugs, []))
