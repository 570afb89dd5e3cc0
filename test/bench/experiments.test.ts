/** The small form of every experiment runs, fails no request, reads nothing wrong, and leaves a complete result file. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { experimentNames, loadExperiment } from '../../bench/experiments.js'
import { type Result, readResult } from '../../bench/results.js'
import { temporaryFolder } from '../cli/processes.js'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

async function run(t: Test, name: string, ...flags: string[]): Promise<Result> {
  const args = [bench, name, '--small', '--json', '--results', temporaryFolder(t), ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 })
  return JSON.parse(stdout) as Result
}

for (const name of experimentNames) {
  t.test(name, async (t) => {
    const experiment = await loadExperiment(name)
    t.equal(experiment.name, name)
    t.strictSame(Object.keys(experiment.meanings).sort(), Object.keys(experiment.settings).sort())
    const { rows, circumstances, settings } = await run(t, name)
    t.ok(rows.length > 0)
    t.match(circumstances, { node: process.version, processors: String, gramme: /\d/, commit: String })
    t.strictSame(settings, { ...experiment.settings, ...experiment.small }, 'every setting is in the result')
    for (const { labels, values } of rows) {
      t.equal(labels.repeat, 1)
      t.ok(Object.values(values).every(Number.isFinite), JSON.stringify({ labels, values }))
      t.ok((values.wrong ?? 0) === 0, 'no value of another key')
    }
    for (const { x, lines, values, only = {} } of experiment.charts) {
      const drawn = rows.filter(({ labels }) =>
        Object.entries(only).every(([label, value]) => labels[label] === value),
      )
      t.ok(drawn.length > 0, 'a chart has something to show')
      t.ok(drawn.every(({ labels }) => [x, ...lines].every((label) => labels[label] !== undefined)))
      t.ok(drawn.some((row) => values.some((value) => row.values[value] !== undefined)))
    }
  })
}

t.test('a result file is what was printed', async (t) => {
  const folder = temporaryFolder(t)
  const args = [bench, 'load', '--small', '--results', folder, '--in-flight', '4', '--mix', 'F']
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
  const path = stdout.trim().split('\n').at(-1) ?? ''
  const result = readResult(path)
  t.match(result, { experiment: 'load', isSmall: true, settings: { inFlight: 4, mix: 'F' } })
  t.equal(result.rows[0].values.failed, 0)
  t.ok(result.rows[0].values.achievedPerSecond > 0)
  t.match(stdout, /achievedPerSecond/)
  t.match(readFileSync(path, 'utf8'), /"resultVersion": 1/)
})

t.test('conflicting writers leave siblings, as many as were asked for', async (t) => {
  const { rows } = await run(t, 'load', '--mix', 'A', '--conflict-rate', '1', '--keys', '20')
  t.ok(rows[0].values.readsThatSaw2 > 0)
  const none = await run(t, 'load', '--mix', 'A', '--keys', '20')
  t.equal(none.rows[0].values.readsThatSaw2, 0, 'and none where none were')
})

t.test('what is wrong is told in words', async (t) => {
  const told = (...flags: string[]) =>
    promisify(execFile)(process.execPath, [bench, ...flags]).then(
      String,
      ({ stderr }: { stderr: string }) => stderr,
    )
  t.match(await told('load', '--mix', 'Z'), /mix is 'Z'; it must be one of A, B/)
  t.match(await told('load', '--target', 'ftp://x'), /must begin with one of gramme:\/\//)
  t.match(await told('load', '--rate', 'fast'), /must be a number/)
  t.match(await told('load', '--nonsense'), /unknown option/)
})
