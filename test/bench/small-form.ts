/** An experiment's small form: it runs, no request fails, nothing that is read is wrong, and it leaves a complete result. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { type ExperimentName, loadExperiment } from '../../bench/experiments.js'
import type { Result } from '../../bench/results.js'
import { temporaryFolder } from '../cli/processes.js'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

export async function runSmall(t: Test, name: ExperimentName, ...flags: string[]): Promise<Result> {
  const args = [bench, name, '--small', '--json', '--results', temporaryFolder(t), ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 100_000 })
  return JSON.parse(stdout) as Result
}

/** Where nodes are killed under load it is what the experiment is about. */
const requestsMayFail: readonly ExperimentName[] = ['failure']

/** `more`: what else must hold of the experiment's result. */
export function smallForm(name: ExperimentName, more: (t: Test, result: Result) => void = () => {}): void {
  t.test(name, async (t) => {
    const experiment = await loadExperiment(name)
    t.equal(experiment.name, name)
    t.strictSame(Object.keys(experiment.meanings).sort(), Object.keys(experiment.settings).sort())
    const result = await runSmall(t, name)
    const { rows, circumstances, settings } = result
    t.ok(rows.length > 0)
    t.match(circumstances, { node: process.version, processors: String, gramme: /\d/, commit: String })
    t.strictSame(settings, { ...experiment.settings, ...experiment.small }, 'every setting is in the result')
    for (const { labels, values, doubts = [] } of rows) {
      t.equal(labels.repeat, 1)
      t.ok(Object.values(values).every(Number.isFinite), JSON.stringify({ labels, values }))
      t.equal(values.wrong ?? 0, 0, 'no value of another key')
      if (requestsMayFail.includes(name)) continue
      t.equal(values.failed ?? 0, 0, 'no request failed')
      // Where a row has no such figure it is a doubt.
      t.notOk(
        doubts.some((doubt) => doubt.endsWith('requests failed')),
        'nor is there a doubt that says so',
      )
    }
    for (const { title, x, lines, values, only = {} } of experiment.charts) {
      const drawn = rows.filter(({ labels }) =>
        Object.entries(only).every(([label, value]) => labels[label] === value),
      )
      t.ok(drawn.length > 0, `'${title}' has something to show`)
      t.ok(drawn.every(({ labels }) => [x, ...lines].every((label) => labels[label] !== undefined)))
      t.ok(drawn.some((row) => values.some((value) => row.values[value] !== undefined)))
    }
    more(t, result)
  })
}
