/**
 * A version that was made from the one held takes its place without the disk being read, and never where that
 * would forget what this node may still issue, or pass a writer that is in its turn.
 */
import t from 'tap'
import { MemoryStore } from '../../src/store/memory-store.js'
import { FaultyStore } from './faulty-store.js'
import { dotsOf, held, key, newLogStore, partition, replicaOver, take, texts, writeOf } from './rig.js'

t.test('a copy made from what is held replaces it unread', async (t) => {
  const coordinator = replicaOver(new MemoryStore(), 1)
  const store = new FaultyStore()
  const other = replicaOver(store, 2).replica
  const first = await take(coordinator.replica, writeOf('first'))
  t.equal(first.base, undefined)
  await other.merge(partition, key, first.bytes, undefined)
  const second = await take(coordinator.replica, writeOf('second', { context: first.context }))
  store.failGets = 'disk-failed'
  await other.merge(partition, key, second.bytes, undefined, second.base)
  store.failGets = undefined
  t.strictSame(texts(await held(other)), ['second'])
  t.strictSame(dotsOf(await held(other)), dotsOf(await held(coordinator.replica)))
})

t.test('what is held is read when it is another version, or none was named', async (t) => {
  const coordinator = replicaOver(new MemoryStore(), 1)
  const other = replicaOver(new MemoryStore(), 2)
  const first = await take(coordinator.replica, writeOf('first'))
  const second = await take(coordinator.replica, writeOf('second', { context: first.context }))
  await take(other.replica, writeOf('unseen'))
  await other.replica.merge(partition, key, second.bytes, undefined, second.base)
  t.strictSame(texts(await held(other.replica)), ['second', 'unseen'])
  const third = await take(coordinator.replica, writeOf('third', { context: second.context }))
  await other.replica.merge(partition, key, third.bytes, undefined)
  t.strictSame(texts(await held(other.replica)), ['third', 'unseen'])
})

t.test('a node that may still issue from its copy goes on doing so after a copy from a peer', async (t) => {
  const [one, two] = [replicaOver(new MemoryStore(), 1), replicaOver(new MemoryStore(), 2)]
  const first = await take(one.replica, writeOf('first'))
  await two.replica.merge(partition, key, first.bytes, undefined, first.base)
  const second = await take(two.replica, writeOf('second', { context: first.context }))
  await one.replica.merge(partition, key, second.bytes, undefined, second.base)
  const third = await take(one.replica, writeOf('third', { context: second.context }))
  await two.replica.merge(partition, key, third.bytes, undefined, third.base)
  const fourth = await take(two.replica, writeOf('fourth', { context: third.context }))
  await one.replica.merge(partition, key, fourth.bytes, undefined, fourth.base)
  const { clock } = await held(one.replica)
  t.equal(clock.entries.length, 2, 'each has minted one actor, and counts on')
  t.strictSame(
    clock.entries.map(({ counter }) => counter),
    [2, 2],
  )
})

t.test('a writer in its turn is not passed', async (t) => {
  const coordinator = replicaOver(new MemoryStore(), 1)
  const store = new FaultyStore()
  const other = replicaOver(store, 2).replica
  const first = await take(coordinator.replica, writeOf('first'))
  await other.merge(partition, key, first.bytes, undefined)
  const second = await take(coordinator.replica, writeOf('second', { context: first.context }))
  let open = () => {}
  store.getGate = new Promise((resolve) => {
    open = resolve
  })
  const beside = take(other, writeOf('beside'))
  const merged = other.merge(partition, key, second.bytes, undefined, second.base)
  open()
  await Promise.all([beside, merged])
  t.strictSame(texts(await held(other)), ['beside', 'second'])
})

t.test('over the log store: many rounds, and after each both hold the same', async (t) => {
  const [a, b] = [await newLogStore(t), await newLogStore(t)]
  const [one, two] = [replicaOver(a.store, 1).replica, replicaOver(b.store, 2).replica]
  let context: { context?: Awaited<ReturnType<typeof take>>['context'] } = {}
  for (let round = 0; round < 50; round += 1) {
    const [by, to] = round % 7 === 3 ? [two, one] : [one, two]
    const taken = await take(by, writeOf(`round ${round}`, context))
    await to.merge(partition, key, taken.bytes, undefined, taken.base)
    context = { context: taken.context }
    t.strictSame(texts(await held(one)), [`round ${round}`])
    t.strictSame(dotsOf(await held(two)), dotsOf(await held(one)))
  }
})
