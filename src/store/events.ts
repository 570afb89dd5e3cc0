/** What a log store tells its operator while it works: for a log, not for decisions. */
export interface StoreEvent {
  readonly kind:
    | 'recovered'
    | 'torn-tail'
    | 'bad-spot'
    | 'damaged-record'
    | 'hash-tree-mended'
    | 'index-rebuilt'
    | 'index-failed'
    | 'read-only'
    | 'writable'
    | 'compacted'
    | 'quarantined'
    | 'compaction-failed'
  /** One sentence, with the numbers in it. */
  readonly message: string
  readonly segment?: number
  readonly offset?: number
  readonly length?: number
}

/** How far opening has come. */
export interface OpenProgress {
  /** `index`: reading index files. `scan`: reading a segment that has none. */
  readonly phase: 'index' | 'scan'
  readonly segmentsDone: number
  readonly segments: number
  readonly bytesDone: number
  readonly bytes: number
  readonly keys: number
}
