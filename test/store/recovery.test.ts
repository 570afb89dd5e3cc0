/** Opening what a crash, a rotten disk or a stranger left. */
import assert from 'node:assert/strict'
import t from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { systemRandom } from '../../src/runtime/random.js'
import { checkStore } from '../../src/store/check.js'
import type { StoreEvent } from '../../src/store/events.js'
import { decodeIndex, encodeIndex } from '../../src/store/index-file.js'
import type { LogStore } from '../../src/store/log-store.js'
import { decodeMeta } from '../../src/store/meta.js'
import { type LogStoreOptions, openLogStore } from '../../src/store/open-log-store.js'
import { WorkerPool } from '../../src/workers/pool.js'
import { bytes, partitionCount, record } from './conformance.js'
import { CrashDisk } from './crash-disk.js'
import { newFolder, optionsFor } from './harness.js'
import { StillClock } from './still-clock.js'

function optionsOn(disk: CrashDisk, more: Partial<LogStoreOptions> = {}): LogStoreOptions {
  return {
    folder: 'store',
    partitionCount,
    disk,
    clock: new StillClock(),
    random: systemRandom,
    workers: inlineWorkers,
    reserveBytes: 0,
    compactionBytesPerSecond: 0,
    scanPieceBytes: 64,
    durability: 'os',
    ...more,
  }
}

async function textOf(store: LogStore, partition: number, key: string): Promise<string> {
  const read = await store.get(partition, bytes(key))
  return read.kind === 'found' ? Buffer.from(read.value).toString() : read.kind
}

const first = 'store/0000000001.log'

/** A disk with a store of one segment, of a few records, as a kill leaves it; and where each record ends. */
async function smallLog(durability: 'always' | 'os') {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk))
  const ends: number[] = [48]
  for (let n = 0; n < 8; n += 1) {
    // k0 is written twice, and k1 is removed.
    if (n === 6) await store.remove(1, bytes('k1'), durability)
    else
      await store.put(record(n % 4, `k${n % 4 === 0 ? 0 : n}`, `value ${n}`.repeat(1 + (n % 3))), durability)
    ends.push(disk.bytesOf(first).length)
  }
  return { disk: disk.afterKill(), ends }
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

t.test('a log cut at any byte holds exactly the records before the cut', async (t) => {
  const { disk, ends } = await smallLog('os')
  const whole = disk.bytesOf(first)
  for (let length = 0; length <= whole.length; length += 1) {
    const cut = disk.afterKill()
    cut.overwrite(first, whole.subarray(0, length))
    const store = await openLogStore(optionsOn(cut))
    const expected = expectedAfter(ends.filter((end) => end <= length).length - 1)
    for (const name of names) {
      const text = await textOf(store, Number(name[1]) % 4, name)
      assert.equal(text, expected.get(name) ?? 'missing', `${name} when cut at ${length}`)
    }
    assert.equal(store.stats().damagedRecords, 0)
    await store.put(record(0, 'k0', 'after'), 'always')
    const again = await openLogStore(optionsOn(cut.afterCrash(() => false)))
    assert.equal(await textOf(again, 0, 'k0'), 'after')
    assert.equal(again.stats().keys, Math.max(1, expected.size + (expected.has('k0') ? 0 : 1)))
  }
  t.pass()
})

for (const durability of ['always', 'os'] as const) {
  t.test(`a bit flipped at any byte gives no wrong value (${durability})`, async (t) => {
    const { disk, ends } = await smallLog(durability)
    const whole = disk.bytesOf(first)
    const complete = expectedAfter(8)
    let damagedSeen = 0
    for (let at = 0; at < whole.length; at += 1) {
      const spoiled = disk.afterKill()
      const flipped = Uint8Array.from(whole)
      flipped[at] ^= 1 << (at % 8)
      spoiled.overwrite(first, flipped)
      const store = await openLogStore(optionsOn(spoiled))
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
      await store.close()
    }
    if (durability === 'always') t.ok(damagedSeen > 50, `${damagedSeen} times 'damaged'`)
    else t.equal(damagedSeen, 0)
  })
}

t.test('a spoiled value in a sealed segment is damaged until it is put again', async (t) => {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk, { segmentBytesMax: 400 }))
  await store.put(record(0, 'k', 'old'))
  await store.put(record(0, 'k', 'v'.repeat(100)))
  for (let n = 0; n < 10; n += 1) await store.put(record(1, `other ${n}`, 'v'.repeat(100)))
  await store.close()
  const file = Uint8Array.from(disk.bytesOf(first))
  file[200] ^= 1
  disk.overwrite(first, file)
  for (const hasIndex of [true, false]) {
    if (!hasIndex) await disk.remove('store/0000000001.idx')
    const events: StoreEvent[] = []
    const again = await openLogStore(
      optionsOn(disk, { onEvent: (event) => events.push(event), segmentBytesMax: 400 }),
    )
    t.equal(again.stats().damagedRecords, hasIndex ? 0 : 1, 'an index does not know')
    t.strictSame(await again.get(0, bytes('k')), { kind: 'damaged' })
    t.equal(again.stats().damagedRecords, 1)
    t.notOk(again.holds(0, bytes('k'), record(0, 'k', 'v'.repeat(100)).digest), 'so that it can be put again')
    t.ok(events.some(({ kind }) => kind === 'damaged-record'))
    const keys = new Set<string>()
    for await (const each of again.scan(1)) keys.add(Buffer.from(each.key).toString())
    t.equal(keys.size, 10)
    while ((await again.compactSlice(10_000)).kind === 'worked') {}
    t.strictSame(await again.get(0, bytes('k')), { kind: 'damaged' }, 'compaction does not take it away')
    await again.close()
  }
  const report = await checkStore({ folder: 'store', disk, workers: inlineWorkers })
  t.match(report, { isSound: false, problemCount: 1, keys: 11 })
  t.match(report.problems[0], {
    kind: 'damaged-record',
    segment: 1,
    message: /0000000001.log: the record at/,
  })
  const mended = await openLogStore(optionsOn(disk, { segmentBytesMax: 400, deadRatioMin: 0.05 }))
  await mended.put(record(0, 'k', 'mended'))
  while ((await mended.compactSlice(10_000)).kind === 'worked') {}
  await mended.close()
  const sound = await checkStore({ folder: 'store', disk, workers: inlineWorkers })
  t.match(sound, { isSound: true, problemCount: 0, keys: 11 }, 'the spoiled segment is gone')
  const last = await openLogStore(optionsOn(disk))
  t.equal(await textOf(last, 0, 'k'), 'mended')
  await last.close()
})

t.test('a header that rots in a sealed segment: the rest is found, the segment is set aside', async (t) => {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk, { segmentBytesMax: 400 }))
  for (let n = 0; n < 12; n += 1) await store.put(record(0, `k${n}`, 'v'.repeat(50)))
  await store.close()
  const file = Uint8Array.from(disk.bytesOf(first))
  file[50] ^= 1
  disk.overwrite(first, file)
  await disk.remove('store/0000000001.idx')
  const events: StoreEvent[] = []
  const again = await openLogStore(
    optionsOn(disk, { segmentBytesMax: 400, deadRatioMin: 0.05, onEvent: (event) => events.push(event) }),
  )
  t.match(
    events.find(({ kind }) => kind === 'bad-spot'),
    { segment: 1, offset: 48, length: 88 },
  )
  t.equal(again.stats().keys, 11)
  t.equal(await textOf(again, 0, 'k0'), 'missing')
  t.equal(await textOf(again, 0, 'k1'), 'v'.repeat(50))
  const report = again.close().then(() => checkStore({ folder: 'store', disk, workers: inlineWorkers }))
  t.match(await report, {
    isSound: false,
    problems: [{ kind: 'bad-spot', segment: 1, offset: 48, length: 88 }],
  })
  const compacted = await openLogStore(optionsOn(disk, { segmentBytesMax: 400, deadRatioMin: 0.05 }))
  while ((await compacted.compactSlice(10_000)).kind === 'worked') {}
  t.equal(compacted.stats().keys, 11)
  await compacted.close()
  const after = await checkStore({ folder: 'store', disk, workers: inlineWorkers })
  t.match(after, { isSound: true, keys: 11, setAside: ['0000000001.log.bad'] })
})

t.test('an index that is missing, damaged or of another segment is made again', async (t) => {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk, { segmentBytesMax: 400 }))
  for (let n = 0; n < 20; n += 1) await store.put(record(0, `k${n % 7}`, `value ${n}`.repeat(5)))
  await store.close()
  const index = Uint8Array.from(disk.bytesOf('store/0000000001.idx'))
  const flipped = Uint8Array.from(index)
  flipped[60] ^= 1
  const spoiled = [new Uint8Array(0), index.subarray(0, 50), flipped, disk.bytesOf('store/0000000002.idx')]
  for (const bytes of spoiled) {
    disk.overwrite('store/0000000001.idx', bytes)
    const events: StoreEvent[] = []
    const again = await openLogStore(optionsOn(disk, { onEvent: (event) => events.push(event) }))
    t.match(events, [{ kind: 'index-rebuilt', segment: 1 }])
    for (let n = 13; n < 20; n += 1) t.equal(await textOf(again, 0, `k${n % 7}`), `value ${n}`.repeat(5))
    await again.close()
    t.strictSame(Buffer.from(disk.bytesOf('store/0000000001.idx')), Buffer.from(index))
  }
  const report = await checkStore({ folder: 'store', disk, workers: inlineWorkers })
  t.match(report, { isSound: true, wasClean: true, keys: 7 })
  t.ok(report.segments.every(({ index }) => index === 'sound'))
  // An index that is whole and wrong cannot come from damage, but checking finds it all the same.
  const meta = decodeMeta(disk.bytesOf('store/STORE'), 'store')
  const read = decodeIndex(index, meta.storeId, 1, disk.bytesOf(first).length)
  assert(read.kind === 'whole')
  read.entries.truncate(read.entries.count - 1)
  const pieces = encodeIndex(meta.storeId, 1, disk.bytesOf(first).length, read.entries)
  disk.overwrite('store/0000000001.idx', Buffer.concat(pieces))
  const wrong = await checkStore({ folder: 'store', disk, workers: inlineWorkers })
  t.match(wrong, { isSound: false, problems: [{ kind: 'index', segment: 1 }] })
  t.equal(wrong.segments[0].index, 'wrong')
})

t.test('folders that are not ours are refused with what is wrong', async (t) => {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk))
  await store.put(record(0, 'k', 'v'))
  await store.close()
  const refused = (on: CrashDisk, message: RegExp, more = {}) =>
    t.rejects(openLogStore(optionsOn(on, more)), { name: 'StoreError', kind: 'foreign', message })
  await refused(disk, /store\/STORE: partitionCount is 16, expected 32/, { partitionCount: 32 })
  const again = await openLogStore(optionsOn(disk))
  t.ok(again.wasClean, 'a refusal changes nothing')
  await again.close()
  const other = new CrashDisk()
  await (await openLogStore(optionsOn(other))).close()
  const mixed = disk.afterKill()
  mixed.overwrite(first, other.bytesOf(first))
  await refused(mixed, /0000000001.log: store id is [0-9a-f]{32}, expected/)
  const nameless = disk.afterKill()
  await nameless.remove('store/STORE')
  await refused(nameless, /has segments of a log, but no STORE file/)
  await t.rejects(checkStore({ folder: 'nowhere', disk, workers: inlineWorkers }), {
    name: 'StoreError',
    kind: 'foreign',
  })
})

t.test('a store that is open is locked for others', async (t) => {
  const disk = new CrashDisk()
  const store = await openLogStore(optionsOn(disk))
  const locked = { name: 'StoreError', kind: 'locked' }
  await t.rejects(openLogStore(optionsOn(disk)), locked)
  await t.rejects(checkStore({ folder: 'store', disk, workers: inlineWorkers }), locked)
  await store.close()
  await (await openLogStore(optionsOn(disk))).close()
})

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
