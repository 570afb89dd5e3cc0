/**
 * The floor: a server that does nothing but frame. It takes each frame that has arrived, 4 bytes of length and
 * a body, by itself, makes an answer of the same body, and sends what it has to say in one write. Whatever
 * answers requests one by one in one thread of Node does at least this.
 */
import net from 'node:net'
import { cpuMicroseconds, serveOrders } from './child.js'

export type EchoServerOrder = { readonly kind: 'listen' } | { readonly kind: 'cpu' }

const server = net.createServer({ noDelay: true }, (socket) => {
  let rest: Buffer | undefined
  socket.on('data', (chunk) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    const answers = Buffer.allocUnsafe(bytes.length)
    let at = 0
    while (bytes.length - at >= 4) {
      const bodyBytes = bytes.readUInt32BE(at)
      const end = at + 4 + bodyBytes
      if (end > bytes.length) break
      const body = bytes.subarray(at + 4, end)
      answers.writeUInt32BE(body.length, at)
      answers.set(body, at + 4)
      at = end
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined
    if (at > 0) socket.write(answers.subarray(0, at))
  })
  socket.on('error', () => socket.destroy())
})

serveOrders<EchoServerOrder>(
  async ({ kind }) => {
    if (kind === 'cpu') return cpuMicroseconds()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  },
  () => {
    server.close()
  },
)
