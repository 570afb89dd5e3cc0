/**
 * A node's log: what arrives while a write is under way goes to the disk together in the next one (docs/storage.md), so
 * a slow disk makes writes late and not few.
 */
import type { Random } from '../../ports/random.js'
import type { Events } from './events.js'
import { drawn } from './processor.js'

/** `isFirst`: of its group, which is paid for once. */
type Done = (isFirst: boolean) => void

export class GroupCommit {
  #waiting: Done[] = []
  #isWriting = false

  constructor(
    private readonly events: Events,
    /** How long a group takes, at evenly spaced ranks. */
    private readonly quantilesMs: readonly number[],
    private readonly random: Random,
  ) {}

  write(done: Done): void {
    this.#waiting.push(done)
    if (!this.#isWriting) this.#begin()
  }

  #begin(): void {
    const group = this.#waiting
    this.#waiting = []
    this.#isWriting = true
    this.events.after(drawn(this.quantilesMs, this.random), () => {
      this.#isWriting = false
      for (const [n, done] of group.entries()) done(n === 0)
      if (this.#waiting.length > 0 && !this.#isWriting) this.#begin()
    })
  }
}
