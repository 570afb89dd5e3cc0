/**
 * What a client knows of the cluster (Dynamo §6.4): the ring, computed from the member list that any node
 * gives, and a link to each node. It is fetched again when a node's answer says that it is stale.
 */
import { GrammeError } from '../errors.js'
import { FailureDetector, likeliestFirst } from '../membership/failure-detector.js'
import { type Member, MemberTable } from '../membership/member.js'
import { membersFromWire } from '../membership/member-codec.js'
import type { Peer } from '../membership/peer.js'
import { Ring } from '../ring/ring.js'
import { type Frame, FrameType } from '../wire/frame.js'
import type { Link, LinkOptions } from '../wire/link.js'
import { decodeReply, RingReply } from '../wire/messages.js'
import { Rifts } from './rifts.js'

/** While the ring stays stale it is asked for this often at most. */
const refreshPauseMs = 200
const refreshTimeoutMs = 2000

/** Whom to ask for a key, best first. */
export interface Candidates {
  readonly peers: readonly Peer[]
  /** So many of them, the first, serve the key; who comes after them can only hand a get on to them. */
  readonly serving: number
}

export interface ClusterShape {
  readonly cluster: string
  readonly partitionCount: number
  readonly replicaCount: number
  readonly readQuorum: number
  readonly writeQuorum: number
}

export class Cluster {
  /** By address. Seeds stay, whether or not they turn out to be members. */
  readonly #peers = new Map<string, Peer>()
  #addresses = new Map<string, string>()
  /** Found out when they are asked for, and forgotten with the ring. */
  #peersByPartition: Candidates[] = []
  /** Of each partition: the owner that was the first to answer the last read there. Forgotten with the ring, too. */
  #fastest: string[] = []
  readonly #rifts = new Rifts()
  #known: readonly Member[] = []
  #members: readonly Member[] = []
  #present: readonly Member[] = []
  #ring: Ring | undefined
  #shape: ClusterShape | undefined
  #refreshing: Promise<void> | undefined
  #refreshedMs = Number.NEGATIVE_INFINITY

  readonly #linkOptions: LinkOptions
  readonly #detector: FailureDetector
  #closed = false

  constructor(
    private readonly seeds: readonly string[],
    linkOptions: LinkOptions,
  ) {
    const cluster = this
    const { identity } = linkOptions
    this.#linkOptions = {
      ...linkOptions,
      identity: {
        ...identity,
        /** Once it is known which cluster this is, nobody else will do, whatever address is taken over. */
        get cluster() {
          return cluster.#shape?.cluster ?? identity.cluster
        },
      },
    }
    this.#detector = new FailureDetector(linkOptions.clock)
  }

  /** Hears of the ring from the first seed that answers. Throws GrammeError that tells of all seeds. */
  async open(timeoutMs: number): Promise<void> {
    const { clock } = this.#linkOptions
    const deadlineMs = clock.nowMs() + timeoutMs
    const attempts = this.seeds.map((seed) => this.#ask(this.#peerAt(seed).link, deadlineMs - clock.nowMs()))
    try {
      await Promise.any(attempts)
    } catch (error) {
      throw error instanceof AggregateError ? allFailed(error.errors) : error
    }
  }

  get ring(): Ring {
    if (this.#ring === undefined) throw new GrammeError('CLOSED', 'the client is not connected')
    return this.#ring
  }

  get shape(): ClusterShape {
    if (this.#shape === undefined) throw new GrammeError('CLOSED', 'the client is not connected')
    return this.#shape
  }

  /** Every record, of those that own nothing too: they wait to be told, have left, or were removed. */
  get known(): readonly Member[] {
    return this.#known
  }

  get members(): readonly Member[] {
    return this.#members
  }

  /** Members, and those that are leaving and still hold data. */
  get present(): readonly Member[] {
    return this.#present
  }

  /** The link to a member; undefined when it is not one any more. */
  linkOf(nodeId: string): Link | undefined {
    return this.peerOf(nodeId)?.link
  }

  /** A member; undefined when it is not one any more. */
  peerOf(nodeId: string): Peer | undefined {
    const address = this.#addresses.get(nodeId)
    return address === undefined ? undefined : this.#peerAt(address)
  }

  /** All members, those who should coordinate a request for the key first, whatever their health. */
  peersFor(key: Uint8Array): Candidates {
    const partition = this.ring.partitionOf(key)
    let candidates = this.#peersByPartition[partition]
    if (candidates === undefined) {
      const found = this.ring.preferenceList(partition).flatMap(({ id, role }) => {
        const peer = this.peerOf(id)
        return peer === undefined ? [] : [{ peer, role }]
      })
      const serving = found.filter(({ role }) => role === 'owner').length
      candidates = { peers: found.map(({ peer }) => peer), serving }
      this.#peersByPartition[partition] = candidates
    }
    return candidates
  }

  /** A read of the key tells which owner was the first to answer. */
  learnFastest(key: Uint8Array, nodeId: string): void {
    const { ring } = this
    const partition = ring.partitionOf(key)
    if (ring.isOwner(partition, nodeId)) this.#fastest[partition] = nodeId
  }

  /** The owner that is likely to be the quickest coordinator for the key; empty: nothing is known. */
  fastestFor(key: Uint8Array): string {
    return this.#fastest[this.ring.partitionOf(key)] ?? ''
  }

  /** This node, asked for a get, found no quorum as usual. */
  foundNoQuorum(key: Uint8Array, nodeId: string): void {
    const owners = this.ring.owners(this.ring.partitionOf(key))
    if (owners.includes(nodeId)) this.#rifts.foundNoQuorum(nodeId, owners, this.#linkOptions.clock.nowMs())
  }

  /** The first owner that can be expected to find a quorum for a get of the key; empty: as the list says. */
  firstInCompanyFor(key: Uint8Array): string {
    if (this.#rifts.size === 0) return ''
    const nowMs = this.#linkOptions.clock.nowMs()
    const owners = this.ring.owners(this.ring.partitionOf(key))
    const isAlone = (id: string) => this.#rifts.isAlone(id, owners, this.shape.readQuorum, nowMs)
    return owners.find((id) => this.peerOf(id)?.isTroubled === false && !isAlone(id)) ?? ''
  }

  /** The link to whoever is at an address. */
  linkAt(address: string): Link {
    return this.#peerAt(address).link
  }

  /** All nodes known, members first. */
  allPeers(): Peer[] {
    const addresses = new Set([...this.#addresses.values(), ...this.seeds])
    return [...addresses].map((address) => this.#peerAt(address))
  }

  /** Fetches the ring again, from whoever is reachable, one fetch at a time and not too often. */
  refresh(): Promise<void> {
    const { clock } = this.#linkOptions
    if (clock.nowMs() - this.#refreshedMs < refreshPauseMs) return this.#refreshing ?? Promise.resolve()
    this.#refreshedMs = clock.nowMs()
    this.#refreshing ??= this.#fetch().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  close(): void {
    this.#closed = true
    this.#detector.close()
    this.#peers.clear()
    this.#peersByPartition = []
  }

  async #fetch(): Promise<void> {
    for (const { link } of likeliestFirst(this.allPeers())) {
      if (!link.connected) continue
      try {
        await this.#ask(link, refreshTimeoutMs)
        return
      } catch {
        // The next one may know; if none does, the old ring still serves: nodes forward.
      }
    }
  }

  async #ask(link: Link, timeoutMs: number): Promise<void> {
    let frame: Frame
    try {
      frame = await link.call({ type: FrameType.RING }, timeoutMs)
    } catch (error) {
      throw link.problem ?? error
    }
    if (!this.#closed) this.#learn(decodeReply(RingReply, frame))
  }

  #learn(reply: ReturnType<typeof RingReply.decode>): void {
    const { cluster, partitionCount, replicaCount, readQuorum, writeQuorum } = reply
    if (this.#shape !== undefined && this.#shape.cluster !== cluster) {
      throw new GrammeError(
        'CLUSTER_MISMATCH',
        `seeds belong to clusters '${this.#shape.cluster}' and '${cluster}'`,
      )
    }
    const table = new MemberTable(membersFromWire(reply.members))
    const members = table.up()
    this.#ring = Ring.build(members, { partitionCount, replicaCount })
    this.#shape = { cluster, partitionCount, replicaCount, readQuorum, writeQuorum }
    this.#known = table.all()
    this.#members = members
    this.#present = table.present()
    this.#addresses = new Map(this.#present.map((member) => [member.id, member.address]))
    this.#peersByPartition = []
    this.#fastest = []
    this.#dropStrangers()
    for (const address of this.#addresses.values()) this.#peerAt(address)
  }

  #dropStrangers(): void {
    const wanted = new Set([...this.#addresses.values(), ...this.seeds])
    for (const [address, peer] of this.#peers) {
      const met = peer.link.peer
      const isForeign = met !== undefined && met.cluster !== this.#shape?.cluster
      if (wanted.has(address) && !isForeign) continue
      this.#detector.drop(peer)
      this.#peers.delete(address)
    }
  }

  #peerAt(address: string): Peer {
    let peer = this.#peers.get(address)
    if (peer === undefined) {
      if (this.#closed) throw new GrammeError('CLOSED', 'the client is closed')
      peer = this.#detector.connect(address, this.#linkOptions)
      this.#peers.set(address, peer)
    }
    return peer
  }
}

/** One error of several seeds': the one that time will not mend, if any, with what the others had to say. */
function allFailed(errors: readonly unknown[]): unknown {
  const passing = (error: unknown) => error instanceof GrammeError && passingCodes.has(error.code)
  const [first, ...others] = [...errors].sort((a, b) => Number(passing(a)) - Number(passing(b)))
  if (!(first instanceof GrammeError) || others.length === 0) return first
  const messages = new Set([first, ...others].map((error) => (error as Error).message))
  return new GrammeError(first.code, [...messages].join('; '), { cause: first })
}

const passingCodes: ReadonlySet<string> = new Set(['UNREACHABLE', 'TIMEOUT', 'CONNECTION_LOST', 'BUSY'])
