/** Opening what a crash, a rotten disk or a stranger left. */
import assert from 'node:assert/strict'
import t from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { checkStore } from '../../src/store/check.js'
import type { StoreEvent } from '../../src/store/events.js'
import { leavesOf } from '../../src/store/hash-tree.js'
import { decodeIndex, encodeIndex } from '../../src/store/index-file.js'
import type { LogStore } from '../../src/store/log-store.js'
import { decodeMeta } from '../../src/store/meta.js'
import { type LogStoreOptions, openLogStore } from '../../src/store/open-log-store.js'
import { wholeRange } from '../../src/store/versions.js'
import { WorkerPool } from '../../src/workers/pool.js'
import { bytes, partitionCount, record } from './conformance.js'
import { newFolder, optionsFor } from './harness.js'
import { onMachine, type StoreMachine } from './store-machine.js'

function optionsOn(machine: StoreMachine, more: Partial<LogStoreOptions> = {}): LogStoreOptions {
  return machine.options({ scanPieceBytes: 64, durability: 'os', ...more })
}

async function textOf(store: LogStore, partition: number, key: string): Promise<string> {
  const read = await store.get(partition, bytes(key))
  return read.kind === 'found' ? Buffer.from(read.value).toString() : read.kind
}

const first = 'store/0000000001.log'

/** Makes a store of one segment, of a few records: its files as a kill leaves them, and where each record ends. */
async function smallLog(machine: StoreMachine, durability: 'always' | 'os') {
  const store = await openLogStore(optionsOn(machine))
  const ends: number[] = [48]
  for (let n = 0; n < 8; n += 1) {
    // k0 is written twice, and k1 is removed.
    if (n === 6) await store.remove(1, bytes('k1'), durability)
    else
      await store.put(record(n % 4, `k${n % 4 === 0 ? 0 : n}`, `value ${n}`.repeat(1 + (n % 3))), durability)
    ends.push(machine.bytesOf(first).length)
  }
  const { files } = machine
  return { files, whole: machine.bytesOf(first), ends }
}

/** What the keys of smallLog are when only its first `count` records are there. */
function expectedAfter(count: number): Map<string, string> {
  const model = new Map<string, string>()
  for (let n = 0; n < count; n += 1) {
    if (n === 6) model.delete('k1')
    else model.set(`k${n % 4 === 0 ? 0 : n}`, `value ${n}`.repeat(1 + (n % 3)))
  }
  return model
}

const names = ['k0', 'k1', 'k2', 'k3', 'k5', 'k7']

t.test('a log cut at any byte holds exactly the records before the cut', (t) =>
  onMachine(async (machine) => {
    const { files, whole, ends } = await smallLog(machine, 'os')
    for (let length = 0; length <= whole.length; length += 1) {
      machine.restart(new Map([...files, [first, whole.subarray(0, length)]]))
      const store = await openLogStore(optionsOn(machine))
      const expected = expectedAfter(ends.filter((end) => end <= length).length - 1)
      for (const name of names) {
        const text = await textOf(store, Number(name[1]) % 4, name)
        assert.equal(text, expected.get(name) ?? 'missing', `${name} when cut at ${length}`)
      }
      assert.equal(store.stats().damagedRecords, 0)
      await store.put(record(0, 'k0', 'after'), 'always')
      machine.losePower('nothing')
      const again = await openLogStore(optionsOn(machine))
      assert.equal(await textOf(again, 0, 'k0'), 'after')
      assert.equal(again.stats().keys, Math.max(1, expected.size + (expected.has('k0') ? 0 : 1)))
    }
    t.pass()
  }),
)

for (const durability of ['always', 'os'] as const) {
  t.test(`a bit flipped at any byte gives no wrong value (${durability})`, (t) =>
    onMachine(async (machine) => {
      const { files, whole, ends } = await smallLog(machine, durability)
      const complete = expectedAfter(8)
      let damagedSeen = 0
      for (let at = 0; at < whole.length; at += 1) {
        const flipped = Uint8Array.from(whole)
        flipped[at] ^= 1 << (at % 8)
        machine.restart(new Map([...files, [first, flipped]]))
        const store = await openLogStore(optionsOn(machine))
        const hit = ends.filter((end) => end <= at).length - 1
        const without = (skipped: number) => {
          const model = new Map<string, string>()
          for (let n = 0; n < 8; n += 1) {
            if (n === skipped) continue
            if (n === 6) model.delete('k1')
            else model.set(`k${n % 4 === 0 ? 0 : n}`, `value ${n}`.repeat(1 + (n % 3)))
          }
          return model
        }
        for (const name of names) {
          const text = await textOf(store, Number(name[1]) % 4, name)
          if (text === 'damaged') {
            damagedSeen += 1
            assert.equal(durability, 'always', 'only what was safe once can be called damaged')
            continue
          }
          const allowed = [complete.get(name) ?? 'missing']
          // A record that cannot be framed is as if it had not been written.
          if (hit >= 0) allowed.push(without(hit).get(name) ?? 'missing')
          assert.ok(allowed.includes(text), `${name} is ${text} with byte ${at} spoiled`)
        }
        let versions = 0
        for (let partition = 0; partition < 4; partition += 1) {
          const held = store.versions.within(partition, wholeRange)
          assert.deepEqual(store.versions.leaves(partition), leavesOf(held))
          versions += held.length
        }
        const { keys, damagedRecords } = store.stats()
        assert.equal(versions, keys - damagedRecords, 'what is spoiled does not count as held')
        await store.close()
      }
      if (durability === 'always') t.ok(damagedSeen > 50, `${damagedSeen} times 'damaged'`)
      else t.equal(damagedSeen, 0)
    }),
  )
}

t.test('a spoiled value in a sealed segment is damaged until it is put again', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine, { segmentBytesMax: 400 }))
    await store.put(record(0, 'k', 'old'))
    await store.put(record(0, 'k', 'v'.repeat(100)))
    for (let n = 0; n < 10; n += 1) await store.put(record(1, `other ${n}`, 'v'.repeat(100)))
    await store.close()
    const file = machine.bytesOf(first)
    file[200] ^= 1
    machine.overwrite(first, file)
    for (const hasIndex of [true, false]) {
      if (!hasIndex) await machine.ports.disk.remove('store/0000000001.idx')
      const events: StoreEvent[] = []
      const again = await openLogStore(
        optionsOn(machine, { onEvent: (event) => events.push(event), segmentBytesMax: 400 }),
      )
      t.equal(again.stats().damagedRecords, hasIndex ? 0 : 1, 'an index does not know')
      t.strictSame(await again.get(0, bytes('k')), { kind: 'damaged' })
      t.equal(again.stats().damagedRecords, 1)
      t.notOk(
        again.holds(0, bytes('k'), record(0, 'k', 'v'.repeat(100)).digest),
        'so that it can be put again',
      )
      t.ok(events.some(({ kind }) => kind === 'damaged-record'))
      const keys = new Set<string>()
      for await (const each of again.scan(1)) keys.add(Buffer.from(each.key).toString())
      t.equal(keys.size, 10)
      while ((await again.compactSlice(10_000)).kind === 'worked') {}
      t.strictSame(await again.get(0, bytes('k')), { kind: 'damaged' }, 'compaction does not take it away')
      await again.close()
    }
    const report = await checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers })
    t.match(report, { isSound: false, problemCount: 1, keys: 11 })
    t.match(report.problems[0], {
      kind: 'damaged-record',
      segment: 1,
      message: /0000000001.log: the record at/,
    })
    const mended = await openLogStore(optionsOn(machine, { segmentBytesMax: 400, deadRatioMin: 0.05 }))
    await mended.put(record(0, 'k', 'mended'))
    while ((await mended.compactSlice(10_000)).kind === 'worked') {}
    await mended.close()
    const sound = await checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers })
    t.match(sound, { isSound: true, problemCount: 0, keys: 11 }, 'the spoiled segment is gone')
    const last = await openLogStore(optionsOn(machine))
    t.equal(await textOf(last, 0, 'k'), 'mended')
    await last.close()
  }),
)

t.test('a header that rots in a sealed segment: the rest is found, the segment is set aside', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine, { segmentBytesMax: 400 }))
    for (let n = 0; n < 12; n += 1) await store.put(record(0, `k${n}`, 'v'.repeat(50)))
    await store.close()
    const file = machine.bytesOf(first)
    file[50] ^= 1
    machine.overwrite(first, file)
    await machine.ports.disk.remove('store/0000000001.idx')
    const events: StoreEvent[] = []
    const again = await openLogStore(
      optionsOn(machine, {
        segmentBytesMax: 400,
        deadRatioMin: 0.05,
        onEvent: (event) => events.push(event),
      }),
    )
    t.match(
      events.find(({ kind }) => kind === 'bad-spot'),
      { segment: 1, offset: 48, length: 88 },
    )
    t.equal(again.stats().keys, 11)
    t.equal(await textOf(again, 0, 'k0'), 'missing')
    t.equal(await textOf(again, 0, 'k1'), 'v'.repeat(50))
    const report = again
      .close()
      .then(() => checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers }))
    t.match(await report, {
      isSound: false,
      problems: [{ kind: 'bad-spot', segment: 1, offset: 48, length: 88 }],
    })
    const compacted = await openLogStore(optionsOn(machine, { segmentBytesMax: 400, deadRatioMin: 0.05 }))
    while ((await compacted.compactSlice(10_000)).kind === 'worked') {}
    t.equal(compacted.stats().keys, 11)
    await compacted.close()
    const after = await checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers })
    t.match(after, { isSound: true, keys: 11, setAside: ['0000000001.log.bad'] })
  }),
)

t.test('an index that is missing, damaged or of another segment is made again', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine, { segmentBytesMax: 400 }))
    for (let n = 0; n < 20; n += 1) await store.put(record(0, `k${n % 7}`, `value ${n}`.repeat(5)))
    await store.close()
    const index = machine.bytesOf('store/0000000001.idx')
    const flipped = Uint8Array.from(index)
    flipped[60] ^= 1
    const spoiled = [
      new Uint8Array(0),
      index.subarray(0, 50),
      flipped,
      machine.bytesOf('store/0000000002.idx'),
    ]
    for (const bytes of spoiled) {
      machine.overwrite('store/0000000001.idx', bytes)
      const events: StoreEvent[] = []
      const again = await openLogStore(optionsOn(machine, { onEvent: (event) => events.push(event) }))
      t.match(events, [{ kind: 'index-rebuilt', segment: 1 }])
      for (let n = 13; n < 20; n += 1) t.equal(await textOf(again, 0, `k${n % 7}`), `value ${n}`.repeat(5))
      await again.close()
      t.strictSame(Buffer.from(machine.bytesOf('store/0000000001.idx')), Buffer.from(index))
    }
    const report = await checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers })
    t.match(report, { isSound: true, wasClean: true, keys: 7 })
    t.ok(report.segments.every(({ index }) => index === 'sound'))
    // An index that is whole and wrong cannot come from damage, but checking finds it all the same.
    const meta = decodeMeta(machine.bytesOf('store/STORE'), 'store')
    const read = decodeIndex(index, meta.storeId, 1, machine.bytesOf(first).length)
    assert(read.kind === 'whole')
    read.entries.truncate(read.entries.count - 1)
    const pieces = encodeIndex(meta.storeId, 1, machine.bytesOf(first).length, read.entries)
    machine.overwrite('store/0000000001.idx', Buffer.concat(pieces))
    const wrong = await checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers })
    t.match(wrong, { isSound: false, problems: [{ kind: 'index', segment: 1 }] })
    t.equal(wrong.segments[0].index, 'wrong')
  }),
)

t.test('folders that are not ours are refused with what is wrong', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine))
    await store.put(record(0, 'k', 'v'))
    await store.close()
    const refused = (message: RegExp, more = {}) =>
      t.rejects(openLogStore(optionsOn(machine, more)), { name: 'StoreError', kind: 'foreign', message })
    await refused(/store\/STORE: partitionCount is 16, expected 32/, { partitionCount: 32 })
    const again = await openLogStore(optionsOn(machine))
    t.ok(again.wasClean, 'a refusal changes nothing')
    await again.close()
    const { files } = machine
    machine.restart(new Map())
    await (await openLogStore(optionsOn(machine))).close()
    const ofAnother = machine.bytesOf(first)
    machine.restart(new Map([...files, [first, ofAnother]]))
    await refused(/0000000001.log: store id is [0-9a-f]{32}, expected/)
    machine.restart(new Map([...files].filter(([path]) => path !== 'store/STORE')))
    await refused(/has segments of a log, but no STORE file/)
    await t.rejects(checkStore({ folder: 'nowhere', disk: machine.ports.disk, workers: inlineWorkers }), {
      name: 'StoreError',
      kind: 'foreign',
    })
  }),
)

t.test('a store that is open is locked for others', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine))
    const locked = { name: 'StoreError', kind: 'locked' }
    await t.rejects(openLogStore(optionsOn(machine)), locked)
    await t.rejects(checkStore({ folder: 'store', disk: machine.ports.disk, workers: inlineWorkers }), locked)
    await store.close()
    await (await openLogStore(optionsOn(machine))).close()
  }),
)

t.test('a store on the machine itself, with the worker pool and progress', async (t) => {
  const workers = new WorkerPool()
  t.teardown(() => workers.close())
  const folder = newFolder(t)
  const options = optionsFor(folder, {
    workers,
    segmentBytesMax: 100_000,
    scanPieceBytes: 10_000,
    durability: 'os',
  })
  const store = await openLogStore(options)
  const value = (n: number) => `value ${n}`.repeat(n % 400)
  await Promise.all(Array.from({ length: 1000 }, (_, n) => store.put(record(n % 16, `k${n}`, value(n)))))
  await store.close()
  const { systemDisk } = await import('../../src/runtime/disk.js')
  for (const name of await systemDisk().list(folder)) {
    if (name.endsWith('.idx') || name === 'CLEAN') await systemDisk().remove(`${folder}/${name}`)
  }
  const seen: string[] = []
  let [bytesDone, bytesAll] = [0, -1]
  const again = await openLogStore({
    ...options,
    onProgress(progress) {
      seen.push(progress.phase)
      assert.ok(progress.bytesDone >= bytesDone)
      ;({ bytesDone, bytes: bytesAll } = progress)
    },
  })
  t.notOk(again.wasClean)
  t.ok(seen.length > 50 && seen.every((phase) => phase === 'scan'))
  t.ok(bytesDone <= bytesAll && bytesDone > bytesAll * 0.9, 'it ends where it said')
  for (let n = 0; n < 1000; n += 1) assert.equal(await textOf(again, n % 16, `k${n}`), value(n))
  await again.close()
  const report = await checkStore({ folder, disk: systemDisk(), workers })
  t.match(report, { isSound: true, keys: 1000, wasClean: true, deadBytes: 0, partitionCount })
})
