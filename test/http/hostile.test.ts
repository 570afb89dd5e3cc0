/** Clients that are slow, greedy, or speak something that is nearly HTTP: each is told, and no other one notices. */
import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { HeldBytes } from '../../src/http/held-bytes.js'
import { StageTimes } from '../../src/node/stage-times.js'
import { until } from '../node/rig.js'
import { parseExposition, sampleOf } from './exposition.js'
import { curl, openGateway, raw, serveHttp } from './rig.js'

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

t.test('clients that take up all connections do not have the node taken for dead', async (t) => {
  const { node } = await serveHttp(t)
  const { base, gateway } = await openGateway(t, { connectionsMax: 2 })
  gateway.serve(node)
  const { hostname, port } = new URL(base)
  const open = () => {
    const socket = net.connect(Number(port), hostname)
    t.teardown(() => socket.destroy())
    return once(socket, 'connect')
  }
  await Promise.all([open(), open()])
  t.match(await curl(`${base}/kv/k`), { status: 429, headers: { connection: 'close' } })
  t.equal((await curl(`${base}/health/live`)).status, 200)
  t.equal((await curl(`${base}/health/ready`)).status, 200)
  const before = parseExposition((await curl(`${base}/metrics`)).text)
  t.equal(sampleOf(before, 'gramme_http_connections'), 3)
  t.equal(sampleOf(before, 'gramme_http_refused_connections_total'), 0)
  const rest = Array.from({ length: 64 }, open)
  await Promise.all(rest)
  t.equal(await raw(base, `${head}\r\n`), '', 'there is no room for one more')
})

t.test('a client that does not read what it asked for is hung up on', async (t) => {
  const { base } = await serveHttp(t, {}, { stalledTimeoutMs: 300 })
  const value = Buffer.alloc(1024 * 1024)
  await fetch(`${base}/kv/k`, { method: 'PUT', body: value })
  const { hostname, port } = new URL(base)
  const socket = net.connect(Number(port), hostname)
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  socket.pause()
  socket.write(`${head}\r\n`.repeat(40))
  await until('it has been let go of', async () => {
    const metrics = parseExposition((await curl(`${base}/metrics`)).text)
    return sampleOf(metrics, 'gramme_http_held_bytes') === 0 && sampleOf(metrics, 'gramme_gets_total') > 2
  })
})

t.test(
  'bad bytes behind a request that is being done end the connection, and are no answer to it',
  async (t) => {
    const { base, gateway, node } = await serveHttp(t)
    let done: (() => void) | undefined
    gateway.serve({
      stages: node.stages,
      ask: async (call) => {
        await new Promise<void>((resolve) => {
          done = resolve
        })
        return node.ask(call)
      },
    })
    const put = 'PUT /kv/k HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\n\r\na'
    t.equal(await raw(base, `${put}nonsense\r\n\r\n`), '')
    done?.()
  },
)

t.test('a gateway that stops does not wait for ever for those who do not take their answers', async (t) => {
  const { base, gateway } = await openGateway(t, {}, { drainTimeoutMs: 100 })
  gateway.serve({ stages: new StageTimes(), ask: () => new Promise(() => {}) })
  const answer = raw(base, `${head}\r\n`)
  t.equal((await curl(`${base}/health/live`)).status, 200, 'and so the request before has arrived')
  await gateway.close()
  t.equal(await answer, '')
})

t.test('a client that goes away while it is served leaves nothing behind', async (t) => {
  const { base } = await serveHttp(t)
  await raw(base, `PUT /kv/k HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nab`, 50)
  await raw(base, `${head}\r\n`, 1)
  t.equal((await curl(`${base}/kv/k`)).status, 404)
})
