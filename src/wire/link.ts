/**
 * A lasting way to one address: one connection, opened anew whenever it is lost, with growing, jittered
 * pauses so that a node that comes back is not met by everybody at once. What is asked while there is no
 * connection fails at once, so that the asker can turn to another node.
 *
 * A connection that has been silent for long may stay so for as long again after the network is well, since TCP
 * doubles its pauses. So whoever suspects the node may `renew` it: another connection is tried beside it, and takes
 * over when it opens.
 *
 * Invariant: at most one attempt to connect is under way in place of none, and one beside a connection; the one that
 * opened last is in use, and those before it end when their requests have.
 */
import { GrammeError } from '../errors.js'
import type { Timer } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import { notSent } from './call-errors.js'
import { type Call, Caller, type CallerOptions } from './caller.js'
import type { Frame } from './frame.js'

export interface LinkOptions extends CallerOptions {
  readonly random: Random
  /** The pause after the first failure; it doubles with each, up to the most, and is jittered by half. */
  readonly backoffMinMs: number
  readonly backoffMaxMs: number
}

/** An attempt beside a connection is given this for each of connecting and shaking hands: a network that is well needs less. */
const renewTimeoutMs = 1000
/** Between two of them; jittered by half. */
const renewPauseMs = 500

export const linkDefaults = { backoffMinMs: 50, backoffMaxMs: 2000 }

export class Link {
  #caller: Caller | undefined
  #first: Promise<void>
  #firstPending = true
  #backoffMs: number
  #retry: Timer | undefined
  #problem: GrammeError | undefined
  #closed = false
  #isRenewing = false
  #renewFromMs = Number.NEGATIVE_INFINITY
  readonly #closing = new AbortController()
  /** Connections that take no more requests, and owe answers yet. */
  #leaving: Caller[] = []

  /**
   * Starts connecting. `nodeId`: who must answer there; undefined for a seed, which may be anybody.
   */
  constructor(
    readonly address: string,
    private readonly options: LinkOptions,
    private readonly nodeId?: string,
  ) {
    this.#backoffMs = options.backoffMinMs
    this.#first = this.#open().finally(() => {
      this.#firstPending = false
    })
  }

  /** Whether a call made now stands a chance: connected, or still at the first attempt. */
  get reachable(): boolean {
    return this.#caller?.usable === true || this.#firstPending
  }

  get connected(): boolean {
    return this.#caller?.usable === true
  }

  /** Whether a call made now would not be refused because too much is under way here already. */
  get hasRoom(): boolean {
    return this.#caller?.hasRoom !== false
  }

  /** Why it is not connected; undefined while it is. */
  get problem(): GrammeError | undefined {
    return this.connected ? undefined : this.#problem
  }

  /** Requests unanswered. */
  get inFlight(): number {
    return this.#caller?.inFlight ?? 0
  }

  /** When the request that has waited longest on the connection in use was sent; undefined when none waits. */
  get oldestSentMs(): number | undefined {
    return this.#caller?.oldestSentMs
  }

  /** When something came last on the connection in use. */
  get lastHeardMs(): number {
    return this.#caller?.lastHeardMs ?? Number.NEGATIVE_INFINITY
  }

  get peer(): { nodeId: string; cluster: string; agent: string } | undefined {
    return this.#caller?.peer
  }

  /** Resolves when the first attempt to connect has ended, well or not. */
  get settled(): Promise<void> {
    return this.#first
  }

  /** As Caller.call; UNREACHABLE at once when there is no connection. Waits for the first attempt only. */
  call(call: Call, timeoutMs: number): Promise<Frame> {
    if (this.#firstPending) return this.#callAfterFirst(call, timeoutMs)
    if (this.#caller?.usable === true) return this.#caller.call(call, timeoutMs)
    return Promise.reject(this.#unreachable())
  }

  /** Ends the pause between attempts, for when there is word that the other side is back. */
  retryNow(): void {
    if (this.#closed || this.#retry === undefined) return
    this.#retry.cancel()
    this.#retry = undefined
    void this.#open()
  }

  /**
   * Tries another connection beside the one in use, unless that is being done or has just been in vain. To be called
   * as often as one likes while there is reason.
   */
  renew(): void {
    const { clock } = this.options
    if (this.#closed || this.#isRenewing || !this.connected || clock.nowMs() < this.#renewFromMs) return
    this.#isRenewing = true
    void this.#tryBeside()
  }

  close(): void {
    this.#closed = true
    this.#retry?.cancel()
    this.#closing.abort()
    for (const caller of this.#leaving) caller.close()
    this.#caller?.close()
  }

  async #callAfterFirst(call: Call, timeoutMs: number): Promise<Frame> {
    const { clock } = this.options
    const deadlineMs = clock.nowMs() + timeoutMs
    await this.#firstWithin(timeoutMs)
    if (this.#caller?.usable !== true) throw this.#unreachable()
    return this.#caller.call(call, deadlineMs - clock.nowMs())
  }

  #unreachable(): GrammeError {
    if (this.#problem !== undefined) return notSent(this.address, this.#problem)
    return new GrammeError('UNREACHABLE', `no connection to ${this.address}`)
  }

  #firstWithin(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.options.clock.setTimer(timeoutMs, resolve)
      void this.#first.then(() => {
        timer.cancel()
        resolve()
      })
    })
  }

  async #open(): Promise<void> {
    try {
      await this.#connect(this.options)
    } catch (error) {
      // An attempt beside the former connection may have come about meanwhile.
      if (!this.connected) this.#lost(asGrammeError(error))
    }
  }

  async #tryBeside(): Promise<void> {
    const { clock, random, connectTimeoutMs } = this.options
    try {
      await this.#connect({
        ...this.options,
        connectTimeoutMs: Math.min(connectTimeoutMs, renewTimeoutMs),
      })
    } catch {
      // The connection in use is no worse than it was.
    } finally {
      this.#isRenewing = false
      this.#renewFromMs = clock.nowMs() + renewPauseMs * (0.5 + random.next())
    }
  }

  /** Throws GrammeError when there is none, or another node answers. */
  async #connect(options: CallerOptions): Promise<void> {
    const beganMs = options.clock.nowMs()
    const caller = await Caller.open(this.address, options, this.#closing.signal)
    if (this.#closed) {
      caller.close()
      return
    }
    if (this.nodeId !== undefined && caller.peer.nodeId !== this.nodeId) {
      caller.close()
      const reason = `${this.address} is node ${caller.peer.nodeId} now, not ${this.nodeId}`
      throw new GrammeError('UNREACHABLE', reason)
    }
    this.#use(caller, options.clock.nowMs() - beganMs)
  }

  #use(caller: Caller, tookMs: number): void {
    this.#retry?.cancel()
    this.#retry = undefined
    const former = this.#caller
    if (former !== undefined) {
      former.onEnded = () => {}
      former.retire()
      this.#leaving.push(former)
    }
    this.#leaving = this.#leaving.filter((former) => !former.ended)
    this.#caller = caller
    this.#problem = undefined
    this.#backoffMs = this.options.backoffMinMs
    this.options.watch?.opened(tookMs)
    caller.onEnded = (cause) => this.#lost(cause)
  }

  #lost(cause: GrammeError): void {
    this.#problem = cause
    if (this.#closed) return
    this.options.watch?.lost(cause.code === 'UNREACHABLE')
    const pauseMs = this.#backoffMs * (0.5 + this.options.random.next())
    this.#backoffMs = Math.min(2 * this.#backoffMs, this.options.backoffMaxMs)
    this.#retry = this.options.clock.setTimer(pauseMs, () => {
      this.#retry = undefined
      void this.#open()
    })
  }
}

function asGrammeError(error: unknown): GrammeError {
  if (error instanceof GrammeError) return error
  return new GrammeError('INTERNAL', error instanceof Error ? error.message : String(error), { cause: error })
}
