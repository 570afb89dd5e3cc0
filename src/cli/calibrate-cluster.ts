/** A cluster to calibrate on: real nodes in processes of their own, on loopback, whose processor time and pauses are read. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../client/client.js'
import { connect } from '../client/index.js'
import { DevNode } from './dev-node.js'
import { prepareFolder } from './dev-shape.js'
import { CommandError } from './exit.js'
import { type NodeStatus, statusOfMembers } from './node-status.js'
import { type ProcessorTime, processorTimeOf } from './processor-time.js'

const agreeWithinMs = 30_000
/** Few, so that a partition's table in the key directory has as many keys as in life. */
const partitions = 64

export interface Collections {
  /** How long each stopped the event loop. */
  readonly pausesMs: number[]
  /** How long other threads marked the heap before, of those that looked at all of it. */
  readonly markingMs: number[]
}

export class CalibrationCluster {
  readonly #nodes: DevNode[]
  readonly #ids: readonly string[]
  /** What collections of garbage took, of all nodes. */
  readonly #collections: Collections

  private constructor(
    nodes: DevNode[],
    ids: readonly string[],
    collections: Collections,
    readonly client: Client,
  ) {
    this.#nodes = nodes
    this.#ids = ids
    this.#collections = collections
  }

  static async start(folder: string, count: number): Promise<CalibrationCluster> {
    await prepareFolder(folder)
    const nodes: DevNode[] = []
    const collections: Collections = { pausesMs: [], markingMs: [] }
    const ids: string[] = []
    const addresses: string[] = []
    try {
      for (let n = 0; n < count; n += 1) {
        const words = [
          'serve',
          '--data',
          join(folder, `node-${n + 1}`),
          '--listen',
          '127.0.0.1:0',
          '--n',
          String(count),
        ]
        words.push('--partitions', String(partitions), '--cluster', `calibration-${process.pid}-${count}`)
        for (const seed of addresses.slice(0, 1)) words.push('--seed', seed)
        const node = new DevNode({
          name: `node ${n + 1}`,
          words,
          logFile: join(folder, `node-${n + 1}.log`),
          show: () => {},
          flags: ['--trace-gc'],
          onOutput: (line) => {
            collections.pausesMs.push(...pauseIn(line))
            collections.markingMs.push(...markingIn(line))
          },
        })
        nodes.push(node)
        const { id, address } = await node.serving
        ids.push(id)
        addresses.push(address)
      }
      const client = await connect({ seeds: addresses, hedging: false })
      await agreed(client, count)
      return new CalibrationCluster(nodes, ids, collections, client)
    } catch (error) {
      await stopAll(nodes)
      throw error
    }
  }

  /** Of the node with this id, and of each of the others. */
  processorTimes(id: string): { readonly first: ProcessorTime; readonly others: readonly ProcessorTime[] } {
    const of = (node: DevNode) => processorTimeOf(node.pid)
    const first = this.#ids.indexOf(id)
    return { first: of(this.#nodes[first]), others: this.#nodes.filter((_, n) => n !== first).map(of) }
  }

  /** Those since the last call. */
  takeCollections(): Collections {
    const { pausesMs, markingMs } = this.#collections
    return { pausesMs: pausesMs.splice(0), markingMs: markingMs.splice(0) }
  }

  async statuses(): Promise<NodeStatus[]> {
    const members = await statusOfMembers(this.client.cluster, 5000)
    return members.flatMap(({ status }) => (status === undefined ? [] : [status]))
  }

  async stop(): Promise<void> {
    await this.client.close()
    await stopAll(this.#nodes)
  }
}

async function agreed(client: Client, count: number): Promise<void> {
  const untilMs = performance.now() + agreeWithinMs
  for (;;) {
    const members = await statusOfMembers(client.cluster, 1000)
    const whole = members.filter(
      ({ status }) =>
        status?.ringDigest === client.cluster.ring.digest &&
        status.peers.filter(({ connected }) => connected).length === count - 1,
    )
    if (whole.length === count) return
    if (performance.now() > untilMs)
      throw new CommandError(`${count} nodes have not found each other within ${agreeWithinMs / 1000} s`)
    await pause(50)
    await client.cluster.refresh()
  }
}

async function stopAll(nodes: readonly DevNode[]): Promise<void> {
  for (const node of nodes) node.signal('SIGTERM')
  await Promise.all(nodes.map(({ ended }) => ended))
}

/** As `... Scavenge 3.8 (4.0) -> 3.4 (5.0) MB, 4.92 / 0.00 ms ...`: milliseconds that the loop stood. */
function pauseIn(line: string): number[] {
  const found = /: (?:Scavenge|Mark-Compact).* MB, (?:pooled: .*, )?(\d+(?:\.\d+)?) \/ \d/.exec(line)
  return found === null ? [] : [Number(found[1])]
}

/** As `... Mark-Compact ... walltime since start of marking 25 ms) ...`. */
function markingIn(line: string): number[] {
  const found = /: Mark-Compact.* walltime since start of marking (\d+(?:\.\d+)?) ms/.exec(line)
  return found === null ? [] : [Number(found[1])]
}
