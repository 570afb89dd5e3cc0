/**
 * Gets and puts by HTTP, from autocannon, against a bare server of `node:http` that answers as many bytes, in the same
 * run: what is left of what HTTP can do in this process of Node. One node (N=1), and one of three (N=3, R=W=2) that takes
 * all requests and coordinates or hands on each. A put is of a key of its own, since autocannon cannot bring a context.
 *
 *     npm run bench -- http [--json] [--small] [--seconds N] [--connections N] [--bytes N] [--keys N]
 */
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { valueBytesMax } from '../src/wire/frame.js'
import { Child } from './child.js'
import { countFlag, numberFlag } from './flags.js'
import { inFolder } from './folder.js'
import type { HttpServerOrder, Served } from './http-server.js'

interface Settings {
  readonly seconds: number
  readonly connections: number
  readonly valueBytes: number
  /** That are read. */
  readonly keys: number
}

interface Line {
  readonly bench: 'http'
  readonly server: string
  readonly method: 'GET' | 'PUT'
  readonly requests: number
  readonly perSecond: number
  /** Of the bare server's. */
  readonly ratio: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  /** Processor time of the process that is asked, a request. */
  readonly serverUs: number
  readonly failed: number
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      bytes: { type: 'string' },
      keys: { type: 'string' },
    },
  })
  const settings = settingsOf(values)
  const floor = new Map<string, number>()
  for (const nodes of values.small ? [0, 3] : [0, 1, 3]) {
    await inFolder(tmpdir(), async (folder) => {
      for (const line of await measure(nodes, folder, settings, floor)) {
        process.stdout.write(`${values.json ? JSON.stringify(line) : shown(line)}\n`)
      }
    })
  }
}

type Flags = Readonly<Partial<Record<'seconds' | 'connections' | 'bytes' | 'keys', string>>> & {
  readonly small: boolean
}

function settingsOf({ small, seconds, connections, bytes, keys }: Flags): Settings {
  return {
    seconds: numberFlag({ flag: 'seconds', text: seconds, otherwise: small ? 0.2 : 8, min: 0.1, max: 600 }),
    connections: countFlag({
      flag: 'connections',
      text: connections,
      otherwise: small ? 4 : 50,
      min: 1,
      max: 1000,
    }),
    valueBytes: countFlag({ flag: 'bytes', text: bytes, otherwise: 1024, min: 1, max: valueBytesMax }),
    keys: countFlag({ flag: 'keys', text: keys, otherwise: small ? 50 : 1000, min: 1, max: 1_000_000 }),
  }
}

/** Nodes 0: the bare server. */
async function measure(
  nodes: number,
  folder: string,
  settings: Settings,
  floor: Map<string, number>,
): Promise<Line[]> {
  const children = Array.from({ length: Math.max(1, nodes) }, () => new Child('http-server'))
  try {
    const served: Served[] = []
    for (const [n, child] of children.entries()) {
      const order: HttpServerOrder =
        nodes === 0
          ? { kind: 'bare', valueBytes: settings.valueBytes }
          : {
              kind: 'node',
              options: {
                folder: `${folder}/${n}`,
                listen: '127.0.0.1:0',
                seeds: served.slice(0, 1).map(({ address }) => address),
                replicaCount: nodes,
                gossipIntervalMs: 200,
              },
            }
      served.push(await child.ask<Served>(order))
    }
    const known = () => Promise.all(children.map((child) => child.ask<number>({ kind: 'members' })))
    while ((await known()).some((members) => members < nodes)) await sleep(50)
    const [{ url }] = served
    const value = Buffer.alloc(settings.valueBytes)
    for (let n = 0; n < settings.keys; n += 1)
      await fetch(`${url}/kv/read-${n}`, { method: 'PUT', body: value })

    const lines: Line[] = []
    for (const method of ['GET', 'PUT'] as const) {
      // Code that has not been run often is not compiled yet.
      await load(url, method, settings)
      const cpuBefore = await children[0].ask<number>({ kind: 'cpu' })
      const { requests, latency, errors, non2xx, duration } = await load(url, method, settings)
      const perSecond = requests.total / duration
      if (nodes === 0) floor.set(method, perSecond)
      lines.push({
        bench: 'http',
        server: nodes === 0 ? 'bare' : `${nodes} node${nodes === 1 ? '' : 's'}`,
        method,
        requests: requests.total,
        perSecond: Math.round(perSecond),
        ratio: perSecond / (floor.get(method) ?? perSecond),
        p50Ms: latency.p50,
        p99Ms: latency.p99,
        p999Ms: latency.p99_9,
        serverUs: ((await children[0].ask<number>({ kind: 'cpu' })) - cpuBefore) / requests.total,
        failed: errors + non2xx,
      })
    }
    return lines
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

function load(url: string, method: 'GET' | 'PUT', { seconds, connections, valueBytes, keys }: Settings) {
  const run = method === 'GET' ? 0 : Math.floor(performance.now())
  let next = 0
  const body = Buffer.alloc(valueBytes)
  return autocannon({
    url,
    connections,
    duration: seconds,
    // It ends with a sample, and says how long it took.
    sampleInt: Math.min(1000, seconds * 1000),
    requests: [
      {
        method,
        setupRequest: (request) => {
          next += 1
          return method === 'GET'
            ? { ...request, path: `/kv/read-${next % keys}` }
            : { ...request, path: `/kv/new-${run}-${next}`, body }
        },
      },
    ],
  })
}

function shown({ server, method, perSecond, ratio, p50Ms, p99Ms, p999Ms, serverUs, failed }: Line): string {
  const times = `p50 / p99 / p99.9 ${p50Ms} / ${p99Ms} / ${p999Ms} ms`
  const rate = `${String(perSecond).padStart(6)}/s, ${ratio.toFixed(2)} of bare`
  return `${server.padEnd(7)} ${method}  ${rate}  ${times}  ${serverUs.toFixed(0)} us a request  ${failed} failed`
}
