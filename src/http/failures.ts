/**
 * What is answered where nothing else is: to errors, to paths and methods that there are not, and to bytes that are no
 * HTTP. All have the one form of errorAnswer, so that a client has one way to read what went wrong.
 */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GrammeError } from '../errors.js'
import type { Report } from '../node/platform.js'
import type { Connection } from './connection.js'
import { send } from './kv-routes.js'
import { errorAnswer } from './statuses.js'

/** `methods`: of each path that there is. */
export function addFailureAnswers(
  app: FastifyInstance,
  methods: Readonly<Record<string, readonly string[]>>,
  report: Report,
): void {
  app.setErrorHandler((error: FastifyError | GrammeError, _, reply) => {
    if (error instanceof GrammeError) return send(reply, errorAnswer(error))
    const { statusCode = 500, message } = error as FastifyError
    if (statusCode < 500)
      return send(reply, errorAnswer(new GrammeError('BAD_ARGUMENT', message), statusCode))
    report('error', 'the HTTP gateway failed', { cause: error })
    return send(
      reply,
      errorAnswer(new GrammeError('INTERNAL', 'the gateway failed; the log of the node tells more')),
    )
  })
  app.setNotFoundHandler((request, reply) => notFound(request, reply, methods))
}

function notFound(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: Readonly<Record<string, readonly string[]>>,
): FastifyReply {
  const path = request.url.split('?', 1)[0]
  if (!Object.hasOwn(methods, path)) {
    return send(reply, errorAnswer(new GrammeError('BAD_ARGUMENT', 'there is nothing at this path'), 404))
  }
  const allowed = methods[path].join(', ')
  const error = new GrammeError(
    'BAD_ARGUMENT',
    `${request.method} is not among the methods of this path: ${allowed}`,
  )
  return send(reply.header('allow', allowed), errorAnswer(error, 405))
}

/**
 * To a connection on which what came is no request, or did not come in time. It ends. Nothing is said where it would be
 * taken for the answer to an earlier request, which may have been done.
 */
export function answerBadBytes(
  error: Error & { code?: string },
  socket: Socket,
  connection: Connection | undefined,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable || connection?.mayComplain === false) {
    socket.destroy()
    return
  }
  const status = statusOfBadBytes[error.code ?? ''] ?? 400
  const told = new GrammeError('BAD_ARGUMENT', badBytes[status] ?? 'this is not HTTP')
  const { headers, body } = errorAnswer(told, status)
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  })
  const head = lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`)
}

const statusOfBadBytes: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
const badBytes: Readonly<Record<number, string>> = {
  431: 'the request line and headers are over the limit',
  408: 'the request did not come in time',
}
