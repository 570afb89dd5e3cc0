/** What the bench of HTTP asks: a node with its gateway, or a server that does nothing but answer. */
import { createServer } from 'node:http'
import { Gateway } from '../src/http/gateway.js'
import { type Node, type NodeOptions, startNode } from '../src/node/index.js'
import { letHeapGrow } from '../src/runtime/heap.js'
import { cpuMicroseconds, serveOrders } from './child.js'

export type HttpServerOrder =
  | { readonly kind: 'node'; readonly options: NodeOptions }
  /** The floor: reads each request to its end, and answers with so many bytes. */
  | { readonly kind: 'bare'; readonly valueBytes: number }
  | { readonly kind: 'members' }
  | { readonly kind: 'cpu' }

/** Where it is served. */
export interface Served {
  /** By HTTP. */
  readonly url: string
  /** By the binary protocol; empty: not. */
  readonly address: string
}

let node: Node | undefined
let gateway: Gateway | undefined
const bare = createServer()

letHeapGrow()

serveOrders<HttpServerOrder>(
  async (order): Promise<Served | number> => {
    if (order.kind === 'cpu') return cpuMicroseconds()
    if (order.kind === 'members') return node?.ring.members.length ?? 0
    if (order.kind === 'bare') return { url: await serveBare(order.valueBytes), address: '' }
    gateway = await Gateway.open({ listen: '127.0.0.1:0' }, () => {})
    node = await startNode(order.options)
    gateway.serve(node)
    return { url: `http://${gateway.address}`, address: node.address }
  },
  async () => {
    bare.close()
    bare.closeAllConnections()
    await gateway?.close()
    await node?.close()
  },
)

async function serveBare(valueBytes: number): Promise<string> {
  const value = Buffer.alloc(valueBytes)
  bare.on('request', (request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'GET') response.end(value)
      else response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const address = bare.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
