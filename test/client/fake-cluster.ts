/**
 * Nodes that say what the test tells them to, over a simulated network and a clock that stands still: real
 * sessions and frames up to the client's own links, and then nothing left to chance. What a node makes of a
 * request is the test's to script; RING it answers by itself.
 */

import type { Client } from '../../src/client/client.js'
import { bytesCodec } from '../../src/client/codec.js'
import { connectOver } from '../../src/client/connect.js'
import type { ConnectOptions } from '../../src/client/options.js'
import { GrammeError } from '../../src/errors.js'
import type { Member } from '../../src/membership/member.js'
import { memberToWire } from '../../src/membership/member-codec.js'
import type { Listener, Stream } from '../../src/ports/network.js'
import { Ring } from '../../src/ring/ring.js'
import { type Frame, FrameFlag, FrameType } from '../../src/wire/frame.js'
import { Get, GetReply, Put, PutReply, RingReply } from '../../src/wire/messages.js'
import { type Reply, Session, sessionDefaults } from '../../src/wire/session.js'
import { StillMachine } from '../simulation/world/still-machine.js'
import { seededRandom } from '../version/cluster-model.js'

/** What a node answers to GET, PUT and DELETE. */
export type Script = (frame: Frame) => Promise<Reply> | Reply

export const hang: Script = () => new Promise(() => {})

export function fail(...[code, message, details]: ConstructorParameters<typeof GrammeError>): Script {
  return () => {
    throw new GrammeError(code, message, details)
  }
}

/** One value for every get, the write id as the context of every put. */
export const oblige: Script = (frame) => {
  if (frame.type === FrameType.GET) {
    const value = Buffer.from('value')
    const header = GetReply.encode({
      context: Buffer.from('seen'),
      siblings: [{ length: value.length, writtenAtMs: 1 }],
      replies: 2,
    })
    return { header, value: [value] }
  }
  return { header: PutReply.encode({ context: Put.decode(frame.header).writeId, replies: 2 }) }
}

export class FakeNode {
  script: Script = oblige
  /** GET, PUT and DELETE frames that arrived, in order. */
  readonly asked: Frame[] = []
  ringsAsked = 0
  accepted = 0
  readonly sessions = new Set<Session>()
  /** What it tells of the cluster. */
  told: { cluster: string; members: readonly Member[] }
  #listener: Listener | undefined

  constructor(
    readonly member: Member,
    private readonly cluster: FakeCluster,
  ) {
    this.told = cluster
  }

  /** Listens as a Gramme node of this cluster. */
  up(): Promise<void> {
    return this.listen((stream) => {
      const session: Session = new Session(stream, {
        clock: this.cluster.clock,
        identity: { cluster: this.told.cluster, nodeId: this.member.id, agent: 'gramme-node/test' },
        limits: sessionDefaults,
        serve: async (frame) => this.#serve(frame),
        ended: () => this.sessions.delete(session),
        report: () => {},
      })
      this.sessions.add(session)
    })
  }

  /** Listens, and does with connections as the test likes. */
  async listen(accept: (stream: Stream) => void): Promise<void> {
    this.#listener = await this.cluster.network.listen(this.member.address, (stream) => {
      this.accepted += 1
      accept(stream)
    })
  }

  async down(how: 'drain' | 'destroy' = 'destroy'): Promise<void> {
    await this.#listener?.close()
    for (const session of this.sessions) session[how]()
  }

  /** The keys of the requests that arrived. */
  get keys(): string[] {
    return this.asked.map((frame) => Buffer.from(Get.decode(frame.header).key).toString())
  }

  async #serve(frame: Frame): Promise<Reply> {
    if (frame.type === FrameType.RING) {
      this.ringsAsked += 1
      return { header: this.cluster.ringReply(this.told) }
    }
    this.asked.push(frame)
    const reply = await this.script(frame)
    const { ringDigest } = (frame.type === FrameType.GET ? Get : Put).decode(frame.header)
    const stale = ringDigest !== 0 && ringDigest !== this.cluster.ringOf(this.told.members).digest
    return stale ? { ...reply, flags: FrameFlag.STALE_RING } : reply
  }
}

export class FakeCluster {
  readonly #machine = new StillMachine()
  readonly clock = this.#machine.clock
  readonly network = this.#machine.network
  readonly cluster = 'shop'
  readonly members: Member[] = []
  readonly nodes: FakeNode[] = []
  readonly random = seededRandom(7)

  static async of(count: number): Promise<FakeCluster> {
    const cluster = new FakeCluster()
    for (let n = 0; n < count; n += 1) await cluster.add().up()
    return cluster
  }

  /** From now on nothing passes between the client and the nodes, and nobody is told. */
  silence(): void {
    this.#machine.silence(...this.members.map(({ address }) => address.slice(0, address.indexOf(':'))))
  }

  /** A node, not listening yet. */
  add(): FakeNode {
    const number = this.nodes.length + 1
    const member = {
      id: String(number).padStart(12, 'a'),
      incarnation: 1,
      version: 0,
      address: `node-${number}:7401`,
      weight: 1,
      zone: '',
      removes: [],
      status: 'up' as const,
    }
    this.members.push(member)
    const node = new FakeNode(member, this)
    this.nodes.push(node)
    return node
  }

  /** Connected; all links that can be are up. */
  async connect(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const client = await this.clock.settle(this.connecting(options))
    await this.clock.advance(10)
    return client
  }

  connecting(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const seeds = [this.nodes[0].member.address]
    const { clock, network, random } = this
    return connectOver({ clock, network, random }, { seeds, ...options }, bytesCodec)
  }

  /** The nodes in the order in which a client should ask them for this key. */
  inOrder(key: string): FakeNode[] {
    const ring = this.ringOf(this.members)
    return ring.preferenceList(ring.partitionOf(Buffer.from(key))).map(({ id }) => {
      const node = this.nodes.find(({ member }) => member.id === id)
      if (node === undefined) throw new Error(`no node is called ${id}`)
      return node
    })
  }

  ringOf(members: readonly Member[]): Ring {
    return Ring.build(members, { partitionCount: 16, replicaCount: 3 })
  }

  ringReply({ cluster, members }: FakeNode['told']) {
    return RingReply.encode({
      cluster,
      partitionCount: 16,
      replicaCount: 3,
      readQuorum: 2,
      writeQuorum: 2,
      ringDigest: this.ringOf(members).digest,
      members: members.map(memberToWire),
    })
  }
}

/** How a promise ends when it fails, so that nobody is left to reject unheard. */
export async function failureOf(promise: Promise<unknown>): Promise<GrammeError | undefined> {
  return promise.then(
    () => undefined,
    (error: GrammeError) => error,
  )
}
