/**
 * Who owns what in a simulated cluster, as somebody sees it who sees all nodes at once; and the operator, who says
 * which nodes are gone, and whose place a new one takes. When members have changed nobody can tell who owned a key at the time of a write.
 */
import type { Act, Node } from '../../node/node.js'
import type { Ring } from '../../ring/ring.js'
import { digestsEqual } from '../../store/store.js'
import type { SimulatedNode } from './simulated-node.js'

export class Membership {
  /** The ring once the cluster has formed. */
  #ring: Ring | undefined
  readonly #machineOf = new Map<string, string>()
  #haveChanged = false
  /** New ones on emptied disks. */
  readonly #newcomers = new Set<SimulatedNode>()

  constructor(private readonly nodes: readonly SimulatedNode[]) {}

  /** A node has come to serve on this machine. */
  serves(id: string, machine: string): void {
    this.#machineOf.set(id, machine)
  }

  /** Members are about to change. */
  change(): void {
    this.#haveChanged = true
  }

  /** Whether members have changed since the cluster formed. */
  get haveChanged(): boolean {
    return this.#haveChanged
  }

  /** Whether every node serves and knows all the others; then the ring is what it will be. */
  hasFormed(): boolean {
    const count = this.nodes.length
    if (!this.nodes.every(({ node }) => node?.ring.members.length === count)) return false
    this.#ring = this.nodes[0]?.node?.ring
    return true
  }

  /** Machines that own the key; undefined when members have changed. */
  ownersOf(key: Uint8Array): readonly string[] | undefined {
    return this.#haveChanged ? undefined : this.ownersAtEnd(key)
  }

  /** Machines that own the key by the ring that all nodes know in the end. */
  ownersAtEnd(key: Uint8Array): readonly string[] | undefined {
    const ring = this.#ring
    return ring?.owners(ring.partitionOf(key)).map((id) => this.#machineOf.get(id) ?? id)
  }

  /** Who has come to serve on a machine last. */
  lastOn(machine: string): string | undefined {
    return this.#onMachine(machine).at(-1)
  }

  /** On this machine a new node is to take the place of the one before it. */
  replaced(node: SimulatedNode): void {
    this.#haveChanged = true
    node.isToBeTold = true
    this.#newcomers.add(node)
  }

  /** Whether somebody who serves has heard that this one is gone. */
  isRemoved(id: string): boolean {
    return this.nodes.some(({ node }) => node?.present().some(({ removes }) => removes.includes(id)))
  }

  /**
   * The operator tells newcomers whose place they take, where they know that one. `atLast`: even of one that answers;
   * and where nobody knows the one before, it joins. Again and again is harmless.
   */
  tell(atLast = false): void {
    for (const newcomer of this.#newcomers) {
      const { node } = newcomer
      if (node === undefined || this.#machineOf.get(node.id) !== newcomer.name) continue
      const before = this.#before(newcomer, node)
      if (before !== undefined) {
        const { id, weight } = before
        this.#tell(newcomer, { kind: 'replace', node: id, weight, force: atLast })
      } else if ((atLast || this.nodes.length === 1) && !this.#isKnownBefore(newcomer, node)) {
        this.#tell(newcomer, { kind: 'join' })
      }
    }
  }

  /** The last node on the machine that this one takes for a member. */
  #before({ name }: SimulatedNode, { id }: Node, node = this.#nodeOn(name)) {
    const before = this.#onMachine(name).filter((one) => one !== id)
    return before
      .reverse()
      .flatMap((one) => node?.present().find((member) => member.id === one) ?? [])
      .at(0)
  }

  #isKnownBefore(newcomer: SimulatedNode, self: Node): boolean {
    return this.nodes.some(
      ({ node }) => node !== undefined && this.#before(newcomer, self, node) !== undefined,
    )
  }

  #nodeOn(name: string): Node | undefined {
    return this.nodes.find((one) => one.name === name)?.node
  }

  #onMachine(name: string): string[] {
    return [...this.#machineOf].flatMap(([id, machine]) => (machine === name ? [id] : []))
  }

  #tell(newcomer: SimulatedNode, act: Act): void {
    newcomer.act(act, () => {
      newcomer.isToBeTold = false
    })
  }

  /** The operator removes nodes that are gone, and brings back those that have left. Again and again is harmless. */
  tidy(): void {
    const serving = this.nodes.flatMap(({ node }) => (node === undefined ? [] : [node]))
    const present = new Set(serving.map(({ id }) => id))
    const [first] = [...serving].sort((a, b) => (a.id < b.id ? -1 : 1))
    if (!this.#haveChanged || first === undefined || serving.length < this.nodes.length) return
    this.tell(true)
    for (const one of this.nodes) if (!one.isToBeTold) one.act({ kind: 'join' })
    if (this.nodes.some(({ isToBeTold }) => isToBeTold)) return
    const gone = [...this.#machineOf.keys()].filter((id) => !present.has(id))
    const at = this.nodes.find(({ node }) => node === first)
    const known = new Set(first.present().map(({ id }) => id))
    for (const node of gone) if (known.has(node)) at?.act({ kind: 'remove', node, force: true })
  }

  /** In words, what keeps all nodes from holding what they should, and nothing else. */
  differing(): string[] {
    const ring = this.#commonRing()
    if (ring === undefined) return ['nodes know different rings']
    const byId = new Map(this.nodes.map((node) => [node.node?.id, node]))
    const reasons = this.#strays(ring)
    for (let partition = 0; partition < ring.settings.partitionCount; partition += 1) {
      const [first, ...others] = ring.owners(partition).map((id) => byId.get(id))
      for (const other of others) {
        const difference = differenceBetween(partition, first, other)
        if (difference !== undefined) reasons.push(difference)
      }
    }
    return reasons
  }

  #commonRing(): Ring | undefined {
    if (!this.#haveChanged) return this.#ring
    const rings = this.nodes.map(({ node }) => node?.ring)
    const [first] = rings
    const isCommon = rings.every((ring) => ring !== undefined && ring.digest === first?.digest)
    this.#ring = isCommon && first?.members.length === this.nodes.length ? first : undefined
    return this.#ring
  }

  #strays(ring: Ring): string[] {
    return this.nodes.flatMap(({ name, node }) => {
      if (node === undefined) return []
      const keys = Array.from({ length: ring.settings.partitionCount }, (_, partition) =>
        ring.isOwner(partition, node.id) ? 0 : node.versions.count(partition),
      ).reduce((sum, count) => sum + count, 0)
      return keys > 0 ? [`${name} holds ${keys} keys that others own`] : []
    })
  }
}

function differenceBetween(
  partition: number,
  one: SimulatedNode | undefined,
  other: SimulatedNode | undefined,
): string | undefined {
  const mine = one?.node?.versions.root(partition)
  const theirs = other?.node?.versions.root(partition)
  const areEqual = mine !== undefined && theirs !== undefined && digestsEqual(mine, theirs)
  if (areEqual) return undefined
  return `${one?.name} and ${other?.name} hold different versions in partition ${partition}`
}
