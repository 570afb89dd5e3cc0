/**
 * `import { connect } from 'gramme'`: the public entry of the client library.
 */
import { systemClock } from '../runtime/clock.js'
import { systemNetwork } from '../runtime/network.js'
import { systemRandom } from '../runtime/random.js'
import type { Client } from './client.js'
import { bytesCodec, type Codec } from './codec.js'
import { connectOver } from './connect.js'
import type { ConnectOptions } from './options.js'

export type { ErrorCode } from '../errors.js'
export { GrammeError } from '../errors.js'
export type { Client, GetResult, Key, PutResult } from './client.js'
export { bytesCodec, type Codec, jsonCodec } from './codec.js'
export type {
  ConnectOptions,
  DeleteOptions,
  GetOptions,
  HedgingOptions,
  PutOptions,
  UpdateOptions,
} from './options.js'
export type { ClientStats } from './stats.js'

const platform = { clock: systemClock, random: systemRandom, network: systemNetwork }

/**
 * Connects to a cluster by way of any of its nodes. Throws GrammeError: UNREACHABLE, TIMEOUT,
 * CLUSTER_MISMATCH, PROTOCOL, BAD_ARGUMENT.
 */
export function connect<Out, In = Out>(
  options: ConnectOptions<Out, In> & { readonly codec: Codec<Out, In> },
): Promise<Client<Out, In>>
export function connect(options: ConnectOptions): Promise<Client>
export function connect(options: ConnectOptions): Promise<Client> {
  return connectOver(platform, options, options?.codec ?? bytesCodec)
}
