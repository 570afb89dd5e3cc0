/**
 * Load on a cluster, made by the product's own client as an application would: so many clients, each with a
 * connection to every node, and so many requests unanswered in each.
 *
 * Gets pick among all keys; a put overwrites one of its lane's own keys with the context of the put before,
 * so that no siblings grow. Every value says which key and which write it is: each get is checked for the
 * key, and `verify` compares all of the last values, byte by byte.
 */
import { type Client, connect } from '../src/client/index.js'
import { serveOrders } from './child.js'
import { type Timing, Window } from './lanes.js'

export type LoadOrder =
  | { readonly kind: 'open'; readonly seeds: string[]; readonly clients: number }
  | { readonly kind: 'preload'; readonly keys: number; readonly valueBytes: number }
  | ({ readonly kind: 'get' | 'put'; readonly inFlight: number } & Timing)
  /** Answered with the number of keys that were read and are not as they should be. */
  | { readonly kind: 'verify'; readonly sample: number }

let clients: Client[] = []
let names: string[] = []
let contexts: Buffer[] = []
let writes: Uint32Array = new Uint32Array(0)
let noise = Buffer.alloc(0)
let wrong = 0

const preloadLanes = 8

serveOrders<LoadOrder>(
  async (order, note) => {
    switch (order.kind) {
      case 'open':
        clients = await Promise.all(
          Array.from({ length: order.clients }, () => connect({ seeds: order.seeds })),
        )
        return
      case 'preload':
        return preload(order.keys, order.valueBytes)
      case 'verify':
        return verify(order.sample)
      default: {
        const window = new Window(
          order,
          () => note('opened'),
          () => note('closed'),
        )
        await eachLane(order.inFlight, order.kind === 'get' ? getLane(window) : putLane(window))
        return window.measured()
      }
    }
  },
  async () => {
    await Promise.all(clients.map((client) => client.close()))
  },
)

type Lane = (client: Client, lane: number, lanes: number) => Promise<void>

async function eachLane(lanesPerClient: number, run: Lane): Promise<void> {
  const lanes = clients.length * lanesPerClient
  const running = Array.from({ length: lanes }, (_, lane) => run(clients[lane % clients.length], lane, lanes))
  await Promise.all(running)
}

/** Keys look like `user:0000000000042`, 18 bytes. */
async function preload(keys: number, valueBytes: number): Promise<void> {
  names = Array.from({ length: keys }, (_, key) => `user:${String(key).padStart(13, '0')}`)
  writes = new Uint32Array(keys)
  noise = Buffer.alloc(valueBytes + 4096)
  for (let at = 0; at < noise.length; at += 1) noise[at] = Math.random() * 256
  valueBytesEach = valueBytes
  contexts = new Array(keys)
  await eachLane(preloadLanes, async (client, lane, lanes) => {
    for (let key = lane; key < keys; key += lanes) {
      contexts[key] = (await client.put(names[key], valueFor(key))).context
    }
  })
}

let valueBytesEach = 0
/** A put of these failed, perhaps when the window had closed: what they hold is one of two values, or both. */
const unsure = new Set<number>()

/** Which key, which write, then bytes that differ from key to key and that nothing can compress. */
function valueFor(key: number): Buffer {
  const value = Buffer.allocUnsafe(valueBytesEach)
  noise.copy(value, 8, key % 4096)
  value.writeUInt32BE(key, 0)
  value.writeUInt32BE(writes[key], 4)
  return value
}

function getLane(window: Window): Lane {
  return async (client) => {
    while (!window.isOver) {
      const key = Math.floor(Math.random() * names.length)
      const beganMs = performance.now()
      try {
        const { siblings } = await client.get(names[key])
        window.succeeded(beganMs, performance.now())
        if (siblings.length !== 1 || siblings[0].readUInt32BE(0) !== key) wrong += 1
      } catch (error) {
        window.failed(error)
      }
    }
  }
}

function putLane(window: Window): Lane {
  return async (client, lane, lanes) => {
    const own = Math.ceil((names.length - lane) / lanes)
    while (!window.isOver) {
      const key = lane + lanes * Math.floor(Math.random() * own)
      writes[key] += 1
      const value = valueFor(key)
      const beganMs = performance.now()
      try {
        const { context } = await client.put(names[key], value, { context: contexts[key] })
        window.succeeded(beganMs, performance.now())
        contexts[key] = context
      } catch (error) {
        unsure.add(key)
        window.failed(error)
      }
    }
  }
}

async function verify(sample: number): Promise<number> {
  for (let count = 0; count < sample; count += 1) {
    const key = Math.floor(Math.random() * names.length)
    if (unsure.has(key)) continue
    const { siblings } = await clients[count % clients.length].get(names[key])
    if (siblings.length !== 1 || !siblings[0].equals(valueFor(key))) wrong += 1
  }
  const found = wrong
  wrong = 0
  return found
}
