/** What the HTTP gateway is told, and the limits of what it lets anybody do to it. */
import { z } from 'zod'
import { checkOptions } from '../options.js'
import { parseAddress } from '../ports/network.js'
import { valueBytesMax } from '../wire/frame.js'

const mebibyte = 1024 * 1024

export const httpSettingsSchema = z
  .strictObject({
    /** HOST:PORT; port 0 takes a free one. */
    listen: z.string().refine((text) => parseAddress(text) !== undefined, { error: 'must be HOST:PORT' }),
    /** Whoever reaches the gateway may read and write everything: it takes a word to have it beyond this machine. */
    anywhere: z.boolean().default(false),
    connectionsMax: z.number().int().min(1).max(100_000).default(1024),
  })
  .refine(({ listen, anywhere }) => anywhere || isLoopback(parseAddress(listen)?.host ?? ''), {
    path: ['listen'],
    error:
      'is reached from other machines, and there is no authentication: whoever can connect may read and write everything. Say so, or listen on 127.0.0.1',
  })

export type HttpOptions = z.input<typeof httpSettingsSchema>
export type HttpSettings = z.output<typeof httpSettingsSchema>

/** Throws GrammeError BAD_ARGUMENT. */
export function checkHttpOptions(options: HttpOptions): HttpSettings {
  return checkOptions(httpSettingsSchema, options)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

export const httpLimits = {
  /** The request line and all headers: a key of 1,024 bytes takes 3 KiB of it, a context at most 11. */
  headBytesMax: 32 * 1024,
  bodyBytesMax: valueBytesMax,
  /** To send the head, and the whole request, from its first byte on. */
  headTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  /** Between two requests. Longer than the minute after which balancers in front are used to hang up. */
  idleTimeoutMs: 65_000,
  /** Nothing comes, and nothing is taken, while a request is under way. Longer than a request may last. */
  stalledTimeoutMs: 70_000,
  /** Requests of one connection that are not answered; one more is refused. */
  pipelinedMax: 64,
  /** Bodies on their way in and answers on their way out, of all connections; what would exceed it is refused. */
  heldBytesMax: 256 * mebibyte,
  /** When a node stops: to take the last answers. */
  drainTimeoutMs: 5000,
}

export type HttpLimits = typeof httpLimits
