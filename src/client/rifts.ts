/**
 * Who could lately not be heard by whom (Dynamo §4.6 leaves partitions to the owners; a client that reaches both sides
 * can do better). A node that found no quorum among the owners of one key will find none among the same for another:
 * a get goes first to an owner that is not known to be alone like that. Without this each get would ask the wrong side
 * first for as long as a partition lasts, and the budget for retries would be used up.
 *
 * It is a guess, of two nodes at a time, good for `riftMs`: then one is tried again. It only changes who is asked first,
 * so that a wrong guess does no harm.
 *
 * Invariant: at most `riftsMax` are kept, those that were seen last.
 */

/** Long enough that few gets find out anew, at 0.1 s each; short enough to be forgotten soon after a partition. */
export const riftMs = 2000
export const riftsMax = 4096

export class Rifts {
  /** By the two nodes, oldest first: until when it is believed. */
  readonly #untilMs = new Map<string, number>()
  #lastUntilMs = Number.NEGATIVE_INFINITY

  get size(): number {
    return this.#untilMs.size
  }

  /** This owner found no quorum for a key of these owners. */
  foundNoQuorum(nodeId: string, owners: readonly string[], nowMs: number): void {
    this.#lastUntilMs = nowMs + riftMs
    for (const owner of owners) {
      if (owner === nodeId) continue
      const rift = nameOf(nodeId, owner)
      this.#untilMs.delete(rift)
      this.#untilMs.set(rift, this.#lastUntilMs)
    }
    for (const oldest of this.#untilMs.keys()) {
      if (this.#untilMs.size <= riftsMax) break
      this.#untilMs.delete(oldest)
    }
  }

  /** Whether this owner is likely to hear less than `needed` of the owners, itself included. */
  isAlone(nodeId: string, owners: readonly string[], needed: number, nowMs: number): boolean {
    if (this.#untilMs.size === 0) return false
    if (nowMs >= this.#lastUntilMs) {
      this.#untilMs.clear()
      return false
    }
    const heard = owners.filter((owner) => nowMs >= (this.#untilMs.get(nameOf(nodeId, owner)) ?? nowMs))
    return heard.length < needed
  }
}

function nameOf(from: string, to: string): string {
  return `${from} ${to}`
}
