/**
 * The connections that are open, and what each has under way: requests that are not answered, and what is held for them.
 * A response that waits behind others of its connection (pipelining) is told nothing when the connection ends: only the
 * connection is. Over the limit there are some spare ones, for those who ask how the node is: clients that take up all
 * others must not have it taken for dead.
 *
 * Invariant: what is held for a request is let go of when it is answered or its connection has ended, just once.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HeldBytes } from './held-bytes.js'

export class Connection {
  readonly #releases = new Set<() => void>()
  #underWay = 0
  #last: IncomingMessage | undefined

  constructor(
    private readonly socket: Socket,
    private readonly held: HeldBytes,
    /** Over the limit: not for data. */
    readonly isSpare: boolean,
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

  /** Whether what is sent now would be taken for the answer to no other request than the last, which is not whole. */
  get mayComplain(): boolean {
    return this.#underWay === 0 || (this.#underWay === 1 && this.#last?.complete === false)
  }

  began(request: IncomingMessage, response: ServerResponse): void {
    this.#underWay += 1
    this.#last = request
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

/** How many more than the limit may be open. */
const spareMax = 64

export class Connections {
  readonly #bySocket = new WeakMap<Socket, Connection>()
  #open = 0
  #refused = 0

  constructor(
    private readonly held: HeldBytes,
    private readonly connectionsMax: number,
  ) {}

  get open(): number {
    return this.#open
  }

  /** Closed at once, since they started: over the spare ones as well. */
  get refused(): number {
    return this.#refused
  }

  watch(server: Server): void {
    server.maxConnections = this.connectionsMax + spareMax
    server.on('connection', (socket) => {
      this.#open += 1
      this.#bySocket.set(socket, new Connection(socket, this.held, this.#open > this.connectionsMax))
      socket.once('close', () => {
        this.#open -= 1
      })
    })
    server.on('drop', () => {
      this.#refused += 1
    })
  }

  /** Undefined: it was never one of the server's that is watched. */
  of(socket: Socket): Connection | undefined {
    return this.#bySocket.get(socket)
  }
}
