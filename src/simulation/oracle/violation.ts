/** A promise that was broken in a run: which one, and what came to light of it. */
export type ViolationKind =
  | 'event-issued-twice'
  | 'event-of-no-write'
  | 'value-nobody-wrote'
  | 'value-shown-twice'
  | 'context-covers-unseen'
  | 'context-covers-unknown'
  | 'context-unreadable'
  | 'sibling-superseded'
  | 'expired-shown'
  | 'deleted-shown'
  | 'never-forgotten'
  | 'acknowledged-write-missed'
  | 'acknowledged-write-lost'
  | 'superseded-write-back'
  | 'deadline-missed'
  | 'replicas-differ'
  | 'never-at-rest'
  | 'bound-exceeded'
  | 'failure-unnoticed'
  | 'invariant-broken'
  | 'workload-failed'

export interface Violation {
  readonly kind: ViolationKind
  /** One sentence or two, for people. */
  readonly message: string
  /** Simulated time. */
  readonly atMs: number
  readonly key?: string
}
