/** Nodes on the machine's own clock, disk and network, in folders that go when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { type ConnectOptions, connect } from '../../src/client/index.js'
import { Node } from '../../src/node/node.js'
import type { Platform } from '../../src/node/platform.js'
import type { NodeOptions } from '../../src/node/settings.js'
import { inlineWorkers } from '../../src/ports/workers.js'
import { systemClock } from '../../src/runtime/clock.js'
import { systemDisk } from '../../src/runtime/disk.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { systemRandom } from '../../src/runtime/random.js'
import { Caller, callerDefaults } from '../../src/wire/caller.js'
import { FrameType } from '../../src/wire/frame.js'
import { decodeReply, RingReply, StatusReply } from '../../src/wire/messages.js'

export interface Reported {
  readonly level: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface Running {
  readonly node: Node
  readonly address: string
  readonly folder: string
  readonly reported: Reported[]
}

export function newFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-node-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function platformWith(parts: Partial<Platform> = {}): Platform {
  return {
    clock: systemClock,
    random: systemRandom,
    disk: systemDisk(),
    network: systemNetwork,
    workers: inlineWorkers,
    memoryBytes: () => process.memoryUsage.rss(),
    ...parts,
  }
}

/** Starts a node on a free port, which stops with the test. */
export async function start(
  t: Test,
  options: Partial<NodeOptions> = {},
  parts: Partial<Platform> = {},
): Promise<Running> {
  const folder = options.folder ?? newFolder(t)
  const reported: Reported[] = []
  const node = await Node.start(
    { listen: '127.0.0.1:0', gossipIntervalMs: 50, partitionCount: 64, cluster: 'shop', ...options, folder },
    platformWith(parts),
    (level, message, details = {}) => reported.push({ level, message, details }),
  )
  t.teardown(() => node.close())
  return { node, address: node.address, folder, reported }
}

/** Starts nodes that find each other, and waits until they have. */
export async function startCluster(
  t: Test,
  count: number,
  options: Partial<NodeOptions> = {},
  parts: readonly Partial<Platform>[] = [],
): Promise<Running[]> {
  const first = await start(t, options, parts[0])
  const nodes = [first]
  for (let index = 1; index < count; index++) {
    nodes.push(await start(t, { ...options, seeds: [first.address] }, parts[index]))
  }
  await formed(nodes)
  return nodes
}

/** Waits until these nodes, and no others, are each other's members, and connected. */
export async function formed(nodes: readonly Running[]): Promise<void> {
  const ids = nodes.map(({ node }) => node.id).sort()
  for (const { address, node } of nodes) {
    await until(`${node.id} knows the others`, async () => {
      const { peers } = await statusOf(address)
      const members = node.ring.members.map(({ id }) => id)
      return members.join() === ids.join() && peers.every(({ connected }) => connected === true)
    })
  }
}

/** Waits until it holds; fails after half a minute: machines of tests are busy. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`it never came about that ${what}`)
    await pause(5)
  }
}

export async function clientOf(
  t: Test,
  nodes: readonly { address: string }[],
  options: Partial<Omit<ConnectOptions, 'codec'>> = {},
) {
  const client = await connect({ seeds: nodes.map(({ address }) => address), ...options })
  t.teardown(() => client.close())
  return client
}

export async function callerTo(address: string, nodeId = ''): Promise<Caller> {
  const identity = { cluster: nodeId === '' ? '' : 'shop', nodeId, agent: 'test' }
  return Caller.open(address, { ...callerDefaults, network: systemNetwork, clock: systemClock, identity })
}

export async function statusOf(address: string) {
  const caller = await callerTo(address)
  try {
    return decodeReply(StatusReply, await caller.call({ type: FrameType.STATUS }, 5000))
  } finally {
    caller.close()
  }
}

export async function ringOf(address: string) {
  const caller = await callerTo(address)
  try {
    return decodeReply(RingReply, await caller.call({ type: FrameType.RING }, 5000))
  } finally {
    caller.close()
  }
}

/** A key of which this node is the first owner, or is no owner at all. */
export function keyOf(node: Node, role: 'first' | 'none'): string {
  for (let number = 0; ; number++) {
    const key = `key ${number}`
    const owners = node.ring.owners(node.ring.partitionOf(Buffer.from(key)))
    if (role === 'first' ? owners[0] === node.id : !owners.includes(node.id)) return key
  }
}
