/** Clients that are slow, greedy, or speak something that is nearly HTTP: each is told, and no other one notices. */
import t from 'tap'
import { HeldBytes } from '../../src/http/held-bytes.js'
import { until } from '../node/rig.js'
import { parseExposition, sampleOf } from './exposition.js'
import { curl, raw, serveHttp } from './rig.js'

const head = 'GET /kv/k HTTP/1.1\r\nhost: localhost\r\n'

function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
}

t.test('a request that has two lengths, or none that can be relied on, ends its connection', async (t) => {
  const { base } = await serveHttp(t)
  const put = 'PUT /kv/k HTTP/1.1\r\nhost: localhost\r\n'
  const smuggled = 'GET /kv/other HTTP/1.1\r\nhost: localhost\r\n\r\n'
  for (const [what, bytes] of [
    [
      'a length, and chunks',
      `${put}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['two lengths', `${put}content-length: 1\r\ncontent-length: 2\r\n\r\nab${smuggled}`],
    ['a length that is no number', `${put}content-length: +1\r\n\r\na${smuggled}`],
    ['a coding behind chunks', `${put}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a chunk of a strange size', `${put}transfer-encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n${smuggled}`],
    ['a space before a colon', `${put}content-length : 1\r\n\r\na${smuggled}`],
    ['a folded header', `${put}x: a\r\n b\r\ncontent-length: 0\r\n\r\n${smuggled}`],
    ['no host', 'GET /kv/k HTTP/1.1\r\n\r\n'],
    ['no HTTP', '\u0016\u0003\u0001\u0000hello\r\n\r\n'],
  ]) {
    const told = statuses(await raw(base, bytes, 3000))
    t.same(told, [400], what)
  }
  t.equal((await curl(`${base}/health/live`)).status, 200)
})

t.test('a head that does not come in time, and a body that does not', async (t) => {
  const { base } = await serveHttp(t, {}, { headTimeoutMs: 100, requestTimeoutMs: 200 })
  t.same(statuses(await raw(base, head)), [408])
  const put = 'PUT /kv/k HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\nab'
  t.same(statuses(await raw(base, put)), [408])
  t.equal((await curl(`${base}/health/live`)).status, 200)
})

t.test('a connection on which nothing is asked is hung up on', async (t) => {
  const { base } = await serveHttp(t, {}, { idleTimeoutMs: 100 })
  t.same(statuses(await raw(base, `${head}\r\n`)), [404])
})

t.test('requests that are sent without waiting are answered in order', async (t) => {
  const { base } = await serveHttp(t)
  const put = 'PUT /kv/k HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\napple'
  const last = `${head}connection: close\r\n\r\n`
  t.same(
    statuses(await raw(base, `GET /cluster HTTP/1.1\r\nhost: localhost\r\n\r\n${put}${last}`)).slice(0, 2),
    [200, 204],
  )
})

t.test('more of them than a connection may have under way are refused', async (t) => {
  const { base, gateway, node } = await serveHttp(t, {}, { pipelinedMax: 4 })
  gateway.serve({
    stages: node.stages,
    ask: async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return node.ask(call)
    },
  })
  const told = statuses(await raw(base, `${head}\r\n`.repeat(5)))
  t.same(told, [404, 404, 404, 404, 429])
})

t.test('bodies and answers have a bound for all connections together', async (t) => {
  const { base } = await serveHttp(t, {}, { heldBytesMax: 1000 })
  t.equal((await curl('-X', 'PUT', '--data-binary', 'x'.repeat(1000), `${base}/kv/k`)).status, 204)
  t.match(await curl('-X', 'PUT', '--data-binary', 'x'.repeat(1001), `${base}/kv/k`), {
    status: 429,
    headers: { 'retry-after': '1', 'x-gramme-error': 'BUSY' },
  })
  for (const _ of [1, 2, 3]) t.equal((await curl(`${base}/kv/k`)).status, 200, 'what was held is given back')

  const held = new HeldBytes(10)
  const release = held.take(10)
  t.throws(() => held.take(1), { code: 'BUSY' })
  release()
  release()
  t.equal(held.bytes, 0)
})

t.test('answers that wait behind others are let go of when their client goes away', async (t) => {
  const { base } = await serveHttp(t)
  await curl('-X', 'PUT', '--data-binary', 'x'.repeat(100_000), `${base}/kv/k`)
  await Promise.all(Array.from({ length: 5 }, () => raw(base, `${head}\r\n`.repeat(50), 5)))
  await until('nothing is held', async () => {
    const metrics = parseExposition((await curl(`${base}/metrics`)).text)
    return sampleOf(metrics, 'gramme_http_held_bytes') === 0
  })
})

t.test('a client that goes away while it is served leaves nothing behind', async (t) => {
  const { base } = await serveHttp(t)
  await raw(base, `PUT /kv/k HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nab`, 50)
  await raw(base, `${head}\r\n`, 1)
  t.equal((await curl(`${base}/kv/k`)).status, 404)
})
