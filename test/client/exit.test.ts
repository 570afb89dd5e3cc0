/** What only a process of its own can show: that it ends. */
import { spawn } from 'node:child_process'
import net from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { liveCluster } from './live-cluster.js'

const child = join(dirname(fileURLToPath(import.meta.url)), 'exit-child.js')

t.test('close lets the process end, with requests under way and seeds that hang', async (t) => {
  const { addresses } = await liveCluster(t)
  const silent = net.createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const sockets = new Set<net.Socket>()
  silent.on('connection', (socket) => sockets.add(socket))
  t.teardown(() => {
    silent.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = silent.address() as net.AddressInfo
  // One that accepts and says nothing; one where nothing answers at all (TEST-NET-1); one that refuses.
  const seeds = [`127.0.0.1:${port}`, '192.0.2.1:7401', '127.0.0.1:1', ...addresses]
  const startMs = performance.now()
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve) => {
    let output = ''
    const application = spawn(process.execPath, [child, ...seeds])
    for (const stream of [application.stdout, application.stderr])
      stream.on('data', (chunk) => (output += chunk))
    application.once('close', (code) => resolve({ code, output }))
  })
  t.match({ code, output }, { code: 0, output: 'CLOSED\n' })
  t.ok(performance.now() - startMs < 4500, 'before the hung attempts would have timed out')
})
