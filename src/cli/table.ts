/** Figures in columns, for people. */

export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string
  /** Figures stand right, words left. */
  readonly align?: 'right'
}

/** Lines of equal columns, each line with a line feed. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => of(row)))]
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)))
  return cells
    .map((line) => line.map((cell, i) => pad(cell, widths[i], columns[i].align)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

function pad(cell: string, width: number, align: 'right' | undefined): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width)
}

export function percent(part: number): string {
  return `${(100 * part).toFixed(2)}%`
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** 1536 as '1.5 KiB'. */
export function bytes(count: number): string {
  let value = count
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** 1234567 as '1,234,567'. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** 93784000 as '1d 2h', 61000 as '1m 1s', 5000 as '5s': the two largest units that count. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ]
  while (parts.length > 1 && parts[0][0] === 0) parts.shift()
  return parts
    .slice(0, 2)
    .map(([value, unit]) => `${value}${unit}`)
    .join(' ')
}
