/**
 * Two runs of one experiment beside each other, case by case: medians, their ratio, and whether the difference is beyond
 * the noise. It is where all repeats of one run lie beyond all of the other, with four of each at least: by chance that
 * comes about once in 35 times. Repeats of the two are best made in turn, so that what else the machine does meets both.
 *
 * Invariant: where a repeat of either is in doubt nothing is said but that. Leaving such repeats out would not help: those
 * that are late are the slow ones, and what is left would look better than it was.
 */
import { type Column, table } from '../src/cli/table.js'
import type { Row } from './experiment.js'
import { figure } from './figure.js'
import { median } from './report/chart-data.js'
import { nameOf, unitOf } from './report/names.js'
import type { Result } from './results.js'

export const repeatsNeeded = 4

export interface Difference {
  readonly case: string
  readonly value: string
  readonly a: number
  readonly b: number
  /** Of b to a; undefined where a is 0. */
  readonly ratio: number | undefined
  readonly repeats: number
  /** Of the repeats of both, those that may not be figures of the server. */
  readonly doubted: number
  readonly verdict: 'beyond the noise' | 'within the noise' | 'too few repeats' | 'doubted'
}

/** Of the cases and figures that both have. */
export function differences(a: readonly Row[], b: readonly Row[]): Difference[] {
  const [ours, theirs] = [samplesOf(a), samplesOf(b)]
  return [...ours].flatMap(([key, { name, value, samples, doubted: ourDoubted }]) => {
    const other = theirs.get(key)
    if (other === undefined) return []
    const [from, to] = [median(samples), median(other.samples)]
    const doubted = ourDoubted + other.doubted
    return [
      {
        case: name,
        value,
        a: from,
        b: to,
        ratio: from === 0 ? undefined : to / from,
        repeats: Math.min(samples.length, other.samples.length),
        doubted,
        verdict: doubted > 0 ? 'doubted' : verdictOf(samples, other.samples),
      },
    ]
  })
}

function verdictOf(a: readonly number[], b: readonly number[]): Difference['verdict'] {
  if (Math.min(a.length, b.length) < repeatsNeeded) return 'too few repeats'
  const isApart = Math.max(...a) < Math.min(...b) || Math.max(...b) < Math.min(...a)
  return isApart ? 'beyond the noise' : 'within the noise'
}

interface Samples {
  readonly name: string
  readonly value: string
  readonly samples: readonly number[]
  readonly doubted: number
}

/** Rounds within a run are repeats as well. */
const repeatLabels = new Set(['repeat', 'round'])

function samplesOf(rows: readonly Row[]): Map<string, Samples> {
  const found = new Map<string, Samples>()
  for (const { labels, values, doubts = [] } of rows) {
    const name = Object.entries(labels)
      .filter(([label]) => !repeatLabels.has(label))
      .map(([label, value]) => (typeof value === 'number' ? `${label} ${value}` : value))
      .join(', ')
    for (const [value, number] of Object.entries(values)) {
      const key = `${name}\n${value}`
      const { samples, doubted } = found.get(key) ?? { samples: [], doubted: 0 }
      found.set(key, {
        name,
        value,
        samples: [...samples, number],
        doubted: doubted + (doubts.length > 0 ? 1 : 0),
      })
    }
  }
  return found
}

/** What else is not the same, in words: a difference of figures may come from that. */
export function unlike(a: Result, b: Result): string[] {
  const said: string[] = []
  const names = new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])
  for (const name of names) {
    const [one, other] = [a.settings[name], b.settings[name]].map((value) => String(value))
    if (one !== other) said.push(`settings differ: ${name} ${one}, ${name} ${other}`)
  }
  for (const name of ['processors', 'memoryBytes', 'system', 'node'] as const) {
    const [one, other] = [a.circumstances[name], b.circumstances[name]]
    if (one !== other) said.push(`${name} differ: ${one}, ${other}`)
  }
  return said
}

export function differencesAsText(all: readonly Difference[]): string {
  const columns: Column<Difference>[] = [
    { title: 'case', of: (one) => one.case },
    { title: 'figure', of: ({ value }) => `${nameOf(value)} ${unitOf(value)}`.trim() },
    { title: 'A', of: ({ a, value }) => asUnit(a, value), align: 'right' },
    { title: 'B', of: ({ b, value }) => asUnit(b, value), align: 'right' },
    { title: 'B / A', of: ({ ratio }) => (ratio === undefined ? '-' : ratio.toFixed(3)), align: 'right' },
    { title: 'repeats', of: ({ repeats }) => String(repeats), align: 'right' },
    { title: '', of: verdictInWords },
  ]
  const apart = all.filter(({ verdict }) => verdict === 'beyond the noise').length
  const few = all.filter(({ verdict }) => verdict === 'too few repeats').length
  const doubted = all.filter(({ verdict }) => verdict === 'doubted').length
  const told = all.length - few - doubted
  const chance = `${apart} of ${told} figures differ beyond the noise; about ${(told / 35).toFixed(0)} would by chance.\n`
  const fewInWords = `Where there are fewer than ${repeatsNeeded} repeats of each, nothing is said.\n`
  const doubtedInWords = `${doubted} of ${all.length} figures are in doubt, since a repeat of A or B may not be of the server; of those nothing is said.\n`
  return `${table(columns, all)}\n${told > 0 ? chance : ''}${few > 0 ? fewInWords : ''}${doubted > 0 ? doubtedInWords : ''}`
}

function verdictInWords({ verdict, doubted }: Difference): string {
  return verdict === 'doubted' ? `doubted: ${doubted} of the repeats of both` : verdict
}

function asUnit(number: number, value: string): string {
  return unitOf(value) === '%' ? figure(100 * number) : figure(number)
}
