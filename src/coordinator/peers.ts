/**
 * The other nodes, as a coordinator sees them: ways to ask one, and a guess whether asking is any use. It is
 * given this view, which is the failure detector's; it does not ask membership.
 */
import type { Call } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'

export type PeerHealth =
  /** Nothing speaks against it. */
  | 'up'
  /** There is a connection, and it does not answer in time, or has not done so for long enough again. */
  | 'suspect'
  /** A call would fail at once. */
  | 'down'

export interface Peers {
  /** False when a call would fail at once. */
  reachable(nodeId: string): boolean
  health(nodeId: string): PeerHealth
  /** Up, and yet so much slower than the others that they should be asked first. */
  isSlow(nodeId: string): boolean
  /** When a reply is to be expected, for ordering; 0 while too little is known. */
  scoreMs(nodeId: string): number
  /** How long a reply is waited for before somebody else may as well be asked. */
  patienceMs(nodeId: string): number
  /** Rejects with GrammeError; see Caller.call. */
  call(nodeId: string, call: Call, timeoutMs: number): Promise<Frame>
  /** To be told of each object from the node, or on its way from it, that did not arrive as it was sent. */
  readonly spoiled?: (nodeId: string) => void
}

/**
 * Those worth asking, in their order: first who does well, then who is slow, then who is suspected; before all others
 * `first`, if it is one of them and does well.
 */
export function likeliestFirst(peers: Peers, ids: readonly string[], first = ''): string[] {
  const well: string[] = []
  const slow: string[] = []
  const suspects: string[] = []
  for (const id of ids) {
    const health = peers.health(id)
    if (health === 'suspect') suspects.push(id)
    else if (health === 'up') (peers.isSlow(id) ? slow : well).push(id)
  }
  const at = well.indexOf(first)
  if (at > 0) well.unshift(...well.splice(at, 1))
  return [...well, ...slow, ...suspects]
}
