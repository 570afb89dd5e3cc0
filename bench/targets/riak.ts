/**
 * `riak://HOST:PORT[,HOST:PORT...]?bucket=gramme_bench&type=default&r=2&w=2`: a Riak cluster, by the package
 * basho-riak-client (protocol buffers). Its vector clock is the context; siblings are told where the bucket allows them.
 */
import { optional } from './optional.js'
import { onlyKnown, wholeOption } from './options.js'
import type { Found, OpenTarget, Target } from './target.js'

interface RiakReply {
  readonly vclock?: Buffer
  readonly values?: readonly { readonly value: Buffer; readonly isTombstone?: boolean }[]
}

type Callback = (error: unknown, reply: RiakReply) => void

interface RiakClient {
  fetchValue(options: Readonly<Record<string, unknown>>, callback: Callback): void
  storeValue(options: Readonly<Record<string, unknown>>, callback: Callback): void
  stop(callback: () => void): void
}

interface Riak {
  readonly Client: new (
    hosts: readonly string[],
    callback: (error: unknown, client: RiakClient) => void,
  ) => unknown
}

const quorumMax = 16

export const openRiak: OpenTarget = async ({ hosts, options }) => {
  onlyKnown('riak', options, ['bucket', 'type', 'r', 'w'])
  const [r, w] = ['r', 'w'].map((name) => wholeOption(options, name, [1, quorumMax]))
  const { Client } = await optional<Riak>('riak', 'basho-riak-client')
  const client = await new Promise<RiakClient>((resolve, reject) => {
    new Client(hosts, (error, ready) => (error ? reject(error) : resolve(ready)))
  })
  const place = {
    bucketType: options.get('type') ?? 'default',
    bucket: options.get('bucket') ?? 'gramme_bench',
  }
  return new RiakTarget(client, { ...place, ...(r && { r }) }, { ...place, ...(w && { w }) })
}

class RiakTarget implements Target {
  constructor(
    private readonly client: RiakClient,
    private readonly getOptions: Readonly<Record<string, unknown>>,
    private readonly putOptions: Readonly<Record<string, unknown>>,
  ) {}

  async get(key: string): Promise<Found> {
    const { values = [], vclock } = await answered((callback) =>
      this.client.fetchValue({ ...this.getOptions, key }, callback),
    )
    const live = values.filter(({ isTombstone }) => isTombstone !== true)
    return { siblings: live.map(({ value }) => value), context: vclock }
  }

  async put(key: string, value: Buffer, context: Uint8Array | undefined): Promise<Uint8Array | undefined> {
    const vclock = context === undefined ? {} : { vclock: Buffer.from(context) }
    const { vclock: next } = await answered((callback) =>
      this.client.storeValue({ ...this.putOptions, key, value, ...vclock, returnHead: true }, callback),
    )
    return next
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.client.stop(resolve))
  }
}

function answered(ask: (callback: Callback) => void): Promise<RiakReply> {
  return new Promise((resolve, reject) => ask((error, reply) => (error ? reject(error) : resolve(reply))))
}
