/**
 * `npm run chaos`: a chaos run on this machine, and its report. Exit code 1 when an acknowledged write was lost,
 * a get did not show what it must, or the run did not come to its end.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { type FaultName, faultNames } from './faults.js'
import { isBad, reportAsText } from './report.js'
import { type ChaosOptions, type ChaosReport, chaos, Ended } from './run.js'
import { enterSandbox } from './sandbox.js'

const positive = (text: string) => {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0')
  return value
}

const share = (text: string) => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('must be from 0 to 1')
  return value
}

const asFaults = (text: string) =>
  text.split(',').map((name) => {
    const found = faultNames.find((known) => known === name)
    if (found === undefined) throw new InvalidArgumentError(`there are ${faultNames.join(', ')}`)
    return found
  })

const command = new Command('npm run chaos --')
  .description(
    'Real nodes under load and faults: is every acknowledged write with all its owners in the end?',
  )
  .option('--minutes <COUNT>', 'about how long; all faults once at least', positive, 5)
  .option('--nodes <COUNT>', 'nodes of the cluster', positive, 5)
  .option('--faults <NAMES>', `of ${faultNames.join(', ')}`, asFaults, faultNames)
  .option('--phase <MS>', 'how long a fault, and what comes after it, takes at least', positive, 5000)
  .option('--workers <COUNT>', 'requests under way at one time', positive, 16)
  .option('--keys <COUNT>', 'keys of each worker', positive, 125)
  .option('--single <SHARE>', 'of the writes, so many (0 to 1) wait for one owner: W = 1', share, 0.5)
  .option('--seed <NUMBER>', 'what is asked and who is hit', positive, 1)
  .option('--json <FILE>', 'write the report there, too')
  .parse()

const sandbox = await enterSandbox(fileURLToPath(import.meta.url), process.argv.slice(2))
if (sandbox.kind === 'done') process.exitCode = sandbox.exitCode
else
  await run(
    sandbox.kind === 'none' ? sandbox.why : undefined,
    sandbox.kind === 'inside' ? [sandbox.ended] : [],
  )

async function run(notSandboxed: string | undefined, ends: readonly AbortSignal[]): Promise<void> {
  const { minutes, nodes, faults, phase, workers, keys, single, seed, json } = command.opts<{
    minutes: number
    nodes: number
    faults: FaultName[]
    phase: number
    workers: number
    keys: number
    single: number
    seed: number
    json?: string
  }>()
  const say = (line: string) =>
    console.error(`${(performance.now() / 1000).toFixed(1).padStart(7)} s  ${line}`)
  const load = { workers, keysPerWorker: keys, singleShare: single, pauseMs: 10 }
  const asked = new AbortController()
  const end = () => asked.abort()
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  const signal = AbortSignal.any([asked.signal, ...ends])
  const options = { minutes, nodes, faults, phaseMs: phase, seed, ...load, say, notSandboxed, signal }
  const report = await untilEnded(options)
  if (report === undefined) {
    say('the run was ended')
    // What it still waits for is of no interest any more.
    process.exit(1)
  }
  if (json !== undefined) writeFileSync(json, JSON.stringify(report, undefined, 2))
  console.log(reportAsText(report))
  if (report.folder !== undefined) console.log(`kept: ${report.folder}`)
  process.exitCode = isBad(report) ? 1 : 0
}

async function untilEnded(options: ChaosOptions): Promise<ChaosReport | undefined> {
  try {
    return await chaos(options)
  } catch (error) {
    if (error instanceof Ended) return undefined
    throw error
  }
}
