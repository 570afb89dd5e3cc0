/**
 * `gramme://HOST:PORT[,HOST:PORT...]`: the product's own client, as an application uses it.
 *
 *     ?r=1&w=1                   quorums of the requests, rather than the cluster's
 *     &coordination=server       by way of any node (default: client)
 *     &coordinator=first         who coordinates puts (default: fastest)
 *     &hedging=off               (default: on)
 *     &durability=always         or one, interval, os (default: the nodes' own)
 */
import { type Client, type ConnectOptions, connect, type PutOptions } from '../../src/client/index.js'
import { replicaCountMax } from '../../src/ring/members.js'
import { writeDurabilities } from '../../src/wire/durability.js'
import { onlyKnown, wholeOption, wordOption } from './options.js'
import type { OpenTarget, Target } from './target.js'

const known = ['r', 'w', 'coordination', 'coordinator', 'hedging', 'durability']

export const openGramme: OpenTarget = async ({ hosts, options: said }, connections) => {
  onlyKnown('gramme', said, known)
  const [r, w] = ['r', 'w'].map((name) => wholeOption(said, name, [1, replicaCountMax]))
  const coordination = wordOption(said, 'coordination', ['client', 'server'])
  const coordinator = wordOption(said, 'coordinator', ['fastest', 'first'])
  const durability = wordOption(said, 'durability', writeDurabilities)
  const options: ConnectOptions = {
    seeds: hosts,
    requestsMax: 100_000,
    ...(coordination && { coordination }),
    ...(wordOption(said, 'hedging', ['on', 'off']) === 'off' && { hedging: false }),
  }
  const clients = await Promise.all(Array.from({ length: connections }, () => connect(options)))
  const get = { ...(r && { r }) }
  const put: PutOptions = {
    ...(w && { w }),
    ...(durability && { durability }),
    ...(coordinator && { coordinator }),
  }
  return new GrammeTarget(clients, get, put)
}

class GrammeTarget implements Target {
  #turn = 0

  constructor(
    private readonly clients: readonly Client[],
    private readonly getOptions: { readonly r?: number },
    private readonly putOptions: PutOptions,
  ) {}

  get(key: string) {
    return this.#client().get(key, this.getOptions)
  }

  async put(key: string, value: Buffer, context: Uint8Array | undefined): Promise<Uint8Array> {
    const options = context === undefined ? this.putOptions : { ...this.putOptions, context }
    return (await this.#client().put(key, value, options)).context
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()))
  }

  #client(): Client {
    this.#turn = (this.#turn + 1) % this.clients.length
    return this.clients[this.#turn]
  }
}
