/**
 * `gramme ring`: how the ring shares out the keys; of a cluster, or (`--nodes`) of one that is only thought
 * of, with what adding and removing a node would move.
 */
import type { Command } from 'commander'
import { memberCountMax, replicaCountMax } from '../ring/members.js'
import { type Movement, movement } from '../ring/movement.js'
import { partitionCountMax } from '../ring/partition.js'
import { type NodeShare, Ring, type RingMember, type RingSettings } from '../ring/ring.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { UsageError } from './exit.js'
import { list, numbers, wholeNumber } from './parse.js'
import { type Column, count, percent, table } from './table.js'

/** What the placement is made to reach, on clusters of 30 nodes; bigger ones come closer to their quotas. */
const targets = { replica: 0.985, firstOwner: 0.97, movement: 1.25 }

interface RingCommandOptions extends ConnectionOptions {
  readonly nodes?: number
  readonly weights?: number[]
  readonly zones?: string[]
  readonly partitions: number
  readonly n: number
}

const examples = `
A node's quota is the virtual nodes (partition replicas) that its weight asks for. Efficiency is how near the
fullest node comes to its quota: 1 is perfect.

Examples:
  gramme ring
  gramme ring --nodes 30 --weights 1,2,4 --partitions 4096
  gramme ring --nodes 30 --zones a,b,c --partitions 4096 --json`

export function register(program: Command): void {
  withConnection(program.command('ring'))
    .description("Show each node's share of the ring, of a cluster or (with --nodes) of one thought of.")
    .option(
      '--nodes <COUNT>',
      'ask no cluster: show the ring of so many nodes',
      wholeNumber(1, memberCountMax),
    )
    .option('--weights <LIST>', 'with --nodes: their weights, begun again when there are fewer', numbers)
    .option('--zones <LIST>', 'with --nodes: their zones, begun again when there are fewer', list)
    .option(
      '--partitions <Q>',
      'with --nodes: partitions, a power of two',
      wholeNumber(1, partitionCountMax),
      1024,
    )
    .option('--n <N>', 'with --nodes: nodes that hold each key', wholeNumber(1, replicaCountMax), 3)
    .addHelpText('after', examples)
    .action(ring)
}

async function ring(options: RingCommandOptions): Promise<void> {
  const { nodes, weights, zones, json } = options
  if (nodes !== undefined) {
    showThoughtOf(nodes, options)
    return
  }
  if (weights !== undefined || zones !== undefined)
    throw new UsageError('--weights and --zones go with --nodes')
  await withClient(options, async ({ cluster }) => {
    const addresses = new Map(cluster.members.map(({ id, address }) => [id, address]))
    const { cluster: name } = cluster.shape
    if (json) print(`${JSON.stringify({ cluster: name, ...asJson(cluster.ring, addresses) })}\n`)
    else print(`cluster '${name}': ${asText(cluster.ring, addresses)}`)
  })
}

function showThoughtOf(nodes: number, options: RingCommandOptions): void {
  const { weights = [1], zones = [''], partitions: partitionCount, n: replicaCount, json } = options
  const settings = { partitionCount, replicaCount }
  const width = String(nodes + 1).length
  // One more than asked for: the last is the one that is added.
  const all = Array.from({ length: nodes + 1 }, (_, i) => ({
    id: `node-${String(i + 1).padStart(width, '0')}`,
    weight: weights[i % weights.length],
    zone: zones[i % zones.length],
  }))
  const members = all.slice(0, nodes)
  const now = Ring.build(members, settings)
  const moves = changes(now, all, settings)
  if (json) {
    const moved = moves.map(({ change, moved }) => ({ change, ...moved, ratio: asJsonRatio(moved.ratio) }))
    print(`${JSON.stringify({ ...asJson(now), changes: moved })}\n`)
    return
  }
  print(asText(now))
  print(`\nWhat a change would move (at most ${targets.movement} times the least is aimed for):\n\n`)
  print(
    table<Change>(
      [
        { title: 'change', of: ({ change }) => change },
        { title: 'replicas moved', of: ({ moved }) => count(moved.slotsChanged), align: 'right' },
        { title: 'least possible', of: ({ moved }) => count(Math.round(moved.slotsLeast)), align: 'right' },
        { title: 'times the least', of: ({ moved }) => moved.ratio.toFixed(3), align: 'right' },
        {
          title: 'of all replicas',
          of: ({ moved }) => percent(moved.slotsChanged / slotsOf(now)),
          align: 'right',
        },
      ],
      moves,
    ),
  )
}

interface Change {
  readonly change: string
  readonly moved: Movement
}

/** Adding the last of `all`, and taking out or making twice as strong the first. */
function changes(now: Ring, all: readonly RingMember[], settings: RingSettings): Change[] {
  const members = all.slice(0, -1)
  const [first, ...rest] = members
  const added = all[all.length - 1]
  const found = [{ change: `add ${added.id} (weight ${added.weight})`, after: all }]
  if (rest.length > 0) found.push({ change: `remove ${first.id} (weight ${first.weight})`, after: rest })
  found.push({
    change: `give ${first.id} weight ${2 * first.weight}`,
    after: [{ ...first, weight: 2 * first.weight }, ...rest],
  })
  return found.map(({ change, after }) => ({ change, moved: movement(now, Ring.build(after, settings)) }))
}

function asJson(ring: Ring, addresses?: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  return {
    ...ring.settings,
    ringDigest: ring.digest,
    efficiency: ring.efficiency(),
    warnings: ring.warnings,
    nodes: ring.shares().map((share) => ({ ...share, address: addresses?.get(share.id) })),
  }
}

/** JSON has no infinity: that is when the least is nothing. */
function asJsonRatio(ratio: number): number | null {
  return Number.isFinite(ratio) ? ratio : null
}

function asText(ring: Ring, addresses?: ReadonlyMap<string, string>): string {
  const { partitionCount, replicaCount } = ring.settings
  const { replica, firstOwner } = ring.efficiency()
  const name = ({ id }: NodeShare) => addresses?.get(id) ?? id
  const shares = [...ring.shares()].sort((a, b) => name(a).localeCompare(name(b), 'en', { numeric: true }))
  const columns: Column<NodeShare>[] = [
    ...(addresses === undefined
      ? []
      : [{ title: 'address', of: ({ id }: NodeShare) => addresses.get(id) ?? '-' }]),
    { title: 'id', of: ({ id }) => id },
    { title: 'weight', of: ({ weight }) => String(weight), align: 'right' },
    { title: 'zone', of: ({ zone }) => zone || '-' },
    { title: 'share', of: ({ share }) => percent(share), align: 'right' },
    { title: 'virtual nodes', of: ({ virtualNodes }) => count(virtualNodes), align: 'right' },
    { title: 'quota', of: ({ quota }) => quota.toFixed(1), align: 'right' },
    { title: 'of quota', of: ({ virtualNodes, quota }) => percent(virtualNodes / quota), align: 'right' },
    { title: 'first owner of', of: ({ firstOwner }) => count(firstOwner), align: 'right' },
  ]
  return [
    `${shares.length} nodes, Q=${partitionCount}, N=${replicaCount}, ring ${ring.digest.toString(16).padStart(8, '0')}\n\n`,
    table(columns, shares),
    `\nefficiency: replicas ${replica.toFixed(4)}, first owners ${firstOwner.toFixed(4)} (aims: ${targets.replica}, ${targets.firstOwner})\n`,
    ...ring.warnings.map((warning) => `warning: ${warning}\n`),
  ].join('')
}

function slotsOf(ring: Ring): number {
  return ring.shares().reduce((sum, { virtualNodes }) => sum + virtualNodes, 0)
}

function print(text: string): void {
  process.stdout.write(text)
}
