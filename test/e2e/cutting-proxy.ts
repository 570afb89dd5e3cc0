/**
 * Stands between clients and a node, and cuts a connection in the one place where it hurts: behind a client's
 * PUT that the node has taken, before its reply. Connections of nodes to each other pass unharmed.
 */
import net from 'node:net'
import type { Test } from 'tap'
import { FrameType } from '../../src/wire/frame.js'

export class CuttingProxy {
  /** Replies that are to be lost yet. */
  toCut = 0
  cut = 0

  private constructor() {}

  /** A value that holds this marks its put as one whose reply may be lost. */
  static readonly mark = 'cut me'

  static async start(t: Test, listen: string, target: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy()
    const sockets = new Set<net.Socket>()
    const server = net.createServer((near) => {
      const [host, port] = target.split(':')
      const far = net.connect(Number(port), host)
      proxy.#join(near, far)
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      }
    })
    const [host, port] = listen.split(':')
    await new Promise<void>((resolve) => server.listen(Number(port), host, resolve))
    t.teardown(() => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
    return proxy
  }

  #join(near: net.Socket, far: net.Socket): void {
    let armed = false
    const destroy = () => {
      near.destroy()
      far.destroy()
    }
    near.on('data', (chunk) => {
      armed ||= this.toCut > 0 && chunk.includes(CuttingProxy.mark) && holdsPut(chunk)
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!armed) {
        near.write(chunk)
        return
      }
      this.toCut -= 1
      this.cut += 1
      destroy()
    })
    for (const socket of [near, far]) socket.on('error', destroy).on('close', destroy).on('end', destroy)
  }
}

/** A client's small frames come whole when it waits for each reply, though a ping may come with one. */
function holdsPut(frames: Buffer): boolean {
  for (let at = 0; at + 6 <= frames.length; at += 4 + frames.readUInt32BE(at)) {
    if (frames[at + 5] === FrameType.PUT) return true
  }
  return false
}
