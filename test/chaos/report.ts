/** What a chaos run has to say, as text: a line for each phase, the ledger, and what was found in the end. */
import type { ChaosReport } from './run.js'
import type { Figures, PhaseReport } from './tally.js'

/** Dynamo §6.6: the share of requests that were answered, over two years. */
const markPercent = '99.9995'
const lostShown = 20

export function reportAsText(report: ChaosReport): string {
  const { phases, skipped, writes, acknowledged, problem, audit } = report
  const total = totalOf(phases)
  const seconds = (audit.waitedMs / 1000).toFixed(1)
  return [
    'phase              requests  answered %    p50 ms    p99 ms  p99.9 ms  misses  whole s  errors',
    ...phases.map(lineOf),
    ...phases.flatMap(({ phase, errors }) =>
      Object.entries(errors).map(([code, { first }]) => `${phase}: the first ${code} says: ${first}`),
    ),
    ...Object.entries(skipped).map(([name, why]) => `${name.padEnd(16)} skipped: ${why}`),
    `${total.requests} requests, ${percent(total.answered, total.requests)}% answered`,
    `${total.w1Requests} of them writes with W = 1, ${percent(total.w1Answered, total.w1Requests)}% answered (the paper: ${markPercent}%)`,
    `${writes} writes, ${acknowledged} acknowledged, ${audit.lost.length} lost`,
    `${broken(phases)} gets missed what owners had acknowledged`,
    `${audit.keys} keys, ${audit.copies} copies looked at${audit.lost.length > 0 ? '' : `, all as they must be after ${seconds} s`}`,
    ...audit.lost.slice(0, lostShown).map((lost) => `lost: ${lost}`),
    ...(problem === undefined ? [] : [`it did not come to its end: ${problem}`]),
  ].join('\n')
}

/** Whether something was not as it must be: the run fails, and its files are kept. */
export function isBad({ audit, problem, phases }: Omit<ChaosReport, 'folder'>): boolean {
  return audit.lost.length > 0 || problem !== undefined || broken(phases) > 0
}

/**
 * Gets that did not show an acknowledged write though one that took it as an owner answered them.
 */
export function broken(phases: readonly PhaseReport[]): number {
  return phases.reduce((sum, { readMisses }) => sum + readMisses.owners, 0)
}

export function totalOf(phases: readonly PhaseReport[]): Figures {
  const sum = (of: (phase: PhaseReport) => number) => phases.reduce((all, phase) => all + of(phase), 0)
  return {
    requests: sum(({ requests }) => requests),
    answered: sum(({ answered }) => answered),
    w1Requests: sum(({ w1Requests }) => w1Requests),
    w1Answered: sum(({ w1Answered }) => w1Answered),
  }
}

function lineOf(phase: PhaseReport): string {
  const ms = (value: number) => value.toFixed(1).padStart(9)
  const errors = Object.entries(phase.errors).map(([code, { count }]) => `${code} ${count}`)
  const { owners, 'stand-ins': standIns } = phase.readMisses
  const cells = [
    phase.phase.padEnd(16),
    String(phase.requests).padStart(10),
    percent(phase.answered, phase.requests).padStart(11),
    [phase.p50Ms, phase.p99Ms, phase.p999Ms].map(ms).join(' '),
    `${owners}+${standIns}`.padStart(7),
    (phase.phase.startsWith('after ') ? (phase.wholeAfterMs / 1000).toFixed(1) : '').padStart(8),
    '',
    errors.join(', '),
  ]
  return cells.join(' ').trimEnd()
}

function percent(part: number, whole: number): string {
  return ((whole === 0 ? 1 : part / whole) * 100).toFixed(4)
}
