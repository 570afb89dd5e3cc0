/**
 * Several nodes' services in one process, over stores in memory and links that do as the test says. The
 * services, replicas and coordinators are the real ones; what travels between them is real frames' content,
 * and errors cross over as FAILURE headers do.
 */
import { inspect } from 'node:util'
import { Slices } from '../../src/admission/slices.js'
import type { PeerHealth, Peers } from '../../src/coordinator/peers.js'
import type { Standing } from '../../src/coordinator/standing.js'
import { GrammeError } from '../../src/errors.js'
import { Delivery } from '../../src/handoff/delivery.js'
import type { Member } from '../../src/membership/member.js'
import { Counters } from '../../src/node/counters.js'
import { Service } from '../../src/node/service.js'
import { checkNodeOptions, type NodeOptions } from '../../src/node/settings.js'
import { StageTimes } from '../../src/node/stage-times.js'
import { inlineWorkers } from '../../src/ports/workers.js'
import { Hints } from '../../src/replica/hints.js'
import { Replica } from '../../src/replica/replica.js'
import { Ring } from '../../src/ring/ring.js'
import { systemDisk } from '../../src/runtime/disk.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import { ActorMint } from '../../src/version/actor.js'
import { defaultWriteLimits } from '../../src/version/write.js'
import type { Call } from '../../src/wire/caller.js'
import { type Frame, FrameType, protocolVersion, replyBit } from '../../src/wire/frame.js'
import { errorOfFailure, failureHeader } from '../../src/wire/messages.js'
import type { Reply, SessionPeer } from '../../src/wire/session.js'
import { ManualClock } from '../ports/manual-clock.js'
import { FaultyStore } from '../replica/faulty-store.js'
import { seededRandom } from '../version/cluster-model.js'

/** What becomes of a request on its way from one node to another. */
export type Way =
  | 'open'
  /** Known to be down: fails at once. */
  | 'cut'
  /** Nothing arrives, and nobody is told. */
  | 'hung'
  /** The request arrives and is served; its reply is lost with the connection. */
  | 'reply-lost'
  /** The request arrives and is served; its reply never comes. */
  | 'reply-hung'
  /** Milliseconds that the request takes. */
  | number

export class TestNode implements Peers {
  readonly store = new FaultyStore()
  readonly counters = new Counters()
  readonly mint: ActorMint
  readonly replica: Replica
  readonly hints: Hints
  readonly service: Service
  readonly slices: Slices
  /** What the node says that it is to partitions, where that is not what the ring says. */
  readonly standings = new Map<number, Standing>()
  ring: Ring
  /** Requests that arrived from peers, by type. */
  readonly arrived: { type: number; from: string; frame: Frame }[] = []

  constructor(
    readonly id: string,
    private readonly cluster: InProcessCluster,
    seed: number,
  ) {
    const { clock, settings } = cluster
    this.ring = cluster.ring
    this.mint = new ActorMint(id, seededRandom(seed), () => clock.wallMs())
    this.replica = new Replica({ store: this.store, mint: this.mint, limits: defaultWriteLimits })
    const hints = { store: new MemoryStore(), mint: this.mint, limits: defaultWriteLimits }
    this.hints = new Hints({ ...hints, bytesMax: 1 << 30, keysMax: cluster.hintKeysMax })
    this.slices = new Slices(clock, settings.foregroundP99TargetMs)
    const node = this
    this.service = new Service({
      selfId: id,
      settings,
      platform: {
        clock,
        random: seededRandom(seed),
        disk: systemDisk(),
        network: systemNetwork,
        workers: inlineWorkers,
        memoryBytes: () => 0,
      },
      view: {
        get ring() {
          return node.ring
        },
        peers: Object.assign(this, { heardFrom: () => {} }),
        isUp: true,
        members: () => cluster.members,
        get self() {
          return cluster.members[0]
        },
        act: () => {
          throw new Error('nobody acts here')
        },
        checkNotRemoved: () => {},
        gossip: () => {
          throw new Error('nobody gossips here')
        },
      },
      replica: this.replica,
      stages: new StageTimes(),
      hints: this.hints,
      counters: this.counters,
      admission: this.slices,
      answering: this.slices.part('requests of other nodes', settings.repairBytesPerSecond),
      status: () => ({}),
      serving: { serves: () => true, standing: (partition) => this.standings.get(partition) ?? served },
    })
  }

  counter(name: string): number {
    return this.counters.all().find((counter) => counter.name === name)?.value ?? 0
  }

  /** By whom objects came that had been spoiled on their way. */
  readonly spoiledBy: string[] = []

  spoiled(nodeId: string): void {
    this.spoiledBy.push(nodeId)
  }

  /** What this node thinks of others, where that is not what `way` says. */
  readonly suspected = new Set<string>()
  readonly slow = new Set<string>()
  patience = 10_000

  reachable(nodeId: string): boolean {
    return this.cluster.way(this.id, nodeId) !== 'cut'
  }

  health(nodeId: string): PeerHealth {
    if (!this.reachable(nodeId)) return 'down'
    return this.suspected.has(nodeId) ? 'suspect' : 'up'
  }

  isSlow(nodeId: string): boolean {
    return this.slow.has(nodeId)
  }

  scoreMs(): number {
    return 0
  }

  patienceMs(): number {
    return this.patience
  }

  async call(nodeId: string, call: Call, timeoutMs: number): Promise<Frame> {
    const { clock } = this.cluster
    const way = this.cluster.way(this.id, nodeId)
    if (way === 'cut') throw new GrammeError('UNREACHABLE', `no connection to ${nodeId}`)
    const target = this.cluster.node(nodeId)
    const frame = this.cluster.underway(frameOf(call, Math.max(1, Math.ceil(timeoutMs))))
    const answer = new Promise<Frame>((resolve, reject) => {
      const serve = () => {
        target.arrived.push({ type: frame.type, from: this.id, frame })
        const reply = this.cluster.serve(target, frame, {
          nodeId: this.id,
          agent: 'test',
          remoteAddress: this.id,
        })
        reply.catch(() => {})
        if (way === 'reply-hung') return
        if (way === 'reply-lost') {
          const lost = new GrammeError('CONNECTION_LOST', `lost ${nodeId}`)
          void reply.then(
            () => reject(lost),
            () => reject(lost),
          )
        } else reply.then((frame) => resolve(this.cluster.underway(frame)), reject)
      }
      if (typeof way === 'number') clock.setTimer(way, serve)
      else if (way !== 'hung') serve()
    })
    return this.cluster.within(timeoutMs, answer, nodeId)
  }
}

const served: Standing = { claim: 'serving', others: [] }

export class InProcessCluster {
  readonly clock = new ManualClock()
  readonly settings
  readonly nodes: TestNode[]
  readonly members: Member[]
  readonly ring: Ring
  /** What no service should ever throw. */
  readonly bugs: unknown[] = []
  /** What becomes of frames between nodes on their way, both ways. */
  underway: (frame: Frame) => Frame = (frame) => frame
  readonly #ways = new Map<string, Way>()

  readonly hintKeysMax: number

  constructor({
    nodes = 3,
    hintKeysMax = 1000,
    ...options
  }: { nodes?: number; hintKeysMax?: number } & Partial<NodeOptions> = {}) {
    this.hintKeysMax = hintKeysMax
    this.settings = checkNodeOptions({ folder: 'nowhere', cluster: 'shop', partitionCount: 16, ...options })
    this.members = Array.from({ length: nodes }, (_, index) => ({
      id: String(index + 1).padStart(12, 'a'),
      incarnation: 1,
      version: 0,
      address: `node-${index + 1}:7401`,
      weight: 1,
      zone: '',
      status: 'up' as const,
      removes: [],
    }))
    this.ring = Ring.build(this.members, this.settings)
    this.nodes = this.members.map(({ id }, index) => new TestNode(id, this, index + 1))
  }

  node(id: string): TestNode {
    const node = this.nodes.find((one) => one.id === id)
    if (node === undefined) throw new Error(`no node is called ${id}`)
    return node
  }

  /** The nodes that own a key, in the ring's order, then the others. */
  placed(key: string): { owners: TestNode[]; others: TestNode[] } {
    const ids = this.ring.owners(this.ring.partitionOf(Buffer.from(key)))
    return {
      owners: ids.map((id) => this.node(id)),
      others: this.nodes.filter(({ id }) => !ids.includes(id)),
    }
  }

  way(from: string, to: string): Way {
    return this.#ways.get(`${from} ${to}`) ?? 'open'
  }

  /** From now on, from one node to the other. */
  setWay(from: TestNode, to: TestNode, way: Way): void {
    this.#ways.set(`${from.id} ${to.id}`, way)
  }

  /** From now on, between this node and all others. */
  isolate(node: TestNode, way: Way): void {
    for (const other of this.nodes) {
      if (other === node) continue
      this.setWay(node, other, way)
      this.setWay(other, node, way)
    }
  }

  heal(): void {
    this.#ways.clear()
  }

  /** Until stand-ins have given what they hold to its owners, which must be well. */
  async deliverHints(): Promise<void> {
    const deliveries = this.nodes.map((node, index) => {
      const { id, hints, replica } = node
      const delivery = new Delivery({
        selfId: id,
        hints,
        replica,
        peers: node,
        clock: this.clock,
        random: seededRandom(index + 1),
        ring: () => node.ring,
        intervalMs: 100,
        ageMaxMs: 3_600_000,
        pace: async () => {},
      })
      delivery.start()
      return delivery
    })
    await this.calm()
    await this.clock.settle(Promise.all(deliveries.map((delivery) => delivery.stop())))
  }

  /** A client's request at a node, served when the promise has settled. */
  ask(node: TestNode, call: Call, options: { flags?: number; deadlineMs?: number } = {}): Promise<Frame> {
    const frame = { ...frameOf(call, options.deadlineMs ?? 0), flags: options.flags ?? 0 }
    return this.serve(node, frame, { nodeId: '', agent: 'client', remoteAddress: 'client' })
  }

  async serve(node: TestNode, frame: Frame, peer: SessionPeer): Promise<Frame> {
    try {
      const reply = await node.service.serve(frame, peer)
      return frameOf({ type: frame.type | replyBit, ...reply } satisfies Reply & { type: number }, 0)
    } catch (error) {
      if (!(error instanceof GrammeError) || error.code === 'INTERNAL') this.bugs.push(error)
      const known = error instanceof GrammeError ? error : new GrammeError('INTERNAL', inspect(error))
      throw errorOfFailure(frameOf({ type: FrameType.FAILURE, header: failureHeader(known) }, 0))
    }
  }

  within(timeoutMs: number, answer: Promise<Frame>, whom: string): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.setTimer(timeoutMs, () =>
        reject(new GrammeError('TIMEOUT', `${whom} did not answer within ${Math.round(timeoutMs)} ms`)),
      )
      answer.then(resolve, reject).finally(() => timer.cancel())
    })
  }

  /** Lets all that is under way, repairs among it, come to its end. */
  calm(): Promise<void> {
    return this.clock.advance(10_000)
  }
}

function frameOf(call: Call, deadlineMs: number): Frame {
  return {
    version: protocolVersion,
    type: call.type,
    flags: call.flags ?? 0,
    requestId: 1,
    deadlineMs,
    header: Uint8Array.from(call.header?.finish() ?? []),
    value: Buffer.concat(call.value ?? []),
  }
}
