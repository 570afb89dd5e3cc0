/**
 * Which partitions a node serves (Dynamo §4.9): ownership moves by evidence, not by decree. The ring says who should
 * hold a partition. Who comes to own one takes writes of it at once, compares with those who may hold what it lacks,
 * and serves it from then on: only then does what it does not hold count as not being there. Who owned it before goes
 * on serving it until all owners do and have everything.
 *
 * Invariant: a partition that is served is one that this node has held without a break since it was last compared
 * with all who may hold acknowledged writes of it: its owners before and now, but for fewer than W of them, so that no
 * write is missed, and fewer than R, so that those who have not heard of the ring cannot answer a read by themselves.
 */
import type { Standing } from '../coordinator/standing.js'
import type { Ring } from '../ring/ring.js'

interface Fill {
  /** Who owned the partition before; undefined: not known, so anybody may have. */
  former: ReadonlySet<string> | undefined
  /** Whose data of it this node has, as of some moment since it came to own it. */
  readonly compared: Set<string>
  /** Whether one of those serves it. */
  isVouched: boolean
}

/** Against what a fill is judged. */
export interface FillContext {
  /** Other members that hold data: up or leaving. */
  readonly members: readonly string[]
  /** Whether it answers: who does is waited for. */
  readonly isWell: (id: string) => boolean
  /** The lesser of R and W: so many of those who may hold a write do, and so many are needed to answer a read. */
  readonly leastQuorum: number
  /** Whether every seed has answered: while not, there may be a cluster that this node has not met. */
  readonly hasMetAll: boolean
}

export class Serving {
  readonly #served: Uint8Array
  readonly #fills = new Map<number, Fill>()

  /** `served`: a byte for each partition, 1 where it is served. */
  constructor(
    private readonly selfId: string,
    private ring: Ring,
    served: Uint8Array,
  ) {
    this.#served = Uint8Array.from(served)
    for (const partition of this.#owned(ring)) {
      if (!this.serves(partition)) this.#fill(partition, undefined)
    }
  }

  serves(partition: number): boolean {
    return this.#served[partition] === 1
  }

  /** A byte for each partition, for the constructor. */
  get served(): Readonly<Uint8Array> {
    return this.#served
  }

  standing(partition: number): Standing {
    const owns = this.ring.isOwner(partition, this.selfId)
    const serves = this.serves(partition)
    if (!owns) return { claim: serves ? 'former' : 'gone', others: this.ring.owners(partition) }
    return serves ? servingAlone : { claim: 'filling', others: this.former(partition) }
  }

  /** Who owned the partition before, where this node is being filled and knows. */
  former(partition: number): readonly string[] {
    return [...(this.#fills.get(partition)?.former ?? [])]
  }

  /** Members have changed. `between`: rings that others may have had meanwhile. */
  follow(after: Ring, between: readonly Ring[] | 'unknown' = []): void {
    const before = this.ring
    this.ring = after
    if (between === 'unknown') {
      this.#startAnew()
      return
    }
    // Nothing but acts that moved nothing.
    if (after === before && between.length === 0) return
    const rings = [before, ...between]
    for (let partition = 0; partition < this.#served.length; partition += 1) {
      const owned = rings.filter((ring) => ring.isOwner(partition, this.selfId)).length
      if (!after.isOwner(partition, this.selfId)) {
        this.#fills.delete(partition)
        // Owned again, and not filled again.
        if (owned > 0 && !before.isOwner(partition, this.selfId)) this.#served[partition] = 0
        continue
      }
      // Also where it is still served from a time before: writes have passed this node by since.
      if (owned < rings.length) this.#passedBy(partition)
      if (!this.serves(partition)) for (const ring of rings) this.#fill(partition, ring.owners(partition))
    }
  }

  /** As at a start when nothing is known of the time before. */
  #startAnew(): void {
    this.#served.fill(0)
    this.#fills.clear()
    for (const partition of this.#owned(this.ring)) this.#fill(partition, undefined)
  }

  #passedBy(partition: number): void {
    this.#served[partition] = 0
    const fill = this.#fills.get(partition)
    if (fill === undefined) return
    fill.compared.clear()
    fill.isVouched = false
  }

  /** Partitions that this node owns and does not serve yet, ascending. */
  wanting(): number[] {
    return [...this.#fills.keys()].sort((a, b) => a - b)
  }

  /** Whether what the member holds of the partition is here. */
  hasOf(partition: number, id: string): boolean {
    return this.#fills.get(partition)?.compared.has(id) ?? true
  }

  /** How many partitions are wanting and have been compared with a member already. */
  get taken(): number {
    let taken = 0
    for (const { compared } of this.#fills.values()) if (compared.size > 0) taken += 1
    return taken
  }

  /** The partition has been compared with a member, and what that held is here. */
  compared(partition: number, id: string, servesThere: boolean): void {
    const fill = this.#fills.get(partition)
    if (fill === undefined) return
    fill.compared.add(id)
    fill.isVouched ||= servesThere
  }

  /** Serves what is complete from now on; how many partitions that were. */
  complete(context: FillContext): number {
    let done = 0
    for (const partition of [...this.#fills.keys()]) {
      if (this.waitsFor(partition, context) !== undefined) continue
      this.#fills.delete(partition)
      this.#served[partition] = 1
      done += 1
    }
    return done
  }

  /** Why a partition that is wanting is not complete: a member that is lacking, or `'nobody'` met who serves it. */
  waitsFor(partition: number, context: FillContext): string | 'nobody' | undefined {
    const fill = this.#fills.get(partition)
    if (fill === undefined) return undefined
    const lacking = context.members.filter((id) => !fill.compared.has(id))
    const well = lacking.find((id) => context.isWell(id))
    if (well !== undefined) return well
    const owners = this.ring.owners(partition)
    const mayHold = lacking.filter((id) => fill.former?.has(id) !== false || owners.includes(id))
    if (mayHold.length >= context.leastQuorum) return mayHold[0]
    return fill.isVouched || context.hasMetAll ? undefined : 'nobody'
  }

  /** All owners have what this node held of the partition. */
  gaveUp(partition: number): void {
    if (!this.ring.isOwner(partition, this.selfId)) this.#served[partition] = 0
  }

  #fill(partition: number, former: readonly string[] | undefined): void {
    const others = former === undefined ? undefined : new Set(former.filter((id) => id !== this.selfId))
    const fill = this.#fills.get(partition)
    if (fill === undefined) {
      this.#fills.set(partition, { former: others, compared: new Set(), isVouched: false })
    } else if (fill.former !== undefined && others !== undefined) {
      fill.former = new Set([...fill.former, ...others])
    }
  }

  *#owned(ring: Ring): Generator<number> {
    for (let partition = 0; partition < this.#served.length; partition += 1) {
      if (ring.isOwner(partition, this.selfId)) yield partition
    }
  }
}

const servingAlone: Standing = { claim: 'serving', others: [] }
