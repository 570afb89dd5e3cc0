/**
 * The network port over node:net. Delay for gathering small packets is off: frames are gathered by the
 * turn already, and a reply must not wait for the next.
 */
import net from 'node:net'
import { assert } from '../assert.js'
import {
  type Listener,
  type Network,
  NetworkError,
  parseAddress,
  type Stream,
  type StreamHandlers,
} from '../ports/network.js'
import { readingInto } from './accepted-socket.js'

export const systemNetwork: Network = { listen, connect }

async function listen(address: string, accept: (stream: Stream) => void): Promise<Listener> {
  const target = parse(address)
  return new Promise((resolve, reject) => {
    const server = net.createServer({ noDelay: true }, (socket) => accept(accepted(socket)))
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(address, cause)))
    server.listen(target.port, target.host, () => {
      server.removeAllListeners('error')
      // Failing to accept one connection (too many files open) must not end the process; the opener sees it.
      server.on('error', () => {})
      const bound = server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : target.port
      resolve({
        address: `${target.host.includes(':') ? `[${target.host}]` : target.host}:${port}`,
        close: async () => {
          server.close()
        },
      })
    })
  })
}

function accepted(socket: net.Socket): Stream {
  const stream: SocketStream = new SocketStream(
    readingInto(socket, readBuffer, (byteCount) => stream.read(byteCount)),
  )
  return stream
}

async function connect(address: string, timeoutMs: number, signal?: AbortSignal): Promise<Stream> {
  const target = parse(address)
  return new Promise((resolve, reject) => {
    let stream: SocketStream | undefined
    const read = (byteCount: number) => {
      assert(stream !== undefined, 'nothing is read from what is not connected')
      return stream.read(byteCount)
    }
    const onread = { buffer: readBuffer, callback: read }
    const socket = net.connect({ host: target.host, port: target.port, noDelay: true, onread })
    const give = (reason: string, cause?: unknown) => {
      settle()
      socket.destroy()
      reject(new NetworkError('unreachable', reason, { cause }))
    }
    const timer = setTimeout(() => give(`no connection within ${timeoutMs} ms`), timeoutMs)
    const abort = () => give('it was given up')
    // When several addresses of one name were tried, the error that sums them up has no message.
    const refused = (cause: NodeJS.ErrnoException) =>
      give(cause.message || cause.code || 'no connection', cause)
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      socket.removeListener('error', refused)
      // An error may still come behind the first one.
      socket.on('error', () => {})
    }
    socket.once('error', refused)
    socket.once('connect', () => {
      settle()
      stream = new SocketStream(socket)
      resolve(stream)
    })
    signal?.addEventListener('abort', abort)
    if (signal?.aborted === true) abort()
  })
}

/**
 * What all connections are read into, one at a time, and copied out of at once. A socket left to itself takes 64 KiB for
 * each read, however little comes, and for the sake of that memory the whole heap is collected again and again.
 */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024)

class SocketStream implements Stream {
  readonly remoteAddress: string
  #problem: Error | undefined
  #handlers: StreamHandlers | undefined

  constructor(private readonly socket: net.Socket) {
    this.remoteAddress = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
    socket.on('error', (error) => {
      this.#problem = error
    })
  }

  get queuedBytes(): number {
    return this.socket.writableLength
  }

  handle(handlers: StreamHandlers): void {
    this.#handlers = handlers
    this.socket.on('data', (chunk: Buffer) => handlers.data(chunk))
    this.socket.on('drain', () => handlers.drained())
    // Never from within this call: the caller may not be ready.
    if (this.socket.closed) queueMicrotask(() => handlers.closed(this.#problem))
    else this.socket.once('close', () => handlers.closed(this.#problem))
  }

  /** So much has come into the buffer, of a socket that has one and emits nothing. */
  read(byteCount: number): true {
    assert(this.#handlers !== undefined, 'a stream is handled before the first turn ends')
    this.#handlers.data(Buffer.from(readBuffer.subarray(0, byteCount)))
    return true
  }

  write(chunks: readonly Uint8Array[]): boolean {
    // The socket ends our half too when the other side ends its own.
    if (this.socket.destroyed || this.socket.writableEnded) return false
    if (chunks.length === 1) return this.socket.write(chunks[0])
    this.socket.cork()
    for (const chunk of chunks) this.socket.write(chunk)
    this.socket.uncork()
    return !this.socket.writableNeedDrain
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }
}

function parse(address: string): { host: string; port: number } {
  const target = parseAddress(address)
  if (target === undefined) throw new NetworkError('failed', `'${address}' is not HOST:PORT`)
  return target
}

function listenError(address: string, cause: NodeJS.ErrnoException): NetworkError {
  if (cause.code === 'EADDRINUSE')
    return new NetworkError('in-use', `${address} is in use already`, { cause })
  return new NetworkError('failed', `cannot listen on ${address}: ${cause.message}`, { cause })
}
