/** A node of the cluster that is measured: the product's own, with the heap that `gramme serve` gives it. */
import { type Node, type NodeOptions, startNode } from '../src/node/index.js'
import type { Act } from '../src/node/node.js'
import { letHeapGrow } from '../src/runtime/heap.js'
import { cpuMicroseconds, serveOrders } from './child.js'
import { timesOf } from './node-times.js'

export type NodeOrder =
  | { readonly kind: 'start'; readonly options: NodeOptions }
  | { readonly kind: 'members' }
  | { readonly kind: 'cpu' }
  /** How long gets and puts took that it coordinated. */
  | { readonly kind: 'times' }
  /** What an operator says of it. */
  | { readonly kind: 'act'; readonly act: Act }

let node: Node | undefined

letHeapGrow()

serveOrders<NodeOrder>(
  async (order) => {
    if (order.kind === 'cpu') return cpuMicroseconds()
    if (order.kind === 'times') return node === undefined ? [] : timesOf(node)
    if (order.kind === 'members') return node?.ring.members.length ?? 0
    if (order.kind === 'act') return node?.act(order.act)
    node = await startNode(order.options)
    return node.address
  },
  () => node?.close(),
)
