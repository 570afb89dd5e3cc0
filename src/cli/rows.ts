/**
 * The rows of a table in a file, in order, in bounded memory. TSV: fields between tabs, a row a line, no
 * quoting, so quotes are ordinary characters. CSV: RFC 4180.
 *
 * A row that cannot be used (too few fields, not UTF-8) is given with its fault, and the rest goes on.
 */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { CsvError, parse as csvParser } from 'csv-parse'
import { CommandError, UsageError } from './exit.js'

export interface Row {
  /** Counts from 1, the header not counted. */
  readonly number: number
  readonly key: string
  /** The row as JSON text, its columns by name; or what is wrong with it. */
  readonly value: string | { readonly fault: string }
  /** Bytes of the file up to here, more or less. */
  readonly position: number
}

/** A longer line than this is taken for a file that is no table. */
const lineBytesMax = 4 * 1024 * 1024

interface Fields {
  readonly fields: readonly string[] | { readonly fault: string }
  readonly position: number
}

/** Batches of rows. Throws UsageError when the file has no such column, CommandError when it cannot be read. */
export async function* readRows(file: string, keyColumn: string): AsyncGenerator<Row[]> {
  const batches = file.toLowerCase().endsWith('.csv') ? csvFields(file) : tsvFields(file)
  let columns: readonly string[] | undefined
  let keyAt = -1
  let number = 0
  try {
    for await (const batch of batches) {
      const rows: Row[] = []
      for (const { fields, position } of batch) {
        if (columns === undefined) {
          columns = checkHeader(file, fields)
          keyAt = columns.indexOf(keyColumn)
          if (keyAt !== -1) continue
          throw new UsageError(`${file} has no column '${keyColumn}'; it has ${columns.join(', ')}`)
        }
        number += 1
        rows.push({ number, position, ...asRecord(fields, columns, keyAt) })
      }
      yield rows
    }
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) throw error
    const where = error instanceof CsvError ? ` after row ${number}` : ''
    throw new CommandError(`cannot read ${file}${where}: ${(error as Error).message}`)
  }
  if (columns === undefined) throw new CommandError(`${file} is empty: its first line must name the columns`)
}

function checkHeader(file: string, fields: Fields['fields']): readonly string[] {
  if (!isFields(fields)) throw new CommandError(`the first line of ${file} ${fields.fault}`)
  const twice = fields.find((name, i) => fields.indexOf(name) !== i)
  if (twice !== undefined) throw new CommandError(`${file} has two columns '${twice}'`)
  return fields
}

function asRecord(
  fields: Fields['fields'],
  columns: readonly string[],
  keyAt: number,
): Pick<Row, 'key' | 'value'> {
  if (!isFields(fields)) return { key: '', value: fields }
  const key = fields[keyAt] ?? ''
  if (fields.length !== columns.length) {
    return { key, value: { fault: `has ${fields.length} fields, and the header has ${columns.length}` } }
  }
  if (key === '') return { key, value: { fault: `has nothing in column '${columns[keyAt]}'` } }
  return { key, value: JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, fields[i]]))) }
}

function isFields(fields: Fields['fields']): fields is readonly string[] {
  return Array.isArray(fields)
}

async function* tsvFields(file: string): AsyncGenerator<Fields[]> {
  let rest: Buffer = Buffer.alloc(0)
  let position = 0
  let first = true
  const fieldsOf = (line: Buffer): Fields => {
    let end = line.length
    if (end > 0 && line[end - 1] === carriageReturn) end -= 1
    if (!isUtf8(line)) return { fields: { fault: 'is not UTF-8' }, position }
    const text = line.toString('utf8', first && line.indexOf(byteOrderMark) === 0 ? 3 : 0, end)
    return { fields: text.split('\t'), position }
  }
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const found: Fields[] = []
    let start = 0
    for (;;) {
      const end = bytes.indexOf(lineFeed, start)
      if (end === -1) break
      position += end + 1 - start
      if (!isBlank(bytes, start, end)) found.push(fieldsOf(bytes.subarray(start, end)))
      first = false
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > lineBytesMax) {
      throw new CommandError(`${file} has a line of more than ${lineBytesMax} bytes: is it a table?`)
    }
    if (found.length > 0) yield found
  }
  position += rest.length
  if (!isBlank(rest, 0, rest.length)) yield [fieldsOf(rest)]
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === carriageReturn)
}

async function* csvFields(file: string): AsyncGenerator<Fields[]> {
  const options = {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: lineBytesMax,
  }
  const source = createReadStream(file)
  const parser = source.pipe(csvParser(options))
  // A pipe does not carry errors over.
  source.once('error', (error) => parser.destroy(error))
  for await (const { info, record } of parser as AsyncIterable<CsvRecord>) {
    yield [{ fields: record, position: info.bytes }]
  }
}

interface CsvRecord {
  readonly info: { readonly bytes: number }
  readonly record: readonly string[]
}
