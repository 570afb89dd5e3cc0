/**
 * What is looked at before a request is: for whom a browser asks, how many requests its connection has under way, and
 * whether there is room for its body. Nothing of a body is read before.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { GrammeError } from '../errors.js'
import { parseAddress } from '../ports/network.js'
import type { HeldBytes } from './held-bytes.js'
import { send } from './kv-routes.js'
import { refusalOf } from './origin.js'
import { type HttpLimits, type HttpSettings, isLoopback } from './settings.js'
import { errorAnswer } from './statuses.js'

export function addGuards(
  app: FastifyInstance,
  settings: HttpSettings,
  limits: HttpLimits,
  held: HeldBytes,
): void {
  const isOnLoopback = isLoopback(parseAddress(settings.listen)?.host ?? '')
  const underWay = new WeakMap<object, number>()
  app.addHook('onRequest', async ({ raw, headers }, reply) => {
    const { socket } = raw
    const before = underWay.get(socket) ?? 0
    underWay.set(socket, before + 1)
    reply.raw.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    if (before >= limits.pipelinedMax) {
      reply.header('connection', 'close')
      throw new GrammeError('BUSY', `${before} requests of this connection are not answered yet, the limit`)
    }
    const refusal = refusalOf(headers.host, headers.origin, isOnLoopback)
    if (refusal !== undefined) return send(reply, errorAnswer(refusal, 403))
    const declared = headers['content-length']
    const bytes = headers['transfer-encoding'] === undefined ? Number(declared ?? 0) : limits.bodyBytesMax
    if (bytes > 0) holdWhile(reply, held, Math.min(bytes, limits.bodyBytesMax))
    return undefined
  })
}

/** Counts the bytes until the answer has been taken or the connection has ended. Throws GrammeError BUSY. */
export function holdWhile(reply: FastifyReply, held: HeldBytes, bytes: number): void {
  reply.raw.once('close', held.take(bytes))
}
