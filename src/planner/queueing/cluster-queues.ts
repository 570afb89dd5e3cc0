/**
 * A whole cluster as queues, in simulated time: clients, the coordinator and its peers by the real preference lists, the
 * answers that R or W ask for, event loops on cores, logs, and links with a latency and a width. What it says of
 * latency and throughput is what waiting makes of the costs that were measured.
 *
 * It leaves out what the forecast is not about: hedging, repair, hand-off, compaction, and clients that retry.
 *
 * Invariant: a run is a function of its input and of the random source; each request that is begun ends once.
 */
import type { Random } from '../../ports/random.js'
import { type Calibration, stageUs } from '../calibration.js'
import type { Fleet } from '../fleet.js'
import type { Plan } from '../plan-file.js'
import { indexOfMembers, serversOf } from '../traffic.js'
import { Events } from './events.js'
import { GroupCommit } from './group-commit.js'
import { type Latencies, latenciesOf } from './latencies.js'
import { Cores, Loop } from './processor.js'

export interface QueueingInput {
  readonly plan: Plan
  readonly calibration: Calibration
  readonly fleet: Fleet
  readonly popularity: Float64Array
  readonly down: ReadonlySet<number>
  readonly random: Random
  /** Requests come at a rate, whether or not earlier ones have ended; or so many at a time, each after another's end. */
  readonly arrivals:
    | {
        readonly perSecond: number
        /** They set out together, whenever so much time is over, as from a generator that wakes up so often. 0: each by itself. */
        readonly gatheredMs?: number
      }
    | { readonly lanes: number }
  /** How many requests are measured, after a fifth as many to warm up. */
  readonly requests: number
}

export interface QueueingResult {
  readonly all: Latencies
  readonly gets: Latencies
  readonly puts: Latencies
  readonly requestsPerSecond: number
  /** Of each node's loop, the part of the time in which it was busy; in the order of members. */
  readonly busy: readonly number[]
}

/** Of a loop: what comes from clients, from the node of an index (added to the last). */
const fromClients = 0
const fromNodes = 1

interface Server {
  readonly loop: Loop
  readonly log: GroupCommit
  /** Of what it keeps for others: a log of its own, with groups of its own. */
  readonly hintLog: GroupCommit
  readonly bitsPerMs: number
  linkFreeMs: number
}

/** The nodes that do a request, the coordinator first. */
interface Serving {
  readonly nodes: readonly number[]
  /** Those of them that stand in for owners that are down. */
  readonly standIns: ReadonlySet<number>
}

export function simulateQueues(input: QueueingInput): QueueingResult {
  return new ClusterQueues(input).run()
}

class ClusterQueues {
  readonly #events = new Events()
  readonly #servers: readonly Server[]
  /** With everything on one machine the clients take part of it; else they have all they want. */
  readonly #client: Loop | undefined
  readonly #cumulative: Float64Array
  readonly #serving = new Map<number, Serving>()
  readonly #members: ReadonlyMap<string, number>
  readonly #up: readonly number[]
  readonly #us: (stage: keyof Calibration['stages']) => number
  readonly #getMs: number[] = []
  readonly #putMs: number[] = []
  readonly #warmUp: number
  #begun = 0
  #ended = 0
  #measuredFromMs = 0
  #busyBefore: readonly number[] = []

  constructor(private readonly input: QueueingInput) {
    const { plan, calibration, fleet, popularity, down, random } = input
    const events = this.#events
    const shared = plan.sharedCores === undefined ? undefined : new Cores(plan.sharedCores)
    const diskMs = plan.replication.durability === 'always' ? calibration.syncMs : calibration.writeMs
    this.#servers = fleet.nodes.map(({ type }) => ({
      loop: new Loop({
        events,
        cores: shared ?? new Cores(Math.max(1, Math.floor(type.cores))),
        speed: type.speed * Math.min(1, type.cores),
        calibration,
        random,
      }),
      log: new GroupCommit(events, diskMs, random),
      hintLog: new GroupCommit(events, diskMs, random),
      bitsPerMs: shared === undefined ? type.network / 1000 : Number.POSITIVE_INFINITY,
      linkFreeMs: 0,
    }))
    // One machine has cores of one kind.
    const [{ speed }] = plan.nodes
    this.#client = shared && new Loop({ events, cores: shared, speed, calibration, random })
    let sum = 0
    this.#cumulative = popularity.map((part) => {
      sum += part
      return sum
    })
    this.#members = indexOfMembers(fleet.ring)
    this.#up = fleet.nodes.flatMap((_, node) => (down.has(node) ? [] : [node]))
    const costs = new Map<string, number>()
    for (const stage of Object.keys(calibration.stages) as (keyof Calibration['stages'])[]) {
      costs.set(stage, stageUs(calibration, stage, plan.data.valueBytes))
    }
    this.#us = (stage) => costs.get(stage) ?? 0
    this.#warmUp = Math.ceil(input.requests / 5)
  }

  run(): QueueingResult {
    const { arrivals, requests } = this.input
    if ('lanes' in arrivals)
      for (let lane = 0; lane < arrivals.lanes; lane += 1) this.#begin(() => this.#next())
    else this.#arrive(arrivals.perSecond, arrivals.gatheredMs ?? 0)
    this.#events.run(() => this.#ended >= this.#warmUp + requests)
    const tookMs = Math.max(this.#events.nowMs - this.#measuredFromMs, Number.MIN_VALUE)
    return {
      all: latenciesOf([...this.#getMs, ...this.#putMs]),
      gets: latenciesOf(this.#getMs),
      puts: latenciesOf(this.#putMs),
      requestsPerSecond: (1000 * (this.#getMs.length + this.#putMs.length)) / tookMs,
      busy: this.#servers.map(({ loop }, node) => (loop.busyMs - (this.#busyBefore[node] ?? 0)) / tookMs),
    }
  }

  #next(): void {
    this.#begin(() => this.#next())
  }

  #arrive(perSecond: number, gatheredMs: number): void {
    if (this.#begun >= this.#warmUp + this.input.requests) return
    this.#events.after((-Math.log(1 - this.input.random.next()) * 1000) / perSecond, () => {
      const waitMs = gatheredMs === 0 ? 0 : gatheredMs - (this.#events.nowMs % gatheredMs)
      if (waitMs === 0) this.#begin(() => {})
      else this.#events.after(waitMs, () => this.#begin(() => {}))
      this.#arrive(perSecond, gatheredMs)
    })
  }

  #begin(ended: () => void): void {
    const { plan, random } = this.input
    this.#begun += 1
    const beganMs = this.#events.nowMs
    const isGet = random.next() < plan.load.reads
    const serving = this.#serversOf(this.#partition())
    // The application's turn is its own.
    this.#atClient(fromClients, () => {
      this.#request(isGet, serving, (by) =>
        this.#atClient(fromNodes + by, () => this.#end(isGet, beganMs, ended)),
      )
    })
  }

  #end(isGet: boolean, beganMs: number, ended: () => void): void {
    this.#ended += 1
    if (this.#ended > this.#warmUp) (isGet ? this.#getMs : this.#putMs).push(this.#events.nowMs - beganMs)
    else if (this.#ended === this.#warmUp) {
      this.#measuredFromMs = this.#events.nowMs
      this.#busyBefore = this.#servers.map(({ loop }) => loop.busyMs)
    }
    ended()
  }

  /** Half of what a request costs its client, there or back. */
  #atClient(connection: number, done: () => void): void {
    const us = this.#us('client') / 2
    if (this.#client === undefined) this.#events.after(us / 1000, done)
    else this.#client.submit(us, connection, done)
  }

  #request(isGet: boolean, serving: Serving, answered: (by: number) => void): void {
    const { plan, random } = this.input
    const asked =
      plan.load.coordination === 'client'
        ? serving.nodes[0]
        : this.#up[Math.floor(random.next() * this.#up.length)]
    const { keyBytes, valueBytes } = plan.data
    const [there, back] = isGet ? [keyBytes, valueBytes] : [keyBytes + valueBytes, 0]
    this.#toNode(() => {
      if (serving.nodes.includes(asked)) {
        this.#coordinate(isGet, asked, fromClients, serving, () =>
          this.#send(asked, back, () => answered(asked)),
        )
        return
      }
      const forward = this.#us('forward') / 2
      const { loop } = this.#servers[asked]
      const [first] = serving.nodes
      loop.submit(forward, fromClients, () =>
        this.#send(asked, there, () =>
          this.#coordinate(isGet, first, fromNodes + asked, serving, () =>
            this.#send(first, back, () =>
              loop.submit(forward, fromNodes + first, () => this.#send(asked, back, () => answered(asked))),
            ),
          ),
        ),
      )
    })
  }

  #coordinate(
    isGet: boolean,
    coordinator: number,
    connection: number,
    serving: Serving,
    answered: () => void,
  ): void {
    const { replication, data } = this.input.plan
    const { loop } = this.#servers[coordinator]
    const needed = Math.min(isGet ? replication.r : replication.w, serving.nodes.length)
    let got = 0
    const count = () => {
      got += 1
      if (got === needed) answered()
    }
    const peers = serving.nodes.filter((node) => node !== coordinator)
    const half = this.#us(isGet ? 'getPeer' : 'putPeer') / 2
    const own = this.#us(isGet ? 'getCoordinator' : 'putCoordinator')
    loop.submit(own + peers.length * half, connection, () => {
      if (isGet) count()
      else this.#toLog(coordinator, serving.standIns.has(coordinator), count)
      for (const peer of peers) {
        this.#send(coordinator, data.keyBytes + (isGet ? 0 : data.valueBytes), () =>
          this.#asPeer(isGet, peer, serving.standIns.has(peer), coordinator, () =>
            loop.submit(half, fromNodes + peer, count),
          ),
        )
      }
    })
  }

  #toLog(node: number, isHint: boolean, written: () => void): void {
    const { loop, log, hintLog } = this.#servers[node]
    const { groupUs } = this.input.calibration
    const to = isHint ? hintLog : log
    to.write((isFirst) => loop.submit(isFirst ? groupUs : 0, undefined, written))
  }

  #asPeer(isGet: boolean, peer: number, standsIn: boolean, coordinator: number, answered: () => void): void {
    const { loop } = this.#servers[peer]
    loop.submit(this.#us(isGet ? 'getReplica' : 'putReplica'), fromNodes + coordinator, () => {
      const answer = () => this.#send(peer, 0, answered)
      if (isGet) answer()
      else this.#toLog(peer, standsIn, answer)
    })
  }

  /** From a client: its link is its own affair. */
  #toNode(arrived: () => void): void {
    this.#events.after(this.input.plan.network.latencyMs, arrived)
  }

  #send(from: number, bytes: number, arrived: () => void): void {
    const server = this.#servers[from]
    const bits = 8 * (bytes + this.input.calibration.wire.messageBytes)
    server.linkFreeMs = Math.max(server.linkFreeMs, this.#events.nowMs) + bits / server.bitsPerMs
    this.#events.after(server.linkFreeMs - this.#events.nowMs + this.input.plan.network.latencyMs, arrived)
  }

  #serversOf(partition: number): Serving {
    const known = this.#serving.get(partition)
    if (known !== undefined) return known
    const { fleet, down } = this.input
    const nodes = serversOf(fleet.ring, this.#members, partition, down)
    const owners = serversOf(fleet.ring, this.#members, partition, new Set())
    const found = { nodes, standIns: new Set(nodes.filter((node) => !owners.includes(node))) }
    this.#serving.set(partition, found)
    return found
  }

  #partition(): number {
    const wanted = this.input.random.next() * this.#cumulative[this.#cumulative.length - 1]
    let [low, high] = [0, this.#cumulative.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#cumulative[middle] > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}
