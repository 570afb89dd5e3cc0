/**
 * The words in which a trace is told, the same on the page and in the story. What comes from outside (keys,
 * values, an error's message) may hold anything; told, it is one line of what can be printed.
 */
import type { FaultKind } from '../fault-model.js'
import type { Trace, TracedFault, TracedRequest } from './trace.js'

/** What a fault strikes, for its colour. */
export type FaultFamily = 'network' | 'disk' | 'clock' | 'process' | 'data'

export const familyOf: Readonly<Record<FaultKind, FaultFamily>> = {
  delay: 'network',
  'slow-link': 'network',
  'packet-loss': 'network',
  fragments: 'network',
  'message-loss': 'network',
  'message-duplication': 'network',
  'message-reordering': 'network',
  cut: 'network',
  'half-open': 'network',
  partition: 'network',
  'one-way': 'network',
  isolation: 'network',
  'slow-disk': 'disk',
  'hung-disk': 'disk',
  'disk-error': 'disk',
  'read-error': 'disk',
  'sync-error': 'disk',
  'disk-full': 'disk',
  'torn-write': 'disk',
  'bit-rot': 'data',
  'misdirected-read': 'data',
  'clock-skew': 'clock',
  'clock-jump': 'clock',
  crash: 'process',
  'crash-loop': 'process',
  'power-loss': 'process',
  restart: 'process',
  pause: 'process',
  'client-crash': 'process',
  wipe: 'data',
  restore: 'data',
  replace: 'data',
  return: 'data',
  leave: 'process',
  reweight: 'process',
}

/** Nodes first, then clients, each by number; `machines` are all that the trace names. */
export function machinesOf(trace: Trace): { readonly name: string; readonly isClient: boolean }[] {
  const names = new Set<string>()
  const clients = new Set<string>()
  for (const { machine, change } of trace.processes) {
    names.add(machine)
    if (change === 'connected') clients.add(machine)
  }
  for (const { machine } of trace.reports) names.add(machine)
  for (const { from, to } of trace.messages) names.add(from).add(to)
  for (const { machines, others } of trace.faults) for (const one of [...machines, ...others]) names.add(one)
  for (const { client } of trace.requests) clients.add(client)
  for (const name of names) if (name.startsWith('client-')) clients.add(name)
  const byNumber = new Intl.Collator('en', { numeric: true }).compare
  const nodes = [...names].filter((name) => !clients.has(name))
  return [
    ...nodes.sort(byNumber).map((name) => ({ name, isClient: false })),
    ...[...clients].sort(byNumber).map((name) => ({ name, isClient: true })),
  ]
}

/** When the last thing happened that the trace knows of. */
export function endOf(trace: Trace): number {
  let endMs = 0
  const until = (atMs: number | undefined) => {
    if (atMs !== undefined && atMs > endMs) endMs = atMs
  }
  for (const { atMs } of trace.processes) until(atMs)
  for (const { atMs } of trace.reports) until(atMs)
  for (const { atMs } of trace.violations) until(atMs)
  for (const { atMs } of trace.phases) until(atMs)
  for (const one of [...trace.faults, ...trace.requests]) until(one.endedMs ?? one.beganMs)
  for (const { sentMs, arrivedMs } of trace.messages) until(arrivedMs ?? sentMs)
  return endMs
}

/** Faults that happen at once have no end to wait for. */
export function isInstant({ forMs, beganMs, endedMs }: TracedFault): boolean {
  return forMs === 0 && (endedMs === undefined || endedMs === beganMs)
}

/** Faults of the network as a whole have all machines on both sides. */
export function isEverywhere({ machines, others }: TracedFault): boolean {
  return (
    others.length > 1 && others.length === machines.length && others.every((one) => machines.includes(one))
  )
}

/** Whom it befalls, and how badly. */
export function describeWhom(fault: TracedFault): string {
  const { machines, others, amount } = fault
  const sides = [machines, others].filter((side) => side.length > 0).map((side) => side.join(', '))
  const whom = isEverywhere(fault) ? 'all machines' : sides.join(' | ')
  return amount === 0 ? whom : `${whom}; amount ${shortNumber(amount)}`
}

/** When the client's process died over the request; undefined when it ended, or is really under way. */
export function diedOver(trace: Trace, { client, beganMs, endedMs }: TracedRequest): number | undefined {
  if (endedMs !== undefined) return undefined
  return trace.processes.find(
    ({ machine, change, atMs }) =>
      machine === client && atMs >= beganMs && (change === 'killed' || change === 'lost power'),
  )?.atMs
}

export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : written(value)}`)
    .join(', ')
}

/** A key as the oracle names it (a character a byte), as the trace shows it. */
export function keyAsTraced(key: string): string {
  const bytes = Buffer.from(key, 'latin1')
  const shown = bytes
    .subarray(0, keyShownMax)
    .toString('utf8')
    .replace(/[^\x20-\x7e]/g, '.')
    .trimEnd()
  return bytes.length > keyShownMax ? `${shown}...` : shown
}

const keyShownMax = 60

/** Line breaks, and what would move a terminal's cursor, are written out. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    const code = character.charCodeAt(0)
    return code === 10 ? '\\n' : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)))
}

function written(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Error) return value.message
  try {
    return (
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ??
      String(value)
    )
  } catch {
    // It holds itself: what it is called must do.
    return String(value)
  }
}
