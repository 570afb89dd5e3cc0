/** A replica over the log store, on a disk that fails and comes back. */
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { systemClock } from '../../src/runtime/clock.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import type { Durability } from '../../src/store/store.js'
import { decodeObject } from '../../src/version/object-codec.js'
import type { Write } from '../../src/version/write.js'
import { FaultyDisk } from '../node/faulty-disk.js'
import { newFolder, optionsFor } from '../store/harness.js'
import { replicaOver, texts, writeOf } from './rig.js'

const partition = 3

async function open(t: Test) {
  const disk = new FaultyDisk()
  const store = await openLogStore(
    optionsFor(newFolder(t), { disk, probeIntervalMs: 5, syncIntervalMs: 60_000 }),
  )
  t.teardown(() => store.close())
  return { disk, ...replicaOver(store), store }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => systemClock.setTimer(2, () => resolve(undefined)))
}

t.test(
  'while the disk comes and goes no event is issued twice and no acknowledged write is lost',
  async (t) => {
    const anyStep = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('writes' as const),
          count: fc.integer({ min: 1, max: 4 }),
          durability: fc.constantFrom<Durability>('always', 'interval', 'os'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('full' as const, 'no sync' as const) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('well' as const) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('turn' as const) }) },
    )
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 8, maxLength: 25 }), async (steps) => {
        const { disk, store, replica } = await open(t)
        const issued = new Map<string, string>()
        const acknowledged = new Map<string, string[]>()
        const underWay: Promise<void>[] = []
        let number = 0

        const take = async (key: string, write: Write, durability: Durability) => {
          try {
            const request = { write, durability, ifCurrent: false }
            const taken = await replica.take(partition, Buffer.from(key), request)
            taken.stored.catch(() => {})
            note(taken.bytes, write)
            await taken.stored
            acknowledged.set(key, [...(acknowledged.get(key) ?? []), write.value.toString()])
          } catch {
            refused += 1
          }
        }
        const note = (bytes: Uint8Array, write: Write) => {
          const decoded = decodeObject(bytes, 'peer')
          if (decoded.kind !== 'object') throw new Error(decoded.reason)
          for (const sibling of decoded.object.siblings) {
            for (const { actor, counter } of sibling.dots) {
              const dot = `${Buffer.from(actor, 'latin1').toString('hex')}:${counter}`
              const text = Buffer.from(sibling.value).toString()
              const name = `${text} (as sent with ${write.value})`
              const before = issued.get(dot) ?? text
              if (before !== text) throw new Error(`${dot} is of ${before} and of ${name}`)
              issued.set(dot, text)
            }
          }
        }

        for (const step of steps) {
          if (step.kind === 'writes') {
            for (let index = 0; index < step.count; index++) {
              const text = `write ${number++}`
              underWay.push(take(`key ${number % 4}`, writeOf(text), step.durability))
            }
          } else if (step.kind === 'turn') await new Promise(setImmediate)
          else {
            disk.isFull = step.kind === 'full'
            disk.failsToSync = step.kind === 'no sync'
            if (step.kind === 'well') await Promise.all(underWay)
          }
        }
        await Promise.all(underWay)
        disk.isFull = false
        disk.failsToSync = false
        await until(() => store.stats().readOnlyReason === undefined)
        for (const [key, kept] of acknowledged) {
          const read = await replica.read(partition, Buffer.from(key))
          if (read.kind !== 'found') throw new Error(`${key} is ${read.kind}`)
          const there = texts(read.object)
          for (const text of kept) if (!there.includes(text)) throw new Error(`${text} is lost`)
        }
      }),
      { numRuns: 40 },
    )
    t.ok(refused > 20, `${refused} writes met a failing disk`)
  },
)

t.test('a copy that could not be synced is not confirmed as safe', async (t) => {
  const { disk, replica, store } = await open(t)
  const key = Buffer.from('key')
  const write = writeOf('unsynced')
  const taken = await replica.take(partition, key, { write, durability: 'interval', ifCurrent: false })
  await taken.stored
  disk.failsToSync = true
  await t.rejects(replica.merge(partition, key, taken.bytes, 'always'), { code: 'READ_ONLY' })
  await until(() => store.stats().readOnlyReason !== undefined)
  await t.rejects(replica.merge(partition, key, taken.bytes, 'always'), { code: 'READ_ONLY' }, 'asked again')
  const again = await replica
    .take(partition, key, { write, durability: 'always', ifCurrent: false })
    .catch(() => undefined)
  if (again !== undefined) await t.rejects(again.stored, { code: 'READ_ONLY' }, 'a retry')
  await replica.merge(partition, key, taken.bytes, 'os')
  t.pass('where no sync is asked for it is held')
  disk.failsToSync = false
  await until(() => store.stats().readOnlyReason === undefined)
  await replica.merge(partition, key, taken.bytes, 'always')
})
