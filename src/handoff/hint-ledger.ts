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
  readonly hint: HintName
  readonly sinceMs: number
  readonly holders: Set<string>
}

const nobody: ReadonlySet<string> = new Set()

export class HintLedger {
  readonly #entries = new Map<string, Entry>()

  /** Begins to count the age of a hint that is new. */
  note(hint: HintName, nowMs: number): void {
    const name = nameOf(hint)
    if (!this.#entries.has(name)) this.#entries.set(name, { hint, sinceMs: nowMs, holders: new Set() })
  }

  /** Whether that is news. */
  hasReached(hint: HintName, owner: string): boolean {
    const holders = this.#entries.get(nameOf(hint))?.holders
    if (holders === undefined || holders.has(owner)) return false
    holders.add(owner)
    return true
  }

  holders(hint: HintName): ReadonlySet<string> {
    return this.#entries.get(nameOf(hint))?.holders ?? nobody
  }

  /** How long it has been known; 0 when it is not. */
  ageMs(hint: HintName, nowMs: number): number {
    return nowMs - (this.#entries.get(nameOf(hint))?.sinceMs ?? nowMs)
  }

  /** Of the hint that has waited longest; 0 without any. */
  oldestMs(nowMs: number): number {
    const [first] = this.#entries.values()
    return first === undefined ? 0 : nowMs - first.sinceMs
  }

  /** Forgets all others. */
  keepOnly(isHeld: (hint: HintName) => boolean): void {
    for (const [name, { hint }] of this.#entries) if (!isHeld(hint)) this.#entries.delete(name)
  }
}

function nameOf({ partition, keyHash, high, low }: HintName): string {
  return `${partition} ${keyHash} ${high} ${low}`
}
