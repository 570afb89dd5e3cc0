/** Nodes that die: what goes on, what fails and how, and what is there afterwards. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { PeerHealth } from '../../src/wire/messages.js'
import { failureOf } from '../client/fake-cluster.js'
import { Load } from './load.js'
import { counter, type NodeProcess, ProcessCluster, program, until } from './processes.js'

const run = promisify(execFile)

t.test('one dies, then a second, then all', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const [one, two, three] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  const load = new Load(client)
  load.start()
  await load.more(800)

  await one.stop('SIGKILL')
  await load.more(800)
  t.strictSame(load.failures.map(String), [], 'with one of three dead no request fails')
  t.strictSame(load.lies, [])

  await two.stop('SIGKILL')
  await load.more(20)
  await load.stop()
  t.strictSame(
    load.failures.filter(({ code }) => code !== 'QUORUM_NOT_MET' && code !== 'OUTCOME_UNKNOWN').map(String),
    [],
    'with two dead what fails says that it is the quorum',
  )
  t.strictSame(load.lies, [])

  const options = { timeoutMs: 2000 }
  const startMs = performance.now()
  t.match(await failureOf(client.get('k', options)), {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 1,
    retriable: true,
  })
  t.match(await failureOf(client.put('k', 'v', options)), { code: 'QUORUM_NOT_MET', needed: 2, got: 1 })
  t.match(await failureOf(client.delete('k', options)), { code: 'QUORUM_NOT_MET', needed: 2, got: 1 })
  t.match(await failureOf(client.update('k', () => 'v', options)), {
    code: 'QUORUM_NOT_MET',
    needed: 2,
    got: 1,
  })
  t.ok(performance.now() - startMs < 8000, 'each within its deadline')
  const { context } = await client.put('alone', 'v1', { w: 1 })
  await client.put('alone', 'v2', { w: 1, context })
  t.strictSame((await client.get('alone', { r: 1 })).siblings, [Buffer.from('v2')])
  await client.put('gone', 'v', { w: 1 })
  await client.delete('gone', { r: 1, w: 1 })
  t.strictSame((await client.get('gone', { r: 1 })).siblings, [])

  await three.stop('SIGKILL')
  t.match(await failureOf(client.get('k', { r: 1, timeoutMs: 300 })), { code: 'UNREACHABLE' })
  await Promise.all(cluster.nodes.map((node) => node.start()))
  await cluster.whole()
  const audit = await load.audit()
  t.ok(audit.keys >= 300, `${audit.keys} keys`)
  t.strictSame(audit.wrong, [], 'every acknowledged write reads back equal')
  t.strictSame((await client.get('alone', { r: 3 })).siblings, [Buffer.from('v2')])

  const other = await connect({ seeds: cluster.addresses, coordination: 'server' })
  t.teardown(() => other.close())
  t.strictSame((await load.audit(other)).wrong, [], 'through any node')
})

t.test('restarted one by one under load: no request fails', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const client = await connect({ seeds: cluster.addresses.slice(0, 1) })
  t.teardown(() => client.close())
  const load = new Load(client)
  load.start()
  for (const node of cluster.nodes) {
    await load.more(200)
    t.equal(await node.stop('SIGTERM'), 0, 'it stops in good order')
    await load.more(200)
    await node.start()
    await cluster.whole()
  }
  await load.more(200)
  await load.stop()
  t.strictSame(load.failures.map(String), [])
  t.strictSame(load.lies, [])
  t.strictSame((await load.audit()).wrong, [])
})

t.test('one hangs: every request is done within its deadline', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const [hung] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses, timeoutMs: 2000 })
  t.teardown(() => client.close())
  const keys = Array.from({ length: 30 }, (_, n) => `key ${n}`)
  hung.signal('SIGSTOP')
  const contexts = await Promise.all(keys.map((key) => client.put(key, 'one')))
  await Promise.all(keys.map((key, n) => client.put(key, 'two', { context: contexts[n].context })))
  const read = await Promise.all(keys.map((key) => client.get(key)))
  t.ok(read.every(({ siblings }) => siblings.length === 1 && siblings[0].toString() === 'two'))
  // Soon, where the one that is missing is suspected already.
  t.match(await failureOf(client.get('key 0', { r: 3, timeoutMs: 600 })), {
    code: /^(QUORUM_NOT_MET|TIMEOUT)$/,
    needed: 3,
    got: 2,
  })
  t.match(await failureOf(client.put('key 0', 'v', { w: 3, timeoutMs: 600 })), {
    code: 'OUTCOME_UNKNOWN',
    needed: 3,
    got: 2,
  })
  const [, two] = cluster.nodes
  const think = async (health: number) => {
    const { peers } = await two.status()
    return peers.some((peer) => peer.address === hung.address && peer.health === health)
  }
  t.ok(await think(PeerHealth.HEALTH_SUSPECT), 'others suspect it, and say so')
  hung.signal('SIGCONT')
  await until(() => think(PeerHealth.HEALTH_UP))
  await client.get('key 1', { r: 3 })
})

t.test('a node that missed writes is mended by reads', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const [one, two, three] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  const keys = Array.from({ length: 60 }, (_, n) => `key ${n}`)
  const contexts = new Map<string, Buffer>()
  for (const key of keys) contexts.set(key, (await client.put(key, 'old', { w: 3 })).context)
  await three.stop('SIGKILL')
  for (const key of keys.slice(0, 30))
    await client.put(key, 'new', { context: contexts.get(key) ?? Buffer.alloc(0) })
  for (const key of keys.slice(30, 40)) await client.delete(key)
  await client.put('born', 'new')
  await three.start()
  await cluster.whole()
  for (const key of [...keys, 'born']) await client.get(key)
  // Behind the reader's back: it has its answer before the stale replica has what it lacked.
  await until(async () => {
    const [mine, ...theirs] = await Promise.all([three, one, two].map((node) => node.status()))
    const sent = theirs.reduce((sum, status) => sum + counter(status, 'read_repairs'), 0)
    return counter(mine, 'replica_puts') === sent && sent + counter(mine, 'read_repairs') >= 41
  })

  await Promise.all([one.stop('SIGTERM'), two.stop('SIGTERM')])
  const read = async (key: string) => (await client.get(key, { r: 1 })).siblings.map(String)
  for (const [n, key] of keys.entries()) {
    t.strictSame(await read(key), n < 30 ? ['new'] : n < 40 ? [] : ['old'], key)
  }
  t.strictSame(await read('born'), ['new'])
})

t.test('what a node missed while it was away reaches it without a read', async (t) => {
  const cluster = await ProcessCluster.start(t, 3, () => ['--repair-interval', '300'])
  const [one, two, three] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  for (let n = 0; n < 50; n += 1) await client.put(`key ${n}`, 'before')
  await one.stop('SIGKILL')
  for (let n = 0; n < 300; n += 1) await client.put(`key ${n}`, `meanwhile ${n}`)
  await one.start()
  await cluster.whole()
  // A comparison with each that found nothing to mend shows that everything is there.
  await until(async () => {
    const { store, repairs } = await one.status()
    const equal = repairs.filter(
      ({ different, comparedMsAgo }) => different === 0 && (comparedMsAgo ?? -1) >= 0,
    )
    return store?.keys === 300 && equal.length === 2
  })
  await two.stop('SIGKILL')
  await three.stop('SIGKILL')
  for (let n = 0; n < 300; n += 1) {
    const { siblings } = await client.get(`key ${n}`, { r: 1 })
    if (!siblings.some((value) => value.toString() === `meanwhile ${n}`)) t.fail(`key ${n} is not there`)
  }
})

t.test('writes go on without their owners, and come to them when they are back', async (t) => {
  const cluster = await ProcessCluster.start(t, 5, () => ['--repair-interval', '60000'])
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  const [one, two, three, four, five] = cluster.nodes
  const gone = [one, two, three]
  await Promise.all(gone.map((node) => node.stop('SIGKILL')))
  let sloppy = 0
  for (let n = 0; n < 100; n += 1) {
    const { isSloppy } = await client.put(`key ${n}`, `value ${n}`, { w: 2 })
    if (isSloppy) sloppy += 1
  }
  t.ok(sloppy > 30, `${sloppy} of 100 writes were taken by stand-ins`)
  const strict = await failureOf(client.put('key 0', 'v', { w: 3, isStrict: true, timeoutMs: 1000 }))
  t.match(strict, { code: 'QUORUM_NOT_MET' })
  const held = await Promise.all([four, five].map(async (node) => (await node.status()).hints?.keys ?? 0))
  t.ok(held[0] + held[1] > 50, `${held} keys are held for others`)

  await Promise.all(gone.map((node) => node.start()))
  await cluster.whole()
  await until(async () => {
    const all = await Promise.all(cluster.nodes.map((node) => node.status()))
    return all.every(({ hints }) => (hints?.keys ?? 0) === 0)
  })
  for (let n = 0; n < 100; n += 1) {
    const { siblings } = await client.get(`key ${n}`, { r: 3, isStrict: true })
    t.strictSame(siblings.map(String), [`value ${n}`])
  }
})

t.test('a node that joins gets its share, and who held it before gives it up', async (t) => {
  const more = (_n: number) => ['--n', '2', '--repair-interval', '300']
  const cluster = await ProcessCluster.start(t, 3, more)
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  // With one owner to acknowledge it, half of what is written may be where its owner will not be.
  for (let n = 0; n < 300; n += 1) await client.put(`key ${n}`, `value ${n}`, { w: 1 })
  const joiner = await cluster.join(more(3))
  await until(async () => {
    const all = await Promise.all(cluster.nodes.map((node) => node.status()))
    const keys = all.reduce((sum, { store }) => sum + (store?.keys ?? 0), 0)
    const isSettled = all.every(({ surrender, peers }) => surrender?.keys === 0 && peers.length === 3)
    return isSettled && keys === 600 && ((await joiner.status()).store?.keys ?? 0) > 100
  })
  for (let n = 0; n < 300; n += 1) {
    const { siblings } = await client.get(`key ${n}`, { r: 2, isStrict: true })
    t.strictSame(siblings.map(String), [`value ${n}`])
  }
})

/** `gramme` with these words, against the cluster: what it printed, as JSON. */
async function gramme(address: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [program, ...words, '--node', address, '--json'])
  return JSON.parse(stdout)
}

t.test('a node leaves, another weighs more, a dead one is replaced: nothing is lost', async (t) => {
  const more = (_n: number) => ['--n', '2', '--repair-interval', '300']
  const cluster = await ProcessCluster.start(t, 4, more)
  const [one, two, three, four] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  for (let n = 0; n < 300; n += 1) await client.put(`key ${n}`, `value ${n}`, { w: 2 })
  const settled = async (nodes: readonly NodeProcess[]) => {
    const all = await Promise.all(nodes.map((node) => node.status()))
    const keys = all.reduce((sum, { store }) => sum + (store?.keys ?? 0), 0)
    return keys === 600 && all.every(({ surrender }) => surrender?.keys === 0)
  }
  const check = async (what: string) => {
    for (let n = 0; n < 300; n += 1) {
      const { siblings } = await client.get(`key ${n}`, { r: 2, isStrict: true })
      t.strictSame(siblings.map(String), [`value ${n}`], what)
    }
  }

  const planned = await gramme(one.address, 'leave', four.address, '--dry-run')
  t.match(planned, { done: false, changed: false })
  t.ok(Number(planned.replicasMoved) > 0 && Number(planned.bytesMoved) > 0)
  t.match(await gramme(one.address, 'leave', four.address, '--yes'), { done: true, changed: true })
  t.match(await gramme(one.address, 'leave', four.address, '--yes'), { changed: false }, 'twice is once')
  await until(async () => (await four.status()).surrender?.keys === 0 && settled([one, two, three, four]))
  t.equal((await four.status()).store?.keys, 0, 'it has handed over all that it held')
  await check('one has left')
  await four.stop('SIGTERM')
  await four.start()
  t.equal((await four.status()).virtualNodes, 0, 'a node that has left does not come back by being started')

  const before = (await two.status()).virtualNodes
  await gramme(one.address, 'reweight', two.address, '3', '--yes')
  await until(async () => (await two.status()).virtualNodes > before)
  await until(() => settled([one, two, three]))
  await check('one weighs more')

  // What it held the other owner of each key holds, too.
  const gone = (await three.status()).self?.id ?? ''
  await three.stop('SIGKILL')
  const refused = gramme(one.address, 'replace', two.address, one.address, '--yes')
  await t.rejects(refused, /answers: `gramme leave/)
  await gramme(one.address, 'replace', gone, four.address, '--yes')
  await until(() => settled([one, two, four]))
  await check('one was replaced')
  await three.start()
  // It hears of it from the others, and then owns nothing any more.
  await until(async () => {
    const { virtualNodes, surrender } = await three.status()
    return virtualNodes === 0 && surrender?.keys === 0
  })
  await check('who was replaced is back')
})
