/**
 * Clients' requests that come from within the process, as the HTTP gateway's do: served by the same service, under the
 * same limits and counters as those that come by a connection, and with no second hop through a socket.
 *
 * Invariant: what was taken is answered before the node stops; what comes later is refused.
 */
import { GrammeError } from '../errors.js'
import type { Call } from '../wire/caller.js'
import { type Frame, protocolVersion, replyBit } from '../wire/frame.js'
import type { Serve, SessionPeer } from '../wire/session.js'

/** A client, since it names no node. */
const peer: SessionPeer = { nodeId: '', agent: '', remoteAddress: '' }
const noBytes = new Uint8Array(0)

export class LocalRequests {
  #underWay = 0
  #isClosed = false

  constructor(private readonly serve: Serve) {}

  get underWay(): number {
    return this.#underWay
  }

  /** Takes no more; those under way go on. */
  close(): void {
    this.#isClosed = true
  }

  /** The reply, as a connection would bring it. The value is not copied. Throws GrammeError. */
  async ask(call: Call): Promise<Frame> {
    if (this.#isClosed) throw new GrammeError('UNREACHABLE', 'the node is shutting down')
    const { type, header, value = [], flags = 0, deadlineMs = 0 } = call
    const bytes = header?.finish() ?? noBytes
    const plain = { version: protocolVersion, requestId: 0 }
    this.#underWay += 1
    try {
      const frame = { ...plain, type, flags, deadlineMs, header: bytes, value: joined(value) }
      const reply = await this.serve(frame, peer)
      return {
        ...plain,
        type: type | replyBit,
        flags: reply.flags ?? 0,
        deadlineMs: 0,
        header: reply.header?.finish() ?? noBytes,
        value: joined(reply.value ?? []),
      }
    } finally {
      this.#underWay -= 1
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0] : Buffer.concat(parts)
}
