/**
 * `cassandra://HOST[:PORT][,...]?datacenter=datacenter1&consistency=quorum&replicas=3`: a Cassandra or Scylla cluster,
 * by the package cassandra-driver, in a table of its own (gramme_bench.kv). One value a key: the last write wins.
 */
import { GrammeError } from '../../src/errors.js'
import { optional } from './optional.js'
import { onlyKnown, wholeOption } from './options.js'
import type { OpenTarget, Target } from './target.js'

interface Cassandra {
  connect(): Promise<void>
  execute(
    query: string,
    values?: readonly unknown[],
    options?: { readonly prepare: boolean; readonly consistency: number },
  ): Promise<{ first(): { readonly value: Buffer } | null }>
  shutdown(): Promise<void>
}

interface Driver {
  readonly Client: new (options: Readonly<Record<string, unknown>>) => Cassandra
  readonly types: { readonly consistencies: Readonly<Record<string, number>> }
}

const replicasMax = 16

export const openCassandra: OpenTarget = async ({ hosts, options }, connections) => {
  onlyKnown('cassandra', options, ['datacenter', 'consistency', 'replicas'])
  const replicas = wholeOption(options, 'replicas', [1, replicasMax]) ?? 3
  const { Client, types } = await optional<Driver>('cassandra', 'cassandra-driver')
  const name = options.get('consistency') ?? 'quorum'
  const consistency = types.consistencies[name]
  if (consistency === undefined) {
    const names = Object.keys(types.consistencies).join(', ')
    throw new GrammeError('BAD_ARGUMENT', `consistency is '${name}'; it must be one of ${names}`)
  }
  const client = new Client({
    contactPoints: hosts,
    localDataCenter: options.get('datacenter') ?? 'datacenter1',
    pooling: { coreConnectionsPerHost: { 0: connections } },
  })
  await client.connect()
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS gramme_bench WITH replication = {'class': 'SimpleStrategy', 'replication_factor': ${replicas}}`,
  )
  await client.execute('CREATE TABLE IF NOT EXISTS gramme_bench.kv (key text PRIMARY KEY, value blob)')
  return new CassandraTarget(client, { prepare: true, consistency })
}

class CassandraTarget implements Target {
  constructor(
    private readonly client: Cassandra,
    private readonly options: { readonly prepare: boolean; readonly consistency: number },
  ) {}

  async get(key: string) {
    const query = 'SELECT value FROM gramme_bench.kv WHERE key = ?'
    const row = (await this.client.execute(query, [key], this.options)).first()
    return { siblings: row === null ? [] : [row.value], context: undefined }
  }

  async put(key: string, value: Buffer): Promise<undefined> {
    const query = 'INSERT INTO gramme_bench.kv (key, value) VALUES (?, ?)'
    await this.client.execute(query, [key, value], this.options)
  }

  close(): Promise<void> {
    return this.client.shutdown()
  }
}
