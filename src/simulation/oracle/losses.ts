/**
 * What faults may have destroyed, so that the cluster is not blamed for it. A write that W replicas have
 * acknowledged may be lost when W machines that own its key have lost what they held of that time; with fewer
 * it may not. Which losses count is the fault model's (fault-model.ts).
 */
import type { WriteRecord } from './history.js'

export interface Loss {
  readonly machine: string
  readonly atMs: number
  /** What the machine held since then is gone; -Infinity: everything. */
  readonly sinceMs: number
  /** Whether writes that were synced before they were acknowledged are among it. */
  readonly includesSynced: boolean
  /** It goes unnoticed until what is lost is read. */
  readonly isRot: boolean
  readonly what: string
}

/** Who may hold a write. */
export interface Holders {
  readonly machines: readonly string[]
  /** Whether it may have come to them after it was acknowledged: from stand-ins, or from former owners. */
  readonly mayHaveMoved: boolean
}

export class Losses {
  readonly #losses: Loss[] = []

  get all(): readonly Loss[] {
    return this.#losses
  }

  add(loss: Loss): void {
    this.#losses.push(loss)
  }

  /** Whether the disk of one of these was set back by so much or more: what was deleted since may come again. */
  anySetBack(machines: readonly string[], byMs: number): boolean {
    return this.#losses.some(
      ({ machine, atMs, sinceMs, includesSynced }) =>
        includesSynced && Number.isFinite(sinceMs) && atMs - sinceMs >= byMs && machines.includes(machine),
    )
  }

  /**
   * Machines that may have lost this write, acknowledged at `ackedMs`, though they had it. What a stand-in or a
   * former owner held then, another machine has had only since it was handed over, synced, whenever that was.
   */
  machines(write: WriteRecord, ackedMs: number, { machines, mayHaveMoved }: Holders): string[] {
    if (this.#losses.length === 0) return []
    const lost = new Set<string>()
    for (const { machine, atMs, sinceMs, includesSynced } of this.#losses) {
      if (!machines.includes(machine) || atMs < write.beganMs) continue
      if (sinceMs > ackedMs && !(mayHaveMoved && includesSynced)) continue
      // With `one` a machine may have been its coordinator or another: that it lost the write is forgiven.
      if (includesSynced || write.durability !== 'always') lost.add(machine)
    }
    return [...lost]
  }
}
