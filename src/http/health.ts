/**
 * `/health/live` and `/health/ready`: for whoever restarts processes, and for whoever sends them requests. Live: the
 * process answers at all. Ready: this node does its part for all that it owns; others can still be asked while it does
 * not, so not being ready is no reason to restart it.
 */
import type { FastifyInstance } from 'fastify'
import { FrameType } from '../wire/frame.js'
import { decodeReply, StatusReply } from '../wire/messages.js'
import type { KvParts } from './kv-routes.js'

export type Phase = 'starting' | 'serving' | 'stopping'

export type NodeStatus = ReturnType<typeof StatusReply.decode>

export interface HealthParts extends Pick<KvParts, 'ask'> {
  readonly phase: () => Phase
}

export async function statusOf({ ask }: Pick<KvParts, 'ask'>): Promise<NodeStatus> {
  return decodeReply(StatusReply, await ask({ type: FrameType.STATUS }))
}

/** Why the node is not ready; none: it is. */
export function unreadiness({ store, filling }: NodeStatus): string[] {
  const wanting = filling?.wanting ?? 0
  return [
    ...(wanting > 0 ? [`${wanting} partitions that it owns are being filled, and not served yet`] : []),
    ...(store?.writable === true ? [] : [`the store takes no writes: ${store?.readOnlyReason}`]),
  ]
}

export function addHealthRoutes(app: FastifyInstance, parts: HealthParts): void {
  app.get('/health/live', async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )
  app.get('/health/ready', async (_, reply) => {
    const phase = parts.phase()
    const reasons = phase === 'serving' ? unreadiness(await statusOf(parts)) : [`the node is ${phase}`]
    reply.code(reasons.length === 0 ? 200 : 503).header('cache-control', 'no-store')
    return reply.send({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons })
  })
}
