/**
 * What is looked at before a request is: for whom a browser asks, how many requests its connection has under way, and
 * whether there is room for its body. Nothing of a body is read before.
 */
import type { FastifyInstance } from 'fastify'
import { GrammeError } from '../errors.js'
import { parseAddress } from '../ports/network.js'
import type { Connections } from './connection.js'
import { send } from './kv-routes.js'
import { refusalOf } from './origin.js'
import { type HttpLimits, type HttpSettings, isLoopback } from './settings.js'
import { errorAnswer } from './statuses.js'

export function addGuards(
  app: FastifyInstance,
  settings: HttpSettings,
  limits: HttpLimits,
  connections: Connections,
): void {
  const isOnLoopback = isLoopback(parseAddress(settings.listen)?.host ?? '')
  app.addHook('onRequest', async ({ raw, headers }, reply) => {
    const connection = connections.of(raw.socket)
    const { underWay } = connection
    connection.began(reply.raw)
    if (underWay >= limits.pipelinedMax) {
      reply.header('connection', 'close')
      throw new GrammeError('BUSY', `${underWay} requests of this connection are not answered yet, the limit`)
    }
    const refusal = refusalOf(headers.host, headers.origin, isOnLoopback)
    if (refusal !== undefined) return send(reply, errorAnswer(refusal, 403))
    const declared = headers['content-length']
    const bytes = headers['transfer-encoding'] === undefined ? Number(declared ?? 0) : limits.bodyBytesMax
    if (bytes > 0) connection.hold(reply.raw, Math.min(bytes, limits.bodyBytesMax))
    return undefined
  })
}
