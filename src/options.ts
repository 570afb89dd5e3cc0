/** Options from outside, checked against a schema; every fault named in one error. */
import { inspect } from 'node:util'
import type { z } from 'zod'
import { GrammeError } from './errors.js'

const shownCharactersMax = 80

/** Throws GrammeError BAD_ARGUMENT that names each field that is wrong, its value and its limit. */
export function checkOptions<S extends z.ZodType>(schema: S, options: unknown): z.output<S> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => {
    const field = issue.path.join('.')
    return field === ''
      ? issue.message
      : `${field} is ${show(valueAt(options, issue.path))}: ${issue.message}`
  })
  throw new GrammeError('BAD_ARGUMENT', faults.join('; '))
}

function valueAt(options: unknown, path: readonly PropertyKey[]): unknown {
  let value = options
  for (const name of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[name]
  return value
}

/** Whatever it is, and however long. */
function show(value: unknown): string {
  const text =
    typeof value === 'string' ? JSON.stringify(value) : inspect(value, { depth: 0, breakLength: Infinity })
  return text.length > shownCharactersMax ? `${text.slice(0, shownCharactersMax)}...` : text
}
