/** Compaction under load, over reopenings, and with keys that collide: nothing is lost, nothing comes back. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { sleep } from '../../src/ports/clock.js'
import { inlineWorkers } from '../../src/ports/workers.js'
import { checkStore } from '../../src/store/check.js'
import type { LogStore } from '../../src/store/log-store.js'
import { type LogStoreOptions, openLogStore } from '../../src/store/open-log-store.js'
import { bytes, record } from './conformance.js'
import { FailingDisk } from './failing-disk.js'
import { onMachine, type StoreMachine } from './store-machine.js'

function optionsOn(machine: StoreMachine, more: Partial<LogStoreOptions> = {}): LogStoreOptions {
  return machine.options({ segmentBytesMax: 600, deadRatioMin: 0.05, durability: 'os', ...more })
}

async function compactAll(store: LogStore): Promise<void> {
  while ((await store.compactSlice(300)).kind === 'worked') {}
}

async function contents(store: LogStore, partition: number): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const each of store.scan(partition)) {
    const key = Buffer.from(each.key).toString()
    assert.ok(!found.has(key), `${key} comes once`)
    found.set(key, Buffer.from(each.value).toString())
  }
  return found
}

const stepArbitrary = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom('put' as const, 'put' as const, 'remove' as const),
      key: fc.nat(19),
      size: fc.nat(120),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('compact' as const, 'flush' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('reopen' as const, 'kill' as const, 'no index' as const) }),
  },
)

for (const isWeak of [false, true]) {
  t.test(`a store that compacts does what a map does${isWeak ? ', with a weak hash' : ''}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 20, maxLength: 150, size: 'max' }), (steps) =>
        onMachine(async (machine) => {
          const options = () => optionsOn(machine, isWeak ? { hashKey: (key) => key[1] & 3 } : {})
          let store = await openLogStore(options())
          const model = new Map<string, string>()
          let waiting: Promise<unknown>[] = []
          for (const [n, step] of steps.entries()) {
            if (step.kind === 'put') {
              const value = `${n}`.padEnd(step.size, '.')
              model.set(`k${step.key}`, value)
              waiting.push(store.put(record(0, `k${step.key}`, value)))
            } else if (step.kind === 'remove') {
              model.delete(`k${step.key}`)
              waiting.push(store.remove(0, bytes(`k${step.key}`)))
            } else if (step.kind === 'compact') {
              // Not awaited: it runs against the writes that follow.
              waiting.push(store.compactSlice(400))
            } else {
              await Promise.all(waiting)
              waiting = []
              if (step.kind === 'flush') continue
              if (step.kind === 'kill') machine.restart()
              else await store.close()
              if (step.kind === 'no index') {
                const { disk } = machine.ports
                for (const name of await disk.list('store')) {
                  if (name.endsWith('.idx')) await disk.remove(`store/${name}`)
                }
              }
              store = await openLogStore(options())
              assert.deepEqual(await contents(store, 0), model)
            }
          }
          await Promise.all(waiting)
          await compactAll(store)
          assert.deepEqual(await contents(store, 0), model)
          const stats = store.stats()
          assert.equal(stats.keys, model.size)
          await store.close()
          const report = await checkStore({
            folder: 'store',
            disk: machine.ports.disk,
            workers: inlineWorkers,
            ...(isWeak ? { hashKey: (key: Uint8Array) => key[1] & 3 } : {}),
          })
          assert.ok(report.isSound, report.problems[0]?.message)
          assert.equal(report.keys, model.size)
          assert.equal(report.liveBytes, stats.liveBytes)
        }),
      ),
      { numRuns: Number(process.env.COMPACTION_RUNS ?? 60) },
    )
  })
}

t.test('dead bytes go, a little at a time, within the budget', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine, { deadRatioMin: 0.4, segmentBytesMax: 2000 }))
    for (let round = 0; round < 10; round += 1) {
      // Every fourth record stays live, so that there is something to move.
      for (let n = 0; n < 20; n += 1) {
        const key = n % 4 === 0 ? `stays ${round} ${n}` : `k${n}`
        await store.put(record(0, key, `${round}`.padEnd(100)))
      }
    }
    const before = store.stats()
    t.ok(before.deadBytes > before.liveBytes)
    let slices = 0
    for (;;) {
      const step = await store.compactSlice(500)
      if (step.kind !== 'worked') break
      t.ok(step.bytesRead <= 500 + 2 * 200, 'a slice ends soon after its budget')
      slices += 1
    }
    const after = store.stats()
    t.ok(slices > 5, `${slices} slices`)
    t.equal(after.liveBytes, before.liveBytes)
    t.ok(after.deadBytes < after.liveBytes, `${after.deadBytes} dead bytes are left`)
    t.ok(after.bytesCompacted > 2000 && machine.usedBytes < 2 * after.liveBytes + 4000)
    t.match(await store.compactSlice(500), { kind: 'idle' })
    await store.close()
  }),
)

t.test('it runs by itself, by the clock', (t) =>
  onMachine(async (machine) => {
    const { clock, process } = machine.ports
    const store = await openLogStore(optionsOn(machine, { compactionBytesPerSecond: 10_000 }))
    for (let n = 0; n < 100; n += 1) await store.put(record(0, 'k', `${n}`.padEnd(100)))
    t.ok(store.stats().segments > 10)
    await sleep(clock, 30_000)
    t.ok(store.stats().segments < 4, `${store.stats().segments} segments are left`)
    await store.close()
    t.equal(process.timers, 0, 'nothing ticks on')
  }),
)

t.test('a segment is not deleted on the word of a write that is not safe itself', (t) =>
  onMachine(async (machine) => {
    const disk = new FailingDisk(machine.ports.disk)
    const store = await openLogStore(optionsOn(machine, { disk }))
    await store.put(record(0, 'spoiled', 'old'.repeat(30)))
    await store.put(record(0, 'whole', 'old'))
    for (let n = 0; n < 8; n += 1) await store.put(record(0, 'k', 'v'.repeat(100)))
    await store.settle('always')
    const first = machine.machine.platter.find('store/0000000001.log')
    assert.ok(first)
    first.rot(48 + 60, 1)
    // What compaction has moved has been synced; the spoiled record is replaced before compaction goes on.
    const happened: string[] = []
    const newest = () =>
      machine.machine.platter
        .paths()
        .filter((path) => path.endsWith('.log'))
        .at(-1)
    disk.afterSync = async (path) => {
      if (path !== newest()) return
      happened.push('synced')
      if (happened.includes('replaced')) return
      await store.put(record(0, 'spoiled', 'new'), 'os')
      happened.push('replaced')
    }
    const remove = disk.remove.bind(disk)
    disk.remove = (path) => {
      if (path.endsWith('1.log')) happened.push('removed')
      return remove(path)
    }
    await compactAll(store)
    const order = happened.slice(happened.indexOf('replaced'), happened.indexOf('removed') + 1)
    t.strictSame(order, ['replaced', 'synced', 'removed'])
    await store.close()
  }),
)

t.test('removals outlive the records they remove, and no longer', (t) =>
  onMachine(async (machine) => {
    let store = await openLogStore(optionsOn(machine, { deadRatioMin: 0.3 }))
    // Segment 1 stays fully live but for one record, so compaction leaves it for last.
    for (let n = 0; n < 5; n += 1) await store.put(record(0, `stay ${n}`, 'v'.repeat(60)))
    await store.put(record(0, 'gone', 'old'))
    for (let n = 0; n < 20; n += 1) await store.put(record(0, `k${n % 3}`, 'v'.repeat(60)))
    await store.remove(0, bytes('gone'))
    for (let n = 0; n < 20; n += 1) await store.put(record(0, `k${n % 3}`, 'v'.repeat(60)))
    await compactAll(store)
    t.ok(machine.files.has('store/0000000001.log'), 'the old record is still there')
    for (let round = 0; round < 3; round += 1) {
      await store.close()
      store = await openLogStore(optionsOn(machine, { deadRatioMin: 0.3 }))
      t.strictSame(await store.get(0, bytes('gone')), { kind: 'missing' })
      for (let n = 0; n < 20; n += 1) await store.put(record(0, `k${n % 3}`, 'v'.repeat(60)))
      await compactAll(store)
    }
    for (let n = 0; n < 5; n += 1) await store.remove(0, bytes(`stay ${n}`))
    for (let n = 0; n < 3; n += 1) await store.remove(0, bytes(`k${n}`))
    for (let n = 0; n < 8; n += 1) await store.put(record(0, 'last', 'v'.repeat(100)))
    await compactAll(store)
    await store.close()
    store = await openLogStore(optionsOn(machine, { deadRatioMin: 0.3 }))
    await compactAll(store)
    t.equal(store.stats().keys, 1)
    t.ok(store.stats().deadBytes < 400, `${store.stats().deadBytes} dead bytes are left`)
    await store.close()
  }),
)

t.test('removal records cannot pile up behind a segment that never dies', (t) =>
  onMachine(async (machine) => {
    const store = await openLogStore(optionsOn(machine, { deadRatioMin: 0.4, segmentBytesMax: 2000 }))
    for (let n = 0; n < 13; n += 1) await store.put(record(0, `stay ${n}`, 'v'.repeat(100)))
    for (let n = 0; n < 400; n += 1) {
      await store.put(record(0, `key ${n}`, 'v'))
      await store.remove(0, bytes(`key ${n}`))
      if (n % 10 === 9) await compactAll(store)
    }
    await compactAll(store)
    t.equal(store.stats().keys, 13)
    t.ok(machine.usedBytes < 12_000, `${machine.usedBytes} bytes for 13 keys`)
    await store.close()
  }),
)
