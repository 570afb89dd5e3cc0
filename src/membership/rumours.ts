/**
 * What has changed lately is told before anything is compared (Demers et al., PODC 1987: rumours; SWIM: piggybacked
 * updates). A change is told by every node that hears of it, a number of times that grows with the logarithm of the
 * cluster: by then nearly all have it, and comparing digests finds the few that do not.
 *
 * Invariant: a message brings a bounded number of rumours, and a rumour ends.
 */

/** A rumour is told once to so many nodes: for 10 members 5, for 1,000 it is 11. */
export function tellingsMax(members: number): number {
  return Math.ceil(Math.log2(members + 1)) + 1
}

export class Rumours {
  /** How often each was told, by the id of the node whose record it is. Later ones are newer. */
  readonly #told = new Map<string, number>()

  get size(): number {
    return this.#told.size
  }

  /** These records have changed. */
  add(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#told.delete(id)
      this.#told.set(id, 0)
    }
  }

  /** Up to `max` of them: the least told, and of those the newest. */
  pick(max: number): string[] {
    const newestFirst = [...this.#told].reverse()
    return newestFirst
      .sort(([, a], [, b]) => a - b)
      .slice(0, max)
      .map(([id]) => id)
  }

  /** Another one of `members` has these, told by this node or not. */
  told(ids: Iterable<string>, members: number): void {
    for (const id of ids) {
      const times = this.#told.get(id)
      if (times === undefined) continue
      if (times + 1 >= tellingsMax(members)) this.#told.delete(id)
      else this.#told.set(id, times + 1)
    }
  }

  /** Another one of `members` has them all. */
  allTold(members: number): void {
    this.told([...this.#told.keys()], members)
  }
}
