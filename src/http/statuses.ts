/**
 * Errors as HTTP: which status each code of a GrammeError becomes, and what goes with it. Quorums that were missed are
 * 503 with what was needed and got, for the next attempt or the next node; what may have been done is 504, for nobody
 * knows; who is to come back later is told when. No write is refused for standing beside another: there is no 409.
 */
import type { ErrorCode, GrammeError } from '../errors.js'

const statuses: Readonly<Record<ErrorCode, number>> = {
  BAD_ARGUMENT: 400,
  BAD_CONTEXT: 400,
  CONFLICT: 412,
  VALUE_TOO_LARGE: 413,
  KEY_TOO_LARGE: 414,
  // Read the key, and write with its context.
  TOO_MANY_SIBLINGS: 428,
  BUSY: 429,
  QUORUM_NOT_MET: 503,
  READ_ONLY: 503,
  UNREACHABLE: 503,
  STALE_RING: 503,
  SPOILED: 503,
  CLOSED: 503,
  ABORTED: 503,
  TIMEOUT: 504,
  OUTCOME_UNKNOWN: 504,
  CONNECTION_LOST: 504,
  // None of these can be the doing of whoever speaks HTTP.
  PROTOCOL: 500,
  CLUSTER_MISMATCH: 500,
  LOCKED: 500,
  ADDRESS: 500,
  REMOVED: 500,
  INTERNAL: 500,
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** An error of the protocol HTTP itself, or of one that a code stands for. */
export function errorAnswer(error: GrammeError, status = statuses[error.code]): Answer {
  const { code, message, retriable, needed, got, retryAfterMs } = error
  const details = { code, message, retriable, needed, got, retryAfterMs }
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-gramme-error': code,
      ...(needed !== undefined && { 'x-gramme-needed': String(needed) }),
      ...(got !== undefined && { 'x-gramme-got': String(got) }),
      ...(status === 429 || retryAfterMs !== undefined
        ? { 'retry-after': seconds(retryAfterMs ?? 1000) }
        : {}),
    },
    body: `${JSON.stringify({ error: details })}\n`,
  }
}

/** Whole seconds are the header's unit; the body has the milliseconds. */
function seconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)))
}
