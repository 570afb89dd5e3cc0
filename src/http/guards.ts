/**
 * What is looked at before a request is: whether its connection is one too many, how many requests it has under way, for
 * whom a browser asks, and whether there is room for the body. Nothing of a body is read before.
 */
import type { FastifyInstance } from 'fastify'
import { assert } from '../assert.js'
import { GrammeError } from '../errors.js'
import { parseAddress } from '../ports/network.js'
import type { Connections } from './connection.js'
import { keyRoute, send } from './kv-routes.js'
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
  app.addHook('onRequest', async ({ raw, headers, url }, reply) => {
    const connection = connections.of(raw.socket)
    assert(connection !== undefined, 'a request comes by a connection')
    const { underWay, isSpare } = connection
    connection.began(raw, reply.raw)
    if (underWay >= limits.pipelinedMax) {
      reply.header('connection', 'close')
      throw new GrammeError('BUSY', `${underWay} requests of this connection are not answered yet, the limit`)
    }
    if (isSpare && url === keyRoute) {
      reply.header('connection', 'close')
      throw new GrammeError('BUSY', `${settings.connectionsMax} connections are open, the limit`)
    }
    const refusal = refusalOf(headers.host, headers.origin, isOnLoopback)
    if (refusal !== undefined) return send(reply, errorAnswer(refusal, 403))
    const declared = headers['content-length']
    const bytes = headers['transfer-encoding'] === undefined ? Number(declared ?? 0) : limits.bodyBytesMax
    if (bytes > 0) connection.hold(reply.raw, Math.min(bytes, limits.bodyBytesMax))
    return undefined
  })
}
