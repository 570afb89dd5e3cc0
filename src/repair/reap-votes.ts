/**
 * Whether a version that holds no value any more may be forgotten, as a pure matter of what every member says of
 * it, and of for how long they have all said so.
 *
 * Why it is safe. A deleted value can come back only from somewhere that has not seen the delete: a copy at an
 * owner or at a former one, a hint, or a message under way. When all members have said that they hold just the
 * dead version or nothing, no copy and no hint is left, so no message can set out any more; and when they all say
 * so again after `reapAfterMs`, longer than any message lives, none is under way. A member that cannot be asked
 * says nothing, and so nothing is reaped while one is away, however long. No calendar takes part, but in whether a
 * value has expired: there each owner's own has its say, so that one that is fast can do no harm.
 *
 * Invariant: what anybody takes exception to begins its time anew.
 *
 * Limit: `agreedMax` versions whose time runs; others wait until there is room.
 */
import type { Digest } from '../store/store.js'

export type Standing = 'holds' | 'nothing' | 'other' | 'alive' | 'hint' | 'unsure'

/** What keeps a version from being forgotten. */
export type Obstacle =
  /** An owner does not hold just that, or another member something else: anti-entropy is to come first. */
  | 'unequal'
  /** By some calendar it has not expired. */
  | 'alive'
  | 'hint'
  /** A member cannot read what it holds. */
  | 'unsure'

/** The first of these that some member's standing amounts to; undefined: all agree that it may be forgotten. */
export function obstacleTo(
  standings: ReadonlyMap<string, Standing>,
  owners: readonly string[],
): Obstacle | undefined {
  for (const owner of owners) {
    const standing = standings.get(owner)
    if (standing === undefined || standing === 'nothing') return 'unequal'
  }
  const all = [...standings.values()]
  if (all.includes('hint')) return 'hint'
  if (all.includes('other')) return 'unequal'
  if (all.includes('unsure')) return 'unsure'
  return all.includes('alive') ? 'alive' : undefined
}

const agreedMax = 262_144

/** Since when all members have agreed on a version of a partition, by the clock's `nowMs`. */
export class Agreements {
  /** By partition and digest, which names a version whatever its key. */
  readonly #byPartition = new Map<number, Map<string, number>>()
  #count = 0

  constructor(private readonly countMax = agreedMax) {}

  get count(): number {
    return this.#count
  }

  /** All agree now. Since when they do; undefined: there is no room to remember it. */
  agree(partition: number, digest: Digest, nowMs: number): number | undefined {
    let agreed = this.#byPartition.get(partition)
    const sinceMs = agreed?.get(nameOf(digest))
    if (sinceMs !== undefined) return sinceMs
    if (this.#count >= this.countMax) return undefined
    if (agreed === undefined) {
      agreed = new Map()
      this.#byPartition.set(partition, agreed)
    }
    agreed.set(nameOf(digest), nowMs)
    this.#count += 1
    return nowMs
  }

  /** Somebody disagrees, or it is forgotten. */
  end(partition: number, digest: Digest): void {
    this.#end(partition, nameOf(digest))
  }

  /** Ends those of the partition that are not among `dead`: the key is gone, or holds another version. */
  keepOnly(partition: number, dead: readonly Digest[]): void {
    const names = new Set(dead.map(nameOf))
    for (const name of this.#byPartition.get(partition)?.keys() ?? []) {
      if (!names.has(name)) this.#end(partition, name)
    }
  }

  clear(): void {
    this.#byPartition.clear()
    this.#count = 0
  }

  #end(partition: number, name: string): void {
    const agreed = this.#byPartition.get(partition)
    if (agreed?.delete(name) !== true) return
    this.#count -= 1
    if (agreed.size === 0) this.#byPartition.delete(partition)
  }
}

function nameOf({ high, low }: Digest): string {
  return `${high}:${low}`
}
