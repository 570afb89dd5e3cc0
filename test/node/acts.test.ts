/** An operator's acts: durable before anybody is told, and not undone by a table that has lost them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Member } from '../../src/membership/member.js'
import { MemberStatus } from '../../src/wire/messages.js'
import { FaultyDisk } from './faulty-disk.js'
import { formed, ringOf, start, startCluster, until } from './rig.js'

function onDisk(folder: string, id: string): Member | undefined {
  const text = readFileSync(join(folder, 'members.json'), 'utf8')
  const { members }: { members: Member[] } = JSON.parse(text)
  return members.find((member) => member.id === id)
}

async function statusAt(address: string, id: string) {
  return (await ringOf(address)).members.find((member) => member.id === id)?.status
}

t.test('an act is on disk before it is answered, and before anybody hears of it', async (t) => {
  const disk = new FaultyDisk()
  const [other, { node, folder, address }] = await startCluster(t, 2, { replicaCount: 1 }, [{}, { disk }])
  let open = () => {}
  disk.renameGate = new Promise((resolve) => {
    open = resolve
  })
  let isAnswered = false
  const acting = node.act({ kind: 'leave', force: false }).then((changed) => {
    isAnswered = true
    return changed
  })
  const again = node.act({ kind: 'leave', force: false })
  await pause(200)
  t.notOk(isAnswered)
  t.equal(await statusAt(address, node.id), MemberStatus.MEMBER_UP)
  t.equal(await statusAt(other.address, node.id), MemberStatus.MEMBER_UP)
  t.match(onDisk(folder, node.id), { status: 'up' }, 'whoever starts from here has not acted')
  open()
  t.ok(await acting)
  t.match(onDisk(folder, node.id), { status: /leaving|left/ })
  t.notOk(await again, 'it was leaving already')
  await until('the other one has heard', async () => (await statusAt(other.address, node.id)) !== 0)
})

t.test('an act that cannot be written fails, and has changed nothing', async (t) => {
  const disk = new FaultyDisk()
  const [other, { node, folder, address }] = await startCluster(t, 2, { replicaCount: 1 }, [{}, { disk }])
  disk.isFull = true
  const leave = () => node.act({ kind: 'leave', force: false })
  await t.rejects(leave(), { code: 'READ_ONLY', message: /nothing has been changed: no space left/ })
  t.equal(await statusAt(address, node.id), MemberStatus.MEMBER_UP)
  await pause(200)
  t.equal(await statusAt(other.address, node.id), MemberStatus.MEMBER_UP)
  t.match(onDisk(folder, node.id), { status: 'up' })
  disk.isFull = false
  t.ok(await leave(), 'asked for again')
  t.match(onDisk(folder, node.id), { status: /leaving|left/ })
})

t.test('a node that is stopping does not act', async (t) => {
  const [, { node }] = await startCluster(t, 2)
  await node.close()
  await t.rejects(node.act({ kind: 'leave', force: false }), { code: 'CLOSED' })
})

t.test('a node whose table has lost an act is told of it by the others, and goes by it', async (t) => {
  const nodes = await startCluster(t, 4, { replicaCount: 2 })
  const [one, acting, , gone] = nodes
  const path = join(acting.folder, 'members.json')
  const backup = readFileSync(path)
  await gone.node.close()
  t.ok(await acting.node.act({ kind: 'reweight', weight: 3 }))
  t.ok(await acting.node.act({ kind: 'remove', node: gone.node.id, force: true }))
  await until('the others know', () => one.node.ring.members.length === 3)
  await acting.node.close()
  writeFileSync(path, backup)
  const { folder } = acting
  const again = await start(t, { replicaCount: 2, folder, seeds: [one.address] })
  await formed([one, again, nodes[2]])
  t.equal(again.node.ring.members.find(({ id }) => id === again.node.id)?.weight, 3)
  t.equal(one.node.ring.digest, again.node.ring.digest)
  t.match(onDisk(folder, again.node.id), { removes: [gone.node.id], weight: 3, version: 2 })
})
