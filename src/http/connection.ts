/**
 * What one connection has under way: how many requests that are not answered, and what is held for them. A response that
 * waits behind others of its connection (pipelining) is told nothing when the connection ends: only the connection is.
 *
 * Invariant: what is held for a request is let go of when it is answered or its connection has ended, just once.
 */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HeldBytes } from './held-bytes.js'

export class Connection {
  readonly #releases = new Set<() => void>()
  #underWay = 0

  constructor(
    private readonly socket: Socket,
    private readonly held: HeldBytes,
  ) {
    socket.once('close', () => {
      for (const release of this.#releases) release()
      this.#releases.clear()
    })
  }

  /** Requests that are not answered yet. */
  get underWay(): number {
    return this.#underWay
  }

  began(response: ServerResponse): void {
    this.#underWay += 1
    response.once('close', () => {
      this.#underWay -= 1
    })
  }

  /** Counts the bytes as held until the response has gone. Throws GrammeError BUSY. */
  hold(response: ServerResponse, bytes: number): void {
    if (this.socket.destroyed) return
    const release = this.held.take(bytes)
    this.#releases.add(release)
    response.once('close', () => {
      release()
      this.#releases.delete(release)
    })
  }
}

/** Those that are open. */
export class Connections {
  readonly #bySocket = new WeakMap<Socket, Connection>()

  constructor(private readonly held: HeldBytes) {}

  of(socket: Socket): Connection {
    let connection = this.#bySocket.get(socket)
    if (connection === undefined) {
      connection = new Connection(socket, this.held)
      this.#bySocket.set(socket, connection)
    }
    return connection
  }
}
