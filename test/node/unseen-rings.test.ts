/** A ring that goes and comes back while an owner is not there to see it (Dynamo §4.9). */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { clientOf, ringOf, start, startCluster, until } from './rig.js'

t.test(
  'an owner that has missed a ring without it does not vouch for what was written meanwhile',
  async (t) => {
    // Nobody is made equal by chance: the rounds of repair are an hour apart.
    const options = { replicaCount: 3, repairIntervalMs: 3_600_000, handoffIntervalMs: 3_600_000 }
    const [stays, misses, behind] = await startCluster(t, 3, options)
    const nodes = [stays, misses, behind]
    await until('all serve', () => nodes.every(({ node }) => node.serving.wanting().length === 0))
    const before = stays.node.ring.digest
    await misses.node.close()
    const passing = await start(t, { ...options, seeds: [stays.address] })
    const { node } = passing
    await until('all know the new one', () =>
      [stays, behind, passing].every((one) => one.node.ring.members.length === 4),
    )
    await until('it serves', () => node.serving.wanting().length === 0)
    await behind.node.close()

    const keys = Array.from({ length: 300 }, (_, n) => `key ${n}`).filter((key) => {
      const partition = node.ring.partitionOf(Buffer.from(key))
      return !node.ring.isOwner(partition, misses.node.id)
    })
    t.ok(keys.length > 0)
    const client = await clientOf(t, [stays, passing])
    for (const key of keys) await client.put(key, 'acknowledged', { w: 2, isStrict: true })
    t.ok(await node.act({ kind: 'leave', force: false }))
    await until('the ring is what it was', () => stays.node.ring.digest === before)
    await node.close()

    const again = async ({ folder, address }: typeof stays) =>
      start(t, { ...options, folder, listen: address, seeds: [stays.address] })
    const back = [await again(misses), await again(behind)]
    for (const { address } of back) {
      await until('it has heard of the one that came and went', async () =>
        (await ringOf(address)).members.some(({ id, status }) => id === node.id && status !== 0),
      )
    }
    await pause(200)
    await until('all serve', () => back.every((one) => one.node.serving.wanting().length === 0))
    await stays.node.close()
    const reader = await clientOf(t, back)
    for (const key of keys) {
      const { siblings } = await reader.get(key, { r: 2, isStrict: true })
      if (siblings.map(String).join() !== 'acknowledged') t.fail(`${key} was missed`)
    }
  },
)
