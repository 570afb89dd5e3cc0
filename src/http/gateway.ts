/**
 * The HTTP gateway of a node: get, put and delete for whoever speaks HTTP, and what operators' tools ask for. It runs in
 * the node's process and asks the node itself, so a request has the hops that one by the binary protocol has
 * (server-driven coordination, Dynamo §5). docs/http.md is its contract.
 *
 * It listens before the node has started, and answers that the node is starting: a process that reads a large log is
 * alive. What it holds for clients is bounded, and so is the time that each may take (settings.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { GrammeError } from '../errors.js'
import type { Report } from '../node/platform.js'
import type { StageTimes } from '../node/stage-times.js'
import { parseAddress } from '../ports/network.js'
import type { Call } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'
import { readBody } from './body.js'
import { addClusterRoute } from './cluster.js'
import { Connections } from './connection.js'
import { addFailureAnswers, answerBadBytes } from './failures.js'
import { addGuards } from './guards.js'
import { addHealthRoutes, type Phase } from './health.js'
import { HeldBytes } from './held-bytes.js'
import { addKvRoutes, keyMethods, keyRoute, routed } from './kv-routes.js'
import { addMetricsRoute } from './metrics.js'
import {
  checkHttpOptions,
  type HttpLimits,
  type HttpOptions,
  type HttpSettings,
  httpLimits,
} from './settings.js'

/** What the gateway needs of a node; a Node has it. */
export interface AskedNode {
  ask(call: Call): Promise<Frame>
  readonly stages: StageTimes
}

const paths: Readonly<Record<string, readonly string[]>> = {
  [keyRoute]: keyMethods,
  '/health/live': ['GET', 'HEAD'],
  '/health/ready': ['GET', 'HEAD'],
  '/metrics': ['GET', 'HEAD'],
  '/cluster': ['GET', 'HEAD'],
}

export class Gateway {
  #node: AskedNode | undefined
  #phase: Phase = 'starting'
  #closed: Promise<void> | undefined

  private constructor(
    private readonly app: FastifyInstance,
    private readonly limits: HttpLimits,
  ) {}

  /** Listens; every request for data is refused until there is a node. Throws GrammeError BAD_ARGUMENT, ADDRESS. */
  static async open(options: HttpOptions, report: Report, limits: HttpLimits = httpLimits): Promise<Gateway> {
    const settings = checkHttpOptions(options)
    const held = new HeldBytes(limits.heldBytesMax)
    const connections = new Connections(held, settings.connectionsMax)
    const app = newApp(limits, connections)
    const gateway = new Gateway(app, limits)
    const parts = {
      ask: (call: Call) => gateway.#ask(call),
      nowMs: () => performance.now(),
      phase: () => gateway.#phase,
      stages: () => gateway.#node?.stages,
      held,
      connections,
      hold: ({ request, raw }: FastifyReply, bytes: number) =>
        connections.of(request.raw.socket)?.hold(raw, bytes),
    }
    addGuards(app, settings, limits, connections)
    addFailureAnswers(app, paths, report)
    addMetricsRoute(app, parts)
    addKvRoutes(app, parts)
    addHealthRoutes(app, parts)
    addClusterRoute(app, parts)
    await listen(app, settings)
    report('info', 'serving HTTP', { address: gateway.address })
    return gateway
  }

  /** HOST:PORT. */
  get address(): string {
    const bound = this.app.server.address()
    if (bound === null || typeof bound === 'string') return ''
    return bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`
  }

  /** From now on requests are served by this node. */
  serve(node: AskedNode): void {
    this.#node = node
    this.#phase = 'serving'
  }

  /** Takes no more requests and waits for those under way, for a while. To be called before the node is closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#phase = 'stopping'
    const timer = setTimeout(() => this.app.server.closeAllConnections(), this.limits.drainTimeoutMs)
    await this.app.close()
    clearTimeout(timer)
  }

  async #ask(call: Call): Promise<Frame> {
    if (this.#node === undefined) {
      throw new GrammeError('UNREACHABLE', 'the node is starting', { retryAfterMs: 1000 })
    }
    return this.#node.ask(call)
  }
}

function newApp(limits: HttpLimits, connections: Connections): FastifyInstance {
  const app = Fastify({
    http: {
      maxHeaderSize: limits.headBytesMax,
      headersTimeout: limits.headTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, limits.headTimeoutMs),
    },
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionTimeout: limits.stalledTimeoutMs,
    rewriteUrl: ({ url = '/' }) => routed(url),
    clientErrorHandler: (error, socket) => answerBadBytes(error, socket, connections.of(socket)),
  })
  connections.watch(app.server)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_, payload, done) => readBody(payload, limits.bodyBytesMax, done))
  // A client that asks before it sends is told before it has sent.
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= limits.bodyBytesMax) response.writeContinue()
    app.server.emit('request', request, response)
  })
  return app
}

async function listen(app: FastifyInstance, settings: HttpSettings): Promise<void> {
  try {
    await app.listen(parseAddress(settings.listen))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new GrammeError('ADDRESS', `cannot serve HTTP on ${settings.listen}: ${reason}`, { cause })
  }
}
