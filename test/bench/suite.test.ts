/** The commands of the bench suite: result files, the report, and what is wrong in words. Experiments have tests of their own. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { experimentNames } from '../../bench/experiments.js'
import { readResult } from '../../bench/results.js'
import { temporaryFolder } from '../cli/processes.js'
import { runSmall } from './small-form.js'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

t.test('every experiment has a test of its small form', async (t) => {
  for (const name of experimentNames) {
    t.ok(existsSync(new URL(`./experiments/${name}.test.js`, import.meta.url)), name)
  }
})

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

t.test('several experiments and one report; and the report again, from their files', async (t) => {
  const folder = temporaryFolder(t)
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [bench, ...words, '--results', folder], { timeout: 60_000 })
  const { stdout } = await run('all', '--small', '--only', 'placement,load')
  t.equal(stdout.trim(), join(folder, 'report.html'))
  const page = readFileSync(stdout.trim(), 'utf8')
  for (const name of ['placement', 'load']) t.match(page, `<section id="${name}">`)
  await run('report')
  t.equal(readFileSync(stdout.trim(), 'utf8'), page)
})

t.test('two runs beside each other', async (t) => {
  const folder = temporaryFolder(t)
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [bench, ...words], { timeout: 60_000 })
  const file = async (...flags: string[]) => {
    const { stdout } = await run('placement', '--small', '--results', folder, ...flags)
    return stdout.trim().split('\n').at(-1) ?? ''
  }
  const [one, other] = [await file('--repeats', '4'), await file('--repeats', '4', '--nodes', '20')]
  const { stdout } = await run('compare', one, other)
  t.match(stdout, 'settings differ: nodes 30, nodes 20')
  t.match(stdout, /strategy 1, metadata 100 +efficiency/)
  t.match(stdout, 'beyond the noise')
  const same = await run('compare', one, one)
  t.match(same.stdout, /^0 of \d+ figures differ beyond the noise/m)
})

t.test('conflicting writers leave siblings, as many as were asked for', async (t) => {
  const { rows } = await runSmall(t, 'load', '--mix', 'A', '--conflict-rate', '1', '--keys', '20')
  t.ok(rows[0].values.readsThatSaw2 > 0)
  const none = await runSmall(t, 'load', '--mix', 'A', '--keys', '20')
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
  t.match(await told('load', '--target', 'gramme://127.0.0.1:1'), /^bench: gramme:.*: cannot reach .*\n$/)
  t.match(await told('load', '--rate', 'fast'), /must be a number/)
  t.match(await told('load', '--nonsense'), /unknown option/)
})
