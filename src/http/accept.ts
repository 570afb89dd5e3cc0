/**
 * Which of two forms a client would rather have, by its Accept header (RFC 9110 §12.5.1): the more exact range says how
 * much it likes a type. Of siblings, multipart, which leaves values as they are, wins a draw; a value that stands alone
 * has no form but its bytes. Of metrics, text is for whoever does not ask for more.
 */
import type { Form } from './conditions.js'

const rangesMax = 32

export function siblingsForm(accept: string | undefined): Exclude<Form, 'one'> {
  if (accept === undefined) return 'multipart'
  const ranges = accept.split(',', rangesMax).map(rangeOf)
  const json = likingOf(ranges, 'application', 'json')
  return json > likingOf(ranges, 'multipart', 'mixed') ? 'json' : 'multipart'
}

/** The protobuf form only for whoever names it in full: there are others of that type. */
export function metricsForm(accept: string | undefined): 'text' | 'protobuf' {
  const ranges = (accept ?? '').split(',', rangesMax).map(rangeOf)
  const protobuf = ranges.find(
    ({ type, subtype, parameters }) =>
      type === 'application' &&
      subtype === 'vnd.google.protobuf' &&
      parameters.includes('proto=io.prometheus.client.metricfamily') &&
      parameters.includes('encoding=delimited'),
  )
  return (protobuf?.q ?? 0) > likingOf(ranges, 'text', 'plain') ? 'protobuf' : 'text'
}

interface Range {
  readonly type: string
  readonly subtype: string
  /** In small letters, as `name=value`. */
  readonly parameters: readonly string[]
  readonly q: number
}

function rangeOf(text: string): Range {
  const [name = '', ...parameters] = text
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/)
  const [type = '', subtype = ''] = name.split('/')
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  const q = weight === undefined ? 1 : Number(weight.slice(2))
  return { type, subtype, parameters, q: q >= 0 && q <= 1 ? q : 0 }
}

function likingOf(ranges: readonly Range[], type: string, subtype: string): number {
  const exactness = (range: Range) => (range.subtype === subtype ? 2 : range.type === type ? 1 : 0)
  let best: Range | undefined
  for (const range of ranges) {
    const fits =
      (range.type === type && (range.subtype === subtype || range.subtype === '*')) ||
      (range.type === '*' && range.subtype === '*')
    if (fits && (best === undefined || exactness(range) > exactness(best))) best = range
  }
  return best?.q ?? 0
}
