/**
 * What a node reports, on stderr: JSON lines for machines (pino's), plain lines when a person is watching.
 */
import { pino } from 'pino'
import type { Report } from '../node/index.js'

export interface NodeLog {
  readonly report: Report
}

export function openNodeLog(): NodeLog {
  return { report: process.stderr.isTTY ? plain : jsonLines() }
}

function jsonLines(): Report {
  // Synchronous: the last line before a crash is the one that is wanted.
  const logger = pino({ base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }))
  return (level, message, details = {}) => logger[level](details, message)
}

const plain: Report = (level, message, details = {}) => {
  process.stderr.write(`${plainLine(new Date(), level, message, details)}\n`)
}

/** `05:41:12 warn message field=value ...`; words that need no quotes have none. */
export function plainLine(
  time: Date,
  level: string,
  message: string,
  details: Readonly<Record<string, unknown>>,
): string {
  const words = Object.entries(details)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${word(value)}`)
  return `${time.toTimeString().slice(0, 8)} ${level} ${message}${words.join('')}`
}

function word(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message)
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return value
  return JSON.stringify(value) ?? String(value)
}
