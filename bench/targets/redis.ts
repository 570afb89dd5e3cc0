/**
 * `redis://HOST:PORT`: a Redis or Valkey server, by the package ioredis. It has one value a key and no contexts: the
 * last write wins.
 */
import { optional } from './optional.js'
import { onlyKnown } from './options.js'
import type { OpenTarget, Target } from './target.js'

interface Redis {
  getBuffer(key: string): Promise<Buffer | null>
  set(key: string, value: Buffer): Promise<unknown>
  connect(): Promise<void>
  quit(): Promise<unknown>
  on(event: 'error', listener: (error: unknown) => void): void
}

interface Ioredis {
  readonly Redis: new (options: Readonly<Record<string, unknown>>) => Redis
}

export const openRedis: OpenTarget = async ({ hosts, options }, connections) => {
  onlyKnown('redis', options, [])
  const { Redis } = await optional<Ioredis>('redis', 'ioredis')
  const servers = hosts.flatMap((host) => Array.from({ length: connections }, () => host))
  const clients = servers.map((server) => {
    const [host, port = '6379'] = server.split(':')
    const client = new Redis({ host, port: Number(port), lazyConnect: true, maxRetriesPerRequest: 1 })
    // Each request tells of its own.
    client.on('error', () => {})
    return client
  })
  await Promise.all(clients.map((client) => client.connect()))
  return new RedisTarget(clients)
}

class RedisTarget implements Target {
  #turn = 0

  constructor(private readonly clients: readonly Redis[]) {}

  async get(key: string) {
    const value = await this.#client().getBuffer(key)
    return { siblings: value === null ? [] : [value], context: undefined }
  }

  async put(key: string, value: Buffer): Promise<undefined> {
    await this.#client().set(key, value)
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.quit()))
  }

  #client(): Redis {
    this.#turn = (this.#turn + 1) % this.clients.length
    return this.clients[this.#turn]
  }
}
