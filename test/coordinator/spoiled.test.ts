/** Objects that are spoiled on their way from node to node: on no path is one kept, or shown to a client. */
import t from 'tap'
import { type Frame, FrameType } from '../../src/wire/frame.js'
import { ReplicaPut } from '../../src/wire/messages.js'
import { Client, failureOf } from './client.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

const key = 'cart:42'
const replyBit = 128

function world(nodes = 3) {
  const cluster = new InProcessCluster({ nodes })
  return { cluster, client: new Client(cluster), ...cluster.placed(key) }
}

/** Turns over a bit in the last byte of the values of the next so many frames of a type; how many it has. */
function spoil(cluster: InProcessCluster, type: number, times = 1): () => number {
  let spoiled = 0
  cluster.underway = (frame: Frame) => {
    if (frame.type !== type || frame.value.length === 0 || spoiled === times) return frame
    spoiled += 1
    const value = Buffer.from(frame.value)
    value[value.length - 1] ^= 16
    return { ...frame, value }
  }
  return () => spoiled
}

async function textAt(cluster: InProcessCluster, node: TestNode, copies = node.replica): Promise<string[]> {
  const held = await copies.read(cluster.ring.partitionOf(Buffer.from(key)), Buffer.from(key))
  return held.kind === 'found' ? held.object.siblings.map(({ value }) => Buffer.from(value).toString()) : []
}

t.test('a write goes to its owners once more', async (t) => {
  const { cluster, client, owners } = world()
  const spoiled = spoil(cluster, FrameType.REPLICA_PUT, 2)
  t.match(await client.put(owners[0], key, 'milk', { w: 3 }), { replies: 3 })
  t.equal(spoiled(), 2)
  for (const owner of owners) t.strictSame(await textAt(cluster, owner), ['milk'])
  t.strictSame([...owners[1].spoiledBy, ...owners[2].spoiledBy], [owners[0].id, owners[0].id])
})

t.test(
  'a write that always arrives spoiled is kept by nobody but its coordinator, which says so',
  async (t) => {
    const { cluster, client, owners } = world()
    spoil(cluster, FrameType.REPLICA_PUT, Number.POSITIVE_INFINITY)
    const failure = await failureOf(client.put(owners[0], key, 'milk'))
    t.match(failure, { code: 'QUORUM_NOT_MET', got: 1, message: /did not arrive as it was sent/ })
    t.strictSame(await textAt(cluster, owners[1]), [])
    t.strictSame(cluster.bugs, [])
  },
)

t.test('a hint is taken whole, and delivered whole', async (t) => {
  const { cluster, client, owners, others } = world(4)
  cluster.isolate(owners[2], 'cut')
  spoil(cluster, FrameType.REPLICA_PUT, 2)
  t.match(await client.put(owners[0], key, 'milk', { w: 3 }), { sloppy: true })
  await cluster.calm()
  t.strictSame(await textAt(cluster, others[0], others[0].hints.replica), ['milk'])
  cluster.heal()
  const spoiled = spoil(cluster, FrameType.REPLICA_PUT)
  await cluster.deliverHints()
  t.equal(spoiled(), 1)
  t.strictSame(await textAt(cluster, owners[2]), ['milk'])
  t.strictSame(owners[2].spoiledBy, [others[0].id])
})

t.test('what a replica answers spoiled counts as no answer, and goes nowhere', async (t) => {
  const { cluster, client, owners } = world()
  cluster.isolate(owners[0], 'cut')
  await client.put(owners[1], key, 'milk')
  cluster.heal()
  const spoiled = spoil(cluster, FrameType.REPLICA_GET | replyBit)
  t.match(await client.get(owners[0], key), { texts: ['milk'], replies: 2 })
  t.equal(spoiled(), 1)
  t.equal(owners[0].spoiledBy.length, 1)
  await cluster.calm()
  t.not((await textAt(cluster, owners[0])).join(), 'mil{', 'nor is it what a repair brings')
})

t.test('a read repair is sent once more', async (t) => {
  const { cluster, client, owners } = world()
  cluster.isolate(owners[2], 'cut')
  await client.put(owners[0], key, 'milk')
  cluster.heal()
  const spoiled = spoil(cluster, FrameType.REPLICA_PUT)
  await client.get(owners[0], key, { r: 3 })
  await cluster.calm()
  t.equal(spoiled(), 1)
  t.strictSame(await textAt(cluster, owners[2]), ['milk'])
})

t.test('a key that is spoiled is noticed, too, and what an older node sends is taken as it is', async (t) => {
  const { cluster, client, owners } = world()
  let seen = 0
  cluster.underway = (frame) => {
    if (frame.type !== FrameType.REPLICA_PUT) return frame
    seen += 1
    const put = ReplicaPut.decode(frame.header)
    const sent = seen === 1 ? { ...put, key: Buffer.from('cart:43') } : { ...put, checksum: 0 }
    return { ...frame, header: ReplicaPut.encode(sent).finish() }
  }
  t.match(await client.put(owners[0], key, 'milk', { w: 3 }), { replies: 3 })
  t.equal(seen, 3, 'two, and one of them again')
  for (const owner of owners) t.strictSame(await textAt(cluster, owner), ['milk'])
})
