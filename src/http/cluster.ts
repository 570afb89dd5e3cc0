/** `/cluster`: the cluster as this node sees it, in JSON: what the ring is made of, its members, and how each is. */
import type { FastifyInstance } from 'fastify'
import { FrameType } from '../wire/frame.js'
import { decodeReply, MemberStatus, PeerHealth, RingReply } from '../wire/messages.js'
import { type NodeStatus, statusOf } from './health.js'
import type { KvParts } from './kv-routes.js'

export function addClusterRoute(app: FastifyInstance, parts: Pick<KvParts, 'ask'>): void {
  app.get('/cluster', async (_, reply) => {
    const ring = decodeReply(RingReply, await parts.ask({ type: FrameType.RING }))
    return reply.header('cache-control', 'no-store').send(clusterOf(ring, await statusOf(parts)))
  })
}

const statuses = {
  [MemberStatus.MEMBER_UP]: 'up',
  [MemberStatus.MEMBER_LEAVING]: 'leaving',
  [MemberStatus.MEMBER_WAITING]: 'waiting',
  [MemberStatus.MEMBER_LEFT]: 'left',
} as const

export const healthNames = {
  [PeerHealth.HEALTH_UNKNOWN]: 'unknown',
  [PeerHealth.HEALTH_UP]: 'up',
  [PeerHealth.HEALTH_SUSPECT]: 'suspect',
  [PeerHealth.HEALTH_DOWN]: 'down',
} as const

function clusterOf(ring: ReturnType<typeof RingReply.decode>, status: NodeStatus): unknown {
  const { cluster, partitionCount, replicaCount, readQuorum, writeQuorum, ringDigest, members } = ring
  const peers = new Map(status.peers.map((peer) => [peer.id, peer]))
  return {
    cluster,
    partitionCount,
    replicaCount,
    readQuorum,
    writeQuorum,
    ringDigest: ringDigest.toString(16).padStart(8, '0'),
    node: status.self?.id,
    members: members.map(({ id, address, weight, zone, status: standing, incarnation }) => {
      const peer = peers.get(id)
      return {
        id,
        address,
        weight,
        zone,
        status: statuses[standing ?? MemberStatus.MEMBER_UP],
        startedAt: new Date(incarnation ?? 0).toISOString(),
        // Of itself a node has no opinion, but that it answers.
        health: id === status.self?.id ? 'up' : healthNames[peer?.health ?? PeerHealth.HEALTH_UNKNOWN],
        ...(peer !== undefined && { connected: peer.connected, slow: peer.slow, problem: peer.problem }),
      }
    }),
  }
}
