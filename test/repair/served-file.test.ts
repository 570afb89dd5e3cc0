import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { readServed, writeServed } from '../../src/repair/served-file.js'
import { systemDisk } from '../../src/runtime/disk.js'

const folder = mkdtempSync(join(tmpdir(), 'gramme-served-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const disk = systemDisk()
const path = join(folder, 'served.json')

t.test('what is written is read', async () => {
  const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 70 })
  await fc.assert(
    fc.asyncProperty(bits, fc.nat(0xffffffff), fc.nat(0xffffffff), async (flags, ringDigest, history) => {
      const served = Uint8Array.from(flags, Number)
      await writeServed(disk, folder, { ringDigest, history, served })
      const read = await readServed(disk, folder, served.length)
      if (read?.ringDigest !== ringDigest || read.history !== history) return false
      return Buffer.compare(read.served, served) === 0
    }),
    { numRuns: 30 },
  )
})

t.test(
  'nothing is known of a folder without the file, or with one that is spoiled or of another cluster',
  async (t) => {
    t.equal(await readServed(disk, join(folder, 'elsewhere'), 8), undefined)
    await writeServed(disk, folder, { ringDigest: 7, history: 7, served: new Uint8Array(64) })
    t.equal(await readServed(disk, folder, 1024), undefined, 'of other partitions')
    const text = readFileSync(path, 'utf8')
    for (const spoiled of [
      '',
      text.slice(0, -3),
      text.replace('"format": 1', '"format": 2'),
      text.replace('history', 'past'),
      '[]',
      'null',
    ]) {
      writeFileSync(path, spoiled)
      t.equal(await readServed(disk, folder, 64), undefined, JSON.stringify(spoiled))
    }
  },
)
