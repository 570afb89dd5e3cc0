/**
 * Byte streams between addresses, as the core sees them: ordered, reliable until they close, and bounded:
 * a writer is told when to stop, a reader can make the other side wait.
 *
 * An address is 'HOST:PORT'; IPv6 hosts stand in brackets.
 */
export interface Network {
  /** Accepts streams at `address` (port 0 takes a free one). Rejects with NetworkError `in-use` or `failed`. */
  listen(address: string, accept: (stream: Stream) => void): Promise<Listener>
  /** Opens a stream. Rejects with NetworkError `unreachable` after `timeoutMs` at the latest, or at once when `signal` fires. */
  connect(address: string, timeoutMs: number, signal?: AbortSignal): Promise<Stream>
}

export interface Listener {
  /** The address really bound, with its port. */
  readonly address: string
  /** Stops accepting; open streams stay. */
  close(): Promise<void>
}

export interface Stream {
  /** Who is at the other end, for messages to people. */
  readonly remoteAddress: string
  /** Set once, before the first turn ends; `data` is the receiver's to keep. */
  handle(handlers: StreamHandlers): void
  /**
   * Queues the chunks, in order, which the caller then leaves alone. False when more than the implementation's
   * mark are waiting: `drained` is called when they have gone.
   */
  write(chunks: readonly Uint8Array[]): boolean
  /** Bytes queued and not yet taken by the other side's machine. */
  readonly queuedBytes: number
  /** Stops and restarts the arrival of `data`. */
  pause(): void
  resume(): void
  /** Sends what is queued, then closes. */
  end(): void
  /** Closes at once, dropping what is queued. */
  destroy(): void
}

export interface StreamHandlers {
  data(chunk: Uint8Array): void
  drained(): void
  /** Called exactly once, whoever closed; `cause` when it was not in good order. */
  closed(cause?: Error): void
}

export type NetworkErrorKind = 'in-use' | 'unreachable' | 'failed'

export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  constructor(
    readonly kind: NetworkErrorKind,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** 'HOST:PORT' taken apart, or undefined when it is not one. Brackets are taken off an IPv6 host. */
export function parseAddress(address: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(address)
  if (match === null) return undefined
  const port = Number(match[3])
  if (port > 65535) return undefined
  return { host: match[1] ?? match[2] ?? '', port }
}
