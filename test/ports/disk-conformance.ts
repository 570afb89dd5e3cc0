/**
 * What "is a Disk" means. Run on the machine's disk and on the simulated one: code that is right on one must
 * be right on the other. Durability through a power loss is not among it: only a simulated disk can lose power.
 */
import fc from 'fast-check'
import type { Test } from 'tap'
import { type Disk, readWhole, replaceWhole } from '../../src/ports/disk.js'

export interface DiskHarness {
  /** A disk whose root is an empty folder. */
  open(): Promise<Disk>
  /** What the message about a folder that is held names as its holder. */
  holder(): string
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

/** Bytes that differ from place to place, so that a piece in the wrong place is seen. */
function pattern(length: number): Uint8Array {
  return new Uint8Array(length).map((_, n) => (n * 31 + (n >> 8)) & 255)
}

export function diskConformance(t: Test, harness: DiskHarness): void {
  t.test('a file keeps what is written where it is written', async (t) => {
    const disk = await harness.open()
    const file = await disk.open('a', 'write')
    t.equal(await file.size(), 0)
    await file.write([bytes('hello '), bytes('big '), bytes('world')], 0)
    await file.write([bytes('BIG')], 6)
    await file.write([bytes('end')], 20)
    await file.sync()
    t.equal(await file.size(), 23)
    const target = new Uint8Array(40)
    t.equal(await file.read(target, 0), 23, 'reads as far as the file goes')
    t.equal(text(target.subarray(0, 23)), 'hello BIG world\0\0\0\0\0end', 'a gap reads as zeros')
    t.equal(await file.read(target.subarray(0, 5), 6), 5)
    t.equal(text(target.subarray(0, 5)), 'BIG w')
    t.equal(await file.read(target, 23), 0, 'nothing at the end')
    t.equal(await file.read(target, 1000), 0, 'nor beyond it')
    t.equal(await file.read(new Uint8Array(0), 0), 0)
    await file.close()
  })

  t.test('writes of nothing, and of many chunks, some of them empty', async (t) => {
    const disk = await harness.open()
    const file = await disk.open('a', 'write')
    await file.write([], 0)
    await file.write([new Uint8Array(0), new Uint8Array(0)], 0)
    t.equal(await file.size(), 0)
    const whole = pattern(70_000)
    const chunks: Uint8Array[] = []
    for (let at = 0, n = 0; at < whole.length; n += 1) {
      const length = n % 3 === 0 ? 0 : (n % 40) + 1
      chunks.push(whole.subarray(at, at + length))
      at += length
    }
    t.ok(chunks.length > 3000)
    await file.write([...chunks, new Uint8Array(0)], 5)
    const target = new Uint8Array(whole.length)
    t.equal(await file.read(target, 5), whole.length)
    t.strictSame(Buffer.compare(target, whole), 0)
    await file.close()
  })

  t.test('truncate cuts and extends', async (t) => {
    const disk = await harness.open()
    const file = await disk.open('a', 'write')
    await file.write([bytes('abcdef')], 0)
    await file.truncate(3)
    t.equal(await file.size(), 3)
    await file.truncate(5)
    t.equal(text(await readWhole(disk, 'a')), 'abc\0\0')
    await file.close()
  })

  t.test('opening', async (t) => {
    const disk = await harness.open()
    await t.rejects(disk.open('a', 'read'), { name: 'DiskError', kind: 'missing', message: /a/ })
    await t.rejects(disk.open('no/a', 'write'), { name: 'DiskError', kind: 'missing' })
    const file = await disk.open('a', 'write')
    await file.write([bytes('kept')], 0)
    const again = await disk.open('a', 'write')
    t.equal(await again.size(), 4, 'to write cuts nothing')
    const reader = await disk.open('a', 'read')
    const target = new Uint8Array(4)
    await reader.read(target, 0)
    t.equal(text(target), 'kept', 'what one has written another reads, synced or not')
    await t.rejects(reader.write([bytes('x')], 0), { name: 'DiskError' }, 'a reader does not write')
    for (const open of [file, again, reader]) await open.close()
  })

  t.test('a closed file refuses everything, and close waits for what is in flight', async (t) => {
    const disk = await harness.open()
    const file = await disk.open('a', 'write')
    const whole = pattern(300_000)
    const target = new Uint8Array(whole.length)
    await file.write([whole], 0)
    const reads = [file.read(target, 0), file.read(target.subarray(10), 10)]
    const closed = file.close()
    t.strictSame(await Promise.all(reads), [whole.length, whole.length - 10])
    t.equal(Buffer.compare(target, whole), 0)
    await closed
    await file.close()
    for (const use of [
      () => file.read(target, 0),
      () => file.write([whole], 0),
      () => file.sync(),
      () => file.truncate(0),
      () => file.size(),
    ]) {
      await t.rejects(async () => void (await use()), { name: 'DiskError', message: /closed/ })
    }
  })

  t.test('calls in flight together do not mix', async (t) => {
    const disk = await harness.open()
    const file = await disk.open('a', 'write')
    const whole = pattern(64 * 1000)
    const parts = Array.from({ length: 64 }, (_, n) => n * 1000)
    await Promise.all(parts.map((at) => file.write([whole.subarray(at, at + 1000)], at)))
    const read = await Promise.all(
      parts.map(async (at) => {
        const target = new Uint8Array(1000)
        t.equal(await file.read(target, at), 1000)
        return target
      }),
    )
    t.equal(Buffer.compare(Buffer.concat(read), whole), 0)
    await file.close()
  })

  t.test('folders', async (t) => {
    const disk = await harness.open()
    t.strictSame(await disk.list('.'), [])
    await t.rejects(disk.list('no'), { name: 'DiskError', kind: 'missing' })
    await disk.makeFolder('x/y')
    await disk.makeFolder('x/y')
    for (const name of ['b', 'a', 'B', '10', '9']) await (await disk.open(`x/${name}`, 'write')).close()
    t.strictSame(await disk.list('x'), ['10', '9', 'B', 'a', 'b', 'y'])
    await disk.syncFolder('x')
    await t.rejects(disk.syncFolder('no'), { name: 'DiskError', kind: 'missing' })
    const free = await disk.freeBytes('x')
    t.ok(Number.isSafeInteger(free) && free >= 0)
  })

  t.test('rename and remove', async (t) => {
    const disk = await harness.open()
    for (const name of ['a', 'b']) {
      const file = await disk.open(name, 'write')
      await file.write([bytes(name)], 0)
      await file.close()
    }
    await disk.rename('a', 'b')
    t.strictSame(await disk.list('.'), ['b'])
    t.equal(text(await readWhole(disk, 'b')), 'a', 'rename replaces')
    await t.rejects(disk.rename('a', 'c'), { name: 'DiskError', kind: 'missing' })
    const reader = await disk.open('b', 'read')
    await disk.remove('b')
    t.strictSame(await disk.list('.'), [])
    const target = new Uint8Array(1)
    t.equal(await reader.read(target, 0), 1, 'an open file outlives its name')
    t.equal(text(target), 'a')
    await reader.close()
    await t.rejects(disk.remove('b'), { name: 'DiskError', kind: 'missing' })
  })

  t.test('whole files', async (t) => {
    const disk = await harness.open()
    await disk.makeFolder('x')
    t.equal(await readWhole(disk, 'x/f'), undefined)
    await replaceWhole(disk, 'x', 'f', pattern(5000))
    await replaceWhole(disk, 'x', 'f', bytes('short'))
    t.equal(text(await readWhole(disk, 'x/f')), 'short')
    t.strictSame(await disk.list('x'), ['f'])
  })

  t.test('a folder is held by one at a time', async (t) => {
    const disk = await harness.open()
    await disk.makeFolder('x')
    await t.rejects(disk.lock('no'), { name: 'DiskError', kind: 'missing' })
    const lock = await disk.lock('x')
    await t.rejects(disk.lock('x'), {
      name: 'DiskError',
      kind: 'locked',
      message: new RegExp(harness.holder()),
    })
    await lock.release()
    const again = await disk.lock('x')
    await lock.release()
    await t.rejects(
      disk.lock('x'),
      { name: 'DiskError', kind: 'locked' },
      'releasing twice frees nothing of the next holder',
    )
    await again.release()
    const race = await Promise.allSettled(Array.from({ length: 10 }, () => disk.lock('x')))
    t.equal(race.filter((outcome) => outcome.status === 'fulfilled').length, 1, 'one of many at once')
  })

  t.test('a file is what an array of bytes is', async () => {
    const disk = await harness.open()
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('write' as const),
        at: fc.nat(60),
        chunks: fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 5 }),
      }),
      fc.record({ kind: fc.constant('truncate' as const), at: fc.nat(80) }),
      fc.record({ kind: fc.constant('read' as const), at: fc.nat(80), length: fc.nat(40) }),
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        run += 1
        const file = await disk.open(`f${run}`, 'write')
        let model = Buffer.alloc(0)
        let same = true
        for (const step of steps) {
          if (step.kind === 'write') {
            await file.write(step.chunks, step.at)
            const written = Buffer.concat(step.chunks)
            if (written.length > 0) {
              const longer = Buffer.alloc(Math.max(model.length, step.at + written.length))
              longer.set(model)
              longer.set(written, step.at)
              model = longer
            }
          } else if (step.kind === 'truncate') {
            await file.truncate(step.at)
            const cut = Buffer.alloc(step.at)
            cut.set(model.subarray(0, step.at))
            model = cut
          } else {
            const target = new Uint8Array(step.length)
            const expected = model.subarray(step.at, step.at + step.length)
            const count = await file.read(target, step.at)
            same &&= count === expected.length && expected.equals(target.subarray(0, count))
          }
          same &&= (await file.size()) === model.length
        }
        await file.close()
        return same
      }),
      { numRuns: 60 },
    )
  })
}
