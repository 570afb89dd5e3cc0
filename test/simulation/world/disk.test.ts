/** A machine's disk in trouble: power losses and kills amid its operations, full, hung, failing and lying. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { sleep } from '../../../src/ports/clock.js'
import { type DiskFile, readWhole, replaceWhole } from '../../../src/ports/disk.js'
import type { DiskConditions } from '../../../src/simulation/world/disk.js'
import type { Machine } from '../../../src/simulation/world/machine.js'
import type { TearStyle } from '../../../src/simulation/world/stored-file.js'
import { TestWorld } from './rig.js'

async function withFolder(disk: Partial<DiskConditions> = {}, seed = 1) {
  const world = new TestWorld(seed)
  const machine = world.machine('one', { disk })
  const ports = machine.boot()
  await world.settle(ports.disk.makeFolder('f'))
  return { world, machine, ...ports }
}

function textOn(machine: Machine, path: string): string | undefined {
  const file = machine.platter.find(path)
  return file === undefined ? undefined : Buffer.from(file.view()).toString()
}

function write(file: DiskFile, text: string, position = 0): Promise<void> {
  return file.write([Buffer.from(text)], position)
}

/** How a promise ends, as a word. */
async function kindOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error) => error.kind,
  )
}

const styles: readonly TearStyle[] = ['nothing', 'everything', 'prefix', 'sectors']
const recordBytes = 700

t.test(
  'dying at any use: records that were synced survive the power, those written survive a kill',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('kill', ...styles),
        fc.nat(),
        async (uses, end, seed) => {
          const { world, machine, disk, process, clock } = await withFolder({}, seed)
          let [written, safe, isNamed] = [0, 0, false]
          process.dieAtUse(uses, () =>
            end === 'kill' ? machine.kill() : machine.losePower(end as TearStyle),
          )
          const life = async () => {
            const file = await disk.open('f/log', 'write')
            await disk.syncFolder('f')
            isNamed = true
            const syncs: Promise<void>[] = []
            for (let n = 0; n < 20; n += 1) {
              await file.write([new Uint8Array(recordBytes).fill(n + 1)], n * recordBytes)
              written = n + 1
              // Not awaited: it runs beside the writes that follow, which it does not cover.
              if (n % 3 === 2) {
                syncs.push(
                  file.sync().then(() => {
                    safe = Math.max(safe, n + 1)
                  }),
                )
                await sleep(clock, 0.3)
              }
            }
            await Promise.all(syncs)
          }
          life().catch(() => {})
          await world.advance(1000)
          if (machine.ports !== undefined) return
          const bytes = machine.platter.find('f/log')?.view() ?? new Uint8Array(0)
          if (isNamed || end === 'kill') {
            const expected = end === 'kill' || end === 'everything' ? written : safe
            for (let n = 0; n < expected * recordBytes; n += 1) {
              assert.equal(bytes[n], 1 + Math.floor(n / recordBytes), `byte ${n} of ${expected} records`)
            }
            // What is there beyond was made safe by a sync that was under way.
            if (end === 'nothing') assert.equal(bytes.length % (3 * recordBytes), 0)
          }
          for (const [at, byte] of bytes.entries()) {
            assert.ok(
              byte === 0 || byte === 1 + Math.floor(at / recordBytes),
              'nothing is there but what was written',
            )
          }
        },
      ),
      { numRuns: 300 },
    )
  },
)

t.test('a sync covers what was written before it began, and nothing after', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  await world.settle(disk.syncFolder('f'))
  await world.settle(write(file, 'before'))
  const first = file.sync()
  await world.settle(write(file, 'after', 6))
  t.equal(disk.underWay, 1, 'the sync is still under way')
  await world.settle(first)
  machine.losePower('nothing')
  t.equal(textOn(machine, 'f/a'), 'before')

  const again = machine.boot().disk
  const other = await world.settle(again.open('f/a', 'write'))
  await world.settle(write(other, 'written', 6))
  const syncs = [other.sync(), other.sync()]
  await world.settle(write(other, 'late', 13))
  const last = other.sync()
  await world.settle(Promise.all([...syncs, last]))
  machine.losePower('nothing')
  t.equal(textOn(machine, 'f/a'), 'beforewrittenlate')
})

t.test(
  'of what is under way when a process is killed, each happens, or not, or a write in part',
  async (t) => {
    const seen = { write: new Set<number>(), rename: new Set<string>(), open: new Set<string>() }
    const truncations = new Set<number>()
    for (let seed = 0; seed < 60; seed += 1) {
      const { world, machine, disk } = await withFolder({}, seed)
      for (const name of ['a', 'b', 'c']) {
        await world.settle(write(await world.settle(disk.open(`f/${name}`, 'write')), 'old'))
      }
      const [a, c] = [
        await world.settle(disk.open('f/a', 'write')),
        await world.settle(disk.open('f/c', 'write')),
      ]
      void write(a, 'x'.repeat(100), 3)
      void disk.rename('f/b', 'f/renamed')
      void disk.open('f/new', 'write')
      void disk.open('f/none', 'read').catch(() => {})
      void disk.remove('f/none').catch(() => {})
      void c.truncate(1)
      t.equal(disk.underWay, 6)
      machine.kill()
      t.equal(disk.underWay, 0)
      const text = textOn(machine, 'f/a') ?? ''
      t.match(text, /^oldx*$/)
      seen.write.add(text.length - 3)
      const names = machine.platter.paths()
      seen.rename.add(names.filter((name) => /b|renamed/.test(name)).join())
      seen.open.add(names.filter((name) => /n(ew|one)$/.test(name)).join())
      truncations.add(textOn(machine, 'f/c')?.length ?? -1)
      await world.advance(100)
      t.equal(textOn(machine, 'f/a'), text, 'and it does not happen later')
    }
    t.ok(seen.write.has(0) && seen.write.has(100) && seen.write.size > 5, 'writes')
    t.strictSame([...seen.rename].sort(), ['f/b', 'f/renamed'])
    t.strictSame([...seen.open].sort(), ['', 'f/new'])
    t.strictSame([...truncations].sort(), [1, 3])
  },
)

t.test('a sync under way at a power loss may have made things safe, or not', async (t) => {
  const lengths = new Set<number>()
  for (let seed = 0; seed < 30; seed += 1) {
    const { world, machine, disk } = await withFolder({}, seed)
    const file = await world.settle(disk.open('f/a', 'write'))
    await world.settle(disk.syncFolder('f'))
    await world.settle(write(file, 'abc'))
    void file.sync()
    machine.losePower('nothing')
    lengths.add(textOn(machine, 'f/a')?.length ?? -1)
  }
  t.strictSame([...lengths].sort(), [0, 3])
})

t.test('names are safe after syncFolder; a file replaced whole is the old or the new', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  await world.settle(write(file, 'bytes'))
  await world.settle(file.sync())
  const before = machine.platter.snapshot()
  machine.losePower('nothing')
  t.strictSame([before.size, machine.platter.paths()], [1, []], 'a file that is synced may lose its name')

  const found = new Set<string | undefined>()
  for (let uses = 1; uses < 16; uses += 1) {
    for (const style of styles) {
      const { world, machine, disk, process } = await withFolder({}, uses)
      await world.settle(replaceWhole(disk, 'f', 'small', Buffer.from('old')))
      process.dieAtUse(uses, () => machine.losePower(style))
      let isDone = false
      void replaceWhole(disk, 'f', 'small', Buffer.from('newer')).then(() => {
        isDone = true
      })
      await world.advance(100)
      if (!isDone) {
        const { disk } = machine.boot()
        const bytes = await world.settle(readWhole(disk, 'f/small'))
        found.add(bytes === undefined ? undefined : Buffer.from(bytes).toString())
      }
    }
  }
  t.strictSame([...found].sort(), ['newer', 'old'])
})

t.test('a sync that fails loses its changes for good, however often it is tried again', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  await world.settle(disk.syncFolder('f'))
  await world.settle(write(file, 'safe'))
  await world.settle(file.sync())
  await world.settle(write(file, 'lost', 4))
  machine.diskConditions.failing = 1
  t.equal(await world.settle(kindOf(file.sync())), 'io')
  machine.diskConditions.failing = 0
  await world.settle(write(file, 'more', 8))
  await world.settle(file.sync())
  t.equal(textOn(machine, 'f/a'), 'safelostmore', 'programs still see it')
  t.not(machine.platter.unsafeSinceMs('f'), undefined)
  machine.losePower('everything')
  t.equal(textOn(machine, 'f/a'), 'safe\0\0\0\0more')
})

t.test(
  'a failing disk fails that part of its operations, and changes nothing but half a write',
  async (t) => {
    const { world, machine, disk } = await withFolder()
    const file = await world.settle(disk.open('f/a', 'write'))
    await world.settle(write(file, 'abcd'))
    machine.diskConditions.failing = 1
    const calls: Record<string, () => Promise<unknown>> = {
      open: () => disk.open('f/b', 'write'),
      list: () => disk.list('f'),
      rename: () => disk.rename('f/a', 'f/c'),
      remove: () => disk.remove('f/a'),
      syncFolder: () => disk.syncFolder('f'),
      freeBytes: () => disk.freeBytes('f'),
      lock: () => disk.lock('f'),
      read: () => file.read(Buffer.alloc(4), 0),
      write: () => write(file, 'WXYZ'),
      truncate: () => file.truncate(0),
      size: () => file.size(),
      makeFolder: () => disk.makeFolder('g'),
    }
    for (const [name, call] of Object.entries(calls)) {
      await t.rejects(
        world.settle(call()),
        { name: 'DiskError', kind: 'io', message: /the disk fails/ },
        name,
      )
    }
    t.strictSame(machine.platter.paths(), ['f/a'])
    t.notOk(machine.platter.hasFolder('g'))
    t.equal(textOn(machine, 'f/a'), 'WXcd')

    machine.diskConditions.failing = 0.25
    const ends = await world.settle(Promise.all(Array.from({ length: 400 }, () => kindOf(disk.list('f')))))
    const failed = ends.filter((end) => end === 'io').length
    t.ok(failed > 60 && failed < 140, `${failed} of 100`)
  },
)

t.test('a full disk: what fits is written, and it is told; there is room where bytes were', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  await world.settle(write(file, 'abcd'))
  t.ok((await world.settle(disk.freeBytes('f'))) > 1e12)
  machine.platter.capacityBytes = 10
  t.equal(await world.settle(disk.freeBytes('f')), 6)
  await t.rejects(world.settle(write(file, 'x'.repeat(20), 4)), {
    kind: 'full',
    message: /f\/a: no space left/,
  })
  t.equal(textOn(machine, 'f/a'), 'abcdxxxxxx')
  t.equal(await world.settle(disk.freeBytes('f')), 0)
  await world.settle(write(file, 'ABCDXXXXXX'))
  t.equal(textOn(machine, 'f/a'), 'ABCDXXXXXX', 'writing over what is there takes no room')
  t.equal(await world.settle(kindOf(write(file, 'z', 10))), 'full')
  await world.settle(file.truncate(3))
  t.equal(await world.settle(kindOf(write(file, 'z', 3))), 'done')
  machine.platter.capacityBytes = 2
  t.equal(await world.settle(disk.freeBytes('f')), 0)
  await world.settle(disk.remove('f/a'))
  t.equal(await world.settle(disk.freeBytes('f')), 2)
})

t.test('a hung disk answers when it is well again, and then in a moment', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  const ends: string[] = []
  const untilMs = world.scheduler.nowMs + 5000
  const under = write(file, 'amid').then(() => ends.push('amid'))
  machine.diskConditions.hungUntilMs = untilMs
  const after = file.read(Buffer.alloc(4), 0).then((count) => ends.push(`${count} read`))
  await world.advance(4990)
  t.strictSame([ends, disk.underWay], [[], 2])
  await world.settle(Promise.all([under, after]))
  t.ok(world.scheduler.nowMs - untilMs < 1)
  t.strictSame(ends.sort(), ['4 read', 'amid'])
})

t.test('operations take their time: more for a sync, more bytes, or a slow disk', async (t) => {
  const { world, machine, disk } = await withFolder({ operationMs: 1, syncMs: 8, bytesPerMs: 1000 })
  const file = await world.settle(disk.open('f/a', 'write'))
  const took = async (work: () => Promise<unknown>) => {
    const startMs = world.scheduler.nowMs
    await world.settle(work())
    return world.scheduler.nowMs - startMs
  }
  const between = (ms: number, min: number, max: number) => t.ok(ms >= min && ms <= max, `${ms} ms`)
  between(await took(() => write(file, 'x')), 0.5, 1.6)
  between(await took(() => write(file, 'x'.repeat(20_000))), 20.5, 21.5)
  between(await took(() => file.sync()), 4, 12)
  between(await took(() => disk.syncFolder('f')), 4, 12)
  machine.diskConditions.slowness = 100
  between(await took(() => file.size()), 50, 150)
  between(await took(() => file.read(Buffer.alloc(1), 0)), 50, 160)
  machine.diskConditions.slowness = 1
  let quick = 0
  for (let n = 0; n < 200; n += 1) if ((await took(() => file.read(Buffer.alloc(1), 0))) === 0) quick += 1
  t.ok(quick > 150 && quick < 200, `of 200 reads ${quick} come from memory`)
})

t.test('misdirected reads bring bytes from elsewhere; made again, they come out right', async (t) => {
  const { world, machine, disk } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  await world.settle(file.write([Uint8Array.from({ length: 256 }, (_, n) => n)], 0))
  const isRight = async (position: number) => {
    const target = Buffer.alloc(1)
    const count = await world.settle(file.read(target, position))
    return count === 1 && target[0] === position
  }
  for (let n = 0; n < 256; n += 1) if (!(await isRight(n))) t.fail(`byte ${n}`)
  for (const part of [0.5, 1]) {
    machine.diskConditions.misdirected = part
    // What was misread a moment ago is read right for a while.
    await world.advance(10_000)
    let wrong = 0
    for (let n = 0; n < 256; n += 1) {
      if (await isRight(n)) continue
      wrong += 1
      if (!(await isRight(n))) t.fail(`byte ${n} comes out wrong again`)
    }
    t.ok(Math.abs(wrong - part * 256) < 40, `${wrong} of ${part * 256}`)
  }
})

t.test('a lock ends with its process, and only by its holder’s hand before', async (t) => {
  const world = new TestWorld()
  const machine = world.machine('one')
  const first = machine.boot()
  await world.settle(first.disk.makeFolder('f'))
  const lock = await world.settle(first.disk.lock('f'))
  await t.rejects(world.settle(first.disk.lock('f')), { kind: 'locked', message: /held by process one 1/ })
  await t.rejects(world.settle(first.disk.lock('g')), { name: 'DiskError', kind: 'missing' })
  machine.kill()
  const second = machine.boot()
  await world.settle(second.disk.lock('f'))
  void lock.release()
  await world.advance(1)
  await t.rejects(world.settle(second.disk.lock('f')), { kind: 'locked', message: /held by process one 2/ })
  machine.losePower('nothing')
  const third = machine.boot()
  const held = await world.settle(third.disk.lock('f'))
  await held.release()
  const again = await world.settle(third.disk.lock('f'))
  await held.release()
  await t.rejects(
    world.settle(third.disk.lock('f')),
    { name: 'DiskError', kind: 'locked' },
    'a second release is not of this lock',
  )
  await again.release()
})

t.test('what a paused process has under way is not lost: it ends when the process goes on', async (t) => {
  const { world, machine, disk, process } = await withFolder()
  const file = await world.settle(disk.open('f/a', 'write'))
  const ends: string[] = []
  const all = [write(file, 'abc').then(() => ends.push('write')), file.size().then(() => ends.push('size'))]
  process.pause()
  await world.advance(1000)
  t.strictSame(ends, [])
  process.resume()
  await world.settle(Promise.all(all))
  t.equal(textOn(machine, 'f/a'), 'abc')
})
