/** Targets by the scheme of their URL, each with its client library loaded when it is asked for. */
import { GrammeError } from '../../src/errors.js'
import type { OpenTarget, Target } from './target.js'

const schemes: Readonly<Record<string, () => Promise<OpenTarget>>> = {
  gramme: async () => (await import('./gramme.js')).openGramme,
  http: async () => (await import('./http.js')).openHttp,
  redis: async () => (await import('./redis.js')).openRedis,
  etcd: async () => (await import('./etcd.js')).openEtcd,
  cassandra: async () => (await import('./cassandra.js')).openCassandra,
  riak: async () => (await import('./riak.js')).openRiak,
}

export const targetSchemes = Object.keys(schemes)

/** Throws GrammeError BAD_ARGUMENT for a URL that is none, and what the target's own client throws. */
export async function openTarget(text: string, connections: number): Promise<Target> {
  const [, scheme = '', hosts = '', options = ''] = /^([a-z]+):\/\/([^/?]+)\/?(?:\?(.*))?$/.exec(text) ?? []
  const load = schemes[scheme]
  if (load === undefined) {
    const all = targetSchemes.map((name) => `${name}://`).join(', ')
    throw new GrammeError('BAD_ARGUMENT', `the target is '${text}'; it must begin with one of ${all}`)
  }
  return (await load())({ hosts: hosts.split(','), options: new URLSearchParams(options) }, connections)
}
