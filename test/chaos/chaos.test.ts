/** Chaos in short: real processes to which all that can be is done under load lose no acknowledged write. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { until } from '../e2e/processes.js'
import { reportAsText } from './report.js'
import type { ChaosReport } from './run.js'

/** To join and to reweight take longer; test/e2e/failures.test.ts does both. */
const faults = ['sigkill', 'sigstop', 'restart', 'partition', 'disk-full', 'wipe', 'leave']
const main = join(dirname(fileURLToPath(import.meta.url)), 'main.js')

/** The run keeps its files in a folder of its own. */
function start(folder: string, ...words: string[]): { child: ChildProcess; told: () => string } {
  const little = ['--phase', '300', '--minutes', '0.001', '--nodes', '4', '--workers', '6', '--keys', '20']
  const child = spawn(process.execPath, [main, ...little, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      told += chunk
    })
  return { child, told: () => told }
}

t.test('what was acknowledged is with all its owners, whatever was done to the nodes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-chaos-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'report.json')
  const { child, told } = start(folder, '--faults', faults.join(), '--json', file)
  const [code] = await once(child, 'close')
  if (!t.ok(existsSync(file), 'there is a report')) return t.comment(told())
  const report: ChaosReport = JSON.parse(readFileSync(file, 'utf8'))
  t.comment(reportAsText(report))
  t.equal(code, 0)
  t.equal(report.problem, undefined)
  t.ok(report.acknowledged > 100, `${report.acknowledged} writes were acknowledged`)
  t.equal(report.audit.copies, 3 * report.audit.keys)
  t.strictSame(report.audit.lost, [])
  // Each node in turn, as for a new version: what Dynamo calls always writeable, seen by whoever writes meanwhile.
  const { w1Requests, w1Answered } = report.phases.find(({ phase }) => phase === 'restart') ?? {}
  t.ok((w1Requests ?? 0) > 10, `${w1Requests} writes with W = 1 while all were restarted`)
  t.equal(w1Answered, w1Requests, 'and none failed')
  const done = new Set(report.phases.map(({ phase }) => phase))
  // A fault that is over at once may see no request end.
  const wasDone = (name: string) => done.has(name) || done.has(`after ${name}`) || name in report.skipped
  for (const name of faults) t.ok(wasDone(name), name)
  t.strictSame(readdirSync(folder), ['report.json'], 'it leaves nothing behind')
})

t.test('a run that is ended leaves nothing behind', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-chaos-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const { child, told } = start(folder, '--nodes', '3', '--faults', 'sigstop', '--phase', '60000')
  await until(() => told().includes('ready'))
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  const [code] = await ended
  t.not(code, 0)
  t.strictSame(readdirSync(folder), [])
})
