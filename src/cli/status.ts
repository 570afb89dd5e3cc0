/**
 * `gramme status`: every member's account of itself, once or again and again. One that does not answer is a finding,
 * not an error.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Client } from '../client/client.js'
import { PeerHealth } from '../wire/messages.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { CommandError } from './exit.js'
import { type KnownStatuses, type MemberStatus, type NodeStatus, statusOfKnown } from './node-status.js'
import { number } from './parse.js'
import { formerAsText, standingRemarks, stateOf } from './status-standing.js'
import { transfersAsText, transfersOf } from './status-transfers.js'
import { bytes, type Column, count, duration, table } from './table.js'

const examples = `
Examples:
  gramme status
  gramme status --transfers                what moves between nodes, and why it waits
  gramme status --watch 2                  again every two seconds, until Ctrl-C
  gramme status --node db1.example.org:7401 --json`

interface StatusOptions extends ConnectionOptions {
  readonly transfers?: true
  readonly watch?: number | true
}

const watchSeconds = 2
/** The screen is cleared, and the cursor goes to its upper left corner. */
const clearScreen = '\x1b[2J\x1b[H'

export function register(program: Command): void {
  withConnection(program.command('status'))
    .description('Show every node: whether it is up, its share, its data, its connections.')
    .option('--transfers', 'show what moves between nodes instead')
    .option(
      '--watch [SECONDS]',
      `show it again and again (default: every ${watchSeconds})`,
      number(0.1, 3600),
    )
    .addHelpText('after', examples)
    .action(status)
}

async function status(options: StatusOptions): Promise<void> {
  const { watch } = options
  await withClient(options, async (client) => {
    if (watch === undefined) return show(client, options)
    for (;;) {
      if (process.stdout.isTTY) process.stdout.write(clearScreen)
      try {
        await show(client, options)
      } catch (error) {
        // Who watches wants to see it come back.
        if (!(error instanceof CommandError)) throw error
        process.stdout.write(`${error.message}\n`)
      }
      await pause(1000 * (watch === true ? watchSeconds : watch))
      await client.cluster.refresh().catch(() => {})
    }
  })
}

async function show(client: Client, options: StatusOptions): Promise<void> {
  const known = await statusOfKnown(client.cluster, options.timeout)
  const text = () =>
    options.transfers === true ? transfersAsText(transfersOf(known.nodes)) : asText(client, known)
  const json = () => (options.transfers === true ? transfersOf(known.nodes) : asJson(client, known))
  process.stdout.write(options.json ? `${JSON.stringify(json())}\n` : text())
  if (known.nodes.every(({ status }) => status === undefined)) throw new CommandError('no node answers')
}

const statusFields = [
  'uptimeMs',
  'version',
  'virtualNodes',
  'ringDigest',
  'durability',
  'memoryBytes',
  'clients',
] as const
const storeFields = [
  'keys',
  'liveBytes',
  'deadBytes',
  'segments',
  'directoryBytes',
  'damagedRecords',
  'writable',
  'readOnlyReason',
  'bytesWritten',
  'bytesCompacted',
  'freeBytes',
] as const
const surrenderFields = [
  'partitions',
  'keys',
  'given',
  'surrendered',
  'owners',
  'bytes',
  'runningMs',
  'runningKeys',
  'runningBytes',
  'problem',
] as const
const fillingFields = ['served', 'wanting', 'wanted', 'taken', 'objects', 'bytes', 'runningMs'] as const
const scrubFields = [
  'finishedMsAgo',
  'tookMs',
  'passes',
  'bytes',
  'damaged',
  'mended',
  'unreadable',
  'treesMended',
] as const
const repairFields = [
  'peer',
  'comparedMsAgo',
  'partitions',
  'different',
  'objectsFetched',
  'objectsSent',
  'bytes',
  'problem',
  'running',
  'runningOf',
] as const
const peerFields = ['id', 'address', 'connected', 'problem', 'slow', 'scoreMs', 'suspicions'] as const

/** Field by field: what has its default is not an own property of a message. */
function pick<K extends string>(message: { readonly [name in K]?: unknown }, names: readonly K[]) {
  return Object.fromEntries(names.map((name) => [name, message[name]]))
}

function asJson(client: Client, { nodes, former }: KnownStatuses): unknown {
  return {
    ...client.cluster.shape,
    former: former.map(({ member: { id, address }, standing: state }) => ({ id, address, state })),
    nodes: nodes.map(({ member, standing: state, status, problem }) => {
      const { id, address, weight, zone } = member
      if (status === undefined) return { id, address, weight, zone, state, up: false, problem }
      return {
        ...{ id, address, weight, zone, state, up: true },
        scoreMs: scoreOf(id, nodes),
        ...pick(status, statusFields),
        ...pick(status.store ?? {}, storeFields),
        hints: hintsAsJson(status),
        surrender: pick(status.surrender ?? {}, surrenderFields),
        filling: pick(status.filling ?? {}, fillingFields),
        reaping: reapingAsJson(status),
        scrub: pick(status.scrub ?? {}, scrubFields),
        admission: admissionAsJson(status),
        peers: status.peers.map((peer) => ({ ...pick(peer, peerFields), health: healthOf(peer) })),
        repairs: status.repairs.map((repair) => pick(repair, repairFields)),
        counters: Object.fromEntries(status.counters.map(({ name, value }) => [name, value])),
      }
    }),
  }
}

/** When the other nodes expect replies of this one, in the view of the one that expects them latest. */
function scoreOf(id: string, members: readonly MemberStatus[]): number {
  const told = members.flatMap(({ status }) => status?.peers.filter((peer) => peer.id === id) ?? [])
  return Math.max(0, ...told.map(({ scoreMs }) => scoreMs ?? 0))
}

const columnsOf = (members: readonly MemberStatus[]): readonly Column<MemberStatus>[] => [
  { title: 'address', of: ({ member }) => member.address },
  { title: 'id', of: ({ member }) => member.id },
  { title: 'state', of: stateOf },
  { title: 'for', of: figure(({ uptimeMs }) => duration(uptimeMs)), align: 'right' },
  { title: 'weight', of: ({ member }) => String(member.weight), align: 'right' },
  { title: 'zone', of: ({ member }) => member.zone || '-' },
  { title: 'virtual nodes', of: figure(({ virtualNodes }) => count(virtualNodes)), align: 'right' },
  { title: 'serves', of: figure(({ filling }) => servedShare(filling)), align: 'right' },
  { title: 'answers in', of: ({ member }) => answersIn(scoreOf(member.id, members)), align: 'right' },
  { title: 'keys', of: figure(({ store }) => count(store?.keys ?? 0)), align: 'right' },
  { title: 'live', of: figure(({ store }) => bytes(store?.liveBytes ?? 0)), align: 'right' },
  { title: 'dead', of: figure(({ store }) => bytes(store?.deadBytes ?? 0)), align: 'right' },
  { title: 'free', of: figure(({ store }) => freeOf(store)), align: 'right' },
  { title: 'segments', of: figure(({ store }) => count(store?.segments ?? 0)), align: 'right' },
  { title: 'damaged', of: figure(({ store }) => count(store?.damagedRecords ?? 0)), align: 'right' },
  { title: 'memory', of: figure(({ memoryBytes }) => bytes(memoryBytes)), align: 'right' },
  { title: 'clients', of: figure(({ clients }) => count(clients)), align: 'right' },
  {
    title: 'peers',
    of: figure(({ peers }) => `${peers.filter((peer) => peer.connected).length}/${peers.length}`),
    align: 'right',
  },
  { title: 'hints', of: figure(({ hints }) => count(hints?.keys ?? 0)), align: 'right' },
  { title: 'compared', of: figure(({ repairs }) => comparedAgo(repairs)), align: 'right' },
  { title: 'scrubbed', of: figure(({ scrub }) => ago(scrub?.finishedMsAgo ?? -1)), align: 'right' },
]

function hintsAsJson({ hints }: NodeStatus): unknown {
  const { owed, ...figures } = hints ?? {}
  const names = [
    'keys',
    'bytes',
    'oldestMs',
    'delivered',
    'givenUp',
    'bytesMax',
    'keysMax',
    'refused',
  ] as const
  return {
    ...pick(figures, names),
    owed: (owed ?? []).map((one) =>
      pick(one, ['owner', 'keys', 'waitsFor', 'runningMs', 'runningKeys', 'runningBytes'] as const),
    ),
  }
}

function reapingAsJson({ reaping }: NodeStatus): unknown {
  const reasons = Object.fromEntries((reaping?.reasons ?? []).map(({ name, value }) => [name, value]))
  return { ...pick(reaping ?? {}, ['waiting', 'reaped', 'blockedBy'] as const), reasons }
}

function admissionAsJson({ admission }: NodeStatus): unknown {
  return {
    ...pick(admission ?? {}, [
      'share',
      'targetMs',
      'p99Ms',
      'lateMs',
      'coordinating',
      'coordinatingMax',
      'serving',
    ] as const),
    parts: (admission?.parts ?? []).map((part) =>
      pick(part, ['name', 'bytes', 'waiting', 'waitMs', 'refused'] as const),
    ),
  }
}

/** Whose background work waits for requests, and how slow those are; nothing where none does. */
function yieldingOf({ admission }: NodeStatus): string | undefined {
  const { share = 1, targetMs = 0, p99Ms = 0, lateMs = 0, parts = [] } = admission ?? {}
  const waiting = (parts ?? []).filter((part) => (part.waiting ?? 0) > 0).map(({ name }) => name)
  if (waiting.length === 0 || (share ?? 1) >= 1) return undefined
  const slow = `p99 ${milliseconds(p99Ms)}, ${milliseconds(lateMs)} late, target ${milliseconds(targetMs)}`
  return `gives background work ${Math.round(100 * (share ?? 1))}% of its time (${slow}): ${waiting.join(', ')} wait`
}

function milliseconds(ms: number | null): string {
  return `${(ms ?? 0).toPrecision(2)} ms`
}

function answersIn(scoreMs: number): string {
  return scoreMs === 0 ? '-' : milliseconds(scoreMs)
}

/** When last looked. A node of an older build does not tell. */
function freeOf(store: NodeStatus['store']): string {
  const free = store?.freeBytes ?? 0
  return free === 0 ? '-' : bytes(Math.max(0, free))
}

/** Writes for owners that are away that are not kept for them: repair brings those, and nothing else does. */
function leftToRepair({ hints }: NodeStatus): string | undefined {
  const { keys = 0, bytes: held = 0, bytesMax = 0, keysMax = 0, givenUp = 0, refused = 0 } = hints ?? {}
  const isFull =
    ((bytesMax ?? 0) > 0 && (held ?? 0) >= (bytesMax ?? 0)) ||
    ((keysMax ?? 0) > 0 && (keys ?? 0) >= (keysMax ?? 0))
  const found: string[] = []
  if (isFull) {
    const limit = (held ?? 0) >= (bytesMax ?? 0) ? bytes(bytesMax ?? 0) : `${count(keysMax ?? 0)} keys`
    found.push(`takes no more hints, at the limit of ${limit}`)
  }
  if ((refused ?? 0) > 0) found.push(`has refused ${count(refused ?? 0)} writes for others`)
  if ((givenUp ?? 0) > 0) found.push(`has given up hints of ${count(givenUp ?? 0)} keys for their age`)
  return found.length === 0 ? undefined : `${found.join(', ')}: repair brings what is missing`
}

/** How far the comparison under way is; nothing where none is, or it has just begun. */
function comparingOf({ running, runningOf }: NodeStatus['repairs'][number]): string | undefined {
  if ((running ?? 0) === 0) return undefined
  return `${count(running ?? 0)} of ${count(runningOf ?? 0)} partitions`
}

/** How long ago this node last compared its data with the peer that it has not for the longest. */
function comparedAgo(repairs: NodeStatus['repairs']): string {
  const ages = repairs.map(({ comparedMsAgo }) => comparedMsAgo ?? 0)
  if (ages.length === 0) return '-'
  return ages.some((age) => age < 0) ? 'not yet' : ago(Math.max(...ages))
}

/** Negative: it has not come to be. */
function ago(ageMs: number): string {
  return ageMs < 0 ? 'not yet' : `${duration(ageMs)} ago`
}

/** What has rotted on a node's disk, or cannot be read there; nothing where all is well. */
function rotOf({ scrub }: NodeStatus): string | undefined {
  const { damaged = 0, mended = 0, unreadable = 0 } = scrub ?? {}
  const spoiled = (damaged ?? 0) - (mended ?? 0)
  const found: string[] = []
  if (spoiled > 0) found.push(`has ${count(spoiled)} spoiled records, and lets other owners send them again`)
  if ((unreadable ?? 0) > 0) found.push(`could not read ${count(unreadable ?? 0)} records`)
  return found.length === 0 ? undefined : found.join(' and ')
}

/** Of the virtual nodes that it holds; the rest is on its way. */
function servedShare(filling: NodeStatus['filling']): string {
  const { served = 0, wanting = 0 } = filling ?? {}
  const held = (served ?? 0) + (wanting ?? 0)
  return held === 0 ? '-' : (wanting ?? 0) === 0 ? 'all' : `${count(served ?? 0)} of ${count(held)}`
}

function figure(of: (status: NonNullable<MemberStatus['status']>) => string): (row: MemberStatus) => string {
  return ({ status }) => (status === undefined ? '-' : of(status))
}

/** For people. */
export function asText(client: Client, { nodes, former }: KnownStatuses): string {
  const { cluster, partitionCount, replicaCount, readQuorum, writeQuorum } = client.cluster.shape
  const answering = new Set(nodes.filter(({ status }) => status !== undefined).map(({ member }) => member.id))
  const { present, known } = client.cluster
  const up = present.filter(({ id }) => answering.has(id)).length
  return [
    `cluster '${cluster}': ${up} of ${present.length} nodes up, Q=${partitionCount}, N=${replicaCount}, R=${readQuorum}, W=${writeQuorum}\n\n`,
    table(columnsOf(nodes), nodes),
    ...[
      ...nodes.flatMap((one) => [...remarks(client, one, answering), ...standingRemarks(one, known)]),
      ...formerAsText(former),
    ].map((remark) => `${remark}\n`),
  ].join('')
}

/** What does not fit in a column. */
function remarks(
  client: Client,
  { member, status, problem }: MemberStatus,
  answering: ReadonlySet<string>,
): string[] {
  const { address } = member
  if (status === undefined) return [`${address} does not answer: ${problem}`]
  const found: string[] = []
  const { store, peers, ringDigest } = status
  if (store?.writable === false) found.push(`${address} takes no writes: ${store.readOnlyReason}`)
  if (ringDigest !== client.cluster.ring.digest)
    found.push(`${address} has another ring than the node first asked`)
  const { keys, partitions, problem: trouble } = status.surrender ?? {}
  const foreign = keys ?? 0
  if (foreign > 0) {
    const reason = trouble ? `: ${trouble}` : ', and is handing them over'
    found.push(
      `${address} holds ${count(foreign)} keys of ${count(partitions ?? 0)} partitions of others${reason}`,
    )
  }
  for (const { owner, keys, waitsFor } of status.hints?.owed ?? []) {
    const why = waitsFor ? `: ${waitsFor}` : ', and is handing them over'
    found.push(`${address} holds ${count(keys ?? 0)} keys for ${owner}${why}`)
  }
  const left = leftToRepair(status)
  if (left !== undefined) found.push(`${address} ${left}`)
  for (const repair of status.repairs) {
    const other = peers.find(({ id }) => id === repair.peer)?.address ?? repair.peer
    const progress = comparingOf(repair)
    if (progress !== undefined) found.push(`${address} compares with ${other}: ${progress} so far`)
  }
  if (status.reaping?.blockedBy) {
    const { waiting, blockedBy } = status.reaping
    found.push(`${address} keeps what is deleted (${count(waiting ?? 0)} keys so far): ${blockedBy}`)
  }
  const rot = rotOf(status)
  if (rot !== undefined) found.push(`${address} ${rot}`)
  const yielding = yieldingOf(status)
  if (yielding !== undefined) found.push(`${address} ${yielding}`)
  for (const peer of peers) {
    const { id, address: other, connected, problem: why, slow, scoreMs } = peer
    const answers = answering.has(id ?? '')
    if (!connected && answers) found.push(`${address} is not connected to ${other}: ${why || 'not yet'}`)
    // What one node cannot hear another may: the operator sees both.
    if (healthOf(peer) === 'suspect')
      found.push(`${address} suspects ${other}${answers ? ', which answers here' : ''}`)
    else if (slow)
      found.push(`${address} finds ${other} slow: replies take ${count(Math.round(scoreMs ?? 0))} ms`)
  }
  return found
}

/** As the node that tells of the peer sees it. */
function healthOf({ health }: { health?: number | null }): string {
  if (health === PeerHealth.HEALTH_UP) return 'up'
  if (health === PeerHealth.HEALTH_SUSPECT) return 'suspect'
  return health === PeerHealth.HEALTH_DOWN ? 'down' : 'unknown'
}
