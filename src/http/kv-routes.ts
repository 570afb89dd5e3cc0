/**
 * `/kv/{key}`: get, put and delete, each one request to the node in this process (Dynamo §4.4, §5). A request with
 * conditions is a get, a look at its tags, and a write that is refused where another got in between: 412. So is a
 * delete without a context, which deletes what its get has seen.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GrammeError } from '../errors.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameType } from '../wire/frame.js'
import { type Siblings, siblingsOf } from '../wire/get-reply.js'
import { decodeReply, Get, Put, PutReply } from '../wire/messages.js'
import { siblingsForm } from './accept.js'
import { type Conditions, conditionsOf, failing, tagOf } from './conditions.js'
import { keyOfPath, targetOf } from './key.js'
import { currentTags, getAnswer, versionHeaders } from './kv-answer.js'
import { contextOf, type KvParameters, parametersOf, writeIdOf } from './kv-request.js'
import type { Answer } from './statuses.js'

export interface KvParts {
  /** One request to the node. Throws GrammeError. */
  readonly ask: (call: Call) => Promise<Frame>
  readonly nowMs: () => number
  /** Counts an answer's bytes until they are taken. Throws GrammeError BUSY. */
  readonly hold: (reply: FastifyReply, bytes: number) => void
}

export const keyPrefix = '/kv/'
/** What the router sees of every key: a router's own idea of what a path may hold is not a key's. */
export const keyRoute = '/kv/key'

/** What the router is given in place of the path: it would decode a key's, and refuse what is no UTF-8. */
export function routed(url: string): string {
  const { path } = targetOf(url)
  if (path.startsWith(keyPrefix)) return keyRoute
  return path.includes('%') ? '/' : path
}

export const keyMethods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const

const noBytes = new Uint8Array(0)

export function addKvRoutes(app: FastifyInstance, parts: KvParts): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: keyRoute,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const answer = await get(parts, request)
      parts.hold(reply, answer.body.length)
      return send(reply, answer)
    },
  })
  app.route({
    method: ['PUT', 'POST', 'DELETE'],
    url: keyRoute,
    handler: async (request, reply) => send(reply, await write(parts, request)),
  })
}

export function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body)
}

async function get(parts: KvParts, request: FastifyRequest): Promise<Answer> {
  const { key, query } = askedOf(request)
  const parameters = parametersOf('get', query)
  const conditions = conditionsOf(header(request, 'if-match'), header(request, 'if-none-match'))
  const found = await read(parts, key, parameters)
  const answer = getAnswer(found, siblingsForm(header(request, 'accept')))
  if (conditions === undefined) return answer
  // None of the other form: it would be another answer.
  const shown = answer.headers.etag === undefined ? [] : [answer.headers.etag.slice(1, -1)]
  const failed = failing(conditions, shown)
  if (failed === undefined) return answer
  if (failed === 'If-Match') throw preconditionFailed(failed)
  const { 'content-type': _type, ...headers } = answer.headers
  return { status: 304, headers, body: '' }
}

async function write(parts: KvParts, request: FastifyRequest): Promise<Answer> {
  const { key, query } = askedOf(request)
  const isDelete = request.method === 'DELETE'
  const parameters = parametersOf(isDelete ? 'delete' : 'put', query)
  const conditions = conditionsOf(header(request, 'if-match'), header(request, 'if-none-match'))
  const given = contextOf(header(request, 'x-gramme-context'))
  const writeId = writeIdOf(header(request, 'x-gramme-write-id'))
  const value = request.body instanceof Uint8Array ? request.body : noBytes
  if (isDelete && value.length > 0) throw new GrammeError('BAD_ARGUMENT', 'a DELETE has no body')
  const put = { key, value, writeId, isDelete, parameters }
  const needsRead = conditions !== undefined || (isDelete && given === undefined)
  if (!needsRead)
    return written(await ordered(parts, { ...put, context: given ?? noBytes, ifCurrent: false }))

  const { timeoutMs } = parameters
  const untilMs = timeoutMs === undefined ? undefined : parts.nowMs() + timeoutMs
  const found = await read(parts, key, parameters)
  judge(conditions, found)
  if (isDelete && found.siblings.length === 0)
    return { status: 204, headers: versionHeaders(found), body: '' }
  const leftMs = untilMs === undefined ? undefined : Math.max(1, Math.ceil(untilMs - parts.nowMs()))
  const rest = { ...put, parameters: { ...parameters, timeoutMs: leftMs }, first: found.fastest }
  const context = given ?? found.context
  return written(await ordered(parts, { ...rest, context, ifCurrent: conditions !== undefined }))
}

function judge(conditions: Conditions | undefined, found: Siblings): void {
  const failed = conditions && failing(conditions, currentTags(found))
  if (failed !== undefined) throw preconditionFailed(failed)
}

function preconditionFailed(condition: string): GrammeError {
  return new GrammeError('CONFLICT', `${condition} does not hold of what is there now`)
}

function written({ context, sloppy: isSloppy, replies }: ReturnType<typeof PutReply.decode>): Answer {
  const headers = versionHeaders({ context, isSloppy, replies })
  // What a get shows when nobody else has written meanwhile.
  return { status: 204, headers: { ...headers, etag: `"${tagOf(context, 1, 'one')}"` }, body: '' }
}

async function read(parts: KvParts, key: Uint8Array, parameters: KvParameters): Promise<Siblings> {
  const { r, isStrict, timeoutMs } = parameters
  const header = Get.encode({ key, r, strict: isStrict })
  return siblingsOf(
    await parts.ask({ type: FrameType.GET, header, ...(timeoutMs && { deadlineMs: timeoutMs }) }),
  )
}

interface Write {
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly context: Uint8Array
  readonly writeId: Uint8Array
  readonly isDelete: boolean
  readonly ifCurrent: boolean
  readonly parameters: KvParameters
  /** Who would be quick to coordinate it. */
  readonly first?: string
}

async function ordered(parts: KvParts, write: Write): Promise<ReturnType<typeof PutReply.decode>> {
  const { key, value, context, writeId, isDelete, ifCurrent, parameters, first = '' } = write
  const { w, durability, ttlMs, isStrict: strict, timeoutMs } = parameters
  const fields = { key, context, writeId, w, durability, ttlMs, ifCurrent, strict, coordinator: first }
  const frame = await parts.ask({
    type: isDelete ? FrameType.DELETE : FrameType.PUT,
    header: Put.encode(fields),
    value: [value],
    ...(timeoutMs && { deadlineMs: timeoutMs }),
  })
  return decodeReply(PutReply, frame)
}

/** The key and the query of the request as it came, before it was made fit for the router. */
function askedOf({ originalUrl }: FastifyRequest): { key: Uint8Array; query: string } {
  const { path, query } = targetOf(originalUrl)
  return { key: keyOfPath(path.slice(keyPrefix.length)), query }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
