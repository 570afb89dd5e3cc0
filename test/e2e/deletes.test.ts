/** What is deleted or has expired is forgotten by every node, and not while one of them is away. */
import t from 'tap'
import { type Client, connect } from '../../src/client/index.js'
import { ProcessCluster, until } from './processes.js'

t.setTimeout(120_000)

const fast = ['--reap-after', '1000', '--reap-interval', '100', '--repair-interval', '200']

async function keysHeld(cluster: ProcessCluster): Promise<number[]> {
  const all = await Promise.all(cluster.nodes.map((node) => node.status()))
  return all.map(({ store }) => store?.keys ?? 0)
}

async function connected(cluster: ProcessCluster): Promise<Client> {
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  return client
}

t.test('deletes and what has expired leave nothing behind; what lives stays', async (t) => {
  const cluster = await ProcessCluster.start(t, 3, () => fast)
  const client = await connected(cluster)
  await Promise.all(Array.from({ length: 60 }, (_, n) => client.put(`key ${n}`, 'value', { w: 3 })))
  await Promise.all(
    Array.from({ length: 30 }, (_, n) => client.put(`brief ${n}`, 'value', { ttlMs: 500, w: 3 })),
  )
  await Promise.all(Array.from({ length: 40 }, (_, n) => client.delete(`key ${n}`, { w: 3 })))
  await until(async () => (await keysHeld(cluster)).every((keys) => keys === 20))
  for (let n = 0; n < 60; n += 1) t.equal((await client.get(`key ${n}`)).siblings.length, n < 40 ? 0 : 1)
  const reaped = await Promise.all(cluster.nodes.map((node) => node.status()))
  // More, where one owner's repair was under way to another as that one forgot: it came back, dead as it is, and went again.
  const count = reaped.reduce((sum, { reaping }) => sum + (reaping?.reaped ?? 0), 0)
  t.ok(count >= 70, `${count} reaped`)
})

t.test('a node that was away while keys were deleted does not bring them back', async (t) => {
  const cluster = await ProcessCluster.start(t, 3, () => fast)
  const client = await connected(cluster)
  const keys = Array.from({ length: 20 }, (_, n) => `key ${n}`)
  await Promise.all(keys.map((key) => client.put(key, 'value', { w: 3 })))
  const [away, ...others] = cluster.nodes
  await away.stop('SIGKILL')
  for (const key of keys) await client.delete(key, { w: 2 })
  await until(async () => {
    const all = await Promise.all(others.map((node) => node.status()))
    return all.some(({ reaping }) => reaping?.blockedBy?.startsWith('not reachable') === true)
  })
  await new Promise((resolve) => setTimeout(resolve, 3000))
  for (const node of others) t.equal((await node.status()).store?.keys, 20, 'the tombstones wait')
  await away.start()
  await until(async () => (await keysHeld(cluster)).every((held) => held === 0))
  for (const key of keys) t.equal((await client.get(key, { r: 3 })).siblings.length, 0)
})
