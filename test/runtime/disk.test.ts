import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { systemDisk } from '../../src/runtime/disk.js'
import { diskConformance } from '../ports/disk-conformance.js'

const root = fs.mkdtempSync(join(tmpdir(), 'gramme-disk-'))
t.teardown(() => fs.rmSync(root, { recursive: true, force: true }))

function folder(): string {
  return fs.mkdtempSync(join(root, 'd-'))
}

diskConformance(t, { open: async () => systemDisk(folder()), holder: () => String(process.pid) })

t.test('takes absolute paths as they are', async (t) => {
  const elsewhere = folder()
  const file = await systemDisk(folder()).open(join(elsewhere, 'f'), 'write')
  await file.close()
  t.strictSame(fs.readdirSync(elsewhere), ['f'])
})

t.test('errors say what failed, where and why', async (t) => {
  const disk = systemDisk(folder())
  const path = join(root, 'nothing', 'f')
  await t.rejects(disk.open(path, 'write'), {
    name: 'DiskError',
    kind: 'missing',
    message: new RegExp(`cannot open ${path}: ENOENT`),
  })
  await t.rejects(disk.list('/dev/null'), { kind: 'io', message: /cannot list \/dev\/null: ENOTDIR/ })
})

t.test('a full disk', { skip: fs.existsSync('/dev/full') ? false : 'no /dev/full here' }, async (t) => {
  const file = await systemDisk().open('/dev/full', 'write')
  await t.rejects(file.write([new Uint8Array(10)], 0), {
    name: 'DiskError',
    kind: 'full',
    message: /cannot write \/dev\/full: ENOSPC/,
  })
  await t.rejects(file.write([new Uint8Array(10), new Uint8Array(10)], 0), {
    name: 'DiskError',
    kind: 'full',
  })
  await file.close()
})

t.test(
  'a folder that may not be written',
  { skip: process.getuid?.() === 0 && 'root may all' },
  async (t) => {
    const closed = folder()
    fs.chmodSync(closed, 0o500)
    const disk = systemDisk(closed)
    await t.rejects(disk.open('f', 'write'), { name: 'DiskError', kind: 'denied' })
    await t.rejects(disk.lock('.'), { name: 'DiskError', kind: 'denied' })
  },
)

t.test('refuses what is not a position', async (t) => {
  const file = await systemDisk(folder()).open('f', 'write')
  for (const position of [-1, 0.5, Number.NaN, 2 ** 60]) {
    t.throws(() => file.read(new Uint8Array(1), position), { name: 'InvariantError' })
    t.throws(() => file.write([new Uint8Array(1)], position), { name: 'InvariantError' })
  }
  await file.close()
})

t.test('many small reads at once leave the loop its turns', async (t) => {
  const file = await systemDisk(folder()).open('f', 'write')
  await file.write([new Uint8Array(100).fill(7)], 0)
  let turns = 0
  let reading = true
  const turn = () => {
    turns += 1
    if (reading) setImmediate(turn)
  }
  setImmediate(turn)
  // Reads that follow each other at once: from the page cache, none of them has to wait for anything.
  for (let n = 0; n < 2000; n += 1) await file.read(new Uint8Array(100), 0)
  reading = false
  t.ok(turns >= 10, `${turns} turns`)
  const targets = Array.from({ length: 500 }, () => new Uint8Array(50))
  const reads = targets.map((target, n) => file.read(target, n % 2 === 0 ? 0 : 90))
  const closed = file.close()
  t.strictSame(
    await Promise.all(reads),
    targets.map((_, n) => (n % 2 === 0 ? 50 : 10)),
    'and those that wait are made before the file is closed',
  )
  await closed
})
