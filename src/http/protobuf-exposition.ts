/**
 * Metrics in Prometheus' protobuf form (io.prometheus.client.MetricFamily, one after the other, each after its length),
 * which Prometheus asks for where it takes native histograms: the text form has no words for those, and prom-client
 * writes text alone. A histogram carries its round buckets as well, for a Prometheus that keeps both.
 *
 * Invariant: a native histogram's zero bucket and fine buckets add up to its count. Field numbers are those of
 * Prometheus' client_model, metrics.proto.
 */
import type { MetricObjectWithValues, MetricValue } from 'prom-client'
import { Writer } from 'protobufjs/minimal.js'
import { assert } from '../assert.js'
import { type Durations, fineIndexMin, fineSchema, fineZeroSeconds } from '../node/durations.js'

export const protobufExpositionType =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited'

type Metric = MetricObjectWithValues<MetricValue<string> & { metricName?: string }>
type Labels = readonly (readonly [string, string])[]

/** The durations behind one series of a histogram that has a native form. */
export type NativeOf = (metric: string, labels: Readonly<Record<string, string>>) => Durations | undefined

const familyTypes: Readonly<Record<string, number>> = { counter: 0, gauge: 1, histogram: 4 }
const variableLength = 2
const fixed64 = 1
const varint = 0

export function protobufExposition(metrics: readonly Metric[], nativeOf: NativeOf): Uint8Array {
  const writer = Writer.create()
  for (const metric of metrics) {
    // A family without series is no family to some parsers.
    if (metric.values.length > 0) writeFamily(writer.fork(), metric, nativeOf).ldelim()
  }
  return writer.finish()
}

function writeFamily(writer: Writer, metric: Metric, nativeOf: NativeOf): Writer {
  // prom-client says a name at run time where its types say a number.
  const type = familyTypes[String(metric.type)]
  assert(type !== undefined, `metric ${metric.name} is a ${metric.type}`)
  tag(writer, 1, variableLength).string(metric.name)
  tag(writer, 2, variableLength).string(metric.help)
  tag(writer, 3, varint).int32(type)
  if (type === familyTypes.histogram) {
    for (const series of seriesOf(metric)) {
      const native = nativeOf(metric.name, Object.fromEntries(series.labels))
      writeMetric(writer, series.labels, 7, (inner) => writeHistogram(inner, series, native))
    }
    return writer
  }
  const field = type === familyTypes.gauge ? 2 : 3
  for (const { labels, value } of metric.values) {
    writeMetric(writer, labelsOf(labels), field, (inner) => tag(inner, 1, fixed64).double(value))
  }
  return writer
}

function writeMetric(writer: Writer, labels: Labels, field: number, write: (inner: Writer) => void): void {
  const metric = tag(writer, 4, variableLength).fork()
  for (const [name, value] of labels) {
    const pair = tag(metric, 1, variableLength).fork()
    tag(pair, 1, variableLength).string(name)
    tag(pair, 2, variableLength).string(value)
    pair.ldelim()
  }
  write(tag(metric, field, variableLength).fork())
  metric.ldelim()
  metric.ldelim()
}

interface Series {
  readonly labels: Labels
  count: number
  sum: number
  readonly buckets: { readonly upperBound: number; readonly cumulative: number }[]
}

/** A histogram's values come flat: each bucket, the sum and the count a value of their own. */
function seriesOf({ name, values }: Metric): Iterable<Series> {
  const all = new Map<string, Series>()
  for (const { metricName, labels, value } of values) {
    const { le, ...others } = labels
    const pairs = labelsOf(others)
    const id = JSON.stringify(pairs)
    const series = all.get(id) ?? { labels: pairs, count: 0, sum: 0, buckets: [] }
    all.set(id, series)
    if (metricName === `${name}_count`) series.count = value
    else if (metricName === `${name}_sum`) series.sum = value
    else series.buckets.push({ upperBound: le === '+Inf' ? Infinity : Number(le), cumulative: value })
  }
  return all.values()
}

function writeHistogram(writer: Writer, series: Series, native: Durations | undefined): void {
  tag(writer, 1, varint).uint64(series.count)
  tag(writer, 2, fixed64).double(series.sum)
  for (const { upperBound, cumulative } of series.buckets) {
    const bucket = tag(writer, 3, variableLength).fork()
    tag(bucket, 1, varint).uint64(cumulative)
    tag(bucket, 2, fixed64).double(upperBound)
    bucket.ldelim()
  }
  if (native !== undefined) writeNative(writer, native)
}

/** Runs of fine buckets that are not empty, each by its distance from the end of the last, and their counts as differences. */
function writeNative(writer: Writer, { fine, zero }: Durations): void {
  tag(writer, 5, varint).sint32(fineSchema)
  tag(writer, 6, fixed64).double(fineZeroSeconds)
  tag(writer, 7, varint).uint64(zero)
  const deltas: number[] = []
  let last = 0
  let end = 0
  for (let at = 0; at < fine.length; at += 1) {
    if (fine[at] === 0) continue
    const start = at
    for (; at < fine.length && fine[at] > 0; at += 1) {
      deltas.push(fine[at] - last)
      last = fine[at]
    }
    const span = tag(writer, 12, variableLength).fork()
    tag(span, 1, varint).sint32(start + fineIndexMin - end)
    tag(span, 2, varint).uint32(at - start)
    span.ldelim()
    end = at + fineIndexMin
  }
  if (deltas.length === 0) return
  const packed = tag(writer, 13, variableLength).fork()
  for (const delta of deltas) packed.sint64(delta)
  packed.ldelim()
}

function labelsOf(labels: Partial<Record<string, string | number>>): Labels {
  return Object.entries(labels).map(([name, value]) => [name, String(value)])
}

function tag(writer: Writer, field: number, wireType: number): Writer {
  return writer.uint32(field * 8 + wireType)
}
