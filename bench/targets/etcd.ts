/** `etcd://HOST:PORT[,HOST:PORT...]`: an etcd cluster, by the package etcd3. One value a key; reads are linearizable. */
import { optional } from './optional.js'
import { onlyKnown } from './options.js'
import type { OpenTarget, Target } from './target.js'

interface Etcd {
  get(key: string): { buffer(): Promise<Buffer | null> }
  put(key: string): { value(value: Buffer): PromiseLike<unknown> }
  close(): void
}

interface Etcd3 {
  readonly Etcd3: new (options: { readonly hosts: readonly string[] }) => Etcd
}

export const openEtcd: OpenTarget = async ({ hosts, options: said }, connections) => {
  onlyKnown('etcd', said, [])
  const { Etcd3 } = await optional<Etcd3>('etcd', 'etcd3')
  const options = { hosts: hosts.map((host) => `http://${host}`) }
  const clients = Array.from({ length: connections }, () => new Etcd3(options))
  return new EtcdTarget(clients)
}

class EtcdTarget implements Target {
  #turn = 0

  constructor(private readonly clients: readonly Etcd[]) {}

  async get(key: string) {
    const value = await this.#client().get(key).buffer()
    return { siblings: value === null ? [] : [value], context: undefined }
  }

  async put(key: string, value: Buffer): Promise<undefined> {
    await this.#client().put(key).value(value)
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close()
  }

  #client(): Etcd {
    this.#turn = (this.#turn + 1) % this.clients.length
    return this.clients[this.#turn]
  }
}
