/**
 * Metrics in Prometheus' protobuf form, read by a schema: what must come of them is written here by field numbers, so
 * that the writer is not its own witness.
 */
import fc from 'fast-check'
import type { MetricType } from 'prom-client'
import protobuf from 'protobufjs'
import t from 'tap'
import { metricsForm } from '../../src/http/accept.js'
import { protobufExposition, protobufExpositionType } from '../../src/http/protobuf-exposition.js'
import { Durations, fineSchema, fineZeroSeconds } from '../../src/node/durations.js'
import { type Exposition, parseExposition } from './exposition.js'
import { curl, serveHttp } from './rig.js'

const schema = `
  syntax = "proto3";
  message LabelPair { string name = 1; string value = 2; }
  message Simple { double value = 1; }
  message Span { sint32 offset = 1; uint32 length = 2; }
  message Bucket { uint64 cumulative_count = 1; double upper_bound = 2; }
  message Histogram {
    uint64 sample_count = 1; double sample_sum = 2; repeated Bucket bucket = 3;
    sint32 schema = 5; double zero_threshold = 6; uint64 zero_count = 7;
    repeated Span positive_span = 12; repeated sint64 positive_delta = 13;
  }
  message Metric { repeated LabelPair label = 1; Simple gauge = 2; Simple counter = 3; Histogram histogram = 7; }
  message MetricFamily { string name = 1; string help = 2; int32 type = 3; repeated Metric metric = 4; }
`
const MetricFamily = protobuf.parse(schema, { keepCase: true }).root.lookupType('MetricFamily')
const asked = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited'
/** Of Prometheus 2.42 with native histograms, and of 3.0. */
const prometheusAsks = [
  `${asked},application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
  `${asked};q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`,
]

interface Histogram {
  sample_count: number
  sample_sum: number
  bucket: { cumulative_count: number; upper_bound: number }[]
  schema: number
  zero_threshold: number
  zero_count: number
  positive_span: { offset: number; length: number }[]
  positive_delta: number[]
}

interface Family {
  name: string
  help: string
  type: number
  metric: {
    label: { name: string; value: string }[]
    gauge?: { value: number }
    counter?: { value: number }
    histogram?: Histogram
  }[]
}

function familiesOf(bytes: Uint8Array): Family[] {
  const reader = protobuf.Reader.create(bytes)
  const families: Family[] = []
  while (reader.pos < reader.len) {
    const message = MetricFamily.decodeDelimited(reader)
    families.push(MetricFamily.toObject(message, { longs: Number, arrays: true, defaults: false }) as Family)
  }
  return families
}

/** Counts by index, the spans' and differences' way back. */
function bucketsOf({ positive_span, positive_delta }: Histogram): Map<number, number> {
  const counts = new Map<number, number>()
  const deltas = [...positive_delta]
  let index = 0
  let count = 0
  for (const { offset, length } of positive_span) {
    index += offset ?? 0
    for (let i = 0; i < length; i += 1) {
      count += deltas.shift() ?? Number.NaN
      counts.set(index, count)
      index += 1
    }
  }
  if (deltas.length > 0) throw new Error('more counts than spans')
  return counts
}

t.test('of durations, each fine bucket arrives with its count', async (t) => {
  const name = 'one'
  const metric = {
    name,
    help: 'Help.',
    type: 'histogram' as unknown as MetricType,
    aggregator: 'sum' as const,
    collect: () => {},
    values: [
      { metricName: `${name}_bucket`, labels: { le: '+Inf', a: 'b' }, value: 0 },
      { metricName: `${name}_sum`, labels: { a: 'b' }, value: 1.5 },
      { metricName: `${name}_count`, labels: { a: 'b' }, value: 0 },
    ],
  }
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200_000, noNaN: true })), (times) => {
      const durations = new Durations()
      for (const ms of times) durations.add(ms)
      metric.values[2].value = times.length
      const [family] = familiesOf(protobufExposition([metric], () => durations))
      const { histogram, label } = family.metric[0]
      if (histogram === undefined) return false
      const expected = new Map<number, number>()
      for (const ms of times.filter((ms) => ms / 1000 > fineZeroSeconds)) {
        const index = Math.min(Math.ceil(Math.log2(ms / 1000) * 2 ** fineSchema), 7 * 2 ** fineSchema)
        expected.set(index, (expected.get(index) ?? 0) + 1)
      }
      const buckets = bucketsOf(histogram)
      t.strictSame(
        [...buckets],
        [...expected].sort(([a], [b]) => a - b),
      )
      const inBuckets = [...buckets.values()].reduce((sum, count) => sum + count, 0)
      return (
        inBuckets + Number(histogram.zero_count ?? 0) === times.length &&
        histogram.schema === fineSchema &&
        histogram.zero_threshold === fineZeroSeconds &&
        label[0].name === 'a' &&
        label[0].value === 'b'
      )
    }),
  )
})

t.test('Prometheus gets what it asks for, and the same as in text', async (t) => {
  const { base } = await serveHttp(t)
  for (let i = 0; i < 5; i += 1) await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/k`)
  const asText = async () => parseExposition((await curl(`${base}/metrics`)).text)
  const before = await asText()
  const answers = []
  for (const accept of prometheusAsks) {
    const answer = await curl('-H', `accept: ${accept}`, `${base}/metrics`)
    t.match(answer, { status: 200, headers: { 'content-type': protobufExpositionType, vary: 'accept' } })
    answers.push(answer)
  }
  const families = familiesOf(answers[0].body)
  const after = await asText()
  const { types } = after
  const typeNames = ['counter', 'gauge', undefined, undefined, 'histogram']
  for (const { name, type, help } of families) {
    t.equal(typeNames[type ?? 0], types.get(name), name)
    t.ok(help.length > 0)
  }
  // A family may have its first sample at any time, as that of collections of garbage.
  const names = families.map(({ name }) => name)
  t.same(namesIn(before), names.filter((name) => namesIn(before).includes(name)).sort())
  t.same(
    names.filter((name) => !namesIn(after).includes(name)),
    [],
  )
  const puts = families.find(({ name }) => name === 'gramme_puts_total')
  t.equal(puts?.metric[0].counter?.value, 5)
  const keys = families.find(({ name }) => name === 'gramme_store_keys')
  t.equal(keys?.metric[0].gauge?.value, 1)
  const stages = families.find(({ name }) => name === 'gramme_request_stage_duration_seconds')
  const wanted = { operation: 'put', stage: 'whole' }
  const whole = stages?.metric.find(({ label }) =>
    Object.entries(wanted).every(([name, value]) =>
      label.some((pair) => pair.name === name && pair.value === value),
    ),
  )?.histogram
  if (whole === undefined) throw new Error('no such series')
  t.equal(whole.sample_count, 5)
  t.equal(whole.bucket.at(-1)?.upper_bound, Infinity)
  t.equal(whole.bucket.at(-1)?.cumulative_count, 5)
  const inBuckets = [...bucketsOf(whole).values()].reduce((sum, count) => sum + count, 0)
  t.equal(inBuckets + (whole.zero_count ?? 0), 5)
  t.notOk(
    families.find(({ name }) => name === 'gramme_http_request_duration_seconds')?.metric[0].histogram?.schema,
  )
})

/** Families of which there are samples. */
function namesIn({ types, samples }: Exposition): string[] {
  const hasSample = (family: string) => samples.some(({ name }) => [family, `${family}_count`].includes(name))
  return [...types.keys()].filter(hasSample).sort()
}

t.test('text for whoever does not ask in full, or likes it better', async (t) => {
  for (const accept of prometheusAsks) t.equal(metricsForm(accept), 'protobuf')
  for (const accept of [
    undefined,
    '',
    '*/*',
    'application/vnd.google.protobuf',
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text',
    'application/vnd.google.protobuf;proto=some.Other;encoding=delimited',
    `${asked};q=0`,
    `${asked};q=0.3,text/plain;q=0.5`,
    'text/html,application/xhtml+xml,*/*;q=0.8',
  ])
    t.equal(metricsForm(accept), 'text', String(accept))
})
