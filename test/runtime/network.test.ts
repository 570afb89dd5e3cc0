import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Stream } from '../../src/ports/network.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { networkConformance } from '../ports/network-conformance.js'

networkConformance(t, () => ({
  network: systemNetwork,
  settle: (promise) => promise,
  calm: () => pause(20),
}))

t.test('nobody there', async (t) => {
  const listener = await systemNetwork.listen('127.0.0.1:0', () => {})
  await listener.close()
  const { port } = new URL(`http://${listener.address}`)
  for (const host of ['127.0.0.1', 'localhost']) {
    await t.rejects(systemNetwork.connect(`${host}:${port}`, 2000), {
      kind: 'unreachable',
      message: /ECONNREFUSED/,
    })
  }
  await t.rejects(systemNetwork.connect('no.such.host.invalid:1', 5000), {
    kind: 'unreachable',
    message: /\w/,
  })
})

t.test('somebody who never answers', async (t) => {
  // A full backlog of nobody accepting cannot be had portably; an address that is never routed can.
  await t.rejects(systemNetwork.connect('192.0.2.1:7401', 50), { kind: 'unreachable', message: /\w/ })
})

t.test('a reset by the other side has a cause', async (t) => {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const accepted = once(server, 'connection')
  const stream = await systemNetwork.connect(`127.0.0.1:${(server.address() as AddressInfo).port}`, 2000)
  const closed = new Promise<Error | undefined>((resolve) => {
    stream.handle({ data: () => {}, drained: () => {}, closed: resolve })
  })
  const [socket] = (await accepted) as [net.Socket]
  socket.resetAndDestroy()
  t.match(await closed, { code: 'ECONNRESET' })
})

t.test('handlers that are set after the stream has closed are told, though not at once', async (t) => {
  const server = net.createServer((socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const stream: Stream = await systemNetwork.connect(
    `127.0.0.1:${(server.address() as AddressInfo).port}`,
    2000,
  )
  stream.destroy()
  await pause(20)
  let closings = 0
  stream.handle({
    data: () => {},
    drained: () => {},
    closed: () => {
      closings += 1
    },
  })
  t.equal(closings, 0)
  await pause(5)
  t.equal(closings, 1)
})
