/**
 * `gramme check DIR`: reads every record of a data folder that no node has open, and tells what is wrong.
 * DIR may be a node's folder, the log in it, or a folder of several nodes, such as `npm start` makes.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { systemDisk } from '../runtime/disk.js'
import { type CheckReport, checkStore } from '../store/check.js'
import { StoreError } from '../store/store.js'
import { WorkerPool } from '../workers/pool.js'
import { CommandError } from './exit.js'
import { openProgress } from './progress.js'
import { bytes, count, table } from './table.js'

interface CheckCommandOptions {
  readonly json?: boolean
}

interface Checked {
  readonly folder: string
  readonly report: CheckReport
}

const examples = `
Nothing is changed. The exit code is 1 when something is wrong: damage that a node repairs from its peers when
it meets it. A write that a crash cut short is not wrong: it was never acknowledged.

Examples:
  gramme check .gramme
  gramme check /var/lib/gramme --json`

export function register(program: Command): void {
  program
    .command('check')
    .description('Verify the records of a data folder that no node has open.')
    .argument('<DIR>', "a node's folder, or one that holds several")
    .option('--json', 'print JSON, for machines')
    .addHelpText('after', examples)
    .action(check)
}

async function check(folder: string, { json }: CheckCommandOptions): Promise<void> {
  const workers = new WorkerPool()
  const checked: Checked[] = []
  try {
    for (const log of logsIn(folder)) checked.push({ folder: log, report: await checkOne(log, workers) })
  } finally {
    await workers.close()
  }
  if (json) print(`${JSON.stringify(checked.map(({ folder, report }) => ({ folder, ...report })))}\n`)
  else for (const one of checked) print(asText(one))
  const wrong = checked.reduce((sum, { report }) => sum + report.problemCount, 0)
  if (wrong > 0) throw new CommandError(`${count(wrong)} ${wrong === 1 ? 'problem' : 'problems'} found`)
}

/** The logs that the folder holds, or is. */
function logsIn(folder: string): string[] {
  const holdsLog = (path: string) => existsSync(join(path, 'STORE'))
  if (holdsLog(folder)) return [folder]
  if (existsSync(join(folder, 'log'))) return [join(folder, 'log')]
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    throw new CommandError(`cannot read ${folder}: ${(error as Error).message}`)
  }
  const logs = names
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .filter((name) => existsSync(join(folder, name, 'node.json')))
    .map((name) => join(folder, name, 'log'))
  if (logs.length === 0) throw new CommandError(`${folder} holds no data of a node`)
  return logs
}

async function checkOne(folder: string, workers: WorkerPool): Promise<CheckReport> {
  const progress = openProgress(`checking ${folder}`, bytes)
  try {
    return await checkStore({
      folder,
      disk: systemDisk(),
      workers,
      onProgress: ({ bytesDone, bytes: total }) => progress.show(bytesDone, total),
    })
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new CommandError(`cannot check ${folder}: ${error.message}`)
  } finally {
    progress.end()
  }
}

function asText({ folder, report }: Checked): string {
  const { keys, liveBytes, deadBytes, partitionCount, wasClean, segments, problems, problemCount } = report
  const sound = problemCount === 0 ? 'sound' : `${count(problemCount)} problems`
  return [
    `${folder}: ${sound}; ${count(keys)} keys in ${count(partitionCount)} partitions, ${bytes(liveBytes)} live, ${bytes(deadBytes)} dead, last stop ${wasClean ? 'clean' : 'not clean'}\n`,
    table<CheckReport['segments'][number]>(
      [
        { title: 'segment', of: ({ segment }) => String(segment), align: 'right' },
        { title: 'size', of: (one) => bytes(one.bytes), align: 'right' },
        { title: 'records', of: ({ records }) => count(records), align: 'right' },
        { title: 'live', of: (one) => bytes(one.liveBytes), align: 'right' },
        { title: 'dead', of: (one) => bytes(one.deadBytes), align: 'right' },
        { title: 'damaged', of: ({ damagedRecords }) => count(damagedRecords), align: 'right' },
        { title: 'bad', of: ({ badBytes }) => bytes(badBytes), align: 'right' },
        { title: 'torn', of: ({ tornBytes }) => bytes(tornBytes), align: 'right' },
        { title: 'index', of: ({ index }) => index },
      ],
      segments,
    ),
    ...problems.map(({ message }) => `problem: ${message}\n`),
    ...(problemCount > problems.length
      ? [`and ${count(problemCount - problems.length)} more problems\n`]
      : []),
    ...report.setAside.map((name) => `set aside, since it could not be read whole: ${name}\n`),
    '\n',
  ].join('')
}

function print(text: string): void {
  process.stdout.write(text)
}
