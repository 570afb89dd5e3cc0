/**
 * The network port in memory, on any clock: streams with a window each way, as between two machines' socket
 * buffers. Everything happens in the clock's order, so a run repeats to the byte.
 *
 * Bytes that are written wait at the sender until the receiver's window has room; the receiver's window
 * empties as `data` is called, and stands full while it is paused. So a reader that stops reading is felt by
 * the writer as on a real network, and what a test sees of `queuedBytes` is what a node would see.
 */
import type { Clock } from '../../src/ports/clock.js'
import {
  type Listener,
  type Network,
  NetworkError,
  parseAddress,
  type Stream,
  type StreamHandlers,
} from '../../src/ports/network.js'

export interface MemoryNetworkOptions {
  readonly latencyMs: number
  /** What a receiver's machine holds before the sender must wait. */
  readonly windowBytes: number
  /** Writes return false while more than this waits. */
  readonly markBytes: number
  /** The size of the next piece that arrives at once, at most: 1 or more. */
  readonly pieceBytes: () => number
}

const defaults: MemoryNetworkOptions = {
  latencyMs: 0.25,
  windowBytes: 64 * 1024,
  markBytes: 16 * 1024,
  pieceBytes: () => 64 * 1024,
}

const firstFreePort = 40_000

export class MemoryNetwork implements Network {
  readonly #options: MemoryNetworkOptions
  readonly #listeners = new Map<string, (stream: Stream) => void>()
  #nextPort = firstFreePort
  #silent = false
  readonly #whenHeard: (() => void)[] = []

  constructor(
    private readonly clock: Clock,
    options: Partial<MemoryNetworkOptions> = {},
  ) {
    this.#options = { ...defaults, ...options }
  }

  /** From now on nothing arrives any more and nobody is told: cables are cut. */
  silence(): void {
    this.#silent = true
  }

  /** What was held up by `silence` arrives. */
  heal(): void {
    this.#silent = false
    for (const event of this.#whenHeard.splice(0)) this.#after(event)
  }

  async listen(address: string, accept: (stream: Stream) => void): Promise<Listener> {
    const { host, port } = parse(address)
    const bound = `${host}:${port === 0 ? this.#nextPort++ : port}`
    if (this.#listeners.has(bound)) throw new NetworkError('in-use', `${bound} is in use already`)
    this.#listeners.set(bound, accept)
    return {
      address: bound,
      close: async () => {
        if (this.#listeners.get(bound) === accept) this.#listeners.delete(bound)
      },
    }
  }

  async connect(address: string, timeoutMs: number, signal?: AbortSignal): Promise<Stream> {
    const { host, port } = parse(address)
    const local = `${host}:${this.#nextPort++}`
    return new Promise((resolve, reject) => {
      let over = false
      const settle = () => {
        over = true
        timer.cancel()
        signal?.removeEventListener('abort', abort)
      }
      const give = (reason: string) => {
        settle()
        reject(new NetworkError('unreachable', reason))
      }
      const abort = () => give('it was given up')
      const timer = this.clock.setTimer(timeoutMs, () => give(`no connection within ${timeoutMs} ms`))
      signal?.addEventListener('abort', abort)
      if (signal?.aborted === true) abort()
      this.#after(() => {
        if (over) return
        settle()
        const accept = this.#listeners.get(`${host}:${port}`)
        if (accept === undefined) {
          reject(new NetworkError('unreachable', `nobody listens on ${address}`))
          return
        }
        const opener = new MemoryStream(address, this.#options, (event) => this.#after(event))
        const acceptor = new MemoryStream(local, this.#options, (event) => this.#after(event))
        opener.pairWith(acceptor)
        acceptor.pairWith(opener)
        accept(acceptor)
        resolve(opener)
      })
    })
  }

  #after(event: () => void): void {
    this.clock.setTimer(this.#options.latencyMs, () => {
      if (this.#silent) this.#whenHeard.push(event)
      else event()
    })
  }
}

class MemoryStream implements Stream {
  #other: MemoryStream = this
  #handlers: StreamHandlers | undefined
  /** Written and not yet in the other side's window. */
  #outgoing: Buffer[] = []
  #outgoingBytes = 0
  #mustDrain = false
  #ended = false
  #endSent = false
  /** On the way to this side's window, or in it. */
  #windowBytes = 0
  #arrived: Buffer[] = []
  #endArrived = false
  #resetArrived = false
  #paused = false
  #closed = false

  constructor(
    readonly remoteAddress: string,
    private readonly options: MemoryNetworkOptions,
    private readonly after: (event: () => void) => void,
  ) {}

  pairWith(other: MemoryStream): void {
    this.#other = other
  }

  get queuedBytes(): number {
    return this.#outgoingBytes
  }

  handle(handlers: StreamHandlers): void {
    this.#handlers = handlers
    this.after(() => this.#deliver())
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (this.#closed || this.#ended) return false
    if (this.#resetArrived) {
      this.after(() => this.#close(reset()))
      return false
    }
    for (const chunk of chunks) {
      if (chunk.length === 0) continue
      this.#outgoing.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      this.#outgoingBytes += chunk.length
    }
    this.#mustDrain = this.#outgoingBytes > this.options.markBytes
    const within = !this.#mustDrain
    this.#transfer()
    return within
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.after(() => this.#deliver())
  }

  end(): void {
    if (this.#closed || this.#ended) return
    this.#ended = true
    this.#transfer()
  }

  destroy(): void {
    if (this.#closed) return
    const other = this.#other
    // As with sockets: closing over what was not read, or not sent, tells the other side that bytes are lost.
    const lost = this.#arrived.length > 0 || this.#outgoingBytes > 0
    this.#closed = true
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#arrived = []
    this.#windowBytes = 0
    this.after(() => {
      this.#handlers?.closed()
      this.#handlers = undefined
    })
    this.after(() => (lost ? other.#takeReset() : other.#takeEnd()))
  }

  /** Sends what fits into the other side's window, piece by piece. */
  #transfer(): void {
    const other = this.#other
    while (this.#outgoing.length > 0) {
      const room = this.options.windowBytes - other.#windowBytes
      if (room <= 0) return
      const chunk = this.#outgoing[0]
      const bytes = Math.min(chunk.length, room, this.options.pieceBytes())
      if (bytes === chunk.length) this.#outgoing.shift()
      else this.#outgoing[0] = chunk.subarray(bytes)
      this.#outgoingBytes -= bytes
      other.#windowBytes += bytes
      const piece = Buffer.from(chunk.subarray(0, bytes))
      this.after(() => other.#take(piece))
    }
    if (this.#mustDrain) {
      this.#mustDrain = false
      this.after(() => {
        if (!this.#closed) this.#handlers?.drained()
      })
    }
    if (this.#ended && !this.#endSent) {
      this.#endSent = true
      this.after(() => other.#takeEnd())
      this.after(() => this.#deliver())
    }
  }

  #take(piece: Buffer): void {
    if (this.#closed) {
      this.after(() => this.#other.#takeReset())
      return
    }
    this.#arrived.push(piece)
    this.#deliver()
  }

  #takeEnd(): void {
    this.#endArrived = true
    this.#deliver()
  }

  #takeReset(): void {
    this.#resetArrived = true
    this.#deliver()
  }

  #deliver(): void {
    while (!this.#closed && !this.#paused && this.#handlers !== undefined) {
      const piece = this.#resetArrived ? undefined : this.#arrived.shift()
      if (piece === undefined) {
        this.#deliverEnd()
        return
      }
      this.#windowBytes -= piece.length
      this.#handlers.data(piece)
      this.after(() => this.#other.#transfer())
    }
  }

  /** The other side has ended: so do we, once what we have written has gone. */
  #deliverEnd(): void {
    if (this.#resetArrived) {
      this.#close(reset())
      return
    }
    if (!this.#endArrived) return
    this.end()
    if (this.#endSent) this.#close(undefined)
  }

  #close(cause: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#handlers?.closed(cause)
    this.#handlers = undefined
  }
}

function reset(): Error {
  return new Error('the connection was reset by the other side')
}

function parse(address: string): { host: string; port: number } {
  const target = parseAddress(address)
  if (target === undefined) throw new NetworkError('failed', `'${address}' is not HOST:PORT`)
  return target
}
