/** get, put, delete and update against real nodes: what an application can rely on. */
import t, { type Test } from 'tap'
import {
  type Client,
  type ConnectOptions,
  connect,
  type GrammeError,
  jsonCodec,
} from '../../src/client/index.js'
import { failureOf } from './fake-cluster.js'
import { liveCluster } from './live-cluster.js'

const cluster = await liveCluster(t)

async function connected(t: Test, options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = await connect({ seeds: cluster.addresses, ...options })
  t.teardown(() => client.close())
  return client
}

const texts = async (client: Client, key: string) =>
  (await client.get(key)).siblings.map((sibling) => sibling.toString()).sort()

t.test('keys and values of all kinds come back as they were', async (t) => {
  const client = await connected(t)
  const keys = [
    'a',
    'ключ',
    '🔑',
    ' ',
    '\0',
    'k'.repeat(1024),
    Buffer.from([0xff, 0xfe, 0]),
    new Uint8Array([1]),
  ]
  const values = [
    '',
    'v',
    'стоимость',
    Buffer.alloc(1024 * 1024, 7),
    new Uint8Array([0, 255]),
    Buffer.alloc(20_000, 1),
  ]
  for (const [n, key] of keys.entries()) {
    const value = values[n % values.length]
    await client.put(key, value)
    const { siblings, value: one, writtenAtMs } = await client.get(key)
    t.ok(siblings.length === 1 && siblings[0].equals(Buffer.from(value as Uint8Array)), `key ${n}`)
    t.equal(one, siblings[0])
    t.ok(Math.abs(writtenAtMs[0] - Date.now()) < 60_000)
  }
  t.strictSame(await texts(client, 'a'), [''], 'an empty value is a value')
  await client.put(Buffer.from('same'), 'x')
  t.strictSame(await texts(client, 'same'), ['x'], 'a string key is its UTF-8 bytes')
  const within = new Uint8Array(Buffer.from('..within..').buffer.slice(0), 0, 0)
  t.equal(within.length, 0)
})

t.test('a part of a larger buffer is just that part', async (t) => {
  const client = await connected(t)
  const whole = Buffer.from('aaaakeybbbb')
  await client.put(whole.subarray(4, 7), whole.subarray(7))
  t.strictSame(await texts(client, 'key'), ['bbbb'])
})

t.test('never written: no siblings, no value, an empty context', async (t) => {
  const client = await connected(t)
  t.strictSame(await client.get('nothing'), {
    siblings: [],
    value: undefined,
    context: Buffer.alloc(0),
    writtenAtMs: [],
    isSloppy: false,
    expiresAtMs: [],
  })
})

t.test('what is put with a time to live is gone after it, and may be written again', async (t) => {
  const client = await connected(t)
  await client.put('brief', 'one', { ttlMs: 60_000 })
  const { writtenAtMs, expiresAtMs, context } = await client.get('brief')
  t.equal(expiresAtMs[0], writtenAtMs[0] + 60_000)
  await client.put('brief', 'two', { ttlMs: 50, context })
  const isGone = async () => (await client.get('brief')).siblings.length === 0
  while (!(await isGone())) await new Promise((resolve) => setTimeout(resolve, 10))
  await client.update('brief', (siblings) => `${siblings.length} before`, { ttlMs: 60_000 })
  t.strictSame(await texts(client, 'brief'), ['0 before'])
  await client.update('brief', () => 'lasting')
  t.strictSame((await client.get('brief')).expiresAtMs, [undefined], 'each write brings its own')
  for (const ttlMs of [0, 0.5, -1, 315_360_000_001]) {
    t.match(await failureOf(client.put('brief', 'x', { ttlMs })), { code: 'BAD_ARGUMENT', message: /ttlMs/ })
  }
})

t.test('contexts: what was seen is superseded, what was not stands beside', async (t) => {
  const [one, two] = await Promise.all([connected(t), connected(t, { coordination: 'server' })])
  const first = await one.put('cart', 'milk')
  await two.put('cart', 'bread')
  t.strictSame(await texts(one, 'cart'), ['bread', 'milk'], 'without a context it stands beside')
  await one.put('cart', 'eggs', { context: first.context })
  t.strictSame(await texts(two, 'cart'), ['bread', 'eggs'], 'the context of a put covers that put alone')
  const { context } = await two.get('cart')
  await Promise.all([one.put('cart', 'x', { context }), two.put('cart', 'y', { context })])
  t.strictSame(await texts(one, 'cart'), ['x', 'y'], 'two with one context: two siblings')
  const merged = await one.put('cart', 'xy', { context: (await one.get('cart')).context })
  t.strictSame(await texts(two, 'cart'), ['xy'])
  await two.put('cart', 'xyz', { context: merged.context })
  t.strictSame(await texts(one, 'cart'), ['xyz'])
  await one.put('cart', 'late', { context })
  t.strictSame(await texts(one, 'cart'), ['late', 'xyz'], 'a stale context supersedes nothing new')
})

t.test('delete: what its context covers, or what is there', async (t) => {
  const client = await connected(t)
  t.strictSame(
    await client.delete('absent'),
    { context: Buffer.alloc(0), isSloppy: false },
    'what is not there is no error',
  )
  await client.put('d', 'one')
  const { context } = await client.get('d')
  await client.put('d', 'two')
  await client.delete('d', { context })
  t.strictSame(await texts(client, 'd'), ['two'], 'what came since stays')
  const gone = await client.delete('d')
  const after = await client.get('d')
  t.strictSame(after.siblings, [])
  t.ok(after.context.length > 0, 'the context of what was deleted')
  await client.delete('d')
  await client.put('d', 'three', { context: gone.context })
  t.strictSame(await texts(client, 'd'), ['three'])
  await client.put('e', 'one')
  await client.put('e', 'two')
  await client.delete('e')
  t.strictSame(await texts(client, 'e'), [], 'all siblings')
})

t.test('contexts that are not of this key, or damaged', async (t) => {
  const client = await connected(t)
  const { context } = await client.put('here', 'v')
  const bad = async (context: Uint8Array, key = 'here') =>
    t.match(await failureOf(client.put(key, 'w', { context })), { code: 'BAD_CONTEXT', retriable: false })
  await bad(context, 'there')
  for (let bit = 0; bit < context.length * 8; bit += 5) {
    const flipped = Buffer.from(context)
    flipped[bit >> 3] ^= 1 << (bit & 7)
    await bad(flipped)
  }
  await bad(context.subarray(0, -1))
  await bad(Buffer.concat([context, Buffer.alloc(1)]))
  await bad(Buffer.alloc(9000))
  t.match(await failureOf(client.delete('there', { context })), { code: 'BAD_CONTEXT' })
  t.strictSame(await texts(client, 'here'), ['v'])
})

t.test('r and w: per request, checked against N', async (t) => {
  const client = await connected(t)
  for (const n of [1, 2, 3]) {
    await client.put(`q${n}`, 'v', { w: n })
    t.equal((await client.get(`q${n}`, { r: n })).siblings.length, 1)
  }
  t.match(await failureOf(client.get('q', { r: 4 })), { code: 'BAD_ARGUMENT', message: /r is 4.*N = 3/ })
  t.match(await failureOf(client.put('q', 'v', { w: 4 })), { code: 'BAD_ARGUMENT', message: /w is 4.*N = 3/ })
  t.match(await failureOf(client.delete('q1', { w: 4 })), { code: 'BAD_ARGUMENT' })
  t.match(await failureOf(client.delete('q1', { r: 4 })), { code: 'BAD_ARGUMENT' })
  t.match(await failureOf(client.update('q1', () => 'x', { w: 4 })), { code: 'BAD_ARGUMENT' })
})

t.test('durability: per request', async (t) => {
  const client = await connected(t)
  for (const durability of ['always', 'one', 'interval', 'os'] as const) {
    await client.put('d', durability, { durability, context: (await client.get('d')).context })
    t.strictSame(await texts(client, 'd'), [durability])
    await client.update('d', ([value]) => `${value}, updated`, { durability })
    t.strictSame(await texts(client, 'd'), [`${durability}, updated`])
    await client.delete('d', { durability })
    t.strictSame(await texts(client, 'd'), [])
  }
})

t.test('ifCurrent: refused when it would leave a sibling', async (t) => {
  const client = await connected(t)
  await client.put('current', 'one', { ifCurrent: true })
  t.match(await failureOf(client.put('current', 'two', { ifCurrent: true })), {
    code: 'CONFLICT',
    retriable: true,
  })
  const { context } = await client.get('current')
  await client.put('current', 'two', { ifCurrent: true, context })
  t.strictSame(await texts(client, 'current'), ['two'])
})

t.test('a codec: what it throws, and what it does not understand', async (t) => {
  const bytes = await connected(t)
  const json = await connect({ seeds: cluster.addresses, codec: jsonCodec<unknown>() })
  t.teardown(() => json.close())
  for (const value of [null, 0, '', false, [], { a: [1, { b: 'ü' }] }]) {
    await json.put('json', value, { context: (await json.get('json')).context })
    t.strictSame((await json.get('json')).siblings, [value])
  }
  const circular: { self?: unknown } = {}
  circular.self = circular
  for (const value of [undefined, () => {}, 5n, circular]) {
    t.match(await failureOf(json.put('json', value)), {
      code: 'BAD_ARGUMENT',
      message: /codec cannot encode/,
      cause: TypeError,
    })
  }
  t.strictSame(
    await json.update('json', () => undefined).then(() => json.get('json').then(({ siblings }) => siblings)),
    [{ a: [1, { b: 'ü' }] }],
  )
  await bytes.put('notjson', 'not json')
  t.match(await failureOf(json.get('notjson')), {
    code: 'BAD_ARGUMENT',
    message: /codec cannot decode/,
    cause: SyntaxError,
  })
})

t.test('a resolver makes one value of several; what it throws is the caller’s', async (t) => {
  const seeds = cluster.addresses
  const union = await connect({ seeds, codec: jsonCodec<number[]>(), resolver: (all) => all.flat().sort() })
  const grumpy = await connect({
    seeds,
    codec: jsonCodec<number[]>(),
    resolver: () => {
      throw new RangeError('too many')
    },
  })
  t.teardown(() => Promise.all([union.close(), grumpy.close()]))
  await union.put('set', [1])
  t.strictSame((await union.get('set')).value, [1])
  t.strictSame((await grumpy.get('set')).value, [1], 'one sibling needs no resolver')
  await union.put('set', [2])
  const { siblings, value } = await union.get('set')
  t.strictSame(value, [1, 2])
  t.equal(siblings.length, 2, 'the siblings stay as they were')
  await t.rejects(grumpy.get('set'), RangeError)
  const plain = await connected(t)
  t.equal((await plain.get('set')).value, undefined, 'several, and no resolver')
})

t.test('coordination by the servers: forwarded where need be', async (t) => {
  const few = await liveCluster(t, { nodes: 3, replicaCount: 1, cluster: 'few' })
  const client = await connect({ seeds: few.addresses.slice(0, 1), coordination: 'server' })
  t.teardown(() => client.close())
  for (let n = 0; n < 60; n += 1) await client.put(`f${n}`, `v${n}`)
  for (let n = 0; n < 60; n += 1) t.strictSame(await texts(client, `f${n}`), [`v${n}`])
})

t.test('a node that joins is found, and requests go on', async (t) => {
  const growing = await liveCluster(t, { nodes: 1, replicaCount: 1, cluster: 'growing' })
  const client = await connect({ seeds: growing.addresses })
  t.teardown(() => client.close())
  for (let n = 0; n < 20; n += 1) await client.put(`g${n}`, 'v')
  await growing.add()
  t.equal(client.cluster.members.length, 1)
  for (let n = 0; n < 20; n += 1) await client.put(`h${n}`, 'v')
  await client.cluster.refresh()
  t.equal(client.cluster.members.length, 2)
  for (let n = 20; n < 40; n += 1) await client.put(`h${n}`, 'v')
  for (let n = 20; n < 40; n += 1) t.strictSame(await texts(client, `h${n}`), ['v'])
})

t.test('the wrong cluster is refused by name', async (t) => {
  const error: GrammeError | undefined = await failureOf(
    connect({ seeds: cluster.addresses, cluster: 'bank' }),
  )
  t.match(error, { code: 'CLUSTER_MISMATCH', message: /'gramme', not 'bank'/ })
})
