/**
 * This node's connections to the others: one lasting link to every member that is up, made when the member
 * becomes known, and made anew when it moves to another address; and what the failure detector thinks of each.
 */
import type { PeerHealth, Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import { FailureDetector } from '../membership/failure-detector.js'
import type { Member } from '../membership/member.js'
import type { Peer } from '../membership/peer.js'
import type { Call } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'
import type { LinkOptions } from '../wire/link.js'

/** What a call to a stranger would be given; there is none. */
const strangerPatienceMs = 0

/** What is thought of a peer, and why. */
export interface PeerState {
  readonly connected: boolean
  /** Why not, in words. */
  readonly problem: string
  readonly health: PeerHealth
  readonly slow: boolean
  readonly scoreMs: number
  /** For how long nothing has been heard while an answer is owed. */
  readonly silentMs: number
  /** How often it was suspected or lost. */
  readonly suspicions: number
}

export class PeerLinks implements Peers {
  readonly #peers = new Map<string, Peer>()
  readonly #detector: FailureDetector
  /** Told of each object that did not arrive as its node sent it. */
  spoiled: (nodeId: string) => void = () => {}

  constructor(
    private readonly selfId: string,
    private readonly options: LinkOptions,
  ) {
    this.#detector = new FailureDetector(options.clock)
  }

  /** Makes and ends links so that there is one to each of these members, but for this node itself. */
  follow(members: readonly Member[]): void {
    const wanted = new Map(members.map((member) => [member.id, member.address]))
    for (const [id, peer] of this.#peers) {
      if (wanted.get(id) === peer.link.address) continue
      this.#detector.drop(peer)
      this.#peers.delete(id)
    }
    for (const [id, address] of wanted) {
      if (id === this.selfId || this.#peers.has(id)) continue
      this.#peers.set(id, this.#detector.connect(address, this.options, id))
    }
  }

  reachable(nodeId: string): boolean {
    return this.#peers.get(nodeId)?.link.reachable === true
  }

  health(nodeId: string): PeerHealth {
    return this.#peers.get(nodeId)?.health ?? 'down'
  }

  isSlow(nodeId: string): boolean {
    return this.#peers.get(nodeId)?.isSlow === true
  }

  scoreMs(nodeId: string): number {
    return this.#peers.get(nodeId)?.scoreMs ?? 0
  }

  patienceMs(nodeId: string): number {
    return this.#peers.get(nodeId)?.patienceMs ?? strangerPatienceMs
  }

  call(nodeId: string, call: Call, timeoutMs: number): Promise<Frame> {
    const peer = this.#peers.get(nodeId)
    if (peer !== undefined) return peer.link.call(call, timeoutMs)
    return Promise.reject(new GrammeError('UNREACHABLE', `node ${nodeId} is not a member that is up`))
  }

  /** The node has shown itself: it is tried at once rather than after the pause. */
  heardFrom(nodeId: string): void {
    const peer = this.#peers.get(nodeId)
    if (peer !== undefined && peer.health !== 'up') peer.probeSoon()
  }

  /** Another node suspects these: a hint, which brings a ping forward and no more. */
  accused(nodeIds: Iterable<string>): void {
    for (const id of nodeIds) {
      const peer = this.#peers.get(id)
      if (peer?.health === 'up') peer.probeSoon()
    }
  }

  /** Whom this node suspects, or has lost: a hint for others. */
  suspects(): string[] {
    return [...this.#peers].filter(([, peer]) => peer.health !== 'up').map(([id]) => id)
  }

  /** By node id. */
  states(): ReadonlyMap<string, PeerState> {
    return new Map([...this.#peers.keys()].map((id) => [id, this.state(id)]))
  }

  state(nodeId: string): PeerState {
    const peer = this.#peers.get(nodeId)
    return {
      connected: peer?.link.connected === true,
      problem: peer?.link.problem?.message ?? '',
      health: peer?.health ?? 'down',
      slow: peer?.isSlow === true,
      scoreMs: peer?.scoreMs ?? 0,
      silentMs: peer?.silentMs ?? 0,
      suspicions: peer?.suspicions ?? 0,
    }
  }

  close(): void {
    this.#detector.close()
    this.#peers.clear()
  }
}
