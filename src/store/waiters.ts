/**
 * Who waits for the log: records that want a sync, and barriers, which want everything up to some place to be
 * written or safe.
 *
 * Invariant: records wait in the order of the log, so those that a sync has made safe are always the first.
 */
import type { Append } from './append-buffer.js'
import type { Segment } from './segment.js'

export interface Barrier {
  readonly segment: Segment
  readonly end: number
  readonly wantsSync: boolean
  resolve(): void
  reject(error: Error): void
}

export class Waiters {
  /** Written, not yet safe. */
  #unsynced: Append[] = []
  #barriers: Barrier[] = []

  addUnsynced(append: Append): void {
    this.#unsynced.push(append)
  }

  addBarrier(barrier: Barrier): void {
    this.#barriers.push(barrier)
  }

  /** Whether somebody waits for a sync of what is written already. */
  wantSync(): boolean {
    if (this.#unsynced.length > 0) return true
    return this.#barriers.some(({ segment, end, wantsSync }) => wantsSync && segment.writtenLength >= end)
  }

  releaseSynced(): void {
    let count = 0
    for (const append of this.#unsynced) {
      if (append.end > append.segment.syncedLength) break
      append.resolve()
      count += 1
    }
    this.#unsynced = count === this.#unsynced.length ? [] : this.#unsynced.slice(count)
    this.releaseBarriers()
  }

  releaseBarriers(): void {
    if (this.#barriers.length === 0) return
    const waiting: Barrier[] = []
    for (const barrier of this.#barriers) {
      const { segment, end, wantsSync } = barrier
      if (end > (wantsSync ? segment.syncedLength : segment.writtenLength)) waiting.push(barrier)
      else barrier.resolve()
    }
    this.#barriers = waiting
  }

  takeUnsynced(): Append[] {
    const taken = this.#unsynced
    this.#unsynced = []
    return taken
  }

  takeBarriers(): Barrier[] {
    const taken = this.#barriers
    this.#barriers = []
    return taken
  }
}
