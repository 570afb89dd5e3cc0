/** What is deleted is forgotten once all members agree, and by nothing less. */
import t from 'tap'
import { standingsHere } from '../../src/repair/reap-calls.js'
import { Reaper } from '../../src/repair/reaper.js'
import { Ring } from '../../src/ring/ring.js'
import { FrameType } from '../../src/wire/frame.js'
import { Client } from '../coordinator/client.js'
import { InProcessCluster, type TestNode } from '../coordinator/in-process-cluster.js'
import { seededRandom } from '../version/cluster-model.js'

const key = 'cart:42'
const bytes = Buffer.from(key)
const reapAfterMs = 60_000

/** A key that was written to all its owners and deleted from all of them. */
async function deleted(options: { nodes?: number; ttlMs?: number } = {}) {
  const cluster = new InProcessCluster({ nodes: options.nodes ?? 4 })
  const client = new Client(cluster)
  const { owners, others } = cluster.placed(key)
  const { context } = await client.put(owners[0], key, 'milk', { w: 3, ttlMs: options.ttlMs ?? 0 })
  if (options.ttlMs === undefined) await client.put(owners[1], key, '', { tombstone: true, context, w: 3 })
  const reaperOf = (node: TestNode) => {
    const { id: selfId, replica, hints } = node
    const parts = { selfId, replica, hints, peers: node, clock: cluster.clock, random: seededRandom(1) }
    const settings = { intervalMs: 1000, reapAfterMs, pace: async () => {} }
    const members = () => cluster.nodes.flatMap(({ id }) => (id === selfId ? [] : [id]))
    return new Reaper({ ...parts, ring: () => node.ring, members, ...settings })
  }
  const reaper = reaperOf(owners[0])
  const partition = cluster.ring.partitionOf(bytes)
  const holders = () => owners.filter(({ replica }) => replica.digest(partition, bytes) !== undefined).length
  return { cluster, client, owners, others, reaper, reaperOf, partition, holders, clock: cluster.clock }
}

t.test('all owners forget a delete when all have agreed for long enough', async (t) => {
  const { reaper, holders, clock, cluster } = await deleted()
  reaper.start()
  await clock.advance(reapAfterMs)
  t.equal(holders(), 3)
  t.strictSame([...reaper.state().waiting], [['time', 1]])
  await clock.advance(4000)
  t.equal(holders(), 0)
  t.match(reaper.state(), { reaped: 1, blockedBy: '' })
  t.equal(reaper.state().waiting.size, 0)
  await reaper.stop()
  t.strictSame(cluster.bugs, [])
})

t.test('nobody but the first owner sees to it', async (t) => {
  const { reaperOf, owners, holders, clock } = await deleted()
  const reaper = reaperOf(owners[1])
  reaper.start()
  await clock.advance(3 * reapAfterMs)
  t.equal(holders(), 3)
  await reaper.stop()
})

t.test('what is looked through and holds nothing dead is not looked through again', async (t) => {
  const { reaper, clock, owners } = await deleted()
  reaper.start()
  await clock.advance(2 * reapAfterMs)
  const asked = owners[1].arrived.filter(({ type }) => type === FrameType.REAPABLE).length
  t.equal(asked, 2, 'asked when it was found, and when the time was over')
  await reaper.stop()
})

t.test('a member that is away keeps it, whether or not it owns the key', async (t) => {
  for (const whom of ['owner', 'other'] as const) {
    const { cluster, reaper, owners, others, holders, clock } = await deleted()
    const away = whom === 'owner' ? owners[2] : others[0]
    cluster.isolate(away, 'cut')
    reaper.start()
    await clock.advance(3 * reapAfterMs)
    t.equal(holders(), 3, whom)
    t.equal(reaper.state().blockedBy, `not reachable: ${away.id}`)
    cluster.heal()
    await clock.advance(reapAfterMs - 4000)
    t.equal(holders(), 3, 'from then on all must agree for as long as ever')
    await clock.advance(8000)
    t.equal(holders(), 0)
    await reaper.stop()
  }
})

t.test('an owner that still has the value keeps it, and so does a former one', async (t) => {
  for (const whom of ['owner', 'other'] as const) {
    const { reaper, owners, others, partition, holders, clock, cluster } = await deleted()
    const behind = whom === 'owner' ? owners[2] : others[0]
    await behind.store.remove(partition, bytes)
    const stale = new InProcessCluster({ nodes: 4 })
    await new Client(stale).put(stale.node(owners[0].id), key, 'milk', { w: 3 })
    const copy = await stale.node(owners[0].id).replica.readForPeer(partition, bytes)
    if (copy.kind !== 'found') throw new Error('it is there')
    await behind.replica.merge(partition, bytes, copy.bytes, undefined)
    reaper.start()
    await clock.advance(3 * reapAfterMs)
    t.equal(holders(), 3, whom)
    t.strictSame([...reaper.state().waiting], [['unequal', 1]])
    await reaper.stop()
    t.strictSame(cluster.bugs, [])
  }
})

t.test('an owner that lacks it is to have it first', async (t) => {
  const { reaper, owners, partition, holders, clock } = await deleted()
  await owners[2].store.remove(partition, bytes)
  reaper.start()
  await clock.advance(3 * reapAfterMs)
  t.equal(holders(), 2)
  t.strictSame([...reaper.state().waiting], [['unequal', 1]])
  await reaper.stop()
})

t.test('data that a node which has left is still giving up begins the time anew', async (t) => {
  const { reaper, partition, holders, clock } = await deleted()
  reaper.start()
  await clock.advance(reapAfterMs - 4000)
  reaper.startAnew(partition)
  await clock.advance(reapAfterMs - 4000)
  t.equal(holders(), 3)
  await clock.advance(2 * reapAfterMs)
  t.equal(holders(), 0)
  await reaper.stop()
})

t.test('a hint of the key keeps it, wherever it is', async (t) => {
  const { reaper, owners, others, partition, holders, clock } = await deleted()
  const copy = await owners[0].replica.readForPeer(partition, bytes)
  if (copy.kind !== 'found') throw new Error('it is there')
  await others[0].hints.merge(partition, bytes, copy.bytes, undefined)
  reaper.start()
  await clock.advance(3 * reapAfterMs)
  t.equal(holders(), 3)
  t.strictSame([...reaper.state().waiting], [['hint', 1]])
  await reaper.stop()
})

t.test('a key that is written again is left alone, also by a REAP that is on its way', async (t) => {
  const { cluster, client, reaper, owners, partition, clock } = await deleted()
  reaper.start()
  await clock.advance(reapAfterMs - 4000)
  for (const other of [owners[1], owners[2]]) cluster.setWay(owners[0], other, 2000)
  let isAsked = false
  while (!isAsked) {
    await clock.advance(100)
    isAsked = owners[1].arrived.filter(({ type }) => type === FrameType.REAPABLE).length === 2
  }
  await client.put(owners[1], key, 'bread', { w: 1 })
  cluster.heal()
  await clock.advance(20_000)
  await reaper.stop()
  for (const node of owners) t.match(await client.get(node, key), { texts: ['bread'] })
  t.ok(owners[1].replica.digest(partition, bytes))
  t.strictSame(cluster.bugs, [])
})

t.test('what has expired is forgotten like what is deleted, from its time on', async (t) => {
  const { reaper, holders, clock } = await deleted({ ttlMs: 100_000 })
  reaper.start()
  await clock.advance(100_000 + reapAfterMs - 3000)
  t.equal(holders(), 3)
  await clock.advance(8000)
  t.equal(holders(), 0)
  await reaper.stop()
})

t.test('whether a value has expired is for each node to say, by its own calendar', async (t) => {
  const { owners, partition, clock } = await deleted({ ttlMs: 1000 })
  const { replica, hints } = owners[2]
  const digest = replica.digest(partition, bytes)
  if (digest === undefined) throw new Error('it is there')
  await clock.advance(5000)
  for (const [behindMs, standing] of [
    [0, 'holds'],
    [4000, 'holds'],
    [4001, 'alive'],
  ] as const) {
    const wallMs = () => clock.wallMs() - behindMs
    const standings = await standingsHere({ replica, hints, wallMs }, partition, [{ key: bytes, digest }])
    t.strictSame(standings, [standing], `${behindMs} ms behind`)
  }
})

t.test(
  'one that is leaving is asked, too: what it held when it was away may be what was deleted',
  async (t) => {
    const { cluster, reaper, holders, clock, others, partition } = await deleted()
    const [leaver] = others
    const rest = cluster.members.filter(({ id }) => id !== leaver.id)
    const ring = Ring.build(rest, cluster.settings)
    for (const node of cluster.nodes) node.ring = ring
    const old = new InProcessCluster({ nodes: 4 })
    const elsewhere = new Client(old)
    const { owners } = old.placed(key)
    await elsewhere.put(owners[0], key, 'old milk', { w: 3 })
    const held = await owners[0].replica.readForPeer(partition, bytes)
    if (held.kind !== 'found') throw new Error('it is there')
    await leaver.replica.merge(partition, bytes, held.bytes, undefined)
    reaper.start()
    await clock.advance(3 * reapAfterMs)
    t.equal(holders(), 3, 'it is kept while the leaving node has another version')
    t.strictSame([...reaper.state().waiting.keys()], ['unequal'])
    cluster.isolate(leaver, 'cut')
    await clock.advance(reapAfterMs)
    t.match(reaper.state().blockedBy, leaver.id, 'and while it cannot be asked')
  },
)
