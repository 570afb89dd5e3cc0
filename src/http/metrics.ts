/**
 * `/metrics`, for Prometheus: the node's own account of itself, its requests by stage, those by HTTP, and the process.
 * All but the last two are read when somebody asks, and cost nothing else.
 */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { StageTimes } from '../node/stage-times.js'
import { metricsForm } from './accept.js'
import type { Connections } from './connection.js'
import { type HealthParts, type NodeStatus, statusOf } from './health.js'
import type { HeldBytes } from './held-bytes.js'
import { protobufExposition, protobufExpositionType } from './protobuf-exposition.js'
import { nativeStages, StageHistogram } from './stage-histogram.js'
import { type MetricRow, statusMetrics } from './status-metrics.js'

export interface MetricsParts extends HealthParts {
  readonly stages: () => StageTimes | undefined
  readonly held: HeldBytes
  readonly connections: Connections
}

const requestBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
/** Methods that are somebody's invention would be as many series. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])

export function addMetricsRoute(app: FastifyInstance, parts: MetricsParts): void {
  const registry = new Registry()
  const fromStatus = statusMetrics.map((row) => collectorOf(row, registry))
  addHttpMetrics(app, registry, parts)
  app.get('/metrics', async (request, reply) => {
    if (parts.phase() === 'serving') {
      const status = await statusOf(parts)
      for (const collect of fromStatus) collect(status)
    }
    reply.headers({ 'cache-control': 'no-store', vary: 'accept' })
    if (metricsForm(request.headers.accept) === 'protobuf') {
      const all = await registry.getMetricsAsJSON()
      return reply.type(protobufExpositionType).send(protobufExposition(all, nativeStages(parts.stages)))
    }
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function addHttpMetrics(app: FastifyInstance, registry: Registry, parts: MetricsParts): void {
  const registers = [registry]
  registry.registerMetric(new StageHistogram(parts.stages))
  collectDefaultMetrics({ register: registry })
  const took = new Histogram({
    name: 'gramme_http_request_duration_seconds',
    help: 'From the head of a request by HTTP to the end of its answer.',
    labelNames: ['method', 'status'],
    buckets: requestBounds,
    registers,
  })
  app.addHook('onResponse', (request, reply, done) => {
    const method = methods.has(request.method) ? request.method : 'other'
    took.observe({ method, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  new Counter({
    name: 'gramme_http_refused_connections_total',
    help: 'Connections over the limit.',
    registers,
    collect() {
      this.reset()
      this.inc(parts.connections.refused)
    },
  })
  gauge('gramme_http_connections', 'Open connections.', () => parts.connections.open)
  gauge('gramme_http_held_bytes', 'Bodies and answers under way.', () => parts.held.bytes)

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
}

/** Takes over what the status says. */
function collectorOf(row: MetricRow, registry: Registry): (status: NodeStatus) => void {
  const { name, help, kind, labelNames, read } = row
  const options = { name, help, labelNames, registers: [registry] }
  if (kind === 'gauge') {
    const metric = new Gauge(options)
    return (status) => {
      // Who has left the cluster leaves the metrics.
      metric.reset()
      for (const [labels, value] of read(status)) metric.set(labels, value)
    }
  }
  const metric = new Counter(options)
  return (status) => {
    metric.reset()
    for (const [labels, value] of read(status)) metric.inc(labels, value)
  }
}
