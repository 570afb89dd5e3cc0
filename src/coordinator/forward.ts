/**
 * Hands a client's request on to a node that can coordinate it (Dynamo §5, server-driven coordination): the
 * key's owners are tried in the order of the preference list, reachable ones only. Trying another is safe
 * for a put too, since its write id makes the second attempt the same write.
 */
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import { encodedAlready } from '../wire/frame-writer.js'
import type { Peers } from './peers.js'

export interface ForwardRequest {
  readonly frame: Frame
  readonly owners: readonly string[]
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  /** Answers the request needs, for the error. */
  readonly needed: number
  /** Whether it may have changed something when no answer came. */
  readonly writes: boolean
}

/**
 * The reply of the owner that answered. Throws GrammeError: an owner's; QUORUM_NOT_MET when none can be asked,
 * TIMEOUT; OUTCOME_UNKNOWN for a write that was sent to an owner who then did not answer.
 */
export async function forward(peers: Peers, clock: Clock, request: ForwardRequest): Promise<Frame> {
  const { frame, owners, deadlineMs, needed, writes } = request
  const header = encodedAlready(frame.header)
  const call = { type: frame.type, flags: FrameFlag.FORWARDED, header, value: [frame.value] }
  const noneCan = `none of the key's ${owners.length} owners could coordinate the request`
  let failure = new GrammeError('QUORUM_NOT_MET', noneCan, { needed, got: 0 })
  let maybeDone = false
  for (const id of owners) {
    if (!peers.reachable(id)) continue
    const timeoutMs = deadlineMs - clock.nowMs()
    if (timeoutMs <= 0) {
      failure = new GrammeError('TIMEOUT', `${noneCan} before the deadline`, {
        needed,
        got: 0,
        cause: failure,
      })
      break
    }
    try {
      return await peers.call(id, call, timeoutMs)
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      maybeDone ||= writes && unansweredCodes.has(error.code)
      if (!anotherMayDoCodes.has(error.code)) {
        failure = error
        break
      }
      const message = `${noneCan}: ${error.message}`
      failure = new GrammeError('QUORUM_NOT_MET', message, { needed, got: 0, cause: error })
    }
  }
  if (!maybeDone || failure.code === 'OUTCOME_UNKNOWN') throw failure
  const message = `the write may or may not have been done: ${failure.message}`
  throw new GrammeError('OUTCOME_UNKNOWN', message, { needed, got: failure.got ?? 0, cause: failure })
}

/** Failures that are the asked node's own, so that another owner may do better. */
const anotherMayDoCodes: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'CONNECTION_LOST',
  'CLOSED',
  'BUSY',
  'READ_ONLY',
  'STALE_RING',
  'INTERNAL',
  // The owner's quarrel with this node, not with the client, whose request has passed all checks here.
  'PROTOCOL',
])
/** Failures that leave it open whether a write was done. */
const unansweredCodes: ReadonlySet<string> = new Set(['CONNECTION_LOST', 'CLOSED', 'TIMEOUT'])
