/**
 * Somebody who is told of every event that comes into being, at the only place where that happens. A node runs
 * without one; under test it lets the true history be kept beside the nodes, which they cannot do themselves.
 */
import type { Clock } from '../version/clock.js'
import type { WriteContent, WriteDot } from '../version/object.js'

export interface IssuedEvent {
  readonly key: Uint8Array
  readonly dot: WriteDot
  readonly write: WriteContent
  /** What its client had seen. */
  readonly context: Clock
  /** What it supersedes: its client's context, and all events held there of the writes that this had seen. */
  readonly seen: Clock
  /** Of the key's object with the event in it, cut to its limits. */
  readonly clock: Clock
}

export interface Witness {
  issued(event: IssuedEvent): void
}
