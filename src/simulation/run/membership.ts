/**
 * Who owns what in a simulated cluster, as somebody sees it who sees all nodes at once; and the operator, who says
 * which nodes are gone. When members have changed nobody can tell who owned a key at the time of a write.
 */
import type { Ring } from '../../ring/ring.js'
import { digestsEqual } from '../../store/store.js'
import type { SimulatedNode } from './simulated-node.js'

export class Membership {
  /** The ring once the cluster has formed. */
  #ring: Ring | undefined
  readonly #machineOf = new Map<string, string>()
  #haveChanged = false

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

  /** The operator removes nodes that are gone, and brings back those that have left. Again and again is harmless. */
  tidy(): void {
    const serving = this.nodes.flatMap(({ node }) => (node === undefined ? [] : [node]))
    const present = new Set(serving.map(({ id }) => id))
    const [first] = [...serving].sort((a, b) => (a.id < b.id ? -1 : 1))
    if (!this.#haveChanged || first === undefined || serving.length < this.nodes.length) return
    for (const node of this.nodes) node.act({ kind: 'join' })
    const gone = [...this.#machineOf.keys()].filter((id) => !present.has(id))
    const at = this.nodes.find(({ node }) => node === first)
    for (const node of gone) if (first.knows(node)) at?.act({ kind: 'remove', node, force: true })
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
