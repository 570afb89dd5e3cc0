/**
 * A listener with sessions, and what connects to it, on a simulated machine. The real sessions and
 * callers run; only time and bytes in between are the test's.
 */
import { errorCodeOf, type GrammeError } from '../../src/errors.js'
import type { Network, Stream } from '../../src/ports/network.js'
import { Caller, type CallerOptions, callerDefaults } from '../../src/wire/caller.js'
import { type Frame, FrameType, nodeLimits } from '../../src/wire/frame.js'
import { FrameDecoder } from '../../src/wire/frame-decoder.js'
import { helloOf, type Identity } from '../../src/wire/handshake.js'
import { Failure, Hello } from '../../src/wire/messages.js'
import {
  type Reply,
  type Serve,
  Session,
  type SessionEvent,
  type SessionLimits,
  sessionDefaults,
} from '../../src/wire/session.js'
import { StillMachine, type StillOptions } from '../simulation/world/still-machine.js'
import { frameBytes } from './frames.js'

export const nodeIdentity: Identity = { cluster: 'shop', nodeId: 'aaaaaaaaaaaa', agent: 'gramme-node/test' }
export const clientIdentity: Identity = { cluster: '', nodeId: '', agent: 'client/test' }
export const peerIdentity: Identity = { cluster: 'shop', nodeId: 'bbbbbbbbbbbb', agent: 'gramme-node/test' }

export const address = 'node:7401'

/** Answers with what was asked. */
export const echo: Serve = async (frame) => ({ value: [frame.value], flags: frame.flags })

/** A request that is being served, to be answered when the test pleases. */
export interface Held {
  readonly frame: Frame
  readonly answer: (reply: Reply) => void
  readonly fail: (error: unknown) => void
}

export class Rig {
  readonly #machine: StillMachine
  readonly sessions: Session[] = []
  readonly events: SessionEvent[] = []
  readonly ended: Session[] = []
  /** Requests that `hold` serves, oldest first. */
  readonly held: Held[] = []

  constructor(
    private readonly options: {
      readonly serve?: Serve
      readonly limits?: Partial<SessionLimits>
      readonly network?: StillOptions
    } = {},
  ) {
    this.#machine = new StillMachine(options.network)
  }

  get clock() {
    return this.#machine.clock
  }

  get network(): Network {
    return this.#machine.network
  }

  /** From now on nothing arrives any more and nobody is told. */
  silence(): void {
    this.#machine.silence('node')
  }

  /** Serves by keeping the request in `held`. */
  readonly hold: Serve = (frame) =>
    new Promise((answer, fail) => {
      this.held.push({ frame, answer, fail })
    })

  async listen(): Promise<void> {
    await this.network.listen(address, (stream) => {
      this.sessions.push(
        new Session(stream, {
          clock: this.clock,
          identity: nodeIdentity,
          limits: { ...sessionDefaults, ...this.options.limits },
          serve: this.options.serve ?? this.hold,
          ended: (session) => this.ended.push(session),
          report: (event) => this.events.push(event),
        }),
      )
    })
  }

  caller(options: Partial<CallerOptions> = {}): Promise<Caller> {
    return this.clock.settle(Caller.open(address, this.callerOptions(options)))
  }

  callerOptions(options: Partial<CallerOptions> = {}): CallerOptions {
    const { clock, network } = this
    return { ...callerDefaults, network, clock, identity: clientIdentity, ...options }
  }

  async raw(network: Network = this.network): Promise<RawPeer> {
    return new RawPeer(await this.clock.settle(network.connect(address, 1000)))
  }

  /** A raw peer that has been welcomed; the WELCOME is not among its frames. */
  async greeted(identity: Identity = clientIdentity): Promise<RawPeer> {
    const peer = await this.raw()
    peer.send(helloBytes(identity))
    await this.calm()
    peer.frames.length = 0
    return peer
  }

  /** Lets what is under way arrive. */
  calm(): Promise<void> {
    return this.clock.advance(20)
  }
}

/** A peer that sends what it likes. */
export class RawPeer {
  readonly frames: Frame[] = []
  readonly closings: (Error | undefined)[] = []
  receivedBytes = 0
  readonly #decoder = new FrameDecoder(nodeLimits)

  constructor(readonly stream: Stream) {
    stream.handle({
      data: (piece) => {
        this.receivedBytes += piece.length
        this.#decoder.push(piece, (frame) => this.frames.push(frame))
      },
      drained: () => {},
      closed: (cause) => this.closings.push(cause),
    })
  }

  get closed(): boolean {
    return this.closings.length > 0
  }

  /** Frame types and request ids, in the order in which they came. */
  get heard(): [number, number][] {
    return this.frames.map(({ type, requestId }) => [type, requestId])
  }

  send(...bytes: Uint8Array[]): void {
    this.stream.write(bytes)
  }

  /** FAILURE frames as code, message and request id. */
  get failures(): { code: string; message: string; requestId: number }[] {
    return this.frames
      .filter((frame) => frame.type === FrameType.FAILURE)
      .map((frame) => {
        const { code, message } = Failure.decode(frame.header)
        return { code: errorCodeOf(code), message, requestId: frame.requestId }
      })
  }
}

export function helloBytes(identity: Identity = clientIdentity, requestId = 1): Buffer {
  return frameBytes({ type: FrameType.HELLO, requestId, header: Hello.encode(helloOf(identity)).finish() })
}

export function get(requestId: number, value?: Uint8Array): Buffer {
  return frameBytes({ type: FrameType.GET, requestId, ...(value === undefined ? {} : { value }) })
}

/** How a promise ends, as a value, so that nobody is left to reject unheard. */
export async function outcome(promise: Promise<Frame>): Promise<Frame | GrammeError> {
  return promise.catch((error: GrammeError) => error)
}
