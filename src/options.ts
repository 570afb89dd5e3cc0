/** Options from outside, checked against a schema; every fault named in one error. */
import type { z } from 'zod'
import { GrammeError } from './errors.js'

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

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
