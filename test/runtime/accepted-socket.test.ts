/** Accepted connections read into a buffer of ours, on this version of Node.js. */
import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { readingInto } from '../../src/runtime/accepted-socket.js'

t.test('what comes stands in the buffer, and the server knows when all connections are closed', async (t) => {
  const buffer = Buffer.alloc(4096)
  const received: Buffer[] = []
  const server = net.createServer((accepted) => {
    const socket = readingInto(accepted, buffer, (byteCount) => {
      received.push(Buffer.from(buffer.subarray(0, byteCount)))
      return true
    })
    t.not(socket, accepted, 'this version of Node.js takes a handle')
    t.equal(socket.remoteAddress, '127.0.0.1')
    socket.on('data', () => t.fail('it emits no data'))
    socket.on('end', () => socket.end('bye'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const opener = net.connect(port, '127.0.0.1')
  opener.write('hel')
  await once(opener, 'connect')
  opener.end('lo')
  const [answer] = await once(opener, 'data')
  t.equal(String(answer), 'bye')
  t.equal(Buffer.concat(received).toString(), 'hello')
  const closed = once(server, 'close')
  server.close()
  await closed
})

t.test('a socket of another make serves as it is', async (t) => {
  const socket = new net.Socket()
  t.equal(
    readingInto(socket, Buffer.alloc(1), () => true),
    socket,
  )
})
