/**
 * The world of a scenario: a simulated cluster of production nodes and clients in which nothing happens but what
 * the scenario says. Networks and clocks are even, everything left to chance comes from one seed, and between
 * two blocks everybody gets a moment to finish what goes on behind a client's back.
 *
 * Nodes go by the names that the scenario gives them.
 */

import type { Ring } from '../../src/ring/ring.js'
import { systemClock } from '../../src/runtime/clock.js'
import type { ClusterShape } from '../../src/simulation/plan/plan.js'
import { neverReapedMs, neverScrubbedMs } from '../../src/simulation/plan/plan.js'
import { Bounds } from '../../src/simulation/run/bounds.js'
import { SimulatedCluster } from '../../src/simulation/run/cluster.js'
import { Settling } from '../../src/simulation/run/settle.js'
import type { SimulatedClient } from '../../src/simulation/run/simulated-client.js'
import type { SimulatedNode } from '../../src/simulation/run/simulated-node.js'
import type { Scheduler } from '../../src/simulation/world/scheduler.js'
import { softwareVersion } from '../../src/software-version.js'
import { Faults } from './fault-ends.js'
import { ScenarioError } from './words.js'

export type Shape = Pick<
  ClusterShape,
  'nodes' | 'n' | 'r' | 'w' | 'partitions' | 'weights' | 'durability' | 'coordination'
> & { readonly seed: number; readonly timeoutMs: number }

export type ScenarioClient = SimulatedClient<Buffer, string | Uint8Array>

/** For replication that a quorum did not wait for, and for read repair. Less than `interval` syncs after. */
const breathMs = 100
/** By then whoever lost somebody has found him again: pauses between attempts to connect are shorter. */
const reunionMs = 3000
const patienceMs = 30_000
const blockMsMax = 3_600_000
const lookEveryMs = 5

export class World {
  readonly cluster: SimulatedCluster
  readonly faults: Faults
  /** Contexts that clients remember, by client and key. */
  readonly contexts = new Map<string, Uint8Array>()
  readonly #clients = new Map<string, ScenarioClient>()
  readonly #machineByName = new Map<string, string>()
  readonly #nameByMachine = new Map<string, string>()
  readonly #bounds: Bounds
  #addresses: readonly string[] = []

  constructor(readonly shape: Shape) {
    const { seed, timeoutMs, ...rest } = shape
    this.cluster = new SimulatedCluster({
      plan: {
        version: softwareVersion,
        seed,
        shape: {
          ...rest,
          clients: 0,
          zones: shape.weights.map(() => ''),
          segmentBytesMax: 256 * 1024,
          requestTimeoutMs: timeoutMs,
          // Far off: what read repair and its like do is to be seen by itself.
          repairIntervalMs: 30_000,
          handoffIntervalMs: 1000,
          scrubIntervalMs: neverScrubbedMs,
          reapIntervalMs: 1000,
          reapAfterMs: neverReapedMs,
        },
        environment: {
          latencyMs: 0.5,
          jitterMs: 0.02,
          turnMs: 0.02,
          timerLateMsMax: 0.5,
          syncMs: 1,
          clockRates: [],
          clockSkewsMs: [],
        },
        durationMs: 0,
        operations: [],
        faults: [],
      },
      host: systemClock,
      isTraced: false,
      onViolation: () => {},
    })
    this.faults = new Faults(this)
    this.#bounds = new Bounds(this.cluster)
    for (const { name } of this.cluster.nodes) this.call(name, name)
  }

  get scheduler(): Scheduler {
    return this.cluster.scheduler
  }

  async form(): Promise<void> {
    const { cluster, scheduler } = this
    for (const node of cluster.nodes) node.start()
    // A story begins with a cluster that is one: every node has met the others, and serves.
    const isWhole = () =>
      cluster.members.hasFormed() && cluster.nodes.every(({ node }) => node?.serving.wanting().length === 0)
    await scheduler.run(patienceMs, isWhole)
    if (!isWhole()) throw new ScenarioError(`no cluster: ${cluster.waiting().join('; ')}`)
    this.#addresses = cluster.nodes.flatMap(({ node }) => node?.address ?? [])
    this.#bounds.watch()
    await scheduler.run(scheduler.nowMs + breathMs)
    this.#check()
  }

  /** Lets things happen until all of these have come to their end, and a moment longer. */
  async until<T>(promises: readonly Promise<T>[]): Promise<T[]> {
    const { scheduler } = this
    let isSettled = false
    const all = Promise.all(promises)
    const mark = () => {
      isSettled = true
    }
    all.then(mark, mark)
    await scheduler.run(scheduler.nowMs + blockMsMax, () => isSettled)
    if (!isSettled) throw new ScenarioError(`this does not end within ${blockMsMax} ms`)
    const outcome = await all
    await scheduler.run(scheduler.nowMs + breathMs)
    this.#check()
    return outcome
  }

  /** Everything is healed, comes to rest, and is compared with the true history. */
  async end(): Promise<void> {
    this.faults.healAll()
    const workload = { makeClient: noClient, begin() {}, isOver: () => true }
    await new Settling(this.cluster, workload).run()
    this.#bounds.stop()
    this.#check()
  }

  /** Resolves when the condition holds; false when it does not come to. */
  async waitFor(holds: () => boolean): Promise<boolean> {
    const { scheduler } = this
    const deadlineMs = scheduler.nowMs + patienceMs
    while (!holds() && scheduler.nowMs < deadlineMs) await scheduler.sleep(lookEveryMs)
    return holds()
  }

  /** Time for those who had lost each other. */
  reunion(): Promise<void> {
    return this.scheduler.sleep(reunionMs)
  }

  /** From now on the machine goes by this name. */
  call(machine: string, name: string): void {
    this.#machineByName.set(name, machine)
    this.#nameByMachine.set(machine, name)
  }

  nameOf(machine: string): string {
    return this.#nameByMachine.get(machine) ?? machine
  }

  /** A node's, or a client's. */
  machineOf(name: string): string {
    return this.#machineByName.get(name) ?? name
  }

  nodeOf(name: string): SimulatedNode {
    const node = this.cluster.nodes.find((one) => one.name === this.machineOf(name))
    if (node === undefined) throw new ScenarioError(`there is no node '${name}'`)
    return node
  }

  ownersOf(key: string): readonly string[] {
    const owners = this.cluster.members.ownersOf(Buffer.from(key))
    if (owners === undefined) throw new ScenarioError('members have changed')
    return owners
  }

  partitionOf(key: string): number {
    return this.#ring().partitionOf(Buffer.from(key))
  }

  /** Machines in the order in which they are to serve the key: its owners, and then the others. */
  preferenceList(key: string): string[] {
    const names = new Map(this.cluster.nodes.map(({ node, name }) => [node?.id, name]))
    return this.#ring()
      .preferenceList(this.partitionOf(key))
      .map(({ id }) => names.get(id) ?? id)
  }

  #ring(): Ring {
    const serving = this.cluster.nodes.find(({ node }) => node !== undefined)?.node
    if (serving === undefined) throw new ScenarioError('no node serves, so nobody knows the ring')
    return serving.ring
  }

  /** A client by name; made when it is named first. Resolves when it is connected; false when it cannot be. */
  async connected(name: string): Promise<ScenarioClient | undefined> {
    let client = this.#clients.get(name)
    if (client === undefined) {
      if (this.#machineByName.has(name)) throw new ScenarioError(`${name} is a node`)
      client = this.cluster.makeClient(name, { seeds: this.#addresses })
      this.#clients.set(name, client)
      this.cluster.clients.push(client)
      this.faults.join(name)
      client.start()
    }
    const made = client
    return (await this.waitFor(() => made.isConnected)) ? made : undefined
  }

  machines(): string[] {
    return [...this.cluster.nodes, ...this.cluster.clients].map(({ name }) => name)
  }

  #check(): void {
    const [violation] = this.cluster.oracle.violations
    if (violation === undefined) return
    const { kind, message, key } = violation
    throw new ScenarioError(
      `a promise is broken: ${kind}${key === undefined ? '' : ` of '${key}'`}: ${message}`,
    )
  }
}

function noClient(): never {
  throw new ScenarioError('scenarios make their clients themselves')
}
