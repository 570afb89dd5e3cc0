/** What has rotted is found without anybody reading it, and nothing else is taken for rot. */
import assert from 'node:assert/strict'
import t from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { Directory } from '../../src/store/directory.js'
import type { StoreEvent } from '../../src/store/events.js'
import { leavesOf } from '../../src/store/hash-tree.js'
import { LiveRecords } from '../../src/store/live-records.js'
import type { LogStore } from '../../src/store/log-store.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import { RecordReader } from '../../src/store/reader.js'
import { hashKeyInPartition } from '../../src/store/record.js'
import { scrubLog } from '../../src/store/scrub.js'
import { Segments } from '../../src/store/segment.js'
import { wholeRange } from '../../src/store/versions.js'
import { WorkerPool } from '../../src/workers/pool.js'
import { bytes, partitionCount, record } from './conformance.js'
import { newFolder, optionsFor } from './harness.js'
import { onMachine, type StoreMachine } from './store-machine.js'

const segmentHeaderBytes = 48
const unpaced = async () => {}

/** Keys with values of some length, in several segments; k0 is written twice and k1 removed. */
async function filled(machine: StoreMachine, keys = 8): Promise<LogStore> {
  const store = await openLogStore(machine.options({ segmentBytesMax: 350, scanPieceBytes: 128 }))
  for (let n = 0; n < keys; n += 1) await store.put(record(n % 4, `k${n}`, `value ${n} `.repeat(1 + (n % 5))))
  await store.put(record(0, 'k0', 'newer'))
  await store.remove(1, bytes('k1'))
  await store.settle('always')
  return store
}

function segmentsOf(machine: StoreMachine): string[] {
  return machine.machine.platter.paths().filter((path) => path.endsWith('.log'))
}

function rot(machine: StoreMachine, path: string, at: number): void {
  const file = machine.machine.platter.find(path)
  assert.ok(file)
  file.rot(at, 1 << (at % 8))
}

t.test('a bit that turns over at any byte of a record that is needed is found', (t) =>
  onMachine(async (machine) => {
    const first = await filled(machine)
    await first.close()
    const { files } = machine
    const paths = segmentsOf(machine)
    assert.ok(paths.length > 2)
    let found = 0
    let dead = 0
    for (const path of paths) {
      for (let at = segmentHeaderBytes; at < machine.bytesOf(path).length; at += 1) {
        machine.restart(files)
        const events: StoreEvent[] = []
        const onEvent = (event: StoreEvent) => void events.push(event)
        const store = await openLogStore(
          machine.options({ segmentBytesMax: 350, scanPieceBytes: 128, onEvent }),
        )
        const { keys } = store.stats()
        const whole = await wholeKeys(store)
        rot(machine, path, at)
        const outcome = await store.scrub(unpaced)
        const { damagedRecords } = store.stats()
        assert.equal(outcome.damaged, damagedRecords)
        assert.equal(events.filter(({ kind }) => kind === 'damaged-record').length, damagedRecords)
        // What a read of every key finds is what the scrub has found already.
        const left = await wholeKeys(store)
        assert.equal(store.stats().damagedRecords, damagedRecords, `byte ${at} of ${path}`)
        assert.equal(whole - left, damagedRecords)
        for (let partition = 0; partition < partitionCount; partition += 1) {
          const held = store.versions.within(partition, wholeRange)
          assert.deepEqual(store.versions.leaves(partition), leavesOf(held))
        }
        assert.equal(store.stats().keys, keys)
        assert.equal((await store.scrub(unpaced)).damaged, 0, 'it is found once')
        if (damagedRecords > 0) found += 1
        else dead += 1
        await store.close()
      }
    }
    t.ok(found > 400, `${found} bytes of what is needed`)
    t.ok(dead > 40, `${dead} bytes of what is not`)
  }),
)

async function wholeKeys(store: LogStore): Promise<number> {
  let whole = 0
  for (let n = 0; n < 8; n += 1) if ((await store.get(n % 4, bytes(`k${n}`))).kind === 'found') whole += 1
  return whole
}

t.test('what is found is gone from the tree, and is mended when it is put again', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine)
    const before = store.versions.root(2)
    rot(machine, segmentsOf(machine)[0], segmentHeaderBytes + 130)
    const { damaged } = await store.scrub(unpaced)
    t.equal(damaged, 1)
    const spoiled = [0, 1, 2, 3].flatMap((partition) =>
      store.versions.count(partition) === store.versions.within(partition, wholeRange).length
        ? []
        : [partition],
    )
    t.strictSame(spoiled, [2])
    t.notSame(store.versions.root(2), before)
    await store.put(record(2, 'k2', 'value 2 '.repeat(3)))
    t.strictSame(store.versions.root(2), before)
    t.match(store.stats(), { damagedRecords: 0, mendedRecords: 1 })
    await store.close()
  }),
)

t.test('whoever scans a partition finds what is spoiled in it as a scrub would', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine)
    const [before, other] = [store.versions.root(2), store.versions.root(1)]
    rot(machine, segmentsOf(machine)[0], segmentHeaderBytes + 130)
    const keysOf = async (partition: number) => {
      const keys: string[] = []
      for await (const { key } of store.scan(partition)) keys.push(Buffer.from(key).toString())
      return keys.sort()
    }
    t.strictSame(await keysOf(1), ['k5'], 'and nothing beside')
    t.equal(store.stats().damagedRecords, 0)
    t.strictSame(await keysOf(2), ['k6'])
    t.equal(store.stats().damagedRecords, 1)
    t.notSame(store.versions.root(2), before, 'so that replicas differ')
    t.strictSame(store.versions.root(1), other)
    await store.put(record(2, 'k2', 'value 2 '.repeat(3)))
    t.strictSame(await keysOf(2), ['k2', 'k6'])
    t.strictSame(store.versions.root(2), before)
    t.match(store.stats(), { damagedRecords: 0, mendedRecords: 1 })
    await store.close()
  }),
)

t.test('what was not synced yet, and what is not written yet, is no rot', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(machine.options({ segmentBytesMax: 350, scanPieceBytes: 128 }))
    for (let n = 0; n < 20; n += 1) void store.put(record(0, `k${n}`, `value ${n}`), 'os')
    t.match(await store.scrub(unpaced), { damaged: 0, unreadable: 0 })
    await store.close()
  }),
)

t.test('a disk that looks in the wrong place has not rotted', async (t) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    await onMachine(async (machine) => {
      const store = await filled(machine, 30)
      machine.machine.diskConditions.misdirected = 0.1
      const { damaged } = await store.scrub(unpaced)
      machine.machine.diskConditions.misdirected = 0
      // Two reads of a record in a row may both go astray; it is as whole as before, and found so.
      t.ok(damaged <= 1, `seed ${seed}: ${damaged}`)
    }, seed)
  }
})

t.test('what the disk cannot read is counted, and is spoiled when it still cannot a minute later', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine)
    const { keys } = store.stats()
    machine.machine.diskConditions.failingReads = 1
    t.match(await store.scrub(unpaced), { damaged: 0, unreadable: keys })
    await new Promise<void>((done) => machine.ports.clock.setTimer(61_000, done))
    t.match(await store.scrub(unpaced), { damaged: keys, unreadable: 0 })
    t.equal(store.stats().damagedRecords, keys)
  }),
)

t.test('a pass reads as fast as it may, and ends when it is told to', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine)
    let read = 0
    await store.scrub(async (count) => {
      read += count
    })
    const { liveBytes, deadBytes } = store.stats()
    t.ok(read >= liveBytes + deadBytes && read < 2 * (liveBytes + deadBytes), `${read} bytes`)
    const enough = new Error('enough')
    const failing = store.scrub(async () => {
      throw enough
    })
    await t.rejects(failing, enough)
    await store.close()
    await t.rejects(store.scrub(unpaced), /closed/)
  }),
)

t.test('what is given up is forgotten where it is spoiled, and nothing else is', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine)
    rot(machine, segmentsOf(machine)[0], segmentHeaderBytes + 130)
    await store.scrub(unpaced)
    const before = [store.versions.count(2), store.versions.within(2, wholeRange).length]
    t.equal(before[0], before[1] + 1)
    const { liveBytes } = store.stats()
    t.equal(store.forgetSpoiled(1), 0)
    t.equal(store.forgetSpoiled(2), 1)
    t.equal(store.forgetSpoiled(2), 0)
    t.equal(store.versions.count(2), before[1])
    t.strictSame(await store.get(2, bytes('k2')), { kind: 'missing' })
    t.match(store.stats(), { damagedRecords: 0, mendedRecords: 1 })
    t.ok(store.stats().liveBytes < liveBytes)
    await store.close()
  }),
)

t.test('segments that compaction gives up meanwhile are no rot', (t) =>
  onMachine(async (machine) => {
    const store = await filled(machine, 40)
    for (let n = 0; n < 40; n += 2) await store.put(record(n % 4, `k${n}`, 'anew'))
    await store.settle('always')
    let pieces = 0
    const outcome = await store.scrub(async () => {
      pieces += 1
      if (pieces % 2 === 0) await store.compactSlice(1000)
    })
    t.match(outcome, { damaged: 0, unreadable: 0 })
    t.ok(store.stats().bytesCompacted > 0)
    t.equal(store.stats().keys, 39)
    await store.close()
  }),
)

t.test('a hash tree that is not that of its versions is put right', (t) =>
  onMachine(async (machine) => {
    const { disk, clock } = machine.ports
    const segments = new Segments(disk, 'store', new Uint8Array(16), 4)
    const live = new LiveRecords(new Directory(4), segments)
    const segment = segments.add()
    for (let n = 0; n < 10; n += 1) live.insert(n % 3, n * 1000, segment, 48 + 100 * n, 100, n, n)
    const roots = [0, 1, 2, 3].map((partition) => live.trees.root(partition))
    const events: StoreEvent[] = []
    const reader = new RecordReader(segments, hashKeyInPartition)
    const onEvent = (event: StoreEvent) => void events.push(event)
    const parts = { live, reader, workers: inlineWorkers, clock, spoiled: () => false, onEvent }
    t.match(await scrubLog(parts, unpaced), { trees: 0 })
    live.trees.toggle(1, 5, 6, 7)
    live.trees.toggle(3, 5, 6, 7)
    t.match(await scrubLog(parts, unpaced), { trees: 2 })
    t.strictSame(
      [0, 1, 2, 3].map((partition) => live.trees.root(partition)),
      roots,
    )
    t.strictSame(
      events.map(({ kind }) => kind),
      ['hash-tree-mended', 'hash-tree-mended'],
    )
  }),
)

t.test('on the machine itself, with its threads', async (t) => {
  const workers = new WorkerPool()
  t.teardown(() => workers.close())
  const store = await openLogStore(optionsFor(newFolder(t), { workers, scanPieceBytes: 64 * 1024 }))
  for (let n = 0; n < 500; n += 1) await store.put(record(n % 16, `k${n}`, `value ${n} `.repeat(100)), 'os')
  await store.settle('always')
  t.strictSame(await store.scrub(unpaced), { damaged: 0, unreadable: 0, trees: 0 })
  await store.close()
})
