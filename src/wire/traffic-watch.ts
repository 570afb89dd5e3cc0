/**
 * What shows, on the connections to one other side, of how it fares (Dynamo §4.8.3). The wire tells; what it
 * means is for the failure detector to say (membership/health.ts).
 *
 * Told from within the handling of frames, for every request: so it must be quick, and not throw.
 */
export interface TrafficWatch {
  /** There is a connection: to make it, handshake and all, took so long. */
  opened(tookMs: number): void
  /**
   * The connection has ended or takes no more requests, or an attempt to make one has failed. `wasAnnounced`: the
   * other side said that it was going to stop, or was never there.
   */
  lost(wasAnnounced: boolean): void
  /** A request has been sent. */
  sent(): void
  /** A request of this type was answered, with what was asked for or a failure other than BUSY. */
  answered(type: number, tookMs: number): void
  /** A request of this type was answered with BUSY. */
  refused(type: number, retryAfterMs: number): void
  /** The deadline of a request of this type passed without an answer. */
  expired(type: number, waitedMs: number): void
}
