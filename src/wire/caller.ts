/**
 * The end of a connection that asks. Requests share the one stream, leave in the order they are made and
 * are answered in any; a reply finds its request by id.
 *
 * Invariants: every request ends, by its reply, its deadline or the end of the connection, and just once; a
 * reply whose request has ended, or never was, is dropped and never given to another: ids of a connection
 * are not used again while 2^32 requests lie between.
 */
import { Deadlines, Waiting } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import { Numbered } from '../numbered.js'
import type { Clock, Timer } from '../ports/clock.js'
import { type Network, NetworkError, type Stream } from '../ports/network.js'
import { failureOf, notSent } from './call-errors.js'
import { type Frame, FrameFlag, FrameType, nodeLimits, replyBit } from './frame.js'
import { FrameDecoder, versionFault } from './frame-decoder.js'
import { type EncodedHeader, FrameWriter } from './frame-writer.js'
import { helloOf, type Identity, judgeWelcome } from './handshake.js'
import { decodeReply, Hello, Welcome } from './messages.js'
import { Outflow } from './outflow.js'
import type { TrafficWatch } from './traffic-watch.js'

export interface CallerOptions {
  readonly network: Network
  readonly clock: Clock
  readonly identity: Identity
  /** To connect and shake hands. */
  readonly connectTimeoutMs: number
  /** Without a frame from the other side for this long we ask for one; after twice that we hang up. */
  readonly pingIntervalMs: number
  /** Requests unanswered at one time; one more is refused with BUSY. */
  readonly inFlightMax: number
  /** Bytes waiting to leave; a request beyond them is refused with BUSY. */
  readonly queuedBytesMax: number
  /** What has waited to leave for longer, at most twice as long, ends the connection. */
  readonly unsentMsMax: number
  /** Told of every request but those in the background, once the handshake is done. */
  readonly watch?: TrafficWatch | undefined
}

export const callerDefaults = {
  connectTimeoutMs: 3000,
  pingIntervalMs: 10_000,
  inFlightMax: 4096,
  queuedBytesMax: 64 * 1024 * 1024,
  unsentMsMax: 5000,
}

/** The longest that fits its field: 49 days. */
const deadlineMsMax = 0xffffffff

/** For those who find the queue full. */
const retryAfterMs = 50

/** What is asked: the frame without what the connection adds. */
export interface Call {
  readonly type: number
  readonly flags?: number
  readonly header?: EncodedHeader
  readonly value?: readonly Uint8Array[]
  /** How long the other side is given, when that is less than we wait ourselves. */
  readonly deadlineMs?: number
}

/** A request that is not answered yet. */
class Pending extends Waiting {
  constructor(
    readonly requestId: number,
    readonly expectedType: number,
    readonly timeoutMs: number,
    deadlineMs: number,
    readonly resolve: (frame: Frame) => void,
    readonly reject: (error: GrammeError) => void,
    /** Of what nobody waits for the time tells nothing. */
    readonly isBackground: boolean,
    private readonly caller: Caller,
  ) {
    super(deadlineMs)
  }

  get sentMs(): number {
    return this.deadlineMs - this.timeoutMs
  }

  /** Of the request. */
  get type(): number {
    return this.expectedType & ~replyBit
  }

  override overdue(): void {
    this.caller.overdue(this)
  }
}

export class Caller {
  /** Who answered the handshake; set by the time `open` resolves. */
  #welcome: ReturnType<typeof Welcome.decode> | undefined
  readonly #pending = new Numbered<Pending>()
  readonly #decoder = new FrameDecoder(nodeLimits)
  readonly #writer: FrameWriter
  readonly #outflow: Outflow
  readonly #deadlines: Deadlines
  #watch: Timer | undefined
  #lastHeardMs: number
  /** Set by the handshake, which is not told of as a request. */
  #watcher: TrafficWatch | undefined
  #ending: GrammeError | undefined
  /** Why no more requests are taken; set before or with `#ending`. */
  #unusable: GrammeError | undefined
  #onEnded: ((cause: GrammeError) => void) | undefined

  private constructor(
    private readonly stream: Stream,
    private readonly options: CallerOptions,
    readonly address: string,
  ) {
    const { clock, unsentMsMax } = options
    this.#writer = new FrameWriter(stream, clock, () => {})
    this.#outflow = new Outflow({
      clock,
      unsentMsMax,
      sentBytes: () => this.#writer.sentBytes,
      takenBytes: () => this.#writer.takenBytes,
      stuck: (bytes) => this.#stuck(bytes),
    })
    this.#deadlines = new Deadlines(clock)
    this.#lastHeardMs = clock.nowMs()
  }

  /**
   * Connects and shakes hands. Throws GrammeError: UNREACHABLE, TIMEOUT, CLUSTER_MISMATCH, PROTOCOL; at once
   * when `signal` fires.
   */
  static async open(address: string, options: CallerOptions, signal?: AbortSignal): Promise<Caller> {
    const caller = new Caller(await connect(address, options, signal), options, address)
    const abort = () => caller.close()
    signal?.addEventListener('abort', abort)
    caller.#listen()
    if (signal?.aborted === true) abort()
    try {
      await caller.#greet()
    } catch (error) {
      caller.stream.destroy()
      throw error
    } finally {
      signal?.removeEventListener('abort', abort)
    }
    caller.#watchSilence()
    return caller
  }

  get peer(): { nodeId: string; cluster: string; agent: string } {
    const { nodeId = '', cluster = '', agent = '' } = this.#welcome ?? {}
    return { nodeId, cluster, agent }
  }

  /** Whether a request made now would be sent. */
  get usable(): boolean {
    return this.#unusable === undefined
  }

  /** Whether nothing more will come from this connection. */
  get ended(): boolean {
    return this.#ending !== undefined
  }

  /** Whether a request made now would not be refused with BUSY. */
  get hasRoom(): boolean {
    const { inFlightMax, queuedBytesMax } = this.options
    return this.#pending.size < inFlightMax && this.#writer.queuedBytes <= queuedBytesMax
  }

  get inFlight(): number {
    return this.#pending.size
  }

  /** When the request that has waited longest was sent; undefined when none waits. */
  get oldestSentMs(): number | undefined {
    const { oldest } = this.#deadlines
    return oldest instanceof Pending ? oldest.sentMs : undefined
  }

  /** When something came last. */
  get lastHeardMs(): number {
    return this.#lastHeardMs
  }

  /** Called once, when the connection has ended or takes no more requests because the node is going. */
  set onEnded(callback: (cause: GrammeError) => void) {
    this.#onEnded = callback
    if (this.#unusable !== undefined) callback(this.#unusable)
  }

  /**
   * Sends a request and resolves with its reply. Rejects with GrammeError: what the other side answered, or
   * TIMEOUT, BUSY or UNREACHABLE (nothing was sent), CONNECTION_LOST, or CLOSED (by `close`).
   */
  call(call: Call, timeoutMs: number): Promise<Frame> {
    if (this.#unusable !== undefined) return Promise.reject(notSent(this.address, this.#unusable))
    if (this.#pending.size >= this.options.inFlightMax) {
      return Promise.reject(
        new GrammeError(
          'BUSY',
          `${this.#pending.size} requests to ${this.address} are unanswered, the limit`,
          { retryAfterMs },
        ),
      )
    }
    if (this.#writer.queuedBytes > this.options.queuedBytesMax) {
      return Promise.reject(
        new GrammeError(
          'BUSY',
          `${this.#writer.queuedBytes} bytes wait to be sent to ${this.address}, over the limit`,
          { retryAfterMs },
        ),
      )
    }
    const requestId = this.#pending.next()
    const deadlineMs = this.options.clock.nowMs() + timeoutMs
    return new Promise((resolve, reject) => {
      const pending = new Pending(
        requestId,
        call.type | replyBit,
        timeoutMs,
        deadlineMs,
        resolve,
        reject,
        ((call.flags ?? 0) & FrameFlag.BACKGROUND) !== 0,
        this,
      )
      this.#pending.add(requestId, pending)
      this.#deadlines.enter(pending)
      this.#writer.send({
        type: call.type,
        flags: call.flags ?? 0,
        requestId,
        deadlineMs: Math.min(Math.max(1, Math.ceil(call.deadlineMs ?? timeoutMs)), deadlineMsMax),
        header: call.header,
        value: call.value ?? [],
      })
      this.#outflow.sent()
      this.#watcher?.sent()
    })
  }

  /** Takes no more requests, and hangs up when those under way have ended; how they do tells nothing of the node. */
  retire(): void {
    this.#watcher = undefined
    this.#takeNoMore(new GrammeError('UNREACHABLE', `another connection to ${this.address} is in use`))
    this.#hangUpIfDone()
  }

  /** Hangs up; requests under way reject with CLOSED. */
  close(): void {
    this.#end(new GrammeError('CLOSED', `the connection to ${this.address} was closed`))
  }

  /** The deadline of a request has passed; for the request to say. */
  overdue(pending: Pending): void {
    this.#pending.delete(pending.requestId)
    if (!pending.isBackground) this.#watcher?.expired(pending.type, pending.timeoutMs)
    const timeoutMs = Math.round(pending.timeoutMs)
    pending.reject(new GrammeError('TIMEOUT', `${this.address} did not answer within ${timeoutMs} ms`))
    this.#hangUpIfDone()
  }

  #listen(): void {
    this.stream.handle({
      data: (chunk) => {
        this.#lastHeardMs = this.options.clock.nowMs()
        const decoded = this.#decoder.push(chunk, (frame) => this.#take(frame))
        if (decoded.kind === 'violation') {
          this.#end(new GrammeError('PROTOCOL', `${this.address} sent what is no frame: ${decoded.reason}`))
        }
      },
      drained: () => {},
      closed: (cause) => {
        const why = cause === undefined ? 'the node closed the connection' : cause.message
        this.#end(new GrammeError('CONNECTION_LOST', `lost ${this.address}: ${why}`, { cause }))
      },
    })
  }

  async #greet(): Promise<void> {
    const hello = { type: FrameType.HELLO, header: Hello.encode(helloOf(this.options.identity)) }
    const welcome = decodeReply(Welcome, await this.call(hello, this.options.connectTimeoutMs))
    const fault = judgeWelcome(welcome, this.options.identity)
    if (fault !== undefined) throw fault
    this.#welcome = welcome
    this.#watcher = this.options.watch
  }

  #take(frame: Frame): void {
    const fault = versionFault(frame.version)
    if (fault !== undefined) {
      this.#end(new GrammeError('PROTOCOL', `${this.address}: ${fault}`))
      return
    }
    if (frame.type === FrameType.CLOSING) {
      this.#takeNoMore(new GrammeError('UNREACHABLE', `${this.address} is shutting down`))
      this.#hangUpIfDone()
      return
    }
    const pending = this.#pending.get(frame.requestId)
    if (pending === undefined) {
      // A failure of no request is the node's last word on why it hangs up.
      if (frame.type === FrameType.FAILURE && frame.requestId === 0) this.#end(failureOf(frame))
      return
    }
    this.#pending.delete(frame.requestId)
    this.#deadlines.leave(pending)
    this.#settle(pending, frame)
    this.#hangUpIfDone()
  }

  #settle(pending: Pending, frame: Frame): void {
    const tookMs = this.#lastHeardMs - pending.sentMs
    const watcher = pending.isBackground ? undefined : this.#watcher
    if (frame.type === pending.expectedType) {
      watcher?.answered(pending.type, tookMs)
      pending.resolve(frame)
    } else if (frame.type === FrameType.FAILURE) {
      const failure = failureOf(frame)
      if (failure.code === 'BUSY') watcher?.refused(pending.type, failure.retryAfterMs ?? 0)
      else watcher?.answered(pending.type, tookMs)
      pending.reject(failure)
    } else {
      const wrong = new GrammeError(
        'PROTOCOL',
        `${this.address} answered a request of type ${pending.type} with type ${frame.type}`,
      )
      pending.reject(wrong)
      this.#end(wrong)
    }
  }

  /** After CLOSING the node waits for us to go: so we do, once everything is answered. */
  #hangUpIfDone(): void {
    if (this.#unusable !== undefined && this.#pending.size === 0) this.#end(this.#unusable)
  }

  #watchSilence(): void {
    if (this.#ending !== undefined) return
    this.#watch = this.options.clock.setTimer(this.options.pingIntervalMs, () => {
      const silentMs = this.options.clock.nowMs() - this.#lastHeardMs
      if (silentMs >= 2 * this.options.pingIntervalMs) {
        this.#end(
          new GrammeError(
            'CONNECTION_LOST',
            `${this.address} has been silent for ${Math.round(silentMs)} ms`,
          ),
        )
        return
      }
      if (silentMs >= this.options.pingIntervalMs && this.usable) {
        this.call({ type: FrameType.PING }, this.options.pingIntervalMs).catch(() => {})
      }
      this.#watchSilence()
    })
  }

  #stuck(bytes: number): void {
    const { unsentMsMax } = this.options
    const message = `${bytes} bytes for ${this.address} have waited to be sent for over ${unsentMsMax} ms`
    this.#end(new GrammeError('CONNECTION_LOST', message))
  }

  #end(cause: GrammeError): void {
    if (this.#ending !== undefined) return
    this.#ending = cause
    this.#deadlines.clear()
    this.#watch?.cancel()
    this.#outflow.stop()
    this.stream.destroy()
    for (const pending of this.#pending.all()) pending.reject(cause)
    this.#pending.clear()
    this.#takeNoMore(cause)
  }

  #takeNoMore(cause: GrammeError): void {
    if (this.#unusable !== undefined) return
    this.#unusable = cause
    this.#onEnded?.(cause)
  }
}

async function connect(
  address: string,
  options: CallerOptions,
  signal: AbortSignal | undefined,
): Promise<Stream> {
  try {
    return await options.network.connect(address, options.connectTimeoutMs, signal)
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    throw new GrammeError('UNREACHABLE', `cannot reach ${address}: ${error.message}`, { cause: error })
  }
}
