/**
 * Disks that look in the wrong place, or cannot read just now: nothing is cut off, written over or taken for
 * spoiled on the word of one read.
 */
import t from 'tap'
import type { LogStore } from '../../src/store/log-store.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import { StoreError } from '../../src/store/store.js'
import { bytes, record } from './conformance.js'
import { FailingDisk } from './failing-disk.js'
import { StoreMachine } from './store-machine.js'

const keyCount = 30

/** Puts keys, dies, and opens the log again while reads go astray; the values of the keys then. */
async function reopened(machine: StoreMachine, misdirected: number): Promise<(string | undefined)[]> {
  const store = await openLogStore(machine.options({ segmentBytesMax: 900, scanPieceBytes: 300 }))
  for (let n = 0; n < keyCount; n += 1) await store.put(record(0, `k${n}`, `value ${n}`), 'always')
  machine.restart()
  machine.machine.diskConditions.misdirected = misdirected
  const again = await opened(machine)
  const values: (string | undefined)[] = []
  for (let n = 0; n < keyCount; n += 1) {
    const read = await again.get(0, bytes(`k${n}`))
    values.push(read.kind === 'found' ? Buffer.from(read.value).toString() : read.kind)
  }
  t.equal(again.stats().damagedRecords, 0)
  machine.machine.diskConditions.misdirected = 0
  return values
}

/** As a supervisor does: a start that fails for a misread STORE file is followed by another. */
async function opened(machine: StoreMachine): Promise<LogStore> {
  for (;;) {
    try {
      return await openLogStore(machine.options({ segmentBytesMax: 900, scanPieceBytes: 300 }))
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      t.match(error, { kind: 'foreign', message: /STORE/ })
    }
  }
}

t.test('a log that is opened while reads go astray is found whole', async (t) => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const machine = new StoreMachine(seed)
    const values = await machine.play(reopened(machine, seed % 2 === 0 ? 0.2 : 0.05))
    t.strictSame(
      values,
      Array.from({ length: keyCount }, (_, n) => `value ${n}`),
      `seed ${seed}`,
    )
  }
})

t.test('a put over a record that cannot be read just now does not go over it', async (t) => {
  const machine = new StoreMachine()
  await machine.play(
    (async () => {
      const store = await openLogStore(machine.options())
      await store.put(record(0, 'k', 'value'), 'always')
      machine.restart()
      // Its keys are not known by heart yet, so that a put has to look whose record it replaces.
      const again = await openLogStore(machine.options())
      machine.machine.diskConditions.failingReads = 1
      await t.rejects(again.put(record(0, 'k', 'other'), 'always'), {
        name: 'StoreError',
        kind: 'disk-failed',
      })
      await t.rejects(again.get(0, bytes('k')), { name: 'StoreError', kind: 'disk-failed' })
      machine.machine.diskConditions.failingReads = 0
      const read = await again.get(0, bytes('k'))
      t.equal(read.kind === 'found' && Buffer.from(read.value).toString(), 'value')
    })(),
  )
})

t.test('a spoiled record whose segment is given up before the second look', async (t) => {
  const machine = new StoreMachine()
  await machine.play(
    (async () => {
      const disk = new FailingDisk(machine.ports.disk)
      const store = await openLogStore(machine.options({ segmentBytesMax: 600, disk }))
      await store.put(record(0, 'k', 'milk'.padEnd(500)), 'always')
      await store.put(record(0, 'other', 'bread'.padEnd(500)), 'always')
      const spot = machine.bytesOf('store/0000000001.log').length - 1
      machine.machine.platter.find('store/0000000001.log')?.rot(spot, 1)
      let looks = 0
      disk.afterRead = async () => {
        looks += 1
        if (looks > 1) return
        await store.put(record(0, 'k', 'newer'.padEnd(500)), 'always')
        while ((await store.compactSlice(1000)).kind === 'worked') {}
        t.notOk(machine.machine.platter.find('store/0000000001.log'), 'its segment is gone')
      }
      const read = await store.get(0, bytes('k'))
      t.ok(looks > 1)
      t.equal(read.kind === 'found' && Buffer.from(read.value).toString().trimEnd(), 'newer')
      t.equal(store.stats().damagedRecords, 0)
      await store.close()
    })(),
  )
})
