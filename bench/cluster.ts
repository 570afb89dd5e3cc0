/** A cluster that is measured: nodes in processes of their own, which an experiment may kill, add to and ask. */
import { setTimeout as sleep } from 'node:timers/promises'
import { serverFlags } from '../src/cli/dev-node.js'
import type { NodeOptions } from '../src/node/index.js'
import type { Act } from '../src/node/node.js'
import { systemClock } from '../src/runtime/clock.js'
import { systemNetwork } from '../src/runtime/network.js'
import { Caller, callerDefaults } from '../src/wire/caller.js'
import { FrameType } from '../src/wire/frame.js'
import { decodeReply, StatusReply } from '../src/wire/messages.js'
import { Child } from './child.js'
import type { NodeTimes } from './node-times.js'

export type NodeStatus = ReturnType<typeof StatusReply.decode>

/** What differs from a node's defaults. */
export type NodeChanges = Partial<Omit<NodeOptions, 'folder' | 'listen' | 'seeds'>>

const identity = { cluster: '', nodeId: '', agent: 'gramme-bench' }
const pauseMs = 50
const wholeWithinMs = 60_000

export class MeasuredNode {
  #child: Child
  #address = ''

  constructor(private readonly options: NodeOptions) {
    this.#child = new Child('floor-node', serverFlags)
  }

  get address(): string {
    return this.#address
  }

  get pid(): number {
    return this.#child.pid
  }

  async start(): Promise<void> {
    const options = this.#address === '' ? this.options : { ...this.options, listen: this.#address }
    this.#address = await this.#child.ask<string>({ kind: 'start', options })
  }

  /** After `kill`, at the same address and with the same data. */
  async startAgain(): Promise<void> {
    this.#child = new Child('floor-node', serverFlags)
    await this.start()
  }

  kill(): Promise<void> {
    return this.#child.kill()
  }

  stop(): Promise<void> {
    return this.#child.stop()
  }

  act(act: Act): Promise<void> {
    return this.#child.ask({ kind: 'act', act })
  }

  /** Processor time, in microseconds. */
  cpu(): Promise<number> {
    return this.#child.ask<number>({ kind: 'cpu' })
  }

  times(): Promise<NodeTimes> {
    return this.#child.ask<NodeTimes>({ kind: 'times' })
  }

  async status(): Promise<NodeStatus> {
    const options = { ...callerDefaults, network: systemNetwork, clock: systemClock, identity }
    const caller = await Caller.open(this.address, options)
    try {
      return decodeReply(StatusReply, await caller.call({ type: FrameType.STATUS }, 5000))
    } finally {
      caller.close()
    }
  }
}

export class MeasuredCluster {
  readonly nodes: MeasuredNode[] = []
  readonly #stopped = new Set<MeasuredNode>()
  #made = 0

  private constructor(
    private readonly folder: string,
    private readonly changes: (n: number) => NodeChanges,
  ) {}

  /** Resolves when the nodes serve and know each other. `changes`: for the n-th node. */
  static async start(
    folder: string,
    count: number,
    changes: (n: number) => NodeChanges = () => ({}),
  ): Promise<MeasuredCluster> {
    const cluster = new MeasuredCluster(folder, changes)
    try {
      for (let n = 0; n < count; n += 1) await cluster.add()
      await cluster.whole()
      return cluster
    } catch (error) {
      await cluster.stop()
      throw error
    }
  }

  /** One more node, which joins as it starts, or else as `changes` say. */
  async add(changes: NodeChanges = {}): Promise<MeasuredNode> {
    const n = this.#made
    this.#made += 1
    const node = new MeasuredNode({
      listen: '127.0.0.1:0',
      partitionCount: 256,
      gossipIntervalMs: 200,
      ...this.changes(n),
      ...changes,
      folder: `${this.folder}/node-${n}`,
      seeds: this.nodes.map(({ address }) => address).slice(0, 2),
    })
    this.nodes.push(node)
    await node.start()
    return node
  }

  /** `options`: of the driver, see targets/gramme.ts. */
  target(options: Readonly<Record<string, string | number>> = {}): string {
    const query = Object.entries(options).map(([name, value]) => `${name}=${value}`)
    return `gramme://${this.nodes.map(({ address }) => address).join(',')}?${query.join('&')}`
  }

  /** Processor time of all nodes together, in microseconds. */
  async cpuUs(): Promise<number> {
    const all = await Promise.all(this.nodes.map((node) => node.cpu()))
    return all.reduce((sum, us) => sum + us, 0)
  }

  statuses(): Promise<NodeStatus[]> {
    return Promise.all(this.nodes.filter((node) => !this.#stopped.has(node)).map((node) => node.status()))
  }

  /** Resolves when all nodes have the same ring, are connected, serve all they own and hold nothing for others. */
  async whole(withinMs = wholeWithinMs): Promise<void> {
    const endMs = performance.now() + withinMs
    for (;;) {
      const all = await this.statuses()
      if (all.every((status) => isWhole(status, all))) return
      if (performance.now() > endMs) throw new Error(`the cluster did not come to rest in ${withinMs} ms`)
      await sleep(pauseMs)
    }
  }

  /** It is gone without a word, and counts no more until `revive`. */
  async kill(node: MeasuredNode): Promise<void> {
    this.#stopped.add(node)
    await node.kill()
  }

  async revive(node: MeasuredNode): Promise<void> {
    await node.startAgain()
    this.#stopped.delete(node)
  }

  async stop(): Promise<void> {
    const running = this.nodes.filter((node) => !this.#stopped.has(node))
    await Promise.all(running.map((node) => node.stop()))
  }
}

function isWhole(status: NodeStatus, all: readonly NodeStatus[]): boolean {
  return (
    status.ringDigest === all[0].ringDigest &&
    status.peers.filter(({ connected }) => connected === true).length >= all.length - 1 &&
    (status.filling?.wanting ?? 0) === 0 &&
    (status.surrender?.keys ?? 0) === 0 &&
    (status.hints?.keys ?? 0) === 0
  )
}
