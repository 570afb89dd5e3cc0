/**
 * The one error class of the public edges, and the table of its codes. A code keeps its number for ever,
 * because it travels in Failure frames; `retriable` says that the same request may succeed if sent again,
 * perhaps to another node, without doing harm.
 */
export const errorCodes = {
  KEY_TOO_LARGE: { number: 1, retriable: false },
  VALUE_TOO_LARGE: { number: 2, retriable: false },
  BAD_CONTEXT: { number: 3, retriable: false },
  BAD_ARGUMENT: { number: 4, retriable: false },
  QUORUM_NOT_MET: { number: 5, retriable: true },
  /** A put or delete that may or may not have happened. Sending it again with its write id is safe. */
  OUTCOME_UNKNOWN: { number: 6, retriable: true },
  TIMEOUT: { number: 7, retriable: true },
  BUSY: { number: 8, retriable: true },
  CLOSED: { number: 9, retriable: false },
  CLUSTER_MISMATCH: { number: 10, retriable: false },
  PROTOCOL: { number: 11, retriable: false },
  /** The store of the node takes no writes: its disk is full or failing. Others may. */
  READ_ONLY: { number: 12, retriable: true },
  TOO_MANY_SIBLINGS: { number: 13, retriable: false },
  /** No connection to any node that could serve the request. */
  UNREACHABLE: { number: 14, retriable: true },
  /** The node that was asked is not one that may answer: its ring and the asker's differ. */
  STALE_RING: { number: 15, retriable: true },
  /** Another process holds the data folder. */
  LOCKED: { number: 16, retriable: false },
  /** The address is taken, or cannot be bound. */
  ADDRESS: { number: 17, retriable: false },
  /** The key has siblings that the context does not cover, and the put asked not to stand beside them. */
  CONFLICT: { number: 18, retriable: true },
  /** The caller's AbortSignal fired. */
  ABORTED: { number: 19, retriable: false },
  /** The connection ended before the reply came: the request may or may not have been done. */
  CONNECTION_LOST: { number: 21, retriable: true },
  /** An object did not arrive as it was sent, and nothing was done with it. */
  SPOILED: { number: 22, retriable: true },
  /** The node that asks was removed, too long ago for anything to be taken from it. */
  REMOVED: { number: 23, retriable: false },
  /** A bug in Gramme, or a disk that fails in a way it cannot name. */
  INTERNAL: { number: 20, retriable: false },
} as const

export type ErrorCode = keyof typeof errorCodes

export interface ErrorDetails {
  cause?: unknown
  /** Answers that were needed, with QUORUM_NOT_MET, OUTCOME_UNKNOWN and TIMEOUT. */
  needed?: number
  /** Answers that came. */
  got?: number
  /** With BUSY and READ_ONLY: how long to wait before asking again. */
  retryAfterMs?: number
}

export class GrammeError extends Error {
  override readonly name = 'GrammeError'
  readonly retriable: boolean
  readonly needed: number | undefined
  readonly got: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.retriable = errorCodes[code].retriable
    this.needed = details.needed
    this.got = details.got
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Of two failures of one request the one to tell: what counts answers says more, and most the one that counted more. */
export function moreTelling(before: GrammeError | undefined, next: GrammeError): GrammeError {
  if (before?.got === undefined) return next
  return next.got !== undefined && next.got >= before.got ? next : before
}

const codesByNumber = new Map<number, ErrorCode>(
  (Object.keys(errorCodes) as ErrorCode[]).map((code) => [errorCodes[code].number, code]),
)

/** The code with this number; a number from a newer version reads as INTERNAL. */
export function errorCodeOf(number: number): ErrorCode {
  return codesByNumber.get(number) ?? 'INTERNAL'
}
