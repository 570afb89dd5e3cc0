/**
 * The load to calibrate with: gets or puts of keys that one node is the first owner of, so that it is known who
 * coordinates. A put overwrites with the context of the put before, so that no siblings grow.
 */
import type { Client } from '../client/client.js'

export interface CalibrationLoad {
  readonly client: Client
  readonly names: readonly string[]
  readonly value: Buffer
  readonly lanes: number
}

/** Every value is written with what the client then knows of it: by key. */
export type Contexts = Map<string, Buffer>

/** Names of keys, `count` of them, that the node with this id is the first owner of. */
export function namesOwnedBy(client: Client, id: string, prefix: string, count: number): string[] {
  const { ring } = client.cluster
  const names: string[] = []
  for (let n = 0; names.length < count; n += 1) {
    const name = nameOf(prefix, n)
    if (ring.owners(ring.partitionOf(Buffer.from(name)))[0] === id) names.push(name)
  }
  return names
}

function nameOf(prefix: string, n: number): string {
  return `${prefix}:${String(n).padStart(9, '0')}`
}

export function nameBytes(prefix: string): number {
  return nameOf(prefix, 0).length
}

/** Until the time is over; how many requests ended. */
export async function runLoad(
  operation: 'get' | 'put',
  { client, names, value, lanes }: CalibrationLoad,
  contexts: Contexts,
  forMs: number,
): Promise<number> {
  const untilMs = performance.now() + forMs
  let requests = 0
  const lane = async (first: number) => {
    for (let at = first; performance.now() < untilMs; at = at + lanes < names.length ? at + lanes : first) {
      const name = names[at]
      if (operation === 'get') await client.get(name)
      else await put(client, name, value, contexts)
      requests += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
  return requests
}

export async function writeAll({ client, names, value }: CalibrationLoad, contexts: Contexts): Promise<void> {
  const together = 32
  for (let at = 0; at < names.length; at += together) {
    await Promise.all(names.slice(at, at + together).map((name) => put(client, name, value, contexts)))
  }
}

async function put(client: Client, name: string, value: Buffer, contexts: Contexts): Promise<void> {
  const context = contexts.get(name)
  const options = { coordinator: 'first' as const, ...(context !== undefined && { context }) }
  contexts.set(name, (await client.put(name, value, options)).context)
}
