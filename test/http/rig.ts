/** A node with its gateway in this process, and curl, which asks it as anybody would. */
import { execFile } from 'node:child_process'
import net from 'node:net'
import type { Test } from 'tap'
import { Gateway } from '../../src/http/gateway.js'
import { type HttpLimits, type HttpOptions, httpLimits } from '../../src/http/settings.js'
import type { NodeOptions } from '../../src/node/settings.js'
import { type Reported, type Running, start } from '../node/rig.js'

export interface Serving extends Running {
  readonly gateway: Gateway
  /** Where it is served: 'http://127.0.0.1:1234'. */
  readonly base: string
}

export interface Told {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly text: string
}

export async function openGateway(
  t: Test,
  options: Partial<HttpOptions> = {},
  limits: Partial<HttpLimits> = {},
): Promise<{ gateway: Gateway; base: string; reported: Reported[] }> {
  const reported: Reported[] = []
  const gateway = await Gateway.open(
    { listen: '127.0.0.1:0', ...options },
    (level, message, details = {}) => reported.push({ level, message, details }),
    { ...httpLimits, ...limits },
  )
  t.teardown(() => gateway.close())
  return { gateway, base: `http://${gateway.address}`, reported }
}

/** One node alone unless told otherwise. */
export async function serveHttp(
  t: Test,
  options: Partial<NodeOptions> = {},
  limits: Partial<HttpLimits> = {},
): Promise<Serving> {
  const running = await start(t, { replicaCount: 1, ...options })
  const opened = await openGateway(t, {}, limits)
  opened.gateway.serve(running.node)
  return { ...running, ...opened }
}

export function curl(...words: string[]): Promise<Told> {
  const always = ['-sS', '-i', '--path-as-is', '--max-time', '20']
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer' as const, maxBuffer: 64 * 1024 * 1024 }
    execFile('curl', [...always, ...words], options, (error, stdout) => {
      if (error !== null) reject(error)
      else resolve(told(stdout))
    })
  })
}

/** Bytes over a connection of their own; all that comes back until it is closed, or for `forMs`. */
export function raw(base: string, bytes: string | Uint8Array, forMs = 10_000): Promise<string> {
  const { hostname, port } = new URL(base)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = net.connect(Number(port), hostname, () => socket.write(bytes))
    const timer = setTimeout(() => socket.destroy(), forMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
  })
}

export function told(answer: Buffer): Told {
  const end = answer.indexOf('\r\n\r\n')
  const [first, ...lines] = answer.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(first.split(' ')[1])
  // `100 Continue`, of a body that was announced.
  if (status === 100) return told(answer.subarray(end + 4))
  const body = answer.subarray(end + 4)
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
    }),
  )
  return { status, headers, body, text: body.toString() }
}

/** The code in an answer that tells of an error. */
export function codeOf({ text }: Told): string {
  return (JSON.parse(text) as { error: { code: string } }).error.code
}
