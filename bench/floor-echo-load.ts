/** Load on the echo: so many connections, each with so many frames unanswered. */
import { once } from 'node:events'
import net from 'node:net'
import { serveOrders } from './child.js'
import { type Timing, Window } from './lanes.js'

export interface EchoLoadOrder extends Timing {
  readonly port: number
  readonly connections: number
  readonly inFlight: number
  readonly bodyBytes: number
}

serveOrders<EchoLoadOrder>(
  async (order, note) => {
    const sockets = Array.from({ length: order.connections }, () =>
      net.connect({ port: order.port, host: '127.0.0.1', noDelay: true }),
    )
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const window = new Window(
      order,
      () => note('opened'),
      () => note('closed'),
    )
    for (const socket of sockets) drive(socket, order, window)
    const measured = await window.measured()
    for (const socket of sockets) socket.destroy()
    return measured
  },
  () => {},
)

/** Sends a frame for each that comes back, and all that go at once in one write. */
function drive(socket: net.Socket, { inFlight, bodyBytes }: EchoLoadOrder, window: Window): void {
  const body = Buffer.alloc(bodyBytes, 0x61)
  // When each of those in flight was sent: a ring, since answers come in order.
  const begunMs: number[] = new Array(inFlight).fill(0)
  let sent = 0
  let answered = 0
  let rest: Buffer | undefined
  const send = (count: number) => {
    const frames = Buffer.allocUnsafe(count * (4 + bodyBytes))
    for (let at = 0; at < frames.length; at += 4 + bodyBytes) {
      frames.writeUInt32BE(bodyBytes, at)
      frames.set(body, at + 4)
      begunMs[sent % inFlight] = performance.now()
      sent += 1
    }
    socket.write(frames)
  }
  socket.on('data', (chunk) => {
    if (window.isOver) return
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    let count = 0
    while (bytes.length - at >= 4) {
      const end = at + 4 + bytes.readUInt32BE(at)
      if (end > bytes.length) break
      window.succeeded(begunMs[answered % inFlight], performance.now())
      answered += 1
      at = end
      count += 1
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined
    if (count > 0) send(count)
  })
  socket.on('error', (error) => window.failed(error))
  send(inFlight)
}
