/** A node that was replaced comes back with its old disk: soon, when what it holds is welcome, and late. */
import t, { type Test } from 'tap'
import { clientOf, formed, type Running, start, startCluster, statusOf, until } from './rig.js'

const fast = {
  repairIntervalMs: 50,
  handoffIntervalMs: 50,
  reapIntervalMs: 20,
  replicaCount: 2,
  partitionCount: 4,
  // On a machine that is busy with other tests background work is not to wait.
  foregroundP99TargetMs: 1000,
} as const

/** Three nodes with some keys, all of which one that has died since knows; another has its place. */
async function replaced(t: Test, reapAfterMs: number) {
  const options = { ...fast, reapAfterMs }
  const nodes = await startCluster(t, 3, options)
  const client = await clientOf(t, nodes)
  const keys = Array.from({ length: 12 }, (_, n) => `key ${n}`)
  for (const key of keys) await client.put(key, `value of ${key}`, { w: 2 })
  const [one, two, gone] = nodes
  await gone.node.close()
  const anew = await start(t, { ...options, seeds: [one.address], joins: 'when-told' })
  await until('it has met the others', () => anew.node.ring.members.length === 3)
  await until('it may say so', () => {
    try {
      return anew.node.act({ kind: 'replace', node: gone.node.id, weight: 1, force: false })
    } catch {
      return false
    }
  })
  const left: readonly Running[] = [one, two, anew]
  await formed(left)
  await until('it is filled', () => anew.node.serving.wanting().length === 0)
  const comesBack = () =>
    start(t, { ...options, folder: gone.folder, listen: gone.address, seeds: [one.address] })
  return { client, keys, left, comesBack }
}

t.test(
  'one that comes back soon gives up all that it holds, and brings back nothing that was deleted',
  async (t) => {
    const { client, keys, left, comesBack } = await replaced(t, 600_000)
    for (const key of keys.slice(6)) await client.delete(key, { context: (await client.get(key)).context })
    const back = await comesBack()
    await until('it holds nothing', async () => ((await statusOf(back.address)).store?.keys ?? 0) === 0)
    t.equal((await statusOf(back.address)).virtualNodes, 0)
    for (const [n, key] of keys.entries()) {
      const { siblings } = await client.get(key, { r: 2 })
      t.strictSame(siblings.map(String), n < 6 ? [`value of ${key}`] : [])
    }
    t.ok(left.every(({ node }) => node.ring.members.length === 3))
  },
)

t.test(
  'one that comes back late, when deletes have been forgotten, keeps what it holds and says why',
  async (t) => {
    const { client, keys, left, comesBack } = await replaced(t, 1000)
    for (const key of keys) await client.delete(key, { context: (await client.get(key)).context })
    await until('all is forgotten', async () => {
      const all = await Promise.all(left.map(({ address }) => statusOf(address)))
      return all.every(({ store }) => (store?.keys ?? 0) === 0)
    })
    const back = await comesBack()
    const held = (await statusOf(back.address)).store?.keys ?? 0
    t.ok(held > 0)
    await until('it is told why nothing is taken', async () => {
      const { surrender } = await statusOf(back.address)
      return /was removed .*may be older than deletes.*start it with an empty folder/.test(
        surrender?.problem ?? '',
      )
    })
    await until('it says so', () =>
      back.reported.some(({ message }) => /is not taken any more/.test(message)),
    )
    t.equal((await statusOf(back.address)).store?.keys, held, 'it is left as it is')
    const through = await clientOf(t, [back])
    for (const key of keys) {
      t.strictSame((await client.get(key, { r: 2 })).siblings, [])
      t.strictSame((await through.get(key)).siblings, [], 'nor does it show that itself')
    }
    const restore = () => left[2].node.act({ kind: 'restore', node: back.node.id })
    await t.rejects(restore, { code: 'BAD_ARGUMENT', message: /was removed .*as a new node/ })
    for (const { address } of left) t.equal((await statusOf(address)).store?.keys ?? 0, 0)
  },
)
