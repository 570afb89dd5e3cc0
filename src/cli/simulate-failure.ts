/**
 * A failing run, told: what was broken, how to run it again, the shortest plan that still fails, and the story
 * of that. Pure: simulate.ts writes the files that are named here.
 */
import type { SimulationOutcome } from '../simulation/index.js'
import type { Plan, PlannedFault, PlannedOperation } from '../simulation/plan/plan.js'
import { describeWhom, oneLine } from '../simulation/report/describe.js'
import { story } from '../simulation/report/story.js'
import type { Trace } from '../simulation/report/trace.js'
import { planCommand } from './simulate-options.js'
import {
  type Fact,
  factsText,
  milliseconds,
  planFacts,
  seconds,
  things,
  violationsText,
} from './simulate-report.js'
import { count } from './table.js'

const storyLinesMax = 60
/** Of faults, and of requests. */
const plannedShown = 40

export interface Failure {
  /** With the trace of the shortest failing run, or of the run itself when none was looked for. */
  readonly outcome: SimulationOutcome
  /** The command that runs it again. */
  readonly replay: string
  /** Where the shortest plan was written; undefined when it was not. */
  readonly planFile: string | undefined
  readonly timelineFile: string | undefined
}

/** The shortest plan that is known to fail. */
export function shortestPlan({ plan, minimal }: SimulationOutcome): Plan {
  return minimal?.plan ?? plan
}

/** How much of the story is told. */
export type StoryLength = 'end' | 'all' | 'all, with messages'

export function failureText(failure: Failure, length: StoryLength = 'end'): string {
  const { outcome, replay, planFile, timelineFile } = failure
  const { seed, version, violations, minimal, trace } = outcome
  const plan = shortestPlan(outcome)
  const facts: Fact[] = [['replay', `${replay}  (gramme ${version})`]]
  if (minimal !== undefined) facts.push(['shortest', shortestText(outcome, minimal)])
  if (planFile !== undefined) facts.push(['saved', `${planFile}; to play it: ${planCommand(planFile)}`])
  if (timelineFile !== undefined) facts.push(['timeline', timelineFile])
  const parts = [
    `seed ${seed} FAILED: ${violations.length === 1 ? 'a promise was' : 'promises were'} broken\n${violationsText(violations)}`,
    factsText(facts),
  ]
  if (minimal !== undefined) parts.push(plannedText(plan, offsetOf(trace), planFile))
  if (trace !== undefined)
    parts.push(storyText(trace, minimal !== undefined ? 'the shortest run' : 'the run', length))
  return `${parts.join('\n')}\n`
}

function shortestText(
  { plan }: SimulationOutcome,
  minimal: NonNullable<SimulationOutcome['minimal']>,
): string {
  const { attempts, isComplete, violations } = minimal
  const left = `${things(minimal.plan.faults.length, 'fault')} of ${count(plan.faults.length)} and ${things(minimal.plan.operations.length, 'request')} of ${count(plan.operations.length)} are left, in ${seconds(minimal.plan.durationMs)} of ${seconds(plan.durationMs)}`
  const end = isComplete ? 'nothing more can be left out' : 'the time was up (--minimise SECONDS gives more)'
  const [first] = violations
  const what =
    first === undefined
      ? 'does NOT fail when played once more'
      : `ends with ${first.kind} at ${milliseconds(first.atMs)}`
  return `${left}; ${things(attempts, 'attempt')}, ${end}; it ${what}`
}

/** Times of a plan count from when faults begin; shown, they are those of the story. */
function offsetOf(trace: Trace | undefined): number {
  return trace?.phases.find(({ name }) => name === 'faults')?.atMs ?? 0
}

function plannedText({ faults, operations }: Plan, offsetMs: number, planFile: string | undefined): string {
  const listOf = <T>(title: string, all: readonly T[], lineOf: (one: T) => string) => {
    const lines = all.slice(0, plannedShown).map((one) => `  ${lineOf(one)}\n`)
    const where = planFile === undefined ? '' : `, in ${planFile}`
    if (all.length > plannedShown) lines.push(`  and ${count(all.length - plannedShown)} more${where}\n`)
    return [`${title}\n`, ...(lines.length === 0 ? ['  none\n'] : lines)].join('')
  }
  return [
    listOf('faults that are left', faults, (one) => faultLine(one, offsetMs)),
    listOf('requests that are left', operations, (one) => operationLine(one, offsetMs)),
  ].join('')
}

export function faultLine(fault: PlannedFault, offsetMs: number): string {
  const { kind, atMs, forMs } = fault
  const whom = describeWhom({ ...fault, beganMs: atMs, endedMs: undefined })
  return `${timeColumn(atMs + offsetMs)}  ${kind}${forMs > 0 ? ` for ${count(forMs)} ms` : ''}: ${whom}`
}

export function operationLine(operation: PlannedOperation, offsetMs: number): string {
  const { id, atMs, client, kind, key, valueBytes, context, r, w, durability } = operation
  const bytes = kind === 'put' || kind === 'update' ? `, ${things(valueBytes, 'byte')}` : ''
  const brings =
    kind === 'put' || kind === 'delete'
      ? `, ${context === 'none' ? 'blind' : `with ${context === 'newest' ? 'the newest' : 'an older'} context`}`
      : ''
  const own = [r > 0 ? `R=${r}` : '', w > 0 ? `W=${w}` : '', durability ?? ''].filter((one) => one !== '')
  const asked = own.length === 0 ? '' : `, ${own.join(' ')}`
  const what = `request ${id}: ${kind} '${key}' by client-${client + 1}${bytes}${brings}${asked}`
  return `${timeColumn(atMs + offsetMs)}  ${oneLine(what)}`
}

function timeColumn(ms: number): string {
  return ms.toFixed(3).padStart(10)
}

export function storyText(trace: Trace, ofWhat: string, length: StoryLength): string {
  const title = `what happened in ${ofWhat}, times in ms\n`
  const end = { fromMs: offsetOf(trace), linesMax: storyLinesMax }
  const told = length === 'end' ? end : ({ messages: length === 'all' ? 'none' : 'all' } as const)
  return `${title}${story(trace, told)}\n`
}

/** For the page. */
export function failureFacts({ outcome, replay, planFile }: Omit<Failure, 'timelineFile'>): Fact[] {
  const { minimal, violations } = outcome
  return [
    ...planFacts(shortestPlan(outcome)),
    ['result', `FAILED: ${(minimal?.violations ?? violations).map(({ kind }) => kind).join(', ')}`],
    ['replay', planFile === undefined ? replay : planCommand(planFile)],
  ]
}

export function failureJson({ outcome, replay, planFile, timelineFile }: Failure): Record<string, unknown> {
  const { minimal } = outcome
  return {
    replay,
    ...(planFile !== undefined && { planFile }),
    ...(timelineFile !== undefined && { timelineFile }),
    ...(minimal !== undefined && { minimal }),
  }
}
