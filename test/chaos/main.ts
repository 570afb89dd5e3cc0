/** `npm run chaos`: a chaos run on this machine, and its report. Exit code 1 when an acknowledged write was lost. */
import { writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { type ChaosReport, chaos, type FaultName, faultNames } from './run.js'

const positive = (text: string) => {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0')
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
  .option('--minutes <COUNT>', 'about how long', positive, 3)
  .option('--nodes <COUNT>', 'nodes of the cluster', positive, 5)
  .option('--faults <NAMES>', `of ${faultNames.join(', ')}`, asFaults, faultNames)
  .option('--seed <NUMBER>', 'what is asked and who is hit', positive, 1)
  .option('--json <FILE>', 'write the report there, too')
  .parse()

const { minutes, nodes, faults, seed, json } = command.opts<{
  minutes: number
  nodes: number
  faults: FaultName[]
  seed: number
  json?: string
}>()

const phaseMs = 5000
/** A fault and what comes after it take about three phases. */
const rounds = Math.max(1, Math.round((minutes * 60_000) / (3 * phaseMs * faults.length)))
const say = (line: string) => console.error(`${(performance.now() / 1000).toFixed(1).padStart(7)} s  ${line}`)
const load = { workers: 16, keysPerWorker: 125, pauseMs: 10 }
const report = await chaos({ nodes, faults, rounds, phaseMs, seed, ...load, say })
if (json !== undefined) writeFileSync(json, JSON.stringify(report, undefined, 2))
show(report)
process.exitCode = report.audit.lost.length > 0 ? 1 : 0

function show({ phases, requests, availability, writes, acknowledged, audit }: ChaosReport): void {
  const ms = (value: number) => value.toFixed(1).padStart(9)
  console.log('phase              requests  answered %    p50 ms    p99 ms  p99.9 ms  errors')
  for (const phase of phases) {
    const share = (phase.answeredShare * 100).toFixed(4).padStart(10)
    const errors = Object.entries(phase.errors).map(([code, count]) => `${code} ${count}`)
    const times = [phase.p50Ms, phase.p99Ms, phase.p999Ms].map(ms).join(' ')
    console.log(
      `${phase.phase.padEnd(16)} ${String(phase.requests).padStart(10)}  ${share} ${times}  ${errors.join(', ')}`,
    )
  }
  console.log(`${requests} requests, ${(availability * 100).toFixed(4)}% answered`)
  console.log(`${writes} writes, ${acknowledged} acknowledged, ${audit.lost.length} lost`)
  const seconds = (audit.waitedMs / 1000).toFixed(1)
  console.log(`${audit.keys} keys, ${audit.copies} copies looked at, all as they must be after ${seconds} s`)
  for (const lost of audit.lost.slice(0, 20)) console.log(`lost: ${lost}`)
}
