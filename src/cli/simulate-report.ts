/** What `gramme simulate` says of a run and of many, for people and for machines. Pure: it writes nothing. */

import { faultDescriptions } from '../simulation/fault-descriptions.js'
import { type FaultKind, faultKinds } from '../simulation/fault-model.js'
import type { SimulationOutcome, Violation } from '../simulation/index.js'
import type { Plan } from '../simulation/plan/plan.js'
import { oneLine, shortNumber } from '../simulation/report/describe.js'
import type { FailedSeed, SweepTotals } from './simulate-sweep.js'
import { type Column, count, duration, table } from './table.js'

const widthMax = 110
const violationsShown = 5

/** Name and value, in order. */
export type Fact = readonly [string, string]

/** What was to happen: the cluster, requests and faults. */
export function planFacts({ seed, version, shape, durationMs, operations, faults }: Plan): Fact[] {
  const { nodes, clients, n, r, w, partitions, weights, zones, durability, coordination } = shape
  const facts: Fact[] = [
    ['seed', String(seed)],
    ['version', version],
    [
      'cluster',
      `${things(nodes, 'node')}, ${things(clients, 'client')}, ${things(partitions, 'partition')}; N=${n}, R=${r}, W=${w}`,
    ],
  ]
  if (new Set(weights).size > 1) facts.push(['weights', weights.map(shortNumber).join(', ')])
  if (zones.some((zone) => zone !== '')) facts.push(['zones', zones.map((zone) => zone || '-').join(', ')])
  facts.push(
    ['durability', durability],
    ['coordination', coordination],
    ['timeout', `${count(shape.requestTimeoutMs)} ms a request`],
    [
      'plan',
      `${things(operations.length, 'request')} and ${things(faults.length, 'fault')} in ${seconds(durationMs)}`,
    ],
  )
  return facts
}

/** What happened. */
export function runFacts({
  counts,
  failures,
  faults,
  simulatedMs,
  tookMs,
  events,
  hash,
}: SimulationOutcome): Fact[] {
  return [
    ['requests', requestsOf(counts, failures)],
    ['faults', faultsOf(faults)],
    [
      'time',
      `${seconds(simulatedMs)} simulated in ${seconds(tookMs)}: ${timesRealTime(simulatedMs, tookMs)}; ${count(events)} events`,
    ],
    ['event hash', hash],
  ]
}

export function factsText(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(([name]) => name.length)) + 2
  return facts.map(([name, value]) => `${name.padEnd(width)}${wrapped(value, width)}\n`).join('')
}

export function violationsText(violations: readonly Violation[]): string {
  const lines = violations.slice(0, violationsShown).map((one) => `  ${violationLine(one)}\n`)
  const more = violations.length - lines.length
  return [...lines, ...(more > 0 ? [`  and ${count(more)} more\n`] : [])].join('')
}

export function violationLine({ kind, message, atMs, key }: Violation): string {
  const about = key === undefined ? '' : `, key '${key}'`
  return oneLine(`${kind} at ${milliseconds(atMs)}${about}: ${message}`)
}

export function runJson(outcome: SimulationOutcome, hashAgain: string | undefined): Record<string, unknown> {
  const {
    seed,
    version,
    passed,
    violations,
    hash,
    events,
    simulatedMs,
    tookMs,
    counts,
    failures,
    faults,
    plan,
  } = outcome
  const isSame = hashAgain === undefined || hashAgain === hash
  return {
    seed,
    version,
    passed: passed && isSame,
    violations,
    hash,
    ...(hashAgain !== undefined && { hashAgain }),
    events,
    simulatedMs,
    tookMs,
    counts,
    failures,
    faults,
    shape: plan.shape,
    planned: { durationMs: plan.durationMs, requests: plan.operations.length, faults: plan.faults.length },
  }
}

/** `replay`: the command that runs a seed again. */
export function sweepText(totals: SweepTotals, replay: (seed: number) => string): string {
  const { from, seeds, failed, underWay, simulatedMs, tookMs, counts, failures, faults, threads, events } =
    totals
  const facts: Fact[] = [
    ['seeds', `${count(seeds)}, from seed ${from}, on ${things(threads, 'thread')}`],
    ['failed', count(failed.length)],
    [
      'simulated',
      `${(simulatedMs / 3_600_000).toFixed(3)} hours in ${duration(tookMs)}: ${timesRealTime(simulatedMs, tookMs)}, ${perSecond(seeds, tookMs)} seeds/s; ${count(events)} events`,
    ],
    ['requests', requestsOf(counts, failures)],
    ['faults', faultsOf(faults)],
  ]
  if (underWay.length > 0) {
    const told = underWay.map((one) => `${one.seed} (${seconds(one.tookMs)})`)
    facts.push(['not ended', `seeds ${told.join(', ')}`])
  }
  return `${factsText(facts)}${failed.length === 0 ? '' : `\n${failedTable(failed)}\n${replay(failed[0].seed)}\n`}`
}

function failedTable(failed: readonly FailedSeed[]): string {
  const columns: Column<FailedSeed>[] = [
    { title: 'failed seed', of: ({ seed }) => String(seed), align: 'right' },
    { title: 'first violation', of: (one) => shortened(firstViolation(one)) },
  ]
  return table(columns, failed)
}

function shortened(text: string): string {
  return text.length > widthMax ? `${text.slice(0, widthMax)}...` : text
}

export function firstViolation({ figures, reason }: FailedSeed): string {
  if (figures === undefined) return oneLine(`the thread that ran it failed: ${reason.split('\n')[0]}`)
  const { violations, hash, hashAgain } = figures
  const [first] = violations
  return first === undefined ? notRepeated(hash, hashAgain) : violationLine(first)
}

export function notRepeated(hash: string, hashAgain: string | undefined): string {
  return `it does not repeat: its event hash was ${hash}, and then ${hashAgain}`
}

export function sweepJson(
  totals: SweepTotals,
  replay: (seed: number) => string,
  studied: ReadonlyMap<number, Record<string, unknown>>,
): Record<string, unknown> {
  const { failed, underWay, isInterrupted, ...figures } = totals
  return {
    ...figures,
    passed: failed.length === 0,
    isInterrupted,
    failed: failed.map(({ seed, figures: one, reason }) => ({
      seed,
      violations: one?.violations ?? [],
      ...(one?.hash && { hash: one.hash }),
      ...(one?.hashAgain && { hashAgain: one.hashAgain }),
      ...(reason !== '' && { reason }),
      replay: replay(seed),
      ...studied.get(seed),
    })),
    notEnded: underWay,
  }
}

export function faultList(): string {
  const width = Math.max(...faultKinds.map(({ length }) => length)) + 2
  return faultKinds.map((kind) => `${kind.padEnd(width)}${faultDescriptions[kind]}\n`).join('')
}

/** A get that ends well is counted with gets, a write that does is acknowledged, and of both some fail. */
function requestsOf(
  counts: Readonly<Record<string, number>>,
  failures: Readonly<Record<string, number>>,
): string {
  const { gets = 0, writes = 0, acked = 0, failed = 0, skipped = 0 } = counts
  const unmade = skipped === 0 ? '' : `, ${count(skipped)} not made since the client was down`
  const codes = Object.entries(failures).sort((a, b) => b[1] - a[1])
  const why =
    codes.length === 0 ? '' : ` (${codes.map(([code, times]) => `${code} ${count(times)}`).join(', ')})`
  return `${things(gets, 'get')} and ${things(writes, 'write')}: ${count(acked)} writes acknowledged, ${things(failed, 'request')} failed${why}${unmade}`
}

function faultsOf(faults: Readonly<Partial<Record<FaultKind, number>>>): string {
  const kinds = Object.entries(faults).sort((a, b) => b[1] - a[1])
  if (kinds.length === 0) return 'none'
  const total = kinds.reduce((sum, [, times]) => sum + times, 0)
  return `${count(total)}: ${kinds.map(([kind, times]) => `${kind} ${count(times)}`).join(', ')}`
}

function timesRealTime(simulatedMs: number, tookMs: number): string {
  return `${shortNumber(Number((simulatedMs / Math.max(tookMs, 1)).toPrecision(2)))} times real time`
}

export function perSecond(seeds: number, tookMs: number): string {
  return ((seeds * 1000) / Math.max(tookMs, 1)).toFixed(1)
}

export function things(amount: number, thing: string): string {
  return `${count(amount)} ${thing}${amount === 1 ? '' : 's'}`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`
}

export function milliseconds(ms: number): string {
  return `${ms.toLocaleString('en-US', { maximumFractionDigits: 3 })} ms`
}

/** Long lists go on below where they began. */
function wrapped(text: string, indent: number): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]
    if (line === '') lines[lines.length - 1] = word
    else if (indent + line.length + 1 + word.length <= widthMax) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}
