/** Disks that are full or failing: read-only with a reason, nothing lost that was acknowledged, and back again. */
import { spawnSync } from 'node:child_process'
import t, { type Test } from 'tap'
import { sleep } from '../../src/ports/clock.js'
import { type Platter, unlimitedBytes } from '../../src/simulation/world/platter.js'
import type { StoreEvent } from '../../src/store/events.js'
import type { LogStore } from '../../src/store/log-store.js'
import { type LogStoreOptions, openLogStore } from '../../src/store/open-log-store.js'
import { wholeRange } from '../../src/store/versions.js'
import { bytes, record } from './conformance.js'
import { FailingDisk } from './failing-disk.js'
import { newFolder, optionsFor } from './harness.js'
import { onMachine, type StoreMachine } from './store-machine.js'

interface Rig {
  readonly disk: FailingDisk
  readonly platter: Platter
  readonly events: StoreEvent[]
  open(): Promise<LogStore>
  /** Time for the store to try again whether it can write: it does so every second. */
  second(): Promise<void>
}

function rig(machine: StoreMachine, options: Partial<LogStoreOptions> = {}): Rig {
  const disk = new FailingDisk(machine.ports.disk)
  const events: StoreEvent[] = []
  const onEvent = (event: StoreEvent) => events.push(event)
  const open = () =>
    openLogStore(machine.options({ disk, segmentBytesMax: 4000, durability: 'os', onEvent, ...options }))
  const { clock } = machine.ports
  return { disk, platter: machine.machine.platter, events, open, second: () => sleep(clock, 1050) }
}

async function textOf(store: LogStore, partition: number, key: string): Promise<string> {
  const read = await store.get(partition, bytes(key))
  return read.kind === 'found' ? Buffer.from(read.value).toString() : read.kind
}

async function outcomes(writes: readonly Promise<void>[]): Promise<string[]> {
  const settled = await Promise.allSettled(writes)
  return settled.map((each) => (each.status === 'fulfilled' ? 'done' : each.reason.kind))
}

t.test('a full disk: puts are refused, reads go on, and room brings it back', (t) =>
  onMachine(async (machine) => {
    const { platter, second, events, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'first'))
    await store.put(record(0, 'b', 'gone'))
    platter.capacityBytes = platter.usedBytes + 60
    const results = await outcomes([
      store.put(record(0, 'a', 'second'.repeat(50))),
      store.put(record(0, 'a', 'third')),
      store.remove(0, bytes('b')),
      store.put(record(1, 'c', 'new')),
    ])
    t.strictSame(results, Array(4).fill('disk-full'))
    t.equal(await textOf(store, 0, 'a'), 'first', 'what failed is undone, all of it')
    t.equal(await textOf(store, 0, 'b'), 'gone')
    t.equal(await textOf(store, 1, 'c'), 'missing')
    t.match(store.stats(), { keys: 2, writable: false, readOnlyReason: /^the disk is full/ })
    t.match(store.stats().readOnlyReason, /^the disk is full/)
    await t.rejects(store.put(record(0, 'd', 'x')), { name: 'StoreError', kind: 'disk-full' })
    await second()
    t.ok(store.stats().writable, 'with no reserve set, it tries again after a second')
    t.strictSame(await outcomes([store.put(record(0, 'd', 'x'.repeat(100)))]), ['disk-full'])
    platter.capacityBytes = unlimitedBytes
    await second()
    t.match(store.stats(), { writable: true, readOnlyReason: undefined })
    await store.put(record(0, 'd', 'written'), 'always')
    await store.close()
    const again = await open()
    t.ok(again.wasClean)
    t.equal(await textOf(again, 0, 'a'), 'first')
    t.equal(await textOf(again, 0, 'd'), 'written')
    t.equal(again.stats().keys, 3)
    t.equal(again.stats().damagedRecords, 0)
    await again.close()
    t.strictSame(
      events.map(({ kind }) => kind),
      ['read-only', 'writable', 'read-only', 'writable'],
    )
  }),
)

t.test('a place in the log whose record was undone is another key’s later, and known to be', (t) =>
  onMachine(async (machine) => {
    const { platter, second, open } = rig(machine, { segmentBytesMax: 1 << 20 })
    const store = await open()
    // Both keys go to one partition, and the second to the very place that the first was given and lost.
    await store.put(record(0, 'before', 'x'))
    platter.capacityBytes = platter.usedBytes
    t.strictSame(await outcomes([store.put(record(0, 'lost', 'first'))]), ['disk-full'])
    platter.capacityBytes = unlimitedBytes
    await second()
    await store.put(record(0, 'kept', 'first'))
    const held = record(0, 'kept', 'first')
    for (let n = 0; n < 5; n += 1) await store.put(record(0, 'kept', `again ${n}`))
    t.equal(store.stats().keys, 2)
    t.equal(await textOf(store, 0, 'kept'), 'again 4')
    t.notOk(store.holds(0, held.key, held.digest))
    t.equal(store.versions.within(0, wholeRange).length, 2)
    await store.close()
  }),
)

t.test('the reserve: puts are refused before the disk is full, and compaction makes room', (t) =>
  onMachine(async (machine) => {
    const { platter, second, open } = rig(machine, { reserveBytes: 4000, deadRatioMin: 0.1 })
    platter.capacityBytes = 24_000
    const store = await open()
    let kept = 0
    for (; store.stats().writable && kept < 200; kept += 1) {
      await store.put(record(0, `k${kept % 5}`, String(kept).padStart(300, '.')))
      await sleep(machine.ports.clock, 5)
    }
    t.ok(kept < 100, 'it stopped')
    t.match(store.stats(), { keys: 5, writable: false, readOnlyReason: /nearly full: \d+ bytes are free/ })
    t.ok(platter.capacityBytes - platter.usedBytes > 1000, 'before there was no room for compaction')
    await t.rejects(store.put(record(0, 'k', 'x')), { name: 'StoreError', kind: 'disk-full' })
    while ((await store.compactSlice(10_000)).kind === 'worked') {}
    await second()
    t.ok(store.stats().writable)
    for (let n = kept - 5; n < kept; n += 1) {
      t.equal(await textOf(store, 0, `k${n % 5}`), String(n).padStart(300, '.'))
    }
    await store.put(record(0, 'k', 'x'))
    await store.close()
  }),
)

t.test('a disk that is full when the store is opened', (t) =>
  onMachine(async (machine) => {
    const { platter, second, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'x'.repeat(5000)))
    await store.close()
    platter.capacityBytes = platter.usedBytes
    const again = await open()
    t.equal((await textOf(again, 0, 'a')).length, 5000)
    t.strictSame(await outcomes([again.put(record(0, 'b', 'y'))]), ['disk-full'])
    platter.capacityBytes = unlimitedBytes
    await second()
    await again.put(record(0, 'b', 'y'))
    await again.close()
  }),
)

/** Fails the first `count` operations with this verb on segments. */
function failing(disk: FailingDisk, verb: string, count: number): void {
  disk.isFailing = (asked, path) => {
    if (asked !== verb || !path.endsWith('.log') || count === 0) return false
    count -= 1
    return true
  }
}

t.test('a write that fails: the store is read-only until a fresh segment can be written', (t) =>
  onMachine(async (machine) => {
    const { disk, second, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'first'))
    failing(disk, 'write', 2)
    t.strictSame(await outcomes([store.put(record(0, 'a', 'second'))]), ['disk-failed'])
    t.match(store.stats().readOnlyReason, /the disk fails: a write to the log failed: .*input\/output error/)
    t.equal(await textOf(store, 0, 'a'), 'first')
    await second()
    t.notOk(store.stats().writable, 'the first try fails as well')
    await second()
    t.ok(store.stats().writable)
    await store.put(record(0, 'a', 'third'), 'always')
    await store.close()
    const again = await open()
    t.equal(await textOf(again, 0, 'a'), 'third')
    await again.close()
  }),
)

t.test('a sync while the writer begins anew does not take the new segment for a finished one', (t) =>
  onMachine(async (machine) => {
    const { disk, second, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'first'))
    failing(disk, 'write', 1)
    t.strictSame(await outcomes([store.put(record(0, 'a', 'second'))]), ['disk-failed'])
    // The first sync of the new segment takes its time.
    let settled = false
    disk.beforeSync = async (path) => {
      if (!path.endsWith('2.log') || settled) return
      await store.settle('always')
      settled = true
    }
    await second()
    await second()
    t.ok(store.stats().writable)
    t.ok(settled, 'all was made safe meanwhile')
    while ((await store.compactSlice(1000)).kind === 'worked') {}
    await store.put(record(0, 'a', 'third'), 'always')
    t.equal(await textOf(store, 0, 'a'), 'third')
    machine.losePower('nothing')
    const again = await openLogStore(machine.options())
    t.equal(await textOf(again, 0, 'a'), 'third')
    await again.close()
  }),
)

async function syncFails(t: Test, machine: StoreMachine, durability: 'always' | 'interval'): Promise<void> {
  const { disk, open, second } = rig(machine)
  const store = await open()
  await store.put(record(0, 'safe', 'safe'), 'always')
  await store.put(record(0, 'a', 'first'), 'interval')
  await store.remove(0, bytes('nothing'))
  failing(disk, 'sync', 1)
  if (durability === 'always') {
    t.strictSame(await outcomes([store.put(record(0, 'a', 'second'), 'always')]), ['disk-failed'])
  } else {
    await second()
  }
  t.match(store.stats().readOnlyReason, /the disk fails: the log could not be synced/)
  t.equal(await textOf(store, 0, 'a'), 'first', 'an interval write stays; a put that failed is undone')
  await t.rejects(store.settle('always'), { name: 'StoreError', kind: 'disk-failed' })
  await second()
  t.ok(store.stats().writable)
  await store.put(record(0, 'b', 'later'), 'always')
  await store.settle('always')
  t.equal(store.stats().segments, 1, 'what was not safe was moved, and the suspect file deleted')
  machine.losePower('nothing')
  const again = await openLogStore(machine.options())
  t.equal(await textOf(again, 0, 'safe'), 'safe')
  t.equal(await textOf(again, 0, 'a'), 'first')
  t.equal(await textOf(again, 0, 'b'), 'later')
  await again.close()
}

t.test('a sync that fails under a put: never acknowledged, the file is not trusted', (t) =>
  onMachine((machine) => syncFails(t, machine, 'always')),
)
t.test('a sync that fails in the background', (t) =>
  onMachine((machine) => syncFails(t, machine, 'interval')),
)

t.test('a failing sync while the disk is full hangs nobody', (t) =>
  onMachine(async (machine) => {
    const { platter, disk, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'first'))
    platter.capacityBytes = platter.usedBytes
    t.strictSame(await outcomes([store.put(record(0, 'b', 'x'))]), ['disk-full'])
    failing(disk, 'sync', 1)
    await t.rejects(store.settle('always'), { name: 'StoreError', kind: 'disk-failed' })
    t.match(store.stats().readOnlyReason, /could not be synced/)
    await t.rejects(store.close(), { name: 'StoreError' })
    platter.capacityBytes = unlimitedBytes
    const again = await open()
    t.notOk(again.wasClean)
    t.equal(await textOf(again, 0, 'a'), 'first')
    await again.close()
  }),
)

t.test('too much waiting to be written is refused as busy, and what was taken is kept', (t) =>
  onMachine(async (machine) => {
    const { open } = rig(machine, { pendingBytesMax: 2000, segmentBytesMax: 100_000 })
    const store = await open()
    const writes = Array.from({ length: 100 }, (_, n) => store.put(record(0, `k${n}`, 'v'.repeat(100))))
    const results = await outcomes(writes)
    const taken = results.filter((each) => each === 'done').length
    t.ok(taken > 10 && taken < 20, `${taken} were taken`)
    t.strictSame(results, [...Array(taken).fill('done'), ...Array(100 - taken).fill('busy')])
    t.equal(store.stats().keys, taken)
    await store.put(record(0, 'k99', 'v'))
    await store.close()
  }),
)

t.test('a record that the disk cannot read now is kept, and one that it never can is spoiled', (t) =>
  onMachine(async (machine) => {
    const { disk, second, open } = rig(machine)
    const store = await open()
    await store.put(record(0, 'a', 'first'))
    failing(disk, 'read', 1)
    await t.rejects(store.get(0, bytes('a')), { name: 'StoreError', kind: 'disk-failed' })
    t.equal(store.stats().damagedRecords, 0)
    t.equal(await textOf(store, 0, 'a'), 'first', 'the disk does better')

    failing(disk, 'read', Number.POSITIVE_INFINITY)
    await t.rejects(store.get(0, bytes('a')), { name: 'StoreError', kind: 'disk-failed' })
    await sleep(machine.ports.clock, 59_000)
    await t.rejects(store.get(0, bytes('a')), { name: 'StoreError', kind: 'disk-failed' })
    await second()
    t.equal(await textOf(store, 0, 'a'), 'damaged', 'after a minute it is a bad sector')
    t.equal(store.stats().damagedRecords, 1)
    await store.put(record(0, 'a', 'second'))
    t.equal(store.stats().damagedRecords, 0)
    disk.isFailing = () => false
    t.equal(await textOf(store, 0, 'a'), 'second')
    await store.close()
  }),
)

t.test('a file system that is really full', async (t) => {
  const folder = newFolder(t)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
  if (mounted.status !== 0) return t.pass('skipped: a small file system cannot be mounted here')
  try {
    const store = await openLogStore(optionsFor(folder, { segmentBytesMax: 300_000, probeIntervalMs: 20 }))
    const value = 'v'.repeat(50_000)
    const results = await outcomes(Array.from({ length: 60 }, (_, n) => store.put(record(0, `k${n}`, value))))
    const taken = results.indexOf('disk-full')
    t.ok(taken > 20 && taken < 45, `${taken} were taken`)
    t.ok(results.slice(taken).every((each) => each === 'disk-full'))
    for (let n = 0; n < 60; n += 1) {
      t.equal((await textOf(store, 0, `k${n}`)).length, n < taken ? 50_000 : 'missing'.length)
    }
    spawnSync('mount', ['-o', 'remount,size=8m', folder])
    const until = Date.now() + 10_000
    while (!store.stats().writable && Date.now() < until) await new Promise((done) => setTimeout(done, 20))
    await store.put(record(0, 'later', value), 'always')
    await store.close()
    const again = await openLogStore(optionsFor(folder))
    t.equal(again.stats().keys, taken + 1)
    await again.close()
  } finally {
    spawnSync('umount', [folder])
  }
  return undefined
})

t.test('writes that wait for a key to be read count as waiting', (t) =>
  onMachine(async (machine) => {
    const { open } = rig(machine, { pendingBytesMax: 2000, segmentBytesMax: 100_000 })
    const key = (n: number) => `${n}`.padEnd(200, 'k')
    const store = await open()
    for (let n = 0; n < 40; n += 1) await store.put(record(0, key(n), 'old'))
    // Keys this long are not remembered, so each of these reads one.
    const results = await outcomes(Array.from({ length: 40 }, (_, n) => store.put(record(0, key(n), 'new'))))
    const taken = results.indexOf('busy')
    t.ok(taken >= 10 && taken < 12, `${taken} were taken`)
    for (let n = 0; n < 40; n += 1) t.equal(await textOf(store, 0, key(n)), n < taken ? 'new' : 'old')
    t.equal(store.stats().keys, 40)
    await store.close()
  }),
)

t.test('closing moves what a failed sync has left unsafe, or says that it could not', async (t) => {
  for (const mends of [true, false])
    await onMachine(async (machine) => {
      const { disk, open, second } = rig(machine)
      const { process } = machine.ports
      const store = await open()
      await store.put(record(0, 'a', 'first'), 'interval')
      failing(disk, 'sync', mends ? 1 : 100)
      await second()
      t.notOk(store.stats().writable)
      await second()
      if (mends) await store.close()
      else await t.rejects(store.close(), { name: 'StoreError', kind: 'disk-failed' })
      failing(disk, 'sync', 0)
      const again = await open()
      t.equal(again.wasClean, mends)
      t.equal(await textOf(again, 0, 'a'), 'first')
      await again.close()
      t.equal(process.timers, 0, 'no timer is left')
    })
})
