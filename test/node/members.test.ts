/** Nodes that come and go on real disks and sockets, while a client reads what it has written. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { replicaGet, replicaPut } from '../../src/coordinator/replica-calls.js'
import { GrammeError } from '../../src/errors.js'
import type { Call } from '../../src/wire/caller.js'
import { MemberStatus } from '../../src/wire/messages.js'
import { callerTo, clientOf, start, startCluster, statusOf, until } from './rig.js'

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
    t.match(await statusOf(late.address), { virtualNodes: 0, self: { status: MemberStatus.MEMBER_WAITING } })
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
    t.ok(await late.node.act({ kind: 'join' }))
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
    t.ok(await leaver.node.act({ kind: 'leave', force: false }))
    t.notOk(await leaver.node.act({ kind: 'leave', force: false }), 'it was leaving already')
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

t.test('a node that is no member keeps nothing for others: it may be stopped for good', async (t) => {
  const nodes = await startCluster(t, 3, fast)
  const idle = await start(t, { ...fast, seeds: [nodes[0].address], joins: 'when-told' })
  await until('it knows the others', () => idle.node.ring.members.length === 3)
  const client = await clientOf(t, [idle])
  await client.put('key', 'by an owner', { w: 3 })
  const key = Buffer.from('key')
  const call = async (address: string, request: Call) => {
    const caller = await callerTo(address, nodes[1].node.id)
    t.teardown(() => caller.close())
    return caller.call(request, 5000)
  }
  const { value } = await call(nodes[0].address, replicaGet(key, undefined, 'owner'))
  t.ok(value.length > 0)
  const hint = replicaPut(key, value, undefined, undefined, 'stand-in')
  await t.rejects(call(idle.address, hint), { code: 'STALE_RING', message: /keeps nothing for others/ })
  await Promise.all(nodes.map(({ node }) => node.close()))
  await t.rejects(client.put('key', 'by nobody', { w: 1 }), { code: 'UNREACHABLE' })
  const { hints, store } = await statusOf(idle.address)
  t.match({ hints: hints?.keys ?? 0, keys: store?.keys ?? 0 }, { hints: 0, keys: 0 })
})

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

t.test(
  'a node that leaves has not left before it has looked at what it holds by the ring without it',
  async (t) => {
    const nodes = await startCluster(t, 4, { ...fast, repairIntervalMs: 10 })
    const client = await clientOf(t, nodes)
    for (let n = 0; n < 100; n += 1) await client.put(`key ${n}`, `value ${n}`, { w: 3 })
    const [one, leaver, , gone] = nodes
    await gone.node.close()
    t.ok(await leaver.node.act({ kind: 'leave', force: false }))
    await until('the ring is without it', () => one.node.ring.members.length === 3)
    await pause(100)
    const { self, surrender } = await statusOf(leaver.address)
    t.match(self, { status: MemberStatus.MEMBER_LEAVING }, 'an owner of what it holds is away')
    t.ok((surrender?.partitions ?? 0) > 0)
  },
)

t.test('a node with a new disk at the address of another is told how to take its place', async (t) => {
  const nodes = await startCluster(t, 4, fast)
  const client = await clientOf(t, nodes)
  for (let n = 0; n < 100; n += 1) await client.put(`key ${n}`, `value ${n}`, { w: 3 })
  const [one, , , gone] = nodes
  await gone.node.close()
  const rings: string[] = []
  const joins = 'when-told'
  const anew = await start(t, { ...fast, listen: gone.address, seeds: [one.address], joins })
  await until('it hears of the one before it', () =>
    anew.reported.some(({ details }) => details.hint === `gramme replace ${gone.node.id} ${anew.node.id}`),
  )
  const members = () => one.node.ring.members.map(({ id }) => id).join()
  const before = members()
  const watch = setInterval(() => rings.push(members()), 1)
  t.teardown(() => clearInterval(watch))
  const replace = () => anew.node.act({ kind: 'replace', node: gone.node.id, weight: 1, force: false })
  await until('it has found that the other one does not answer', async () => {
    try {
      return await replace()
    } catch (error) {
      return !(error instanceof GrammeError && /answers: `gramme leave/.test(error.message)) && raise(error)
    }
  })
  t.notOk(await replace(), 'twice is once')
  await until('it has its place', () => anew.node.ring.members.length === 4 && members() !== before)
  const after = members()
  t.same(
    rings.filter((ring) => ring !== before && ring !== after),
    [],
    'by one change of the ring',
  )
  await until('it serves all that it owns', () => anew.node.serving.wanting().length === 0)
  const through = await clientOf(t, [anew])
  for (let n = 0; n < 100; n += 1) {
    t.strictSame((await through.get(`key ${n}`, { r: 3 })).siblings.map(String), [`value ${n}`])
  }
})

function raise(error: unknown): never {
  throw error
}
