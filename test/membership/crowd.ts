/**
 * Nodes that do nothing but gossip: the production class and its messages, a clock that is told when to go on, and
 * no network. What is sent is encoded, so that its bytes can be counted.
 */
import { type Ask, Gossip } from '../../src/membership/gossip.js'
import { tellingToWire } from '../../src/membership/gossip-codec.js'
import { type Member, MemberTable, recordAtStart } from '../../src/membership/member.js'
import type { Telling } from '../../src/membership/swap.js'
import { Gossip as GossipMessage } from '../../src/wire/messages.js'
import { ManualClock } from '../ports/manual-clock.js'
import { seededRandom } from '../version/cluster-model.js'

export const intervalMs = 1000
/** Of a frame, before its header. */
const fixedBytes = 20

export interface CrowdNode {
  readonly id: string
  readonly address: string
  readonly table: MemberTable
  readonly gossip: Gossip
  isUp: boolean
  /** Addresses it visited, in order, with the time. */
  readonly asked: { readonly address: string; readonly atMs: number }[]
}

export interface Sent {
  readonly by: CrowdNode
  readonly to: CrowdNode
  readonly telling: Telling
  readonly bytes: number
  readonly isRequest: boolean
}

export class Crowd {
  readonly clock = new ManualClock()
  readonly nodes: CrowdNode[] = []
  readonly #byAddress = new Map<string, CrowdNode>()
  /** Called with each message, and after each merge. */
  sent: (sent: Sent) => void = () => {}
  heard: (node: CrowdNode, changed: readonly Member[]) => void = () => {}

  constructor(private readonly seed = 1) {}

  /** A node that knows itself and `known`; it gossips once it is started. */
  add(
    seeds: readonly string[],
    known: Iterable<Member> = [],
    names: Partial<Pick<CrowdNode, 'id' | 'address'>> = {},
  ): CrowdNode {
    const number = this.nodes.length + 1
    const { id = number.toString(16).padStart(12, '0'), address = `node-${number}:7401` } = names
    const table = new MemberTable(known)
    const last = table.get(id)
    const self = recordAtStart({ id, address, weight: 1, zone: '' }, last, this.clock.wallMs())
    table.merge([self])
    const gossip = new Gossip({
      selfId: id,
      table,
      seeds,
      clock: this.clock,
      random: seededRandom(this.seed * 10_000 + number),
      intervalMs,
      visit: (to, talk) => this.#visit(node, to, talk),
      heard: (members) => this.#heard(node, members),
    })
    const node: CrowdNode = { id, address, table, gossip, isUp: true, asked: [] }
    gossip.changed([self])
    this.nodes.push(node)
    this.#byAddress.set(address, node)
    return node
  }

  /** A node changes its own record. */
  change(node: CrowdNode, change: Partial<Member> = {}): Member {
    const own = node.table.get(node.id)
    if (own === undefined) throw new Error('a node without a record')
    const next = { ...own, version: own.version + 1, ...change }
    node.gossip.changed(this.#heard(node, [next]))
    return next
  }

  /** Whether all nodes that are up know all these. */
  allKnow(members: readonly CrowdNode[]): boolean {
    return this.nodes
      .filter(({ isUp }) => isUp)
      .every(({ table }) => members.every(({ id }) => table.get(id) !== undefined))
  }

  start(): void {
    for (const { gossip } of this.nodes) gossip.start()
  }

  stop(): void {
    for (const { gossip } of this.nodes) gossip.stop()
  }

  #heard(node: CrowdNode, members: readonly Member[]): readonly Member[] {
    const changed = node.table.merge(members)
    this.heard(node, changed)
    return changed
  }

  async #visit(from: CrowdNode, address: string, talk: (ask: Ask) => Promise<void>): Promise<void> {
    from.asked.push({ address, atMs: this.clock.nowMs() })
    const ask = async (telling: Telling) => {
      const to = this.#byAddress.get(address)
      if (to === undefined || !to.isUp || !from.isUp) throw new Unreachable(address)
      this.#send(from, to, telling, true)
      const reply = to.gossip.answer(telling)
      this.#send(to, from, reply, false)
      return reply
    }
    try {
      await talk(ask)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
    }
  }

  #send(by: CrowdNode, to: CrowdNode, telling: Telling, isRequest: boolean): void {
    this.sent({ by, to, telling, isRequest, bytes: bytesOf(telling) })
  }
}

class Unreachable extends Error {}

/** What a message costs on the wire, without suspects. */
export function bytesOf(telling: Telling): number {
  const cluster = { cluster: 'gramme', partitionCount: 1024, replicaCount: 3 }
  return fixedBytes + GossipMessage.encode({ ...tellingToWire(telling), ...cluster }).finish().length
}
