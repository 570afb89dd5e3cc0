/**
 * What a get has found, as an answer: the one value as it is (200), siblings in the form asked for (300, since whoever
 * asked is to choose, or to merge; Dynamo §4.4), or none (404, with a context where the key was deleted).
 *
 * Invariant: answers with equal tags are equal, to the byte: so the boundary between siblings is made of the tag.
 */
import { bytesAsJson } from '../bytes-as-json.js'
import type { Siblings } from '../wire/get-reply.js'
import { type Form, tagOf } from './conditions.js'
import type { Answer } from './statuses.js'

/** The headers that tell of the key's versions, whatever is shown of them. */
export function versionHeaders(
  found: Pick<Siblings, 'context' | 'isSloppy' | 'replies'>,
): Record<string, string> {
  const { context, isSloppy, replies } = found
  return {
    ...(context.length > 0 && { 'x-gramme-context': Buffer.from(context).toString('base64url') }),
    'x-gramme-replies': String(replies),
    'x-gramme-sloppy': String(isSloppy),
  }
}

/** The tags that a key may be known by: of each form it is shown in. */
export function currentTags({ siblings, context }: Siblings): string[] {
  if (siblings.length === 0) return []
  const forms: Form[] = siblings.length === 1 ? ['one'] : ['multipart', 'json']
  return forms.map((form) => tagOf(context, siblings.length, form))
}

export function getAnswer(found: Siblings, siblingsAs: Exclude<Form, 'one'>): Answer {
  const { siblings, context } = found
  const form = siblings.length > 1 ? siblingsAs : 'one'
  const tag = tagOf(context, siblings.length, form)
  const headers = {
    ...versionHeaders(found),
    // Values change at any time: whoever keeps one asks whether it is still so.
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  }
  if (siblings.length === 0) return { ...notFound, headers: { ...headers, ...notFound.headers } }
  const tagged = { ...headers, etag: `"${tag}"` }
  if (form === 'one') {
    const times = timesOf(found, 0)
    return { status: 200, headers: { ...tagged, ...times, 'content-type': bytesType }, body: siblings[0] }
  }
  const vary = { ...tagged, vary: 'accept' }
  if (form === 'json') {
    return { status: 300, headers: { ...vary, 'content-type': jsonType }, body: asJson(found) }
  }
  const boundary = boundaryFor(tag, siblings)
  const type = `multipart/mixed; boundary="${boundary}"`
  return { status: 300, headers: { ...vary, 'content-type': type }, body: asMultipart(found, boundary) }
}

const bytesType = 'application/octet-stream'
const jsonType = 'application/json; charset=utf-8'

const notFound = {
  status: 404,
  headers: { 'content-type': jsonType, 'x-gramme-error': 'NOT_FOUND' },
  body: '{"error":{"code":"NOT_FOUND","message":"there is no value under this key","retriable":false}}\n',
}

function timesOf({ writtenAtMs, expiresAtMs }: Siblings, index: number): Record<string, string> {
  const expiresMs = expiresAtMs[index]
  return {
    'x-gramme-written-at': new Date(writtenAtMs[index]).toISOString(),
    ...(expiresMs !== undefined && { 'x-gramme-expires-at': new Date(expiresMs).toISOString() }),
  }
}

function asJson({ siblings, writtenAtMs, expiresAtMs, context }: Siblings): string {
  const shown = siblings.map((value, index) => {
    const expiresMs = expiresAtMs[index]
    return {
      ...bytesAsJson(value),
      writtenAt: new Date(writtenAtMs[index]).toISOString(),
      ...(expiresMs !== undefined && { expiresAt: new Date(expiresMs).toISOString() }),
    }
  })
  return `${JSON.stringify({ siblings: shown, context: Buffer.from(context).toString('base64url') })}\n`
}

function asMultipart(found: Siblings, boundary: string): Uint8Array {
  const parts: Uint8Array[] = []
  found.siblings.forEach((value, index) => {
    const headers = {
      'content-type': bytesType,
      'content-length': String(value.length),
      ...timesOf(found, index),
    }
    const lines = Object.entries(headers).map(([name, text]) => `${name}: ${text}\r\n`)
    parts.push(Buffer.from(`${index === 0 ? '' : '\r\n'}--${boundary}\r\n${lines.join('')}\r\n`), value)
  })
  parts.push(Buffer.from(`\r\n--${boundary}--\r\n`))
  return Buffer.concat(parts)
}

/** One that is in no sibling, and follows from them. */
function boundaryFor(tag: string, siblings: readonly Uint8Array[]): string {
  for (let attempt = 0; ; attempt += 1) {
    const boundary = `gramme-${tag}-${attempt}`
    if (
      !siblings.some((value) => Buffer.from(value.buffer, value.byteOffset, value.length).includes(boundary))
    )
      return boundary
  }
}
