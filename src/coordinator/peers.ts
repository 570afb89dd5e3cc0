/**
 * The other nodes, as a coordinator sees them: ways to ask one, and a guess whether asking is any use. It is
 * given this view; it does not ask membership. What a failure detector learns comes in by `reachable`.
 */
import type { Call } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'

export interface Peers {
  /** False when a call would fail at once. */
  reachable(nodeId: string): boolean
  /** Rejects with GrammeError; see Caller.call. */
  call(nodeId: string, call: Call, timeoutMs: number): Promise<Frame>
}
