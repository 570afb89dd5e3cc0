/**
 * What a node says of itself (STATUS), as metrics: one row a metric, with its name as Prometheus would have it (base
 * units, `_total` for what only grows), and how it is read. Names are part of what operators may rely on.
 */
import type { CounterName } from '../node/counters.js'
import { PeerHealth } from '../wire/messages.js'
import { healthNames } from './cluster.js'
import type { NodeStatus } from './health.js'

type Labels = Readonly<Record<string, string>>

export interface MetricRow {
  readonly name: string
  readonly help: string
  readonly kind: 'gauge' | 'counter'
  readonly labelNames: readonly string[]
  readonly read: (status: NodeStatus) => readonly (readonly [Labels, number])[]
}

type One = (status: NodeStatus) => number | null | undefined
type Many = (status: NodeStatus) => readonly (readonly [Labels, number | null | undefined])[]

function one(kind: MetricRow['kind'], name: string, help: string, read: One): MetricRow {
  return { kind, name, help, labelNames: [], read: (status) => [[{}, read(status) ?? 0]] }
}

function many(
  kind: MetricRow['kind'],
  name: string,
  labelNames: readonly string[],
  help: string,
  read: Many,
): MetricRow {
  const all = (status: NodeStatus) => read(status).map(([labels, value]) => [labels, value ?? 0] as const)
  return { kind, name, help, labelNames, read: all }
}

const counterHelp: Readonly<Record<CounterName, string>> = {
  gets: 'Gets taken, to coordinate or to hand on.',
  puts: 'Puts taken.',
  deletes: 'Deletes taken.',
  forwarded: 'Requests handed on to an owner of their key.',
  replica_gets: "Reads of this node's own copies for other coordinators.",
  replica_puts: "Writes to this node's own copies for other coordinators.",
  arrived_spoiled: 'Objects of other nodes that did not arrive as they were sent, and were refused.',
  read_repairs: 'Replicas that a read found stale and mended.',
  stood_in: 'Requests coordinated for keys of others, none of whom could.',
  hints_taken: 'Writes kept for owners that were away.',
  refused_busy: 'Requests refused since too many were under way.',
  refused_background: "Requests of other nodes' background work for which there was no time.",
  refused_unread: 'Answers that a client did not read in time.',
  refused_connections: 'Connections over the limit.',
  failed: 'Requests that ended with an error.',
}

const ofCounters = (Object.keys(counterHelp) as CounterName[]).map((counter) =>
  one(
    'counter',
    `gramme_${counter}_total`,
    counterHelp[counter],
    ({ counters }) => counters.find(({ name }) => name === counter)?.value,
  ),
)

const ofTheNode: readonly MetricRow[] = [
  many('gauge', 'gramme_node_info', ['node', 'address', 'zone', 'version'], 'Always 1.', (status) => {
    const { id, address, zone } = status.self ?? {}
    return [[{ node: id ?? '', address: address ?? '', zone: zone ?? '', version: status.version }, 1]]
  }),
  one('gauge', 'gramme_virtual_nodes', 'Replicas of partitions that it owns.', (s) => s.virtualNodes),
  one('gauge', 'gramme_clients', 'Open connections of clients by the binary protocol.', (s) => s.clients),
  one(
    'gauge',
    'gramme_coordinating',
    'Requests under way that wait for others.',
    (s) => s.admission?.coordinating,
  ),
  one('gauge', 'gramme_serving', 'All other requests under way.', (s) => s.admission?.serving),
]

const ofTheStore: readonly MetricRow[] = [
  one('gauge', 'gramme_store_keys', 'Keys held, deleted ones among them.', (s) => s.store?.keys),
  one('gauge', 'gramme_store_live_bytes', 'Bytes of the newest records.', (s) => s.store?.liveBytes),
  one('gauge', 'gramme_store_dead_bytes', 'Bytes that compaction will free.', (s) => s.store?.deadBytes),
  one('gauge', 'gramme_store_segments', 'Files of the log.', (s) => s.store?.segments),
  one(
    'gauge',
    'gramme_store_directory_bytes',
    'Memory of the key directory.',
    (s) => s.store?.directoryBytes,
  ),
  one('gauge', 'gramme_store_free_bytes', 'Free on its disk, when last looked.', (s) =>
    Math.max(0, s.store?.freeBytes ?? 0),
  ),
  one('gauge', 'gramme_store_damaged_records', 'Spoiled and not mended yet.', (s) => s.store?.damagedRecords),
  one('gauge', 'gramme_store_writable', '1 if the store takes writes, else 0.', (s) =>
    Number(s.store?.writable),
  ),
  one(
    'counter',
    'gramme_store_written_bytes_total',
    'Bytes written to the log.',
    (s) => s.store?.bytesWritten,
  ),
  one(
    'counter',
    'gramme_store_compacted_bytes_total',
    'Of these, by compaction.',
    (s) => s.store?.bytesCompacted,
  ),
]

const ofHints: readonly MetricRow[] = [
  one('gauge', 'gramme_hints_keys', 'Keys held for owners that were away.', (s) => s.hints?.keys),
  one('gauge', 'gramme_hints_bytes', 'Bytes of these.', (s) => s.hints?.bytes),
  one('gauge', 'gramme_hints_oldest_seconds', 'For how long the oldest has waited.', (s) =>
    seconds(s.hints?.oldestMs),
  ),
  many('gauge', 'gramme_hints_owed_keys', ['owner'], 'Keys that this owner is not known to have.', (s) =>
    (s.hints?.owed ?? []).map(({ owner, keys }) => [{ owner: owner ?? '' }, keys]),
  ),
  one(
    'counter',
    'gramme_hints_delivered_total',
    'Keys that all their owners have now.',
    (s) => s.hints?.delivered,
  ),
  one('counter', 'gramme_hints_given_up_total', 'Keys left to anti-entropy.', (s) => s.hints?.givenUp),
  one('gauge', 'gramme_hints_bytes_max', 'Bytes at which it takes no more.', (s) => s.hints?.bytesMax),
  one('counter', 'gramme_hints_refused_total', 'Writes not taken at the limit.', (s) => s.hints?.refused),
]

const ofRepair: readonly MetricRow[] = [
  many(
    'gauge',
    'gramme_repair_compared_seconds',
    ['peer'],
    'Since all was last compared with it; -1: never.',
    (s) => s.repairs.map((r) => [peerOf(r), (r.comparedMsAgo ?? -1) < 0 ? -1 : seconds(r.comparedMsAgo)]),
  ),
  many('gauge', 'gramme_repair_different_partitions', ['peer'], 'Partitions that then differed.', (s) =>
    s.repairs.map((r) => [peerOf(r), r.different]),
  ),
  many('gauge', 'gramme_repair_failing', ['peer'], '1 if the last comparison did not come to its end.', (s) =>
    s.repairs.map((r) => [peerOf(r), flag(r.problem)]),
  ),
  many('counter', 'gramme_repair_fetched_objects_total', ['peer'], 'Objects taken from it.', (s) =>
    s.repairs.map((r) => [peerOf(r), r.objectsFetched]),
  ),
  many('counter', 'gramme_repair_sent_objects_total', ['peer'], 'Objects sent to it.', (s) =>
    s.repairs.map((r) => [peerOf(r), r.objectsSent]),
  ),
  many('counter', 'gramme_repair_bytes_total', ['peer'], 'Bytes that comparing took and moved.', (s) =>
    s.repairs.map((r) => [peerOf(r), r.bytes]),
  ),
]

const ofMovement: readonly MetricRow[] = [
  one('gauge', 'gramme_filling_served_partitions', 'Owned and served.', (s) => s.filling?.served),
  one('gauge', 'gramme_filling_wanting_partitions', 'Owned and not served yet.', (s) => s.filling?.wanting),
  one('gauge', 'gramme_filling_objects', 'That came since this fill began.', (s) => s.filling?.objects),
  one('gauge', 'gramme_filling_bytes', 'Bytes of these.', (s) => s.filling?.bytes),
  one('gauge', 'gramme_surrender_keys', 'Held, and owned by others.', (s) => s.surrender?.keys),
  one('counter', 'gramme_surrender_given_objects_total', 'Sent to their owners.', (s) => s.surrender?.given),
  one(
    'counter',
    'gramme_surrender_removed_keys_total',
    'Removed, all owners having them.',
    (s) => s.surrender?.surrendered,
  ),
  one(
    'counter',
    'gramme_surrender_bytes_total',
    'Bytes that comparing with the owners and sending took.',
    (s) => s.surrender?.bytes,
  ),
  many('gauge', 'gramme_reaping_waiting_keys', ['reason'], 'Dead and not forgotten yet.', (s) =>
    (s.reaping?.reasons ?? []).map(({ name, value }) => [{ reason: name ?? '' }, value]),
  ),
  one('gauge', 'gramme_reaping_blocked', '1 if nothing can be forgotten now.', (s) =>
    flag(s.reaping?.blockedBy),
  ),
  one('counter', 'gramme_reaped_keys_total', 'Forgotten, deleted or expired.', (s) => s.reaping?.reaped),
]

const ofAdmission: readonly MetricRow[] = [
  one(
    'gauge',
    'gramme_admission_share_ratio',
    'Of its time that background work gets.',
    (s) => s.admission?.share,
  ),
  one('gauge', 'gramme_admission_target_seconds', 'What the next two should be under.', (s) =>
    seconds(s.admission?.targetMs),
  ),
  one('gauge', 'gramme_admission_p99_seconds', 'Of its own part of requests, lately.', (s) =>
    seconds(s.admission?.p99Ms),
  ),
  one(
    'gauge',
    'gramme_admission_late_seconds',
    'How late it comes to what is planned, the 99th percentile.',
    (s) => seconds(s.admission?.lateMs),
  ),
  many('counter', 'gramme_background_bytes_total', ['work'], 'Read or moved by background work.', (s) =>
    (s.admission?.parts ?? []).map((part) => [workOf(part), part.bytes]),
  ),
  many('gauge', 'gramme_background_waiting', ['work'], 'How many wait for time.', (s) =>
    (s.admission?.parts ?? []).map((part) => [workOf(part), part.waiting]),
  ),
  many('counter', 'gramme_background_refused_total', ['work'], 'Refused for want of time.', (s) =>
    (s.admission?.parts ?? []).map((part) => [workOf(part), part.refused]),
  ),
]

const ofPeers: readonly MetricRow[] = [
  many(
    'gauge',
    'gramme_peer_health',
    ['peer', 'health'],
    '1 for what the failure detector thinks of it.',
    (s) =>
      s.peers.flatMap(({ id, health }) =>
        Object.entries(healthNames).map(([number, name]) => [
          { peer: id ?? '', health: name },
          Number(Number(number) === (health ?? PeerHealth.HEALTH_UNKNOWN)),
        ]),
      ),
  ),
  many('gauge', 'gramme_peer_connected', ['peer'], '1 if there is a connection.', (s) =>
    s.peers.map((peer) => [{ peer: peer.id ?? '' }, Number(peer.connected)]),
  ),
  many('gauge', 'gramme_peer_slow', ['peer'], '1 if it is much slower than the others.', (s) =>
    s.peers.map((peer) => [{ peer: peer.id ?? '' }, Number(peer.slow)]),
  ),
  many('gauge', 'gramme_peer_reply_seconds', ['peer'], 'When a reply is to be expected; 0: not known.', (s) =>
    s.peers.map((peer) => [{ peer: peer.id ?? '' }, seconds(peer.scoreMs)]),
  ),
  many('counter', 'gramme_peer_suspicions_total', ['peer'], 'How often it was suspected or lost.', (s) =>
    s.peers.map((peer) => [{ peer: peer.id ?? '' }, peer.suspicions]),
  ),
]

export const statusMetrics: readonly MetricRow[] = [
  ...ofTheNode,
  ...ofCounters,
  ...ofTheStore,
  ...ofHints,
  ...ofRepair,
  ...ofMovement,
  ...ofAdmission,
  ...ofPeers,
]

function seconds(ms: number | null | undefined): number {
  return (ms ?? 0) / 1000
}

/** 1 where there is a reason. */
function flag(reason: string | null | undefined): number {
  return Number((reason ?? '') !== '')
}

function peerOf({ peer }: { peer?: string | null }): Labels {
  return { peer: peer ?? '' }
}

function workOf({ name }: { name?: string | null }): Labels {
  return { work: name ?? '' }
}
