/**
 * Accepted connections that are read into a buffer of ours. `net.Socket` can do that (`onread`), and `net.Server` cannot be
 * told to make such ones: so the connection's handle is given to another socket. That a socket has a `_handle`, and takes
 * one, is not in Node's documentation, though it has been so since its beginnings; where it is not so the accepted socket
 * serves as it is, and is slower (docs/decisions/2026-11-26-latency.md).
 *
 * Invariant: a handle belongs to one socket, and the server counts the connection until that one is closed.
 */
import net from 'node:net'

/** What net.js keeps in a socket, as far as it is needed here. */
interface Inner {
  _handle?: { readonly useUserBuffer?: unknown } | null
  server?: unknown
  _server?: unknown
}

/**
 * The accepted connection, as a socket that emits no data: `read` is told how many bytes have come to stand in `buffer`, from
 * the next turn on. To be called in the turn in which it was accepted.
 */
export function readingInto(
  accepted: net.Socket,
  buffer: Uint8Array,
  read: (byteCount: number) => boolean,
): net.Socket {
  const from = accepted as Inner
  if (typeof from._handle?.useUserBuffer !== 'function') return accepted
  const options = { handle: from._handle, onread: { buffer, callback: read } } as net.SocketConstructorOpts
  const socket = new net.Socket(options)
  const to = socket as Inner
  if (to._handle !== from._handle) {
    socket.destroy()
    return accepted
  }
  from._handle = null
  to.server = from.server
  to._server = from._server
  return socket
}
