/** Nodes that come and go on real disks and sockets, while a client reads what it has written. */
import t from 'tap'
import { clientOf, start, startCluster, statusOf, until } from './rig.js'

const fast = { repairIntervalMs: 50, handoffIntervalMs: 50, replicaCount: 3 } as const

t.test(
  'a node that waits to be told owns nothing until then, fills itself, leaves, and can be stopped',
  async (t) => {
    const nodes = await startCluster(t, 3, fast)
    const client = await clientOf(t, nodes)
    const keys = Array.from({ length: 300 }, (_, n) => `key ${n}`)
    for (const key of keys) await client.put(key, `value of ${key}`)

    const late = await start(t, { ...fast, seeds: [nodes[0].address], joins: 'when-told' })
    await until('it knows the others', () => late.node.ring.members.length === 3)
    t.notOk(late.node.ring.members.some(({ id }) => id === late.node.id))
    t.equal((await statusOf(late.address)).virtualNodes, 0)
    const through = await clientOf(t, [late])
    t.strictSame((await through.get('key 1')).siblings.map(String), ['value of key 1'], 'it forwards')

    let isOver = false
    const misses: string[] = []
    const reading = (async () => {
      for (let n = 0; !isOver; n += 1) {
        const key = keys[n % 100]
        const { siblings } = await client.get(key)
        if (siblings.map(String).join() !== `value of ${key}`) misses.push(key)
      }
    })()
    t.ok(late.node.act({ kind: 'join' }))
    await until('all know that it has joined', () =>
      nodes.every(({ node }) => node.ring.members.length === 4),
    )
    await until('it serves all that it owns', () => late.node.serving.wanting().length === 0)
    const { store, filling } = await statusOf(late.address)
    t.ok((store?.keys ?? 0) > 0)
    t.match(filling, { wanting: 0 })
    t.ok((filling?.objects ?? 0) > 0, 'it took what it owns from the others')
    await until('the others have given up what is its own', async () => {
      const all = await Promise.all(nodes.map(({ address }) => statusOf(address)))
      return all.every(({ surrender }) => (surrender?.partitions ?? 0) === 0)
    })

    const [, leaver] = nodes
    t.ok(leaver.node.act({ kind: 'leave', force: false }))
    t.notOk(leaver.node.act({ kind: 'leave', force: false }), 'it was leaving already')
    await until('it has handed over everything', async () => {
      const { self, store } = await statusOf(leaver.address)
      return self?.status === 1 && (store?.keys ?? 0) === 0
    })
    isOver = true
    await reading
    t.strictSame(misses, [], 'no read missed anything')
    await until('another one has heard so', () =>
      leaver.reported.some(({ message }) => /can be stopped/.test(message)),
    )
    await leaver.node.close()
    for (const key of keys) {
      t.strictSame((await client.get(key)).siblings.map(String), [`value of ${key}`])
    }
  },
)

t.test(
  'what a node serves is known after a restart, and compared anew when its record of that is spoiled',
  async (t) => {
    const nodes = await startCluster(t, 3, fast)
    await until('all serve', () => nodes.every(({ node }) => node.serving.wanting().length === 0))
    const [, { node, folder, address }] = nodes
    await node.close()
    const again = await start(t, { ...fast, folder, listen: address, seeds: [nodes[0].address] })
    t.strictSame(again.node.serving.wanting(), [], 'at once')
    await again.node.close()
    const { writeFileSync } = await import('node:fs')
    writeFileSync(`${folder}/served.json`, '{}')
    const anew = await start(t, { ...fast, folder, listen: address, seeds: [nodes[0].address] })
    t.ok(anew.node.serving.wanting().length > 0)
    await until('it serves', () => anew.node.serving.wanting().length === 0)
  },
)
