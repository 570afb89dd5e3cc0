import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { softwareVersion } from '../../src/software-version.js'
import { clientOf, formed, keyOf, newFolder, ringOf, start, startCluster, statusOf, until } from './rig.js'

t.test('three nodes find each other from a seed and serve as one', async (t) => {
  const nodes = await startCluster(t, 3)
  const digests = nodes.map(({ node }) => node.ring.digest)
  t.equal(new Set(digests).size, 1)
  const client = await clientOf(t, nodes.slice(0, 1))
  for (const { node } of nodes) {
    const key = keyOf(node, 'first')
    await client.put(key, `for ${node.id}`, { w: 3, durability: 'always' })
    t.strictSame((await client.get(key, { r: 3 })).siblings.map(String), [`for ${node.id}`])
  }
})

t.test('RING and STATUS tell all there is to tell', async (t) => {
  const nodes = await startCluster(t, 3, { zone: 'rack 1', weight: 2, durability: 'always', readQuorum: 1 })
  const [first] = nodes
  const client = await clientOf(t, nodes)
  const key = keyOf(first.node, 'first')
  const { context } = await client.put(key, 'value', { w: 3 })
  await client.delete(key, { context, w: 3 })

  const ring = await ringOf(nodes[1].address)
  t.match(ring, { cluster: 'shop', partitionCount: 64, replicaCount: 3, readQuorum: 1, writeQuorum: 2 })
  t.equal(ring.ringDigest, first.node.ring.digest)
  const expected = nodes.map(({ node, address }) => ({ id: node.id, address, weight: 2, zone: 'rack 1' }))
  const byId = (a: { id?: string | null }, b: { id?: string | null }) =>
    (a.id ?? '') < (b.id ?? '') ? -1 : 1
  t.match(ring.members, expected.sort(byId))

  const status = await statusOf(first.address)
  t.match(status, {
    self: { id: first.node.id, address: first.address, weight: 2, zone: 'rack 1' },
    version: softwareVersion,
    store: { keys: 1, segments: 1, writable: true, readOnlyReason: '', damagedRecords: 0 },
    ringDigest: first.node.ring.digest,
    virtualNodes: 64,
    durability: 'always',
    clients: 2,
  })
  t.ok(status.uptimeMs > 0 && status.memoryBytes > 1e6)
  t.ok(
    (status.store?.liveBytes ?? 0) > 0 &&
      (status.store?.deadBytes ?? 0) > 0 &&
      (status.store?.bytesWritten ?? 0) > 0,
  )
  t.match(status.peers.length, 2)
  for (const peer of status.peers) t.match(peer, { connected: true, problem: '' })
  const counters = Object.fromEntries(status.counters.map(({ name, value }) => [name, value]))
  t.match(counters, { puts: 1, deletes: 1 })

  await nodes[2].node.close()
  await until('the loss of a peer shows', async () => {
    const { peers } = await statusOf(first.address)
    const lost = peers.find(({ id }) => id === nodes[2].node.id)
    return lost?.connected === false && (lost.problem ?? '') !== ''
  })
})

t.test('a node that starts again is the same, needs no seeds, and brings its data', async (t) => {
  const nodes = await startCluster(t, 3)
  const client = await clientOf(t, nodes)
  const key = keyOf(nodes[2].node, 'first')
  await client.put(key, 'kept', { w: 3 })
  await nodes[2].node.close()

  // On another port, as after a move; its peers hear of that and come to it there.
  const again = await start(t, { folder: nodes[2].folder })
  t.equal(again.node.id, nodes[2].node.id)
  t.not(again.address, nodes[2].address)
  await formed([nodes[0], nodes[1], again])
  const direct = await clientOf(t, [again])
  t.strictSame((await direct.get(key, { r: 3 })).siblings.map(String), ['kept'])
  await until('the client follows', async () => (await client.get(key, { r: 3 })).siblings.length === 1)
})

t.test('peers come back to a node at its old address', async (t) => {
  const nodes = await startCluster(t, 3)
  const [one, two, three] = nodes
  const client = await clientOf(t, [one, two])
  await three.node.close()
  for (const node of [one, two]) {
    await until('the loss is noticed', async () =>
      (await statusOf(node.address)).peers.some((peer) => !peer.connected),
    )
    const key = keyOf(node.node, 'first')
    await client.put(key, 'with one down')
    t.strictSame((await client.get(key)).siblings.map(String), ['with one down'])
  }
  const again = await start(t, { folder: three.folder, listen: three.address })
  await formed([one, two, again])
  await client.put('all', 'three', { w: 3 })
})

t.test('a node made anew at an old address is met, and the old one is not confused with it', async (t) => {
  const [one, two] = await startCluster(t, 2, { replicaCount: 2 })
  await two.node.close()
  rmSync(two.folder, { recursive: true })
  const anew = await start(t, { replicaCount: 2, listen: two.address })
  t.not(anew.node.id, two.node.id)
  await until('the first hears of it', () => one.node.ring.members.length === 3)
  t.strictSame(
    one.node.ring.members.map(({ id }) => id).sort(),
    [one, two, anew].map(({ node }) => node.id).sort(),
  )
  await until('its place is not taken for it', async () => {
    const { peers } = await statusOf(one.address)
    const old = peers.find(({ id }) => id === two.node.id)
    const young = peers.find(({ id }) => id === anew.node.id)
    return old?.connected === false && young?.connected === true
  })
})

t.test('a damaged member table is reported, and members are heard of again', async (t) => {
  const nodes = await startCluster(t, 2, { replicaCount: 2 })
  await nodes[1].node.close()
  const path = join(nodes[1].folder, 'members.json')
  t.match(JSON.parse(readFileSync(path, 'utf8')).members, [{}, {}])
  writeFileSync(path, 'rubbish')
  const again = await start(t, { folder: nodes[1].folder, replicaCount: 2, seeds: [nodes[0].address] })
  t.match(
    again.reported.filter(({ level }) => level === 'warn'),
    [{ message: /member table is damaged/ }],
  )
  await formed([nodes[0], again])
  t.equal(again.node.id, nodes[1].node.id)
})

t.test('a record of the node that is newer than its own is outdone', async (t) => {
  const nodes = await startCluster(t, 2, { replicaCount: 2 })
  await nodes[1].node.close()
  // A backup is restored: the folder remembers an older start than the peers do.
  const path = join(nodes[0].folder, 'members.json')
  const future = Date.now() + 1e9
  const table = JSON.parse(readFileSync(path, 'utf8'))
  for (const member of table.members) if (member.id === nodes[1].node.id) member.incarnation = future
  await nodes[0].node.close()
  writeFileSync(path, JSON.stringify(table))
  const first = await start(t, { folder: nodes[0].folder, replicaCount: 2 })
  const second = await start(t, {
    folder: nodes[1].folder,
    replicaCount: 2,
    seeds: [first.address],
    zone: 'west',
  })
  await until('the new zone counts', () => first.node.ring.members.some(({ zone }) => zone === 'west'))
  await formed([first, second])
  t.match(
    second.reported.filter(({ level }) => level === 'warn'),
    [{ message: /newer record of this node/, details: { address: nodes[1].address } }],
  )
  const { members } = await ringOf(first.address)
  t.ok((members.find(({ id }) => id === second.node.id)?.incarnation ?? 0) > future)
})

t.test('nodes of other numbers, or of another name, stay apart', async (t) => {
  const first = await start(t)
  for (const other of [{ partitionCount: 128 }, { replicaCount: 2 }, { cluster: 'mall' }]) {
    const stranger = await start(t, { ...other, seeds: [first.address] })
    const [field] = Object.keys(other)
    const mismatches = () => stranger.reported.filter(({ level }) => level === 'error')
    await until('it is told', () => mismatches().length > 0)
    t.match(mismatches(), [{ message: /another cluster/, details: { address: first.address } }])
    const reason = String(mismatches()[0].details.reason)
    if (field !== 'cluster') t.match(reason, new RegExp(`${field} is \\d+ here, and \\d+ there`))
    else t.match(reason, /shop/)
    await new Promise((resolve) => setTimeout(resolve, 200))
    t.equal(mismatches().length, 1, 'once')
    t.strictSame(
      stranger.node.ring.members.map(({ id }) => id),
      [stranger.node.id],
    )
    t.strictSame(
      first.node.ring.members.map(({ id }) => id),
      [first.node.id],
    )
    await stranger.node.close()
  }
})

t.test('a seed may be the node itself, or nobody', async (t) => {
  const folder = newFolder(t)
  const first = await start(t, { folder, seeds: ['127.0.0.1:1'] })
  const { address } = first
  await first.node.close()
  const again = await start(t, { folder, listen: address, seeds: [address, '127.0.0.1:1'], replicaCount: 3 })
  const client = await clientOf(t, [again])
  await client.put('key', 'value', { w: 1 })
  t.strictSame((await client.get('key', { r: 1 })).siblings.map(String), ['value'])
  await t.rejects(client.put('key', 'value'), { code: 'QUORUM_NOT_MET', needed: 2, got: 1 })
})

t.test('a copy that has rotted is found and mended without anybody reading it', async (t) => {
  const nodes = await startCluster(t, 3, { scrubIntervalMs: 50, repairIntervalMs: 50, durability: 'always' })
  const [, second] = nodes
  const client = await clientOf(t, nodes)
  await client.put('cart', 'milk', { w: 3 })
  const folder = join(second.folder, 'log')
  const [segment] = readdirSync(folder).filter((name) => name.endsWith('.log'))
  const bytes = readFileSync(join(folder, segment))
  bytes[bytes.length - 1] ^= 1
  writeFileSync(join(folder, segment), bytes)
  await until('it is mended', async () => {
    const { scrub } = await statusOf(second.address)
    return scrub?.damaged === 1 && scrub.mended === 1
  })
  t.match(await statusOf(second.address), { store: { keys: 1, damagedRecords: 0 } })
  t.ok(
    second.reported.some(({ message, details }) => message === 'store' && details.kind === 'damaged-record'),
  )
  await until('all has been read again', async () => {
    const before = (await statusOf(second.address)).scrub?.passes ?? 0
    await until('two passes', async () => ((await statusOf(second.address)).scrub?.passes ?? 0) > before + 2)
    return true
  })
  t.match((await statusOf(second.address)).scrub, { damaged: 1, mended: 1, unreadable: 0, treesMended: 0 })
})
