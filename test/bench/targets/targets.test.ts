/** Every target behind one driver: those of this repository for real, the others by what they say when they are not there. */
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import t, { type Test } from 'tap'
import { openTarget, targetSchemes } from '../../../bench/targets/open.js'
import type { Target } from '../../../bench/targets/target.js'
import { serveHttp } from '../../http/rig.js'

async function keepsValues(t: Test, target: Target): Promise<void> {
  t.strictSame((await target.get('a key')).siblings, [])
  const first = await target.put('a key', Buffer.from('one'), undefined)
  const { siblings, context } = await target.get('a key')
  t.strictSame(siblings.map(String), ['one'])
  await target.put('a key', Buffer.from('two'), context)
  t.strictSame((await target.get('a key')).siblings.map(String), ['two'])
  await target.put('a key', Buffer.from([0xff, 0]), first)
  const { siblings: both, context: ofBoth } = await target.get('a key')
  t.strictSame(both.map((value) => Buffer.from(value).toString('hex')).sort(), ['74776f', 'ff00'])
  await target.put('a key', Buffer.from('three'), ofBoth)
  t.strictSame((await target.get('a key')).siblings.map(String), ['three'])
}

t.test('gramme:// and http:// show the same, siblings and contexts too', async (t) => {
  const { base, node } = await serveHttp(t)
  for (const url of [
    `gramme://${node.address}?r=1&w=1&hedging=off`,
    `${base}?r=1&w=1&durability=os`,
    `${base}?sockets=1`,
  ]) {
    const target = await openTarget(url, 1)
    t.teardown(() => target.close())
    await t.test(url, async (t) => {
      await keepsValues(t, {
        get: (key) => target.get(`${url} ${key}`),
        put: (key, value, context) => target.put(`${url} ${key}`, value, context),
        close: () => target.close(),
      })
    })
  }
})

t.test('what goes wrong at the gateway has the name that it has there', async (t) => {
  const { base } = await serveHttp(t)
  const target = await openTarget(base, 1)
  await t.rejects(target.put('key', Buffer.alloc(2 * 1024 * 1024), undefined), { code: 'VALUE_TOO_LARGE' })
  await target.close()
})

t.test('the client of another store is asked for by name', async (t) => {
  const packages = {
    redis: 'ioredis',
    etcd: 'etcd3',
    cassandra: 'cassandra-driver',
    riak: 'basho-riak-client',
  }
  t.strictSame(targetSchemes, ['gramme', 'http', ...Object.keys(packages)])
  for (const [scheme, name] of Object.entries(packages)) {
    try {
      const target = await openTarget(`${scheme}://127.0.0.1:1`, 1)
      await target.close()
      t.pass(`${name} is installed here, and connects when it is first asked`)
    } catch (error) {
      const { message } = error as Error
      if (message.includes('npm install')) t.match(message, `${scheme}:// needs the package ${name}`)
      else t.pass(`${name} is installed here, and says: ${message}`)
    }
  }
})

t.test('what is no target', async (t) => {
  for (const url of ['', 'gramme', 'ftp://127.0.0.1:1', 'gramme://']) {
    await t.rejects(openTarget(url, 1), { code: 'BAD_ARGUMENT' }, url)
  }
})

t.test('options that a target has not, and values that they have not', async (t) => {
  const has: Readonly<Record<string, string>> = {
    gramme: 'it must be one of r, w, coordination, coordinator, hedging, durability',
    http: 'it must be one of r, w, durability, sockets',
    redis: 'redis:// has no options',
    etcd: 'etcd:// has no options',
    cassandra: 'it must be one of datacenter, consistency, replicas',
    riak: 'it must be one of bucket, type, r, w',
  }
  t.strictSame(Object.keys(has), targetSchemes)
  for (const [scheme, limit] of Object.entries(has)) {
    await t.rejects(
      openTarget(`${scheme}://127.0.0.1:1?nonsense=1`, 1),
      {
        code: 'BAD_ARGUMENT',
        message: `an option of the ${scheme}:// target is 'nonsense'; ${limit}`,
      },
      scheme,
    )
  }
  const wrong: Readonly<Record<string, string>> = {
    'http://127.0.0.1:1?sockets=0': "sockets of the target is '0'; it must be a whole number from 1 to 4096",
    'http://127.0.0.1:1?sockets=4097':
      "sockets of the target is '4097'; it must be a whole number from 1 to 4096",
    'http://127.0.0.1:1?sockets=': "sockets of the target is ''; it must be a whole number from 1 to 4096",
    'gramme://127.0.0.1:1?r=two': "r of the target is 'two'; it must be a whole number from 1 to 16",
    'gramme://127.0.0.1:1?hedging=of': "hedging of the target is 'of'; it must be one of on, off",
    'riak://127.0.0.1:1?w=17': "w of the target is '17'; it must be a whole number from 1 to 16",
    'cassandra://127.0.0.1:1?replicas=1.5':
      "replicas of the target is '1.5'; it must be a whole number from 1 to 16",
  }
  for (const [url, message] of Object.entries(wrong)) {
    await t.rejects(openTarget(url, 1), { code: 'BAD_ARGUMENT', message }, url)
  }
})

t.test('http:// opens as many sockets as it is told, and what finds none free waits', async (t) => {
  const open = new Set<Socket>()
  const seen = { most: 0, requests: 0 }
  const server = createServer((_, response) => {
    seen.requests += 1
    setTimeout(() => response.writeHead(404).end(), 20)
  })
  server.on('connection', (socket) => {
    open.add(socket)
    seen.most = Math.max(seen.most, open.size)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  for (const [sockets, connections] of [
    [1, 1],
    [2, 3],
  ]) {
    seen.most = 0
    const target = await openTarget(`http://127.0.0.1:${port}?sockets=${sockets}`, connections)
    await Promise.all(Array.from({ length: 12 }, (_, n) => target.get(`key ${n}`)))
    await target.close()
    t.equal(seen.most, sockets * connections)
  }
  t.equal(seen.requests, 24)
})
