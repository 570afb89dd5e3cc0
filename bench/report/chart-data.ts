/**
 * Rows as charts: each line's values at each place of the x axis, repeats as their median. What a row has not is a
 * gap, never a nought; what a doubted row is part of is in doubt.
 */
import type { Chart, Row } from '../experiment.js'
import { nameOf, unitOf } from './names.js'

export interface ChartData {
  readonly title: string
  readonly xTitle: string
  /** Numbers ascend; words stand in the order in which they were measured. */
  readonly x: readonly number[] | readonly string[]
  readonly unit: string
  readonly isLog: boolean
  readonly isLogX: boolean
  readonly lines: readonly Line[]
}

export interface Line {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** At each place: one of the repeats is in doubt. */
  readonly doubted: readonly boolean[]
}

export function chartData(chart: Chart, rows: readonly Row[]): ChartData {
  const chosen = rows.filter(({ labels }) =>
    Object.entries(chart.only ?? {}).every(([label, value]) => labels[label] === value),
  )
  const places = [...new Set(chosen.map(({ labels }) => labels[chart.x]))]
  const x = places.every((place) => typeof place === 'number')
    ? places.sort((a, b) => a - b)
    : places.map(String)
  const groups = [...new Set(chosen.map((row) => groupOf(chart, row)))]
  const lines = groups.flatMap((group) =>
    chart.values.map((value) => {
      const name = [chart.values.length > 1 || group === '' ? nameOf(value) : '', group]
        .filter((part) => part !== '')
        .join(', ')
      const repeats = x.map((place) =>
        chosen.filter(
          (row) =>
            row.labels[chart.x] === place && groupOf(chart, row) === group && row.values[value] !== undefined,
        ),
      )
      return {
        name,
        values: repeats.map((rows) =>
          rows.length === 0 ? null : median(rows.map((row) => row.values[value])),
        ),
        doubted: repeats.map((rows) => rows.some(isDoubted)),
      }
    }),
  )
  return {
    title: chart.title,
    xTitle: nameOf(chart.x),
    x,
    unit: unitOf(chart.values[0]),
    isLog: chart.scale === 'log',
    isLogX: chart.xScale === 'log',
    lines: lines.filter(({ values }) => values.some((value) => value !== null)),
  }
}

export function isDoubted({ doubts = [] }: Row): boolean {
  return doubts.length > 0
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** 'nodes 3' where the label is a number, its value where it is a word. */
function groupOf(chart: Chart, { labels }: Row): string {
  return chart.lines
    .map((label) =>
      typeof labels[label] === 'number' ? `${nameOf(label)} ${labels[label]}` : `${labels[label]}`,
    )
    .join(', ')
}
