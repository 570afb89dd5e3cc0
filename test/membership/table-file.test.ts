import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readTable, writeTable } from '../../src/membership/table-file.js'
import { systemDisk } from '../../src/runtime/disk.js'
import { memberOf, nodeIds } from './arbitraries.js'

const disk = systemDisk()

function newFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-table-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

t.test('what is written is read', async (t) => {
  const folder = newFolder(t)
  t.strictSame(await readTable(disk, folder), { kind: 'missing' })
  for (const members of [[], nodeIds.map((id, index) => memberOf(id, 1000 + index, index))]) {
    await writeTable(disk, folder, members)
    t.strictSame(await readTable(disk, folder), { kind: 'read', members })
  }
  t.strictSame(readdirSync(folder), ['members.json'], 'nothing else is left lying about')
})

t.test('a damaged table is told from a missing one, and says what is wrong', async (t) => {
  const folder = newFolder(t)
  const path = join(folder, 'members.json')
  await writeTable(disk, folder, [memberOf(nodeIds[0], 1, 1)])
  const whole = readFileSync(path, 'utf8')
  const damaged = {
    empty: '',
    cut: whole.slice(0, -20),
    'of another format': whole.replace('"format": 1', '"format": 2'),
    'with a wrong record': whole.replace('"weight": ', '"weight": -'),
    'no table at all': '[]',
    zeros: '\0'.repeat(whole.length),
  }
  for (const [name, text] of Object.entries(damaged)) {
    writeFileSync(path, text)
    const read = await readTable(disk, folder)
    t.ok(read.kind === 'damaged' && read.reason.length > 0, name)
  }
  await writeTable(disk, folder, [])
  t.match(await readTable(disk, folder), { kind: 'read' }, 'and it is replaced')
})

t.test('a replacement that was cut short leaves the old table', async (t) => {
  const folder = newFolder(t)
  const members = [memberOf(nodeIds[0], 1, 1)]
  await writeTable(disk, folder, members)
  writeFileSync(join(folder, 'members.json.new'), '{"format": 1, "mem')
  t.strictSame(await readTable(disk, folder), { kind: 'read', members })
  await writeTable(disk, folder, members)
  t.strictSame(readdirSync(folder), ['members.json'])
})
