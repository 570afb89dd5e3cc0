/** What a client has sent since it connected, and what it has sent besides. */
export interface ClientStats {
  /** Gets, puts and deletes; one that was sent several times counts once. */
  readonly requests: number
  /** Requests sent once more, because an attempt failed or a node seems to be away. */
  readonly retries: number
  /** Gets sent to a second node because the first was late. */
  readonly hedges: number
  /** Those that the second node was the first to answer. */
  readonly hedgesWon: number
  /** Those that were late and not sent, since that would have been more extra load than allowed. */
  readonly hedgesRefused: number
}

/** The same, while it is counted. */
export type Counts = { -readonly [Name in keyof ClientStats]: ClientStats[Name] }

export function noCounts(): Counts {
  return { requests: 0, retries: 0, hedges: 0, hedgesWon: 0, hedgesRefused: 0 }
}
