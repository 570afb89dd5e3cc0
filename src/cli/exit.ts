/**
 * How a command ends: exit codes, and errors as one line for people or one JSON object for machines. What a
 * user can cause is a GrammeError or a UsageError; anything else is a bug and keeps its stack.
 */
import { CommanderError } from 'commander'
import { GrammeError } from '../errors.js'

export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3 } as const

/** The command cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command failed, or found nothing, and the message says all there is to say. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  constructor(
    message: string,
    readonly exitCode: number = exitCodes.failed,
  ) {
    super(message)
  }
}

/** Tells of the error on stderr; the exit code it stands for. */
export function reportError(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
  const told = asTold(error)
  if (json) process.stderr.write(`${JSON.stringify({ error: told.details })}\n`)
  else process.stderr.write(`gramme: ${told.line}\n`)
  return told.exitCode
}

interface Told {
  readonly line: string
  readonly details: Readonly<Record<string, unknown>>
  readonly exitCode: number
}

function asTold(error: unknown): Told {
  if (error instanceof GrammeError) {
    const { code, message, retriable, needed, got } = error
    const exitCode = usageCodes.has(code) ? exitCodes.usage : exitCodes.failed
    return { line: `${code}: ${message}`, details: { code, message, retriable, needed, got }, exitCode }
  }
  if (error instanceof UsageError) {
    const { message } = error
    return { line: message, details: { code: 'BAD_ARGUMENT', message }, exitCode: exitCodes.usage }
  }
  if (error instanceof CommandError) {
    const { message, exitCode } = error
    const code = exitCode === exitCodes.notFound ? 'NOT_FOUND' : 'FAILED'
    return { line: message, details: { code, message }, exitCode }
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { line: `INTERNAL: ${message}`, details: { code: 'INTERNAL', message }, exitCode: exitCodes.failed }
}

/** What the user typed is at fault, not the cluster. */
const usageCodes: ReadonlySet<string> = new Set([
  'BAD_ARGUMENT',
  'BAD_CONTEXT',
  'KEY_TOO_LARGE',
  'VALUE_TOO_LARGE',
])
