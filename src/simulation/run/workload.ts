/** What clients do in a run, planned or programmed, as the run sees it. */
import type { AnyClient } from './simulated-client.js'

export interface RunWorkload {
  /** The client of this name; it is started and connected before `begin`. */
  makeClient(name: string): AnyClient
  /** The cluster has formed and all clients are connected. */
  begin(): void
  /** Whether there is nothing more to do, though the plan's time is not up. */
  isOver(): boolean
  /** Whether what was begun has ended; asked once everything is healed. */
  hasEnded?(): boolean
  /** All is healed and the replicas are equal: to look at the outcome. */
  check?(): void
  isChecked?(): boolean
}
