/** What REAPABLE and REAP may ask, and what an answer to them promises. */
import t from 'tap'
import { reapCall, standingsHere } from '../../src/repair/reap-calls.js'
import { FrameFlag } from '../../src/wire/frame.js'
import { Client, failureOf } from '../coordinator/client.js'
import { InProcessCluster } from '../coordinator/in-process-cluster.js'

const key = Buffer.from('cart:42')
const cluster = new InProcessCluster({ nodes: 3 })
const client = new Client(cluster)
const [node, other] = cluster.nodes
const partition = cluster.ring.partitionOf(key)
const digest = { high: 1, low: 2 }
/** What is asked in the background may have to wait for its turn. */
const ask = (call: ReturnType<typeof reapCall>) =>
  cluster.clock.settle(failureOf(other.call(node.id, call, 1000)))

t.test('what is out of its limits, or of another ring, is refused', async (t) => {
  for (const kind of ['REAPABLE', 'REAP'] as const) {
    const { digest: ring } = cluster.ring
    t.equal(reapCall(kind, ring, partition, []).flags, FrameFlag.BACKGROUND)
    t.match(await ask(reapCall(kind, ring ^ 1, partition, [{ key, digest }])), { code: 'STALE_RING' })
    const many = Array.from({ length: 257 }, () => ({ key, digest }))
    t.match(await ask(reapCall(kind, ring, partition, many)), { code: 'PROTOCOL', message: /257 versions/ })
    t.equal(await ask(reapCall(kind, ring, partition, many.slice(1))), undefined)
    for (const wrong of [Buffer.alloc(0), Buffer.alloc(1025)]) {
      const call = reapCall(kind, ring, partition, [{ key: wrong, digest }])
      t.match(await ask(call), { code: 'PROTOCOL', message: /not of partition/ })
    }
    const elsewhere = reapCall(kind, ring, partition ^ 1, [{ key, digest }])
    t.match(await ask(elsewhere), { code: 'PROTOCOL', message: /not of partition/ })
    t.match(await cluster.clock.settle(failureOf(cluster.ask(node, reapCall(kind, ring, partition, [])))), {
      code: 'PROTOCOL',
      message: /for nodes/,
    })
  }
})

t.test('what it says that it holds is safe from power loss by then', async (t) => {
  const { context } = await client.put(node, key, 'milk', { w: 3 })
  await client.put(node, key, '', { tombstone: true, context, w: 3 })
  const { replica, hints } = node
  const held = replica.digest(partition, key)
  if (held === undefined) throw new Error('it is there')
  const before = node.store.settled.length
  const asked = () => node.store.settled.slice(before)
  const parts = { replica, hints, wallMs: () => cluster.clock.wallMs() }
  t.strictSame(await standingsHere(parts, partition, [{ key, digest: held }]), ['holds'])
  t.strictSame(asked(), ['always'])
  t.strictSame(await standingsHere(parts, partition, [{ key, digest }]), ['other'])
  t.strictSame(asked(), ['always'], 'and no disk is bothered for nothing')
})
