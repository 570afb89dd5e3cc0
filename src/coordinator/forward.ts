/**
 * Hands a client's request on to a node that can coordinate it (Dynamo §5, server-driven coordination): the
 * key's owners are tried in the order of the preference list, reachable ones only. Trying another is safe
 * for a put too, since its write id makes the second attempt the same write.
 */
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import { type Frame, FrameFlag } from '../wire/frame.js'
import type { Peers } from './peers.js'

export interface ForwardRequest {
  readonly frame: Frame
  readonly owners: readonly string[]
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
  /** Answers the request needs, for the error. */
  readonly needed: number
}

/** The reply of the owner that answered. Throws GrammeError: an owner's, or QUORUM_NOT_MET when none answers. */
export async function forward(peers: Peers, clock: Clock, request: ForwardRequest): Promise<Frame> {
  const { frame, owners, deadlineMs, needed } = request
  const header = { len: frame.header.length, finish: () => frame.header }
  const call = { type: frame.type, flags: FrameFlag.FORWARDED, header, value: [frame.value] }
  let last: GrammeError | undefined
  for (const id of owners) {
    if (!peers.reachable(id)) continue
    const timeoutMs = deadlineMs - clock.nowMs()
    if (timeoutMs <= 0) break
    try {
      return await peers.call(id, call, timeoutMs)
    } catch (error) {
      if (!(error instanceof GrammeError) || !anotherMayDo(error)) throw error
      last = error
    }
  }
  const message = `none of the key's ${owners.length} owners could coordinate the request`
  throw new GrammeError('QUORUM_NOT_MET', message, { needed, got: 0, cause: last })
}

/** Whether the failure is the asked node's own, so that another owner may do better. */
function anotherMayDo(error: GrammeError): boolean {
  return ['UNREACHABLE', 'CONNECTION_LOST', 'CLOSED', 'BUSY', 'READ_ONLY', 'STALE_RING', 'INTERNAL'].includes(
    error.code,
  )
}
