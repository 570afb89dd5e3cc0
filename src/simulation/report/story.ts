/**
 * A trace as text: one line an event, by time, in columns (time in ms, machine, what happened), or a section a
 * machine. Of what is too long the middle is left out, and how much that was is said; the beginning tells how it
 * came about, the end what came of it.
 */
import { describeDetails, describeWhom, diedOver, endOf, isInstant, machinesOf, oneLine } from './describe.js'
import { statesOf } from './timeline.js'
import type { Trace, TracedFault, TracedMessage, TracedRequest } from './trace.js'

export interface StoryOptions {
  readonly fromMs?: number
  readonly toMs?: number
  /** Of the whole, or of each section. */
  readonly linesMax?: number
  /** `none` unless said: there are many. */
  readonly messages?: 'none' | 'all'
}

interface Event {
  readonly atMs: number
  /** Empty: it concerns no machine more than another. */
  readonly machines: readonly string[]
  /** Whom it concerns as well: the other side of what is parted. */
  readonly others?: readonly string[]
  readonly what: string
}

export function story(trace: Trace, options: StoryOptions = {}): string {
  const events = eventsOf(trace, options)
  const width = Math.max(1, ...events.map(({ machines }) => columnOf(machines).length))
  return shortened(
    events.map((event) => line(event, columnOf(event.machines).padEnd(width))),
    options.linesMax,
  ).join('\n')
}

/** What concerns no machine more than another comes first, under `run`. */
export function storyPerNode(trace: Trace, options: StoryOptions = {}): string {
  const events = eventsOf(trace, options)
  const sections = [
    section(
      'run',
      events.filter(({ machines }) => machines.length === 0),
      options,
    ),
    ...machinesOf(trace).map(({ name }) =>
      section(
        name,
        events.filter(({ machines, others = [] }) => machines.includes(name) || others.includes(name)),
        options,
      ),
    ),
  ]
  return sections.join('\n\n')
}

function section(name: string, events: readonly Event[], { linesMax }: StoryOptions): string {
  const lines = shortened(
    events.map((event) => line(event)),
    linesMax,
  )
  return [name, '-'.repeat(name.length), ...(lines.length === 0 ? ['nothing'] : lines)].join('\n')
}

function line({ atMs, what }: Event, column?: string): string {
  const time = atMs.toFixed(3).padStart(10)
  return column === undefined ? `${time}  ${oneLine(what)}` : `${time}  ${column}  ${oneLine(what)}`
}

function columnOf(machines: readonly string[]): string {
  if (machines.length === 0) return '-'
  return machines.length === 1 ? machines[0] : `${machines.length} machines`
}

function shortened(lines: readonly string[], linesMax = Number.POSITIVE_INFINITY): readonly string[] {
  if (lines.length <= linesMax) return lines
  const kept = Math.max(0, linesMax - 1)
  const first = Math.ceil(kept / 2)
  const last = kept - first
  const left = `       ...  ${lines.length - kept} lines left out`
  return [...lines.slice(0, first), left, ...lines.slice(lines.length - last)]
}

function eventsOf(
  trace: Trace,
  { fromMs = 0, toMs = Number.POSITIVE_INFINITY, messages = 'none' }: StoryOptions,
): Event[] {
  const events: Event[] = []
  // At the same time, causes are told before what they bring about.
  for (const { atMs, name } of trace.phases) events.push({ atMs, machines: [], what: `phase: ${name}` })
  for (const fault of trace.faults) events.push(...faultEvents(fault))
  for (const { atMs, machine, change, detail } of trace.processes) {
    events.push({ atMs, machines: [machine], what: detail === '' ? change : `${change}: ${detail}` })
  }
  for (const { atMs, machine, level, message, details } of trace.reports) {
    const more = describeDetails(details)
    events.push({ atMs, machines: [machine], what: `${level}: ${message}${more === '' ? '' : ` (${more})`}` })
  }
  if (messages === 'all') for (const message of trace.messages) events.push(...messageEvents(message))
  for (const request of trace.requests) events.push(...requestEvents(trace, request))
  for (const { atMs, kind, message, key } of trace.violations) {
    const about = key === undefined ? '' : ` (key '${key}')`
    events.push({ atMs, machines: [], what: `VIOLATION ${kind}: ${message}${about}` })
  }
  const within = events.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).sort((a, b) => a.atMs - b.atMs)
  return fromMs > 0 ? [...before(trace, fromMs), ...within] : within
}

/** How things stand when a story begins in the middle. */
function before(trace: Trace, fromMs: number): Event[] {
  const names = machinesOf(trace).map(({ name }) => name)
  const states = statesOf(trace, names, Math.max(endOf(trace), fromMs) + 1)
    .filter((one) => one.fromMs < fromMs && one.toMs >= fromMs)
    .map(({ lane, state, why, fromMs: sinceMs }) => ({
      atMs: fromMs,
      machines: [names[lane]],
      what: `has been ${state} since ${sinceMs.toFixed(3)}${why === state ? '' : ` (${why})`}`,
    }))
  const faults = trace.faults
    .filter((fault) => !isInstant(fault) && fault.beganMs < fromMs && (fault.endedMs ?? fromMs) >= fromMs)
    .map((fault) => ({
      atMs: fromMs,
      machines: fault.machines,
      others: fault.others,
      what: `${titleOf(fault)} has gone on since ${fault.beganMs.toFixed(3)}: ${describeWhom(fault)}`,
    }))
  return [...states, ...faults]
}

function faultEvents(fault: TracedFault): Event[] {
  const { machines, others, beganMs, endedMs } = fault
  const title = titleOf(fault)
  if (isInstant(fault)) return [{ atMs: beganMs, machines, others, what: `${title}: ${describeWhom(fault)}` }]
  const began = { atMs: beganMs, machines, others, what: `${title} begins: ${describeWhom(fault)}` }
  if (endedMs === undefined) return [began]
  return [began, { atMs: endedMs, machines, others, what: `${title} ends` }]
}

function titleOf({ id, kind }: TracedFault): string {
  return `fault ${id} ${kind}`
}

function requestEvents(trace: Trace, request: TracedRequest): Event[] {
  const { number, client, kind, key, beganMs, endedMs, outcome, detail } = request
  const title = `#${number} ${kind} '${key}'`
  const machines = [client]
  const more = detail === '' ? '' : `: ${detail}`
  if (endedMs === undefined) {
    const why = diedOver(trace, request) === undefined ? 'does not end' : 'its client dies before it ends'
    return [{ atMs: beganMs, machines, what: `${title} begins, and ${why}${more}` }]
  }
  const began = { atMs: beganMs, machines, what: `${title} begins` }
  return [
    began,
    {
      atMs: endedMs,
      machines,
      what: `${title} ends ${outcome} after ${(endedMs - beganMs).toFixed(3)} ms${more}`,
    },
  ]
}

function messageEvents({ name, from, to, bytes, sentMs, arrivedMs, isLost }: TracedMessage): Event[] {
  const end = isLost ? ', which is lost' : arrivedMs === undefined ? ', which does not arrive' : ''
  const sent = { atMs: sentMs, machines: [from], what: `sends ${name} (${bytes} bytes) to ${to}${end}` }
  if (arrivedMs === undefined) return [sent]
  const tookMs = (arrivedMs - sentMs).toFixed(3)
  return [
    sent,
    { atMs: arrivedMs, machines: [to], what: `has ${name} from ${from}, ${tookMs} ms on the way` },
  ]
}
