/**
 * The cluster of a plan: machines with nodes, machines with clients, the network between them, and the oracle
 * that watches all of it.
 */
import type { Client } from '../../client/client.js'
import { bytesCodec, type Codec } from '../../client/codec.js'
import type { ConnectOptions } from '../../client/options.js'
import type { Node } from '../../node/node.js'
import type { Clock } from '../../ports/clock.js'
import { calendarsOf } from '../oracle/expiry.js'
import { Oracle } from '../oracle/oracle.js'
import type { Violation } from '../oracle/violation.js'
import { nodeNames, type Plan } from '../plan/plan.js'
import { Trace } from '../report/trace.js'
import { Machine, type MachinePorts } from '../world/machine.js'
import { SimulatedNetwork } from '../world/network.js'
import { Scheduler } from '../world/scheduler.js'
import { Membership } from './membership.js'
import { Returns } from './returns.js'
import { type AnyClient, SimulatedClient } from './simulated-client.js'
import { SimulatedNode } from './simulated-node.js'

export const clusterName = 'simulated'
export const dataFolder = 'data'
export const logFolder = `${dataFolder}/log`
/** The folders of a node's logs: of its own data, and of what it holds for others. */
export const storeFolders = [logFolder, `${dataFolder}/hints`]
const port = 7400
const seedsMax = 3

export interface ClusterOptions {
  readonly plan: Plan
  /** The machine's own, for turns of its event loop. */
  readonly host: Clock
  readonly isTraced: boolean
  readonly onViolation: (violation: Violation) => void
}

export class SimulatedCluster {
  readonly scheduler: Scheduler
  readonly network: SimulatedNetwork
  readonly oracle: Oracle
  readonly trace: Trace | undefined
  readonly nodes: SimulatedNode[] = []
  readonly members = new Membership(this.nodes)
  readonly returns: Returns
  /** Those of the workload. */
  readonly clients: AnyClient[] = []
  readonly plan: Plan
  #machines = 0

  constructor(options: ClusterOptions) {
    const { plan, host, isTraced, onViolation } = options
    this.plan = plan
    this.scheduler = new Scheduler(host)
    const { scheduler } = this
    this.trace = isTraced ? new Trace(() => scheduler.nowMs) : undefined
    const { latencyMs, jitterMs } = plan.environment
    const conditions = {
      latencyMs,
      jitterMs,
      slowness: 1,
      packetLoss: 0,
      framesLost: 0,
      framesRepeated: 0,
      framesSwapped: 0,
      cutting: 0,
    }
    this.network = new SimulatedNetwork({ scheduler, seed: plan.seed, conditionsOf: () => conditions })
    this.network.witness = this.trace
    const { n, r, w, durability } = plan.shape
    this.oracle = new Oracle({
      nowMs: () => scheduler.nowMs,
      calendars: calendarsOf(plan),
      cluster: clusterName,
      n,
      r,
      w,
      durability,
      ownersOf: (key) => this.members.ownersOf(key),
      // By a node's own clock, which may be a little fast.
      reapAfterMs: 0.99 * plan.shape.reapAfterMs,
      machines: nodeNames(plan.shape),
      onViolation: (violation) => {
        this.trace?.violations.push(violation)
        onViolation(violation)
      },
    })
    const names = nodeNames(plan.shape)
    for (const [index, name] of names.entries()) {
      this.nodes.push(this.#makeNode(name, index, (node) => this.members.serves(node.id, name)))
    }
    this.returns = new Returns({
      scheduler,
      members: this.members,
      // On a machine of its own, with an address that nobody knows.
      make: (node) => this.#makeNode(`${node.name}-before`, this.nodes.indexOf(node), () => {}),
    })
  }

  /** A client on a machine of its own, not started, that stores bytes. */
  makeClient(
    name: string,
    options: Partial<ConnectOptions> = {},
  ): SimulatedClient<Buffer, string | Uint8Array> {
    return this.makeClientOf(name, bytesCodec, options)
  }

  /** A client on a machine of its own, not started. */
  makeClientOf<Out, In>(
    name: string,
    codec: Codec<Out, In>,
    options: Partial<ConnectOptions<Out, In>> = {},
    connected?: (client: Client<Out, In>, ports: MachinePorts) => void,
  ): SimulatedClient<Out, In> {
    const machine = this.#makeMachine(name)
    const { shape } = this.plan
    const watched = this.oracle.observerOf(name, (ms) => machine.ports?.process.wasPausedSince(ms) ?? true)
    const { trace } = this
    return new SimulatedClient({
      machine,
      scheduler: this.scheduler,
      options: {
        seeds: this.#addresses().slice(0, seedsMax),
        coordination: shape.coordination,
        timeoutMs: shape.requestTimeoutMs,
        ...options,
      },
      codec,
      connected,
      observer: {
        began: (request) => {
          // Code runs on for a moment when its process is killed in its midst; what it says then is not said.
          if (machine.ports === undefined) return () => {}
          const ended = watched.began(request)
          const traced = trace?.requestBegan(name, request)
          return (outcome) => {
            traced?.(outcome)
            ended(outcome)
          }
        },
      },
      trace,
      died: () => this.oracle.clientDied(name),
    })
  }

  /** In words, all that is not at rest. */
  waiting(): string[] {
    const { nodes, network, oracle, scheduler } = this
    const reasons: string[] = []
    for (const node of nodes) {
      if (node.waitsFor !== undefined) reasons.push(node.waitsFor)
      const hints = node.node?.hintKeys ?? 0
      if (hints > 0) reasons.push(`${node.name} holds ${hints} keys for others, and has not handed them over`)
      const operations = node.machine.ports?.disk.underWay ?? 0
      if (operations > 0) reasons.push(`${operations} disk operations of ${node.name} have not completed`)
    }
    for (const { request, client, beganMs } of oracle.underWay) {
      const sinceMs = Math.round(scheduler.nowMs - beganMs)
      reasons.push(
        `a ${request.kind} by ${client} of '${Buffer.from(request.key)}' is under way since ${sinceMs} ms`,
      )
    }
    for (const stream of network.streams) {
      if (stream.waitsFor !== undefined) reasons.push(`at ${stream.place.host}: ${stream.waitsFor}`)
    }
    return reasons
  }

  #addresses(): string[] {
    return nodeNames(this.plan.shape).map((name) => `${name}:${port}`)
  }

  #makeNode(name: string, index: number, serving: (node: Node) => void): SimulatedNode {
    const { shape } = this.plan
    const machine = this.#makeMachine(name)
    const witness = this.oracle.witnessOf(name)
    return new SimulatedNode({
      machine,
      scheduler: this.scheduler,
      options: {
        folder: dataFolder,
        listen: `${name}:${port}`,
        seeds: this.#addresses().slice(0, seedsMax),
        cluster: clusterName,
        partitionCount: shape.partitions,
        replicaCount: shape.n,
        readQuorum: shape.r,
        writeQuorum: shape.w,
        weight: shape.weights[index],
        zone: shape.zones[index],
        durability: shape.durability,
        requestTimeoutMs: shape.requestTimeoutMs,
        repairIntervalMs: shape.repairIntervalMs,
        reapIntervalMs: shape.reapIntervalMs,
        reapAfterMs: shape.reapAfterMs,
        handoffIntervalMs: shape.handoffIntervalMs,
        scrubIntervalMs: shape.scrubIntervalMs,
        segmentBytesMax: shape.segmentBytesMax,
        diskReserveBytes: 16 * 1024,
      },
      witness: {
        issued: (event) => {
          if (machine.ports !== undefined) witness.issued(event)
        },
      },
      trace: this.trace,
      broken: (message) => this.oracle.violate('invariant-broken', message),
      serving,
    })
  }

  #makeMachine(name: string): Machine {
    const { scheduler, network, plan } = this
    const { seed, environment } = plan
    const { clockRates, clockSkewsMs, turnMs, timerLateMsMax, syncMs } = environment
    const index = this.#machines
    this.#machines += 1
    return new Machine(
      name,
      index + 1,
      { seed, scheduler, network },
      {
        clock: { rate: clockRates[index] ?? 1, startMs: 1000 * index, skewMs: clockSkewsMs[index] ?? 0 },
        disk: { syncMs },
        pace: { turnMs, timerLateMsMax },
      },
    )
  }

  /** In words, what is dead and not forgotten, where it can be: what has not expired by some calendar cannot yet. */
  unforgotten(): string[] {
    return this.nodes.flatMap(({ name, node }) => {
      const { waiting, blockedBy } = node?.reaping ?? { waiting: new Map(), blockedBy: 'it is down' }
      const reasons = [...waiting].filter(([reason]) => reason !== 'alive')
      const told = reasons.map(
        ([reason, count]) => `${name} has ${count} dead keys that wait for '${reason}'`,
      )
      return blockedBy === '' ? told : [...told, `${name} cannot reap: ${blockedBy}`]
    })
  }
}
