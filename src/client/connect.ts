/** Makes a client over any platform: the machine's own, or a simulated one. */
import type { Clock } from '../ports/clock.js'
import type { Network } from '../ports/network.js'
import type { Random } from '../ports/random.js'
import { softwareVersion } from '../software-version.js'
import { callerDefaults } from '../wire/caller.js'
import { linkDefaults } from '../wire/link.js'
import { Client } from './client.js'
import { Cluster } from './cluster.js'
import type { Codec } from './codec.js'
import type { ClientObserver } from './observer.js'
import { type ConnectOptions, checkConnect } from './options.js'

export interface ClientPlatform {
  readonly clock: Clock
  readonly random: Random
  readonly network: Network
  readonly observer?: ClientObserver
}

/** A client's requests that come late do no harm, and its link may be slow: it has more time than a node's. */
const unsentMsMax = 30_000

export async function connectOver<Out, In>(
  platform: ClientPlatform,
  options: ConnectOptions<Out, In>,
  codec: Codec<Out, In>,
): Promise<Client<Out, In>> {
  const settings = checkConnect(options)
  const { clock, random, network } = platform
  const identity = { cluster: settings.cluster ?? '', nodeId: '', agent: `gramme-client/${softwareVersion}` }
  const cluster = new Cluster(settings.seeds, {
    ...callerDefaults,
    ...linkDefaults,
    clock,
    random,
    network,
    identity,
    connectTimeoutMs: settings.connectTimeoutMs,
    inFlightMax: settings.requestsMax,
    unsentMsMax,
  })
  try {
    await cluster.open(settings.connectTimeoutMs)
  } catch (error) {
    cluster.close()
    throw error
  }
  const { resolver } = options
  return new Client({ settings, cluster, codec, resolver, clock, random, observer: platform.observer })
}
