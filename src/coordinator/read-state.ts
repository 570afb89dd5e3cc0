/**
 * A get in progress, as a pure machine (Dynamo §4.5, §5): fed with the answers of replicas, it says when the
 * quorum is met, what to answer then, and, when no more answers are to come, which replicas hold an older
 * version and should be sent the newest (read repair).
 *
 * Invariant: the object is the merge of all answers so far, and depends on their set, not on their order.
 */
import type { Digest } from '../store/store.js'
import { digestsEqual } from '../store/store.js'
import { digestOf } from '../version/digest.js'
import { merge, type VersionedObject, withoutIssuer } from '../version/object.js'
import { type Capacity, JointQuorum } from './joint-quorum.js'
import type { QuorumState } from './quorum.js'

export type ReadAnswer =
  | { readonly kind: 'found'; readonly object: VersionedObject; readonly digest: Digest }
  | { readonly kind: 'missing' }
  /** There is a copy and its bytes are spoiled: no answer that counts, and one to mend. */
  | { readonly kind: 'damaged' }
  /** No answer that counts: `reason` for the operator. */
  | { readonly kind: 'failed'; readonly reason: string }

export class ReadState {
  readonly #quorum: JointQuorum
  /** What each owner that answered holds; undefined when nothing, or nothing whole. */
  readonly #held = new Map<string, Digest | undefined>()
  readonly #reasons: string[] = []
  #object: VersionedObject | undefined
  #digest: Digest | undefined

  constructor(asked: number, needed: number) {
    this.#quorum = new JointQuorum(asked, needed)
  }

  get state(): QuorumState {
    return this.#quorum.state
  }

  get complete(): boolean {
    return this.#quorum.complete
  }

  get got(): number {
    return this.#quorum.got
  }

  /** How many answered that do not serve the key, or not yet: a moment later they may. */
  get unserved(): number {
    return this.#quorum.unserved
  }

  /** Why replicas gave no answer that counts. */
  get reasons(): readonly string[] {
    return this.#reasons
  }

  /** All that is known of the key so far; undefined when nobody held anything. */
  get object(): VersionedObject | undefined {
    return this.#object
  }

  get digest(): Digest | undefined {
    return this.#digest
  }

  /** Whether the owners' answers alone would not do. */
  get isSloppy(): boolean {
    return this.#quorum.isSloppy
  }

  askedMore(): void {
    this.#quorum.askedMore()
  }

  add(from: string, answer: ReadAnswer, capacity: Capacity = 'serving'): void {
    const owns = capacity === 'serving' || capacity === 'filling'
    if (answer.kind === 'failed' || answer.kind === 'damaged') {
      this.#reasons.push(answer.kind === 'failed' ? answer.reason : 'a copy is damaged')
      if (answer.kind === 'damaged' && owns) this.#held.set(from, undefined)
      this.#quorum.failed()
      return
    }
    if (answer.kind === 'found') this.#take(answer.object, answer.digest)
    // Others are not kept up to date: what they hold is on its way to the owners anyhow.
    if (owns) this.#held.set(from, answer.kind === 'found' ? answer.digest : undefined)
    if (capacity === 'filling') this.#reasons.push('an owner is being filled')
    if (capacity === 'gone') this.#reasons.push('one that is no owner was asked')
    // Nothing held for an owner, as of most keys, tells nothing of what the owner holds.
    if (capacity === 'stand-in' && answer.kind !== 'found') this.#quorum.failed()
    else this.#quorum.answered(from, capacity)
  }

  /** Who holds something older than what all together know. */
  stale(): string[] {
    const digest = this.#digest
    if (digest === undefined) return []
    const behind: string[] = []
    for (const [id, held] of this.#held) {
      if (held === undefined || !digestsEqual(held, digest)) behind.push(id)
    }
    return behind
  }

  #take(object: VersionedObject, digest: Digest): void {
    if (this.#object === undefined) {
      this.#object = withoutIssuer(object)
      this.#digest = digest
      return
    }
    if (this.#digest !== undefined && digestsEqual(digest, this.#digest)) return
    const merged = merge(this.#object, object)
    if (!merged.localChanged) return
    this.#object = merged.object
    this.#digest = merged.incomingChanged ? digestOf(merged.object) : digest
  }
}
