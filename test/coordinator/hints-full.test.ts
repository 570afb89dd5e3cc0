/**
 * What becomes of writes when nobody takes hints any more: W owners are enough, as ever, and the owner that is away has
 * the write from anti-entropy; without W of them nothing is acknowledged that is not kept.
 */
import t from 'tap'
import { Exchange } from '../../src/repair/exchange.js'
import { FrameType } from '../../src/wire/frame.js'
import { Client, failureOf } from './client.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

const key = 'cart:42'

/** Five nodes, no stand-in of which takes another hint. */
function world() {
  const cluster = new InProcessCluster({ nodes: 5, hintKeysMax: 0 })
  return { cluster, client: new Client(cluster), ...cluster.placed(key) }
}

async function textAt(cluster: InProcessCluster, node: TestNode): Promise<string[]> {
  const held = await node.replica.read(cluster.ring.partitionOf(Buffer.from(key)), Buffer.from(key))
  return held.kind === 'found' ? held.object.siblings.map(({ value }) => Buffer.from(value).toString()) : []
}

t.test('a write that W owners take is acknowledged, and repair brings it to the third', async (t) => {
  const { cluster, client, owners, others } = world()
  cluster.isolate(owners[2], 'cut')
  t.match(await client.put(owners[0], key, 'milk'), { replies: 2, sloppy: false })
  await cluster.calm()
  const asked = others.map(
    ({ arrived }) => arrived.filter(({ type }) => type === FrameType.REPLICA_PUT).length,
  )
  t.strictSame(asked, [1, 1], 'each stand-in has been asked, once')
  for (const { hints } of others) t.match([hints.keys, hints.limits.refused], [0, 1])

  cluster.heal()
  await cluster.deliverHints()
  t.strictSame(await textAt(cluster, owners[2]), [], 'there is no hint to deliver')
  const { clock, ring } = cluster
  const partitionOf = (bytes: Uint8Array) => ring.partitionOf(bytes)
  const repair = new Exchange(
    { replica: owners[2].replica, peers: owners[2], clock, partitionOf, pace: async () => {} },
    owners[0].id,
  )
  await clock.settle(repair.run([ring.partitionOf(Buffer.from(key))], ring.digest))
  t.strictSame(await textAt(cluster, owners[2]), ['milk'])
})

t.test('a write that fewer owners than W can take is not acknowledged, and says why', async (t) => {
  const { cluster, client, owners, others } = world()
  cluster.isolate(owners[1], 'cut')
  cluster.isolate(owners[2], 'cut')
  const failure = await failureOf(client.put(owners[0], key, 'milk'))
  t.match(failure, {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 1,
    message: /hints of 0 keys.* the limits are 0/,
  })
  t.ok(failure?.retriable)
  t.match(await client.put(owners[0], key, 'one is enough', { w: 1 }), { replies: 1 })

  // Where no owner can take it, a stand-in would coordinate: it cannot keep it, and so refuses.
  cluster.isolate(owners[0], 'cut')
  const busy = await failureOf(client.put(others[0], key, 'bread', { w: 1 }))
  t.match(busy, { code: /BUSY|QUORUM_NOT_MET/, message: /the limits are 0/ })
  t.strictSame(cluster.bugs, [])
})
