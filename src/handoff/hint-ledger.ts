/**
 * Who has which hint, as far as its owners have said, and since when each has been waiting. Kept in memory: after
 * a restart the owners are asked again. A hint that is written anew is another version, and nobody's yet.
 *
 * Invariant: an owner is entered for a version only after it has acknowledged that it holds it, safely.
 */
import type { Version } from '../store/versions.js'

export interface HintName extends Version {
  readonly partition: number
}

interface Entry {
  readonly high: number
  readonly low: number
  readonly sinceMs: number
  /** Made when there is one: of most hints there is none until all owners are back. */
  holders: Set<string> | undefined
}

interface Waiting {
  readonly oldestSinceMs: number
  /** By key hash, which is hardly ever shared. */
  readonly entries: ReadonlyMap<number, readonly Entry[]>
}

const nobody: ReadonlySet<string> = new Set()

export class HintLedger {
  readonly #byPartition = new Map<number, Waiting>()

  /** What is held of the partition now: the age of what is new begins, and what is gone is forgotten. */
  note(partition: number, versions: readonly Version[], nowMs: number): void {
    if (versions.length === 0) {
      this.#byPartition.delete(partition)
      return
    }
    const entries = new Map<number, Entry[]>()
    let oldestSinceMs = nowMs
    for (const version of versions) {
      const { keyHash, high, low } = version
      const known = this.#find({ partition, ...version })
      const entry = known ?? { high, low, sinceMs: nowMs, holders: undefined }
      oldestSinceMs = Math.min(oldestSinceMs, entry.sinceMs)
      const sharing = entries.get(keyHash)
      if (sharing === undefined) entries.set(keyHash, [entry])
      else sharing.push(entry)
    }
    this.#byPartition.set(partition, { oldestSinceMs, entries })
  }

  /** Forgets the other partitions. */
  keepOnly(partitions: ReadonlySet<number>): void {
    for (const partition of this.#byPartition.keys()) {
      if (!partitions.has(partition)) this.#byPartition.delete(partition)
    }
  }

  /** Whether that is news. */
  hasReached(hint: HintName, owner: string): boolean {
    const entry = this.#find(hint)
    if (entry === undefined || entry.holders?.has(owner)) return false
    entry.holders ??= new Set()
    entry.holders.add(owner)
    return true
  }

  holders(hint: HintName): ReadonlySet<string> {
    return this.#find(hint)?.holders ?? nobody
  }

  /** How long it has been known; 0 when it is not. */
  ageMs(hint: HintName, nowMs: number): number {
    return nowMs - (this.#find(hint)?.sinceMs ?? nowMs)
  }

  /** Of the hint that has waited longest; 0 without any. */
  oldestMs(nowMs: number): number {
    let sinceMs = nowMs
    for (const { oldestSinceMs } of this.#byPartition.values()) sinceMs = Math.min(sinceMs, oldestSinceMs)
    return nowMs - sinceMs
  }

  #find({ partition, keyHash, high, low }: HintName): Entry | undefined {
    const sharing = this.#byPartition.get(partition)?.entries.get(keyHash)
    return sharing?.find((entry) => entry.high === high && entry.low === low)
  }
}
