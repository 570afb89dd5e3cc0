/**
 * Runs one experiment: repeats, progress, the result file, and its figures as a table.
 *
 * Invariant: whatever is in doubt is marked where it is shown, so that nobody takes it for a figure of the server.
 */
import { tmpdir } from 'node:os'
import { openProgress } from '../src/cli/progress.js'
import { type Column, table } from '../src/cli/table.js'
import type { AnyExperiment, Row, Settings } from './experiment.js'
import { figure } from './figure.js'
import { inFolder } from './folder.js'
import { isDoubted } from './report/chart-data.js'
import { doubtMark } from './report/names.js'
import { circumstances, type Result, saveResult } from './results.js'

export interface RunOptions {
  readonly isSmall: boolean
  readonly repeats: number
  /** Where data of the nodes goes. */
  readonly folder?: string
  /** Where the result file goes. */
  readonly results?: string
}

/** The result, and where it has been written. */
export async function runExperiment(
  experiment: AnyExperiment,
  settings: Settings,
  { isSmall, repeats, folder = tmpdir(), results }: RunOptions,
): Promise<{ readonly result: Result; readonly path: string }> {
  const startedAt = new Date()
  const around = circumstances()
  const rows: Row[] = []
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const bar = openProgress(experiment.name, (amount) => amount.toFixed(0))
    try {
      await inFolder(folder, async (data) => {
        const progress = (done: number, total: number, what: string) => bar.show(done, total, what)
        const measured = await experiment.run(settings, { folder: data, progress })
        rows.push(...measured.map((row) => ({ ...row, labels: { ...row.labels, repeat } })))
      })
    } finally {
      bar.end()
    }
  }
  const result = {
    resultVersion: 1,
    experiment: experiment.name,
    isSmall,
    startedAt: startedAt.toISOString(),
    tookMs: Date.now() - startedAt.getTime(),
    circumstances: around,
    settings,
    rows,
  }
  return { result, path: saveResult(result, results) }
}

const casesAcross = 5

/** A line a figure, a column a case; those in doubt are marked. */
export function resultAsText({ rows }: Pick<Result, 'rows'>): string {
  const groups = Array.from({ length: Math.ceil(rows.length / casesAcross) }, (_, n) =>
    rows.slice(n * casesAcross, (n + 1) * casesAcross),
  )
  const hasRepeats = rows.some(({ labels }) => labels.repeat !== 1)
  const text = groups.map((group) => {
    const names = [...new Set(group.flatMap(({ values }) => Object.keys(values)))]
    const columns: Column<string>[] = [
      { title: '', of: (name) => name },
      ...group.map((row) => ({
        title: `${isDoubted(row) ? doubtMark : ''}${titleOf(row, hasRepeats)}`,
        of: (name: string) => figure(row.values[name]),
        align: 'right' as const,
      })),
    ]
    return table(columns, names)
  })
  const doubts = [...new Set(rows.flatMap((row) => row.doubts ?? []))]
  const warning =
    doubts.length === 0
      ? ''
      : `\n${doubtMark}: not to be taken as figures of the server:\n  ${doubts.join('\n  ')}\n`
  return `${text.join('\n')}${warning}`
}

export function titleOf({ labels }: Row, hasRepeats: boolean): string {
  return Object.entries(labels)
    .filter(([name]) => name !== 'repeat' || hasRepeats)
    .map(([name, value]) => (typeof value === 'number' ? `${name} ${value}` : value))
    .join(', ')
}
