/** Reads and writes while a key moves from one owner to another: no read misses what was acknowledged. */
import t from 'tap'
import type { Standing } from '../../src/coordinator/standing.js'
import { Ring } from '../../src/ring/ring.js'
import { FrameType } from '../../src/wire/frame.js'
import { Client, failureOf } from './client.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

/** Five nodes, of which one, an owner of the key, has just joined, and took the place of just one other. */
function world() {
  const cluster = new InProcessCluster({ nodes: 5 })
  const client = new Client(cluster)
  for (let n = 0; ; n += 1) {
    const key = `cart:${n}`
    const partition = cluster.ring.partitionOf(Buffer.from(key))
    const owners = cluster.ring.owners(partition)
    for (const newcomerId of owners) {
      const others = cluster.members.filter((member) => member.id !== newcomerId)
      const before = Ring.build(others, cluster.settings)
      const [formerId, ...more] = before.owners(partition).filter((id) => !owners.includes(id))
      if (more.length === 0) return moving({ cluster, client, key, partition, newcomerId, formerId, before })
    }
  }
}

interface Move {
  readonly cluster: InProcessCluster
  readonly client: Client
  readonly key: string
  readonly partition: number
  readonly newcomerId: string
  readonly formerId: string
  readonly before: Ring
}

function moving({ cluster, client, key, partition, newcomerId, formerId, before }: Move) {
  const owners = cluster.ring.owners(partition)
  const formerOwners = before.owners(partition)
  const stayed = owners.filter((id) => id !== newcomerId)
  const nodes = cluster.nodes.filter(({ id }) => id !== newcomerId)
  for (const node of nodes) node.ring = before
  const learn = (...whom: TestNode[]) => {
    for (const node of whom) {
      node.ring = cluster.ring
      if (node.id === formerId) node.standings.set(partition, { claim: 'former', others: owners })
    }
  }
  const newcomer = cluster.node(newcomerId)
  newcomer.standings.set(partition, { claim: 'filling', others: formerOwners })
  return {
    cluster,
    client,
    key,
    partition,
    learn,
    newcomer,
    former: cluster.node(formerId),
    stayed: stayed.map((id) => cluster.node(id)),
    nodes,
    serve: () => newcomer.standings.delete(partition),
  }
}

t.test(
  'what was written before is read, though the new owner does not hold it and another is away',
  async (t) => {
    const { cluster, client, key, former, stayed, newcomer, nodes, learn } = world()
    cluster.setWay(former, stayed[0], 'cut')
    await client.put(former, key, 'a book', { w: 2, strict: true })
    cluster.heal()
    learn(...nodes)
    cluster.isolate(stayed[1], 'cut')
    t.match(await client.get(stayed[0], key), { texts: ['a book'], replies: 2, sloppy: false })
    t.match(await client.get(newcomer, key), { texts: ['a book'], replies: 2, sloppy: false })
    t.match(await client.get(stayed[0], key, { strict: true }), { texts: ['a book'] })
    t.ok(former.arrived.some(({ type }) => type === FrameType.REPLICA_GET))
    t.strictSame(cluster.bugs, [])
  },
)

t.test('nor does a read count nothing from one that is being filled for not being there', async (t) => {
  const { cluster, client, key, former, stayed, nodes, learn } = world()
  await client.put(former, key, 'a book', { w: 3 })
  learn(...nodes)
  cluster.isolate(stayed[1], 'cut')
  cluster.isolate(former, 'cut')
  const failure = await failureOf(client.get(stayed[0], key, { deadlineMs: 1000 }))
  t.match(failure, { needed: 2, got: 1 })
  t.match(failure?.message, /an owner is being filled/)
})

t.test(
  'what is written by who knows the new owner is read by who does not, and the other way round',
  async (t) => {
    for (const [writerKnows, readerKnows] of [
      [true, false],
      [false, true],
    ]) {
      const { cluster, client, key, former, stayed, newcomer, learn } = world()
      const [writer, reader] = writerKnows ? [newcomer, former] : [former, newcomer]
      const [together, apart] = stayed
      // The two have only one owner in common that they can reach, and not the same one.
      cluster.setWay(writer, apart, 'cut')
      cluster.setWay(reader, together, 'cut')
      t.match(await client.put(writer, key, 'a book', { w: 2, strict: true }), { sloppy: false })
      if (readerKnows) learn(...stayed)
      t.match(await client.get(reader, key, { r: 2, strict: true }), { texts: ['a book'], sloppy: false })
      t.strictSame(cluster.bugs, [])
    }
  },
)

t.test(
  'a write goes to the owners before as well while the new one is being filled, and no longer',
  async (t) => {
    const { cluster, client, key, former, stayed, newcomer, nodes, learn, serve } = world()
    learn(...nodes)
    const putsTo = (node: TestNode) =>
      node.arrived.filter(({ type }) => type === FrameType.REPLICA_PUT).length
    const { context } = await client.put(stayed[0], key, 'a book', { w: 3 })
    await cluster.calm()
    t.equal(putsTo(former), 1)
    t.equal(putsTo(newcomer), 1)
    serve()
    await client.put(stayed[0], key, 'two books', { w: 3, context })
    await cluster.calm()
    t.equal(putsTo(former), 1)
    t.equal(putsTo(newcomer), 2)
  },
)

t.test(
  'a write is taken where no owner before can be reached, and said to be sloppy; a strict one is not',
  async (t) => {
    const { cluster, client, key, former, stayed, newcomer, nodes, learn } = world()
    learn(...nodes)
    for (const node of [former, ...stayed, ...nodes]) cluster.isolate(node, 'cut')
    t.match(await client.put(newcomer, key, 'a book', { w: 1 }), { sloppy: true, replies: 1 })
    t.match(await failureOf(client.put(newcomer, key, 'a book', { w: 1, strict: true })), {
      code: 'QUORUM_NOT_MET',
    })
  },
)

t.test('one that is no owner any more keeps a write, which counts as a stand-in does', async (t) => {
  const { cluster, client, key, former, stayed, nodes, learn, partition } = world()
  learn(former)
  const gone: Standing = { claim: 'gone', others: cluster.ring.owners(partition) }
  former.standings.set(partition, gone)
  const [stale] = stayed
  for (const node of nodes) if (node !== former && node !== stale) cluster.setWay(stale, node, 'cut')
  cluster.setWay(
    stale,
    cluster.node(gone.others.find((id) => !stayed.includes(cluster.node(id))) ?? ''),
    'cut',
  )
  t.match(await client.put(stale, key, 'a book', { w: 2 }), { sloppy: true })
  t.match(await failureOf(client.put(stale, key, 'a book', { w: 2, strict: true })), {
    code: 'QUORUM_NOT_MET',
  })
})

t.test('a read that nobody could answer just then is made again', async (t) => {
  const { cluster, client, key, stayed, nodes, learn, partition, former } = world()
  await client.put(former, key, 'a book', { w: 3 })
  learn(...nodes)
  // As at the start of a cluster: all are being filled.
  for (const node of cluster.nodes) node.standings.set(partition, { claim: 'filling', others: [] })
  const got = client.getNow(stayed[0], key)
  await cluster.clock.advance(60)
  for (const node of cluster.nodes) node.standings.delete(partition)
  t.match(await cluster.clock.settle(got), { texts: ['a book'] })
})
