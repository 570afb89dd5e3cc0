/**
 * This node's connections to the others: one lasting link to every member that is up, made when the member
 * becomes known, and made anew when it moves to another address.
 */
import type { Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import type { Member } from '../membership/member.js'
import type { Call } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'
import { Link, type LinkOptions } from '../wire/link.js'

export class PeerLinks implements Peers {
  readonly #links = new Map<string, Link>()

  constructor(
    private readonly selfId: string,
    private readonly options: LinkOptions,
  ) {}

  /** Makes and ends links so that there is one to each of these members, but for this node itself. */
  follow(members: readonly Member[]): void {
    const wanted = new Map(members.map((member) => [member.id, member.address]))
    for (const [id, link] of this.#links) {
      if (wanted.get(id) === link.address) continue
      link.close()
      this.#links.delete(id)
    }
    for (const [id, address] of wanted) {
      if (id === this.selfId || this.#links.has(id)) continue
      this.#links.set(id, new Link(address, this.options, id))
    }
  }

  reachable(nodeId: string): boolean {
    return this.#links.get(nodeId)?.reachable === true
  }

  call(nodeId: string, call: Call, timeoutMs: number): Promise<Frame> {
    const link = this.#links.get(nodeId)
    if (link !== undefined) return link.call(call, timeoutMs)
    return Promise.reject(new GrammeError('UNREACHABLE', `node ${nodeId} is not a member that is up`))
  }

  /** The node has shown itself: it is tried at once rather than after the pause. */
  heardFrom(nodeId: string): void {
    this.#links.get(nodeId)?.retryNow()
  }

  /** For status: whether the node is connected, and if not, why. */
  state(nodeId: string): { connected: boolean; problem: string } {
    const link = this.#links.get(nodeId)
    return { connected: link?.connected === true, problem: link?.problem?.message ?? '' }
  }

  close(): void {
    for (const link of this.#links.values()) link.close()
    this.#links.clear()
  }
}
