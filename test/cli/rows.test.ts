/** Tables as they come: line ends, quotes, blank lines, rows that are wrong, in chunks of any size. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CommandError, UsageError } from '../../src/cli/exit.js'
import { type Row, readRows } from '../../src/cli/rows.js'
import { temporaryFolder } from './processes.js'

async function rowsOf(file: string, key = 'name'): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of readRows(file, key)) rows.push(...batch)
  return rows
}

t.test('TSV: quotes are ordinary characters', async (t) => {
  const file = join(temporaryFolder(t), 'a.tsv')
  writeFileSync(file, '\ufeffid\tname\tnote\r\n1\ta\tsay "hi\r\n\r\n2\tb\t\n3\t"c"\t\u00fc')
  const rows = await rowsOf(file)
  t.same(
    rows.map(({ number, key, value }) => [number, key, JSON.parse(String(value))]),
    [
      [1, 'a', { id: '1', name: 'a', note: 'say "hi' }],
      [2, 'b', { id: '2', name: 'b', note: '' }],
      [3, '"c"', { id: '3', name: '"c"', note: '\u00fc' }],
    ],
  )
})

t.test('CSV: quoted fields may hold commas, quotes and line feeds', async (t) => {
  const file = join(temporaryFolder(t), 'a.csv')
  writeFileSync(file, 'name,note\n"a, b","x ""y""\nz"\nc,d\ne,f,g\n')
  const rows = await rowsOf(file)
  t.same(JSON.parse(String(rows[0].value)), { name: 'a, b', note: 'x "y"\nz' })
  t.same(rows[1].key, 'c')
  t.match(rows[2], { key: 'e', value: { fault: /3 fields, and the header has 2/ } })
  writeFileSync(file, 'name,note\na,"never closed\n')
  await t.rejects(rowsOf(file), CommandError)
})

t.test('rows that are wrong are given with their fault', async (t) => {
  const file = join(temporaryFolder(t), 'a.tsv')
  writeFileSync(
    file,
    Buffer.concat([Buffer.from('name\tnote\n\tx\nonly\n'), Buffer.from([0x62, 0x09, 0xff, 0x0a])]),
  )
  t.match(await rowsOf(file), [
    { number: 1, value: { fault: /nothing in column 'name'/ } },
    { number: 2, key: 'only', value: { fault: /has 1 fields/ } },
    { number: 3, value: { fault: /not UTF-8/ } },
  ])
})

t.test('a file longer than a chunk loses nothing', async (t) => {
  const file = join(temporaryFolder(t), 'a.tsv')
  const lines = Array.from({ length: 20_000 }, (_, i) => `key-${i}\t${'x'.repeat(i % 90)}`)
  writeFileSync(file, `name\tnote\n${lines.join('\n')}\n`)
  const rows = await rowsOf(file)
  t.same(
    rows.map(({ key }) => key),
    lines.map((line) => line.split('\t')[0]),
  )
  t.equal(rows.at(-1)?.position, 11 - 1 + lines.join('\n').length + 1)
})

t.test('files that are no such table', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a.tsv')
  writeFileSync(file, 'name\tnote\n')
  t.same(await rowsOf(file), [])
  await t.rejects(rowsOf(file, 'id'), new UsageError(`${file} has no column 'id'; it has name, note`))
  writeFileSync(file, '')
  await t.rejects(rowsOf(file), CommandError)
  writeFileSync(file, 'name\tname\n')
  await t.rejects(rowsOf(file), CommandError)
  writeFileSync(file, `name\n${'x'.repeat(5 * 1024 * 1024)}`)
  await t.rejects(rowsOf(file), CommandError)
  await t.rejects(rowsOf(join(folder, 'none.tsv')), CommandError)
})
