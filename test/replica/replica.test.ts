import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { Replica } from '../../src/replica/replica.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import type { Store } from '../../src/store/store.js'
import { StoreError } from '../../src/store/store.js'
import { digestOf } from '../../src/version/digest.js'
import { sameVersions } from '../../src/version/object.js'
import { decodeObject } from '../../src/version/object-codec.js'
import { defaultWriteLimits } from '../../src/version/write.js'
import { FaultyStore } from './faulty-store.js'
import { dotsOf, held, key, newLogStore, partition, plain, replicaOver, take, texts, writeOf } from './rig.js'

type Open = (t: Test) => Promise<Store>

const stores: Record<string, Open> = {
  'memory store': async () => new MemoryStore(),
  'log store': async (t) => (await newLogStore(t)).store,
}

for (const [name, open] of Object.entries(stores)) {
  t.test(`${name}: writers at one time lose nothing and share no event`, async (t) => {
    const { replica } = replicaOver(await open(t))
    const writes = Array.from({ length: 30 }, (_, index) => writeOf(`value ${index}`))
    const issued = await Promise.all(writes.map((write) => take(replica, write)))
    const object = await held(replica)
    t.strictSame(texts(object), writes.map(({ value }) => value.toString()).sort())
    t.equal(new Set(dotsOf(object)).size, writes.length)
    const actors = new Set(object.siblings.flatMap(({ dots }) => dots.map(({ actor }) => actor)))
    t.equal(actors.size, 1, 'one actor counts them all')
    for (const { context } of issued) t.notSame(context.entries, [])
  })

  t.test(`${name}: a context supersedes what it has seen and nothing else`, async (t) => {
    const { replica } = replicaOver(await open(t))
    const { context } = await take(replica, writeOf('old'))
    const update = await take(replica, writeOf('mine', { context }))
    t.strictSame(texts(await held(replica)), ['mine'])
    await take(replica, writeOf('yours', { context }))
    t.strictSame(texts(await held(replica)), ['mine', 'yours'])
    await take(replica, writeOf('mine again', { context: update.context }))
    t.strictSame(texts(await held(replica)), ['mine again', 'yours'])
  })

  t.test(`${name}: a write that comes again is taken once`, async (t) => {
    const { replica } = replicaOver(await open(t))
    const write = writeOf('once')
    await Promise.all([take(replica, write), take(replica, write)])
    const again = await take(replica, write)
    const object = await held(replica)
    t.strictSame(texts(object), ['once'])
    t.equal(dotsOf(object).length, 1)
    const decoded = decodeObject(again.bytes, 'peer')
    t.ok(decoded.kind === 'object' && sameVersions(decoded.object, object), 'peers get it all the same')
  })

  t.test(`${name}: ifCurrent refuses what would leave a sibling`, async (t) => {
    const { replica } = replicaOver(await open(t))
    const { context } = await take(replica, writeOf('first'), { ifCurrent: true })
    await take(replica, writeOf('second', { context }), { ifCurrent: true })
    await t.rejects(take(replica, writeOf('third', { context }), { ifCurrent: true }), {
      code: 'CONFLICT',
      message: /1 siblings/,
    })
    t.strictSame(texts(await held(replica)), ['second'])
  })

  t.test(`${name}: copies of peers may come in any order, and more than once`, async (t) => {
    const sources = await Promise.all(
      [2, 3, 4].map(async (number) => {
        const { replica } = replicaOver(new MemoryStore(), number)
        const { bytes, context } = await take(replica, writeOf(`from ${number}`))
        const second = await take(replica, writeOf(`again from ${number}`, { context }))
        return [bytes, second.bytes]
      }),
    )
    const copies = sources.flat()
    const order = fc.shuffledSubarray([...copies, ...copies], { minLength: 12, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(order, async (deliveries) => {
        const { replica } = replicaOver(new MemoryStore())
        await Promise.all(deliveries.map((bytes) => replica.merge(partition, key, bytes, undefined)))
        t.strictSame(texts(await held(replica)), ['again from 2', 'again from 3', 'again from 4'])
      }),
      { numRuns: 30 },
    )
    const { replica } = replicaOver(await open(t))
    const mine = await take(replica, writeOf('mine'))
    for (const bytes of copies) await replica.merge(partition, key, bytes, undefined)
    await replica.merge(partition, key, mine.bytes, undefined)
    const object = await held(replica)
    t.strictSame(texts(object), ['again from 2', 'again from 3', 'again from 4', 'mine'])
    const read = await replica.read(partition, key)
    t.same(read.kind === 'found' && read.digest, digestOf(object), 'the digest is that of the bytes')
    await take(replica, writeOf('mine too'))
    t.equal(new Set(dotsOf(await held(replica))).size, 5, 'counting goes on after merges')
  })

  t.test(`${name}: bytes that are no object change nothing`, async (t) => {
    const { replica } = replicaOver(await open(t))
    const { bytes } = await take(replica, writeOf('whole'))
    for (const wrong of [
      Buffer.alloc(0),
      Buffer.from('x'),
      bytes.subarray(0, -1),
      Buffer.concat([bytes, bytes]),
    ]) {
      await t.rejects(replica.merge(partition, key, wrong, undefined), { code: 'PROTOCOL' })
    }
    t.strictSame(texts(await held(replica)), ['whole'])
  })

  t.test(`${name}: a closed store is a node that is going`, async (t) => {
    const store = await open(t)
    const { replica } = replicaOver(store)
    const { bytes } = await take(replica, writeOf('kept'))
    await store.close()
    const gone = { code: 'UNREACHABLE', message: /shutting down/ }
    await t.rejects(replica.read(partition, key), gone)
    await t.rejects(take(replica, writeOf('too late')), gone)
    await t.rejects(replica.merge(partition, key, bytes, undefined), gone)
  })
}

t.test('a peer has no use for what is local', async (t) => {
  const { replica } = replicaOver(new MemoryStore())
  await take(replica, writeOf('value'))
  const read = await replica.readForPeer(partition, key)
  const decoded = read.kind === 'found' && decodeObject(read.bytes, 'peer')
  t.ok(decoded && decoded.kind === 'object' && decoded.object.issuer === undefined)
  t.ok((await held(replica)).issuer, 'while it is kept here')
  t.same(await replica.readForPeer(partition, Buffer.from('other')), { kind: 'missing' })
})

t.test('a copy spoiled on the disk is replaced by a peer’s of the same version', async (t) => {
  const { store, folder } = await newLogStore(t)
  const { replica } = replicaOver(store)
  const { bytes, stored } = await replica.take(partition, key, {
    write: writeOf('precious'),
    durability: 'always',
    ifCurrent: false,
  })
  await stored
  spoilOnDisk(folder, 'precious')
  t.same(await replica.read(partition, key), { kind: 'damaged' })
  t.same(await replica.readForPeer(partition, key), { kind: 'damaged' })
  await replica.merge(partition, key, bytes, undefined)
  t.strictSame(texts(await held(replica)), ['precious'])
  t.equal(store.stats().damagedRecords, 0)
})

t.test('a write over a spoiled copy starts an actor of its own', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  const first = await take(replica, writeOf('lost here'))
  store.spoil(key.toString())
  t.same(await replica.read(partition, key), { kind: 'damaged' })
  await take(replica, writeOf('new'))
  const object = await held(replica)
  t.strictSame(texts(object), ['new'])
  await replica.merge(partition, key, first.bytes, undefined)
  t.strictSame(texts(await held(replica)), ['lost here', 'new'], 'neither event covers the other')
  t.equal(new Set(dotsOf(await held(replica))).size, 2)
})

t.test('a store that fails is named, and what was issued is never issued again', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  await take(replica, writeOf('before'))
  const dots = new Set(dotsOf(await held(replica)))
  const kinds = [
    ['disk-full', 'READ_ONLY'],
    ['disk-failed', 'READ_ONLY'],
    ['busy', 'BUSY'],
    ['closed', 'UNREACHABLE'],
  ] as const
  for (const [kind, code] of kinds) {
    store.failPuts = kind
    const taken = await replica.take(partition, key, { ...plain, write: writeOf(`under ${kind}`) })
    await t.rejects(taken.stored, { code }, kind)
    const sent = decodeObject(taken.bytes, 'peer')
    if (sent.kind !== 'object') throw new Error(sent.reason)
    for (const dot of dotsOf(sent.object)) dots.add(dot)
    t.strictSame(texts(await held(replica)), ['before'], 'the copy is as it was')
  }
  t.equal(dots.size, 1 + kinds.length, 'each attempt had its own event')
  store.failPuts = undefined
  await take(replica, writeOf('after'))
  for (const dot of dotsOf(await held(replica))) dots.add(dot)
  t.equal(dots.size, 2 + kinds.length)

  store.failGets = 'disk-failed'
  await t.rejects(replica.read(partition, key), { code: 'READ_ONLY' })
  await t.rejects(replica.readForPeer(partition, key), { code: 'READ_ONLY' })
  await t.rejects(take(replica, writeOf('unread')), { code: 'READ_ONLY' })
})

t.test('a store known to be read-only takes neither writes nor copies', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  const { bytes } = await take(replica, writeOf('before'))
  const other = await take(replicaOver(new MemoryStore(), 2).replica, writeOf('new'))
  store.refused = new StoreError('disk-full', 'the disk is full')
  const refusal = { code: 'READ_ONLY', message: 'the disk is full' }
  await t.rejects(take(replica, writeOf('more')), refusal)
  await t.rejects(replica.merge(partition, key, other.bytes, undefined), refusal)
  await replica.merge(partition, key, bytes, undefined)
  t.strictSame(texts(await held(replica)), ['before'], 'what is there already may be confirmed')
})

t.test('what was there already is as safe as was asked before it counts', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  const write = writeOf('value')
  const { bytes, context } = await take(replica, write)
  const later = await take(replica, writeOf('newer', { context }))

  await replica.merge(partition, key, later.bytes, 'always')
  t.strictSame(store.settled, ['always'], 'the very same version')
  await replica.merge(partition, key, bytes, 'always')
  t.strictSame(store.settled, ['always', 'always'], 'a version that has been superseded')
  const again = await replica.take(partition, key, {
    write: writeOf('x'),
    durability: 'always',
    ifCurrent: false,
  })
  await again.stored
  const { puts } = store
  store.failSettle = 'disk-failed'
  await t.rejects(replica.merge(partition, key, again.bytes, 'always'), { code: 'READ_ONLY' })
  t.equal(store.puts, puts, 'nothing was written for it')
})

t.test(
  'who looks for what is dead is told of it, and when a write that had replaced it is undone',
  async (t) => {
    const store = new FaultyStore()
    const told: [number, number][] = []
    const { mint } = replicaOver(store)
    const deaths = (partition: number, fromMs: number) => void told.push([partition, fromMs])
    const replica = new Replica({ store, mint, limits: defaultWriteLimits, deaths })
    const gone = await take(replica, { ...writeOf(''), tombstone: true, value: Buffer.alloc(0) })
    t.equal(told.splice(0).length, 1)
    store.failPuts = 'disk-failed'
    await t.rejects(take(replica, writeOf('new', { context: gone.context })), { code: 'READ_ONLY' })
    t.strictSame(told, [[partition, 0]], 'at once')
  },
)

t.test('a retry is as safe as was asked before it counts', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  const write = writeOf('value')
  await take(replica, write)
  const again = await replica.take(partition, key, { write, durability: 'always', ifCurrent: false })
  await again.stored
  t.strictSame(store.settled, ['always'])
  store.failSettle = 'disk-full'
  const failing = await replica.take(partition, key, { write, durability: 'always', ifCurrent: false })
  await t.rejects(failing.stored, { code: 'READ_ONLY' })
})

t.test('more writers of one key than may wait get BUSY, and other keys do not notice', async (t) => {
  const store = new FaultyStore()
  const { replica } = replicaOver(store)
  await take(replica, writeOf('there'))
  let open = () => {}
  store.getGate = new Promise((resolve) => {
    open = resolve
  })
  const limit = 1 + 1024
  const outcomes = Array.from({ length: limit + 2 }, () =>
    take(replica, writeOf('')).then(
      () => 'taken',
      (error: { code: string; retryAfterMs: number }) => `${error.code} ${error.retryAfterMs}`,
    ),
  )
  const other = await replica.take(partition, Buffer.from('other'), { ...plain, write: writeOf('free') })
  await other.stored
  open()
  const settled = await Promise.all(outcomes)
  t.strictSame(settled.slice(limit), ['BUSY 50', 'BUSY 50'])
  t.equal(settled.filter((one) => one === 'taken').length, 31, 'as many as there may be siblings')
  await t.rejects(take(replica, writeOf('more')), { code: 'TOO_MANY_SIBLINGS', message: /33 siblings/ })
})

/** Changes one byte of this text wherever it stands in the log. */
function spoilOnDisk(folder: string, text: string): void {
  let found = 0
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.endsWith('.log')) continue
    const bytes = readFileSync(path)
    const at = bytes.indexOf(text)
    if (at < 0) continue
    bytes[at] ^= 1
    writeFileSync(path, bytes)
    found += 1
  }
  if (found === 0) throw new Error('the text is nowhere in the log')
}
