/**
 * `http://HOST:PORT[,HOST:PORT...]`: Gramme's HTTP gateway, by Node's own HTTP client. Sockets are kept; each has one
 * request under way.
 *
 *     ?r=1&w=1&durability=always    as the gateway has them
 *     &sockets=64                   to each host at most, for each of the `connections`; 1 to 4096
 *
 * What finds no socket free waits for one in the client, and that counts as time of the server: as it is for an application
 * with so many. For the server alone there have to be as many sockets as a worker has requests under way: 4096 are enough
 * for any open loop.
 */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { onlyKnown, wholeOption } from './options.js'
import type { Found, OpenTarget, Target } from './target.js'

const known = ['r', 'w', 'durability', 'sockets']
const socketsDefault = 64
/** An open loop has no more requests under way in a worker. */
const socketsMax = 4096
const timeoutMs = 10_000

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface ShownSiblings {
  readonly siblings: readonly { readonly base64?: string; readonly value?: string }[]
}

export const openHttp: OpenTarget = async ({ hosts, options }, connections) => {
  onlyKnown('http', options, known)
  const sockets = wholeOption(options, 'sockets', [1, socketsMax]) ?? socketsDefault
  return new HttpTarget(hosts, options, connections * sockets)
}

class HttpTarget implements Target {
  readonly #agent: Agent
  readonly #getQuery: string
  readonly #putQuery: string
  #turn = 0

  constructor(
    private readonly hosts: readonly string[],
    options: URLSearchParams,
    maxSockets: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets })
    const query = (names: readonly string[]) => {
      const chosen = [...options].filter(([name]) => names.includes(name))
      return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`
    }
    this.#getQuery = query(['r'])
    this.#putQuery = query(['w', 'durability'])
  }

  async get(key: string): Promise<Found> {
    const { status, headers, body } = await this.#send('GET', `${pathOf(key)}${this.#getQuery}`, {
      accept: 'application/json',
    })
    const context = contextOf(headers)
    if (status === 404) return { siblings: [], context }
    if (status === 200) return { siblings: [body], context }
    if (status !== 300) throw failureOf(status, headers)
    const { siblings } = JSON.parse(body.toString()) as ShownSiblings
    return { siblings: siblings.map(bytesOf), context }
  }

  async put(key: string, value: Buffer, context: Uint8Array | undefined): Promise<Uint8Array | undefined> {
    const { status, headers } = await this.#send(
      'PUT',
      `${pathOf(key)}${this.#putQuery}`,
      {
        'content-type': 'application/octet-stream',
        'content-length': String(value.length),
        ...(context && { 'x-gramme-context': Buffer.from(context).toString('base64url') }),
      },
      value,
    )
    if (status !== 204) throw failureOf(status, headers)
    return contextOf(headers)
  }

  async close(): Promise<void> {
    this.#agent.destroy()
  }

  #send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
    this.#turn = (this.#turn + 1) % this.hosts.length
    const url = `http://${this.hosts[this.#turn]}${path}`
    return new Promise((resolve, reject) => {
      const sent = request(url, { agent: this.#agent, method, headers, timeout: timeoutMs }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
      })
      sent.on('timeout', () => sent.destroy(Object.assign(new Error('no answer'), { code: 'TIMEOUT' })))
      sent.on('error', reject)
      sent.end(body)
    })
  }
}

function pathOf(key: string): string {
  return `/kv/${encodeURIComponent(key)}`
}

function contextOf(headers: IncomingHttpHeaders): Uint8Array | undefined {
  const text = headers['x-gramme-context']
  return typeof text === 'string' ? Buffer.from(text, 'base64url') : undefined
}

function bytesOf({ base64, value }: ShownSiblings['siblings'][number]): Buffer {
  return base64 === undefined ? Buffer.from(value ?? '') : Buffer.from(base64, 'base64')
}

function failureOf(status: number, headers: IncomingHttpHeaders): Error {
  const code = headers['x-gramme-error'] ?? `HTTP ${status}`
  return Object.assign(new Error(`the gateway answered ${status}`), { code })
}
