/**
 * The end of a connection that answers. It shakes hands, hands each request to `serve`, and sends what
 * comes back, in whatever order that is.
 *
 * Bounded whatever the other side does: it must greet in time, is hung up on when it stays silent, is not
 * read from while too many of its requests are unanswered or too many of its answers unread, and is dropped
 * when answers pile up all the same. Bytes that are no frames get a FAILURE where one can be sent, and the
 * connection ends; no other connection notices.
 */
import { GrammeError } from '../errors.js'
import type { Clock, Timer } from '../ports/clock.js'
import type { Stream } from '../ports/network.js'
import type { Call } from './caller.js'
import {
  clientRequestLimits,
  type Frame,
  FrameType,
  greetingLimits,
  nodeLimits,
  replyBit,
  valueBytesMax,
} from './frame.js'
import { FrameDecoder, versionFault } from './frame-decoder.js'
import { FrameWriter, valueBytesOf } from './frame-writer.js'
import { type Identity, judgeHello } from './handshake.js'
import { decodeHeader, failureHeader, Hello, Welcome } from './messages.js'

export interface SessionLimits {
  /** To send a HELLO after connecting. */
  readonly greetingTimeoutMs: number
  /** Without any bytes for this long the connection is closed. */
  readonly idleTimeoutMs: number
  /** Requests of one connection under way; more are left unread. */
  readonly inFlightMax: number
  /** Answers not yet taken by the other side from which on it is not read from, and nothing more is served. */
  readonly queuedBytesHigh: number
  /** ... and from which on an answer that brings a value becomes BUSY: what is under way may be much. */
  readonly queuedBytesBusy: number
  /** ... and from which on the connection is dropped. */
  readonly queuedBytesMax: number
  /** A reader that takes nothing for this long, with answers waiting, is dropped. */
  readonly stalledTimeoutMs: number
  /** When a node stops: how long a connection with nothing under way is left open for requests that crossed. */
  readonly drainGraceMs: number
  /** Answers not yet taken, of all connections together, from which on slow readers get BUSY early. */
  readonly nodeQueuedBytesMax: number
}

export const sessionDefaults: SessionLimits = {
  greetingTimeoutMs: 5000,
  idleTimeoutMs: 60_000,
  inFlightMax: 1024,
  queuedBytesHigh: 4 * 1024 * 1024,
  queuedBytesBusy: 32 * 1024 * 1024,
  queuedBytesMax: 64 * 1024 * 1024,
  stalledTimeoutMs: 30_000,
  drainGraceMs: 200,
  nodeQueuedBytesMax: 256 * 1024 * 1024,
}

/** What a reply adds to its request's frame; `type` is given only where it is not the request's own. */
export type Reply = Omit<Call, 'type'>

/** Serves one request. What it throws as a GrammeError is answered as FAILURE; anything else as INTERNAL. */
export type Serve = (frame: Frame, peer: SessionPeer) => Promise<Reply>

export interface SessionPeer {
  /** The id of the node that opened the connection; empty when a client did. */
  readonly nodeId: string
  readonly agent: string
  readonly remoteAddress: string
}

export interface SessionOptions {
  readonly clock: Clock
  readonly identity: Identity
  readonly limits: SessionLimits
  readonly serve: Serve
  /** Bytes of answers that wait to be read, of all connections of the node; by default of this one. */
  readonly nodeQueuedBytes?: () => number
  /** Called when an answer is refused because earlier ones are not read. */
  readonly unread?: () => void
  /** Called once when the connection has ended. */
  readonly ended: (session: Session) => void
  /** Told of what an operator may want to know: refused greetings, violations, bugs. */
  readonly report: (event: SessionEvent) => void
}

export interface SessionEvent {
  readonly kind: 'refused' | 'violation' | 'stalled' | 'overflow' | 'internal'
  readonly remoteAddress: string
  readonly reason: string
  readonly cause?: unknown
}

export class Session {
  readonly #decoder = new FrameDecoder(greetingLimits)
  readonly #writer: FrameWriter
  #peer: SessionPeer | undefined
  #inFlight = 0
  /** What an answer is expected to weigh. At first a guess, so that a burst of large ones starts slowly. */
  #replyBytes: number
  readonly #held: Frame[] = []
  #paused = false
  #over = false
  #draining = false
  #watch: Timer
  #linger: Timer | undefined
  #grace: Timer | undefined
  #lastHeardMs: number
  #lastTakenMs: number
  #lastTakenBytes = 0

  constructor(
    private readonly stream: Stream,
    private readonly options: SessionOptions,
  ) {
    this.#replyBytes = options.limits.queuedBytesHigh / 64
    this.#lastHeardMs = options.clock.nowMs()
    this.#lastTakenMs = this.#lastHeardMs
    this.#writer = new FrameWriter(stream, options.clock, (queuedBytes) => this.#wrote(queuedBytes))
    this.#watch = options.clock.setTimer(options.limits.greetingTimeoutMs, () => this.#greetingOverdue())
    stream.handle({
      data: (chunk) => this.#read(chunk),
      drained: () => this.#settle(),
      closed: () => {
        this.#linger?.cancel()
        this.#finish()
      },
    })
  }

  /** Who is at the other end, once it has greeted. */
  get peer(): SessionPeer | undefined {
    return this.#peer
  }

  /** Bytes of answers that wait to be read. */
  get queuedBytes(): number {
    return this.#writer.queuedBytes
  }

  /**
   * Asks the other side to send no more, answers what is under way and what crossed that word, then closes:
   * when the other side does, or when nothing has come for `drainGraceMs`.
   */
  drain(): void {
    if (this.#over || this.#draining) return
    this.#draining = true
    if (this.#peer !== undefined) {
      const ofNone = { requestId: 0, flags: 0, deadlineMs: 0 }
      this.#writer.send({ ...ofNone, type: FrameType.CLOSING, header: undefined, value: [] })
    }
    this.#settle()
  }

  destroy(): void {
    this.stream.destroy()
    this.#finish()
  }

  #read(chunk: Uint8Array): void {
    if (this.#over) return
    this.#lastHeardMs = this.options.clock.nowMs()
    const decoded = this.#decoder.push(chunk, (frame) => this.#take(frame))
    if (this.#over) return
    if (decoded.kind === 'violation') this.#violation(decoded.reason, 0)
    else this.#settle()
  }

  #take(frame: Frame): void {
    if (this.#over) return
    if (this.#peer === undefined) {
      this.#greet(frame)
      return
    }
    const fault = versionFault(frame.version)
    if (fault !== undefined) {
      this.#violation(fault, frame.requestId)
      return
    }
    if (this.#held.length > 0 || !this.#mayStart()) {
      // Frames that had arrived already when we stopped reading: at most one chunk of them.
      this.#held.push(frame)
      return
    }
    this.#start(frame, this.#peer)
  }

  #greet(frame: Frame): void {
    const hello = frame.type === FrameType.HELLO ? decodeHeader(Hello, frame) : undefined
    if (hello === undefined) {
      this.#violation('the first frame must be a HELLO', frame.requestId)
      return
    }
    const { identity, limits } = this.options
    const greeting = judgeHello(hello, identity)
    if (greeting.kind === 'refused') {
      this.options.report({
        kind: 'refused',
        remoteAddress: this.stream.remoteAddress,
        reason: greeting.error.message,
      })
      this.#lastWord(greeting.error, frame.requestId)
      return
    }
    this.#peer = { nodeId: hello.nodeId, agent: hello.agent, remoteAddress: this.stream.remoteAddress }
    this.#decoder.limits = hello.nodeId === '' ? clientRequestLimits : nodeLimits
    this.#watch.cancel()
    this.#watchSilence()
    this.#answer(frame, {
      header: Welcome.encode({
        version: greeting.version,
        features: greeting.features,
        cluster: identity.cluster,
        nodeId: identity.nodeId,
        agent: identity.agent,
        valueBytesMax,
        inFlightMax: limits.inFlightMax,
      }),
    })
  }

  /** Answers under way are counted at the size that answers have lately had: they will be queued as well. */
  #mayStart(): boolean {
    const { inFlightMax, queuedBytesHigh } = this.options.limits
    if (this.#inFlight >= inFlightMax) return false
    return this.#writer.queuedBytes + this.#inFlight * this.#replyBytes <= queuedBytesHigh
  }

  #start(frame: Frame, peer: SessionPeer): void {
    if (frame.type === FrameType.PING) {
      this.#answer(frame, {})
      return
    }
    this.#inFlight += 1
    this.options.serve(frame, peer).then(
      (reply) => this.#done(frame, reply),
      (error: unknown) => this.#failed(frame, error),
    )
  }

  #done(frame: Frame, reply: Reply): void {
    this.#inFlight -= 1
    if (this.#over) return
    const valueBytes = valueBytesOf(reply)
    // Follows larger answers at once, and smaller ones little by little.
    this.#replyBytes = Math.max(valueBytes, this.#replyBytes - (this.#replyBytes - valueBytes) / 8)
    const { queuedBytes } = this.#writer
    if (valueBytes > 0 && queuedBytes > 0 && this.#isTooMuch(queuedBytes + valueBytes)) {
      this.options.unread?.()
      const message = `${queuedBytes} bytes of answers wait to be read on this connection; ask for less at a time`
      this.#answerFailure(new GrammeError('BUSY', message, { retryAfterMs: 100 }), frame.requestId)
    } else {
      this.#answer(frame, reply)
    }
    this.#settle()
  }

  /** Whether a reader with this much to read must ask for less: by its own bound, or by the whole node's. */
  #isTooMuch(queuedBytes: number): boolean {
    const { queuedBytesBusy, queuedBytesHigh, nodeQueuedBytesMax } = this.options.limits
    if (queuedBytes > queuedBytesBusy) return true
    const nodeQueuedBytes = this.options.nodeQueuedBytes?.() ?? queuedBytes
    return queuedBytes > queuedBytesHigh && nodeQueuedBytes > nodeQueuedBytesMax
  }

  #failed(frame: Frame, error: unknown): void {
    this.#inFlight -= 1
    if (this.#over) return
    const known = error instanceof GrammeError ? error : this.#internal(error)
    this.#answerFailure(known, frame.requestId)
    // A request that broke the protocol leaves its sender's next bytes in doubt.
    if (known.code === 'PROTOCOL') this.#violation(known.message, undefined)
    else this.#settle()
  }

  #internal(cause: unknown): GrammeError {
    const reason = cause instanceof Error ? cause.message : String(cause)
    this.options.report({ kind: 'internal', remoteAddress: this.stream.remoteAddress, reason, cause })
    return new GrammeError('INTERNAL', `the node failed: ${reason}`)
  }

  #answer(frame: Frame, reply: Reply): void {
    const bytes = valueBytesOf(reply)
    if (bytes > replyValueBytesMax) {
      const message = `the siblings of this key are ${bytes} bytes, over the limit ${replyValueBytesMax} of a reply`
      this.#answerFailure(new GrammeError('TOO_MANY_SIBLINGS', message), frame.requestId)
      return
    }
    this.#writer.send({
      type: frame.type | replyBit,
      flags: reply.flags ?? 0,
      requestId: frame.requestId,
      deadlineMs: 0,
      header: reply.header,
      value: reply.value ?? [],
    })
  }

  #answerFailure(error: GrammeError, requestId: number): void {
    const header = failureHeader(error)
    this.#writer.send({ type: FrameType.FAILURE, flags: 0, requestId, deadlineMs: 0, header, value: [] })
  }

  #violation(reason: string, requestId: number | undefined): void {
    this.options.report({ kind: 'violation', remoteAddress: this.stream.remoteAddress, reason })
    this.#lastWord(requestId === undefined ? undefined : new GrammeError('PROTOCOL', reason), requestId ?? 0)
  }

  /** Sends a last failure, if any, and closes in good order, so that the other side can read it. */
  #lastWord(error: GrammeError | undefined, requestId: number): void {
    this.#finish()
    if (error !== undefined) this.#answerFailure(error, requestId)
    this.#writer.flush()
    this.stream.end()
    if (this.#paused) this.stream.resume()
    // What still arrives is read and dropped: closing over unread bytes could reset the connection before
    // our last word is read. A side that never closes is hung up on.
    this.#linger = this.options.clock.setTimer(this.options.limits.greetingTimeoutMs, () =>
      this.stream.destroy(),
    )
  }

  #wrote(queuedBytes: number): void {
    if (queuedBytes > this.options.limits.queuedBytesMax) {
      const reason = `${queuedBytes} bytes of answers wait to be read, over the limit ${this.options.limits.queuedBytesMax}`
      this.options.report({ kind: 'overflow', remoteAddress: this.stream.remoteAddress, reason })
      this.destroy()
    }
    this.#settle()
  }

  /** Goes on with what was held back, and reads or stops reading, as the bounds allow now. */
  #settle(): void {
    if (this.#over) return
    while (this.#peer !== undefined && this.#mayStart()) {
      const next = this.#held.shift()
      if (next === undefined) break
      this.#start(next, this.#peer)
    }
    const full = this.#held.length > 0 || !this.#mayStart()
    if (full !== this.#paused) {
      this.#paused = full
      if (full) this.stream.pause()
      else this.stream.resume()
    }
    if (this.#draining) this.#closeOnceIdle()
  }

  #closeOnceIdle(): void {
    this.#grace?.cancel()
    if (this.#inFlight > 0 || this.#held.length > 0) return
    if (this.#peer === undefined) {
      this.#lastWord(undefined, 0)
      return
    }
    this.#grace = this.options.clock.setTimer(this.options.limits.drainGraceMs, () =>
      this.#lastWord(undefined, 0),
    )
  }

  #greetingOverdue(): void {
    this.#violation(`no HELLO within ${this.options.limits.greetingTimeoutMs} ms`, 0)
  }

  #watchSilence(): void {
    const { idleTimeoutMs, stalledTimeoutMs } = this.options.limits
    this.#watch = this.options.clock.setTimer(Math.min(idleTimeoutMs, stalledTimeoutMs) / 2, () => {
      const nowMs = this.options.clock.nowMs()
      const { queuedBytes, takenBytes } = this.#writer
      if (queuedBytes === 0 || takenBytes > this.#lastTakenBytes) this.#lastTakenMs = nowMs
      this.#lastTakenBytes = takenBytes
      if (nowMs - this.#lastTakenMs >= stalledTimeoutMs) {
        const reason = `${queuedBytes} bytes of answers were not read for ${stalledTimeoutMs} ms`
        this.options.report({ kind: 'stalled', remoteAddress: this.stream.remoteAddress, reason })
        this.destroy()
      } else if (nowMs - this.#lastHeardMs >= idleTimeoutMs && this.#inFlight === 0 && !this.#paused) {
        this.#lastWord(new GrammeError('TIMEOUT', `nothing was heard for ${idleTimeoutMs} ms`), 0)
      } else {
        this.#watchSilence()
      }
    })
  }

  #finish(): void {
    if (this.#over) return
    this.#over = true
    this.#held.length = 0
    this.#watch.cancel()
    this.#grace?.cancel()
    this.options.ended(this)
  }
}

/** What nodes and clients take in one frame, with room for the header. */
const replyValueBytesMax = nodeLimits.frameBytesMax - nodeLimits.headerBytesMax
