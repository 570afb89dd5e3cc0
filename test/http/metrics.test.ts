/** What Prometheus reads. */
import t from 'tap'
import { startCluster } from '../node/rig.js'
import { parseExposition, sampleOf } from './exposition.js'
import { curl, openGateway, serveHttp } from './rig.js'

t.test('the text is well formed, and names follow the rules', async (t) => {
  const { base } = await serveHttp(t)
  await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/k`)
  const answer = await curl(`${base}/metrics`)
  t.match(answer, { status: 200, headers: { 'content-type': /^text\/plain; version=0\.0\.4/ } })
  const { types, samples } = parseExposition(answer.text)
  for (const [name, type] of types) {
    t.match(name, /^(gramme|process|nodejs)_[a-z0-9_]+$/)
    if (!name.startsWith('gramme_')) continue
    t.equal(name.endsWith('_total'), type === 'counter', `${name} is a ${type}`)
    t.notMatch(name, /_(ms|milliseconds|kilobytes|percent)$/, 'base units')
  }
  t.ok(samples.length > 100)
  t.ok([...types.keys()].filter((name) => name.startsWith('nodejs_eventloop')).length > 0)
})

t.test('requests are counted, by stage and by status', async (t) => {
  const { base } = await serveHttp(t)
  const url = `${base}/kv/k`
  for (let i = 0; i < 3; i += 1) await curl('-X', 'PUT', '--data-binary', 'x', url)
  await curl(url)
  await curl(`${base}/kv/none`)
  await curl('-X', 'DELETE', url)
  const metrics = parseExposition((await curl(`${base}/metrics`)).text)
  t.equal(sampleOf(metrics, 'gramme_puts_total'), 3)
  t.equal(sampleOf(metrics, 'gramme_gets_total'), 3, 'one of them for the delete')
  t.equal(sampleOf(metrics, 'gramme_deletes_total'), 1)
  t.equal(sampleOf(metrics, 'gramme_failed_total'), 0)
  t.equal(sampleOf(metrics, 'gramme_store_keys'), 1)
  t.equal(sampleOf(metrics, 'gramme_store_writable'), 1)
  const stage = 'gramme_request_stage_duration_seconds'
  for (const name of ['whole', 'own', 'quorum']) {
    const labels = { operation: 'put', stage: name }
    t.equal(sampleOf(metrics, `${stage}_count`, labels), 3, name)
    t.equal(sampleOf(metrics, `${stage}_bucket`, { ...labels, le: '+Inf' }), 3)
    t.ok(sampleOf(metrics, `${stage}_sum`, labels) > 0)
    const buckets = metrics.samples.filter(
      (sample) =>
        sample.name === `${stage}_bucket` &&
        sample.labels.operation === 'put' &&
        sample.labels.stage === name,
    )
    for (const [index, { value }] of buckets.entries())
      t.ok(index === 0 || value >= buckets[index - 1].value, 'buckets are summed up')
  }
  const whole = sampleOf(metrics, `${stage}_sum`, { operation: 'put', stage: 'whole' })
  t.ok(
    whole >= sampleOf(metrics, `${stage}_sum`, { operation: 'put', stage: 'own' }),
    'a part is no more than all',
  )
  const http = 'gramme_http_request_duration_seconds_count'
  t.equal(sampleOf(metrics, http, { method: 'PUT', status: '204' }), 3)
  t.equal(sampleOf(metrics, http, { method: 'GET', status: '404' }), 1)
  t.ok(sampleOf(metrics, 'gramme_http_connections') >= 1)
  t.equal(sampleOf(metrics, 'gramme_http_held_bytes'), 0)
})

t.test('before the node serves there are those of the process', async (t) => {
  const { base } = await openGateway(t)
  const metrics = parseExposition((await curl(`${base}/metrics`)).text)
  t.ok(sampleOf(metrics, 'process_start_time_seconds') > 0)
})

t.test('of a cluster: peers, what replicas do for others, and requests that are handed on', async (t) => {
  const nodes = await startCluster(t, 3, { replicaCount: 2 })
  const { gateway, base } = await openGateway(t)
  gateway.serve(nodes[0].node)
  for (let i = 0; i < 20; i += 1) await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/${i}`)
  const metrics = parseExposition((await curl(`${base}/metrics`)).text)
  for (const { node } of nodes.slice(1)) {
    t.equal(sampleOf(metrics, 'gramme_peer_health', { peer: node.id, health: 'up' }), 1)
    t.equal(sampleOf(metrics, 'gramme_peer_health', { peer: node.id, health: 'down' }), 0)
    t.equal(sampleOf(metrics, 'gramme_peer_connected', { peer: node.id }), 1)
  }
  const count = (stage: string) =>
    sampleOf(metrics, 'gramme_request_stage_duration_seconds_count', { operation: 'put', stage })
  t.equal(count('whole'), 20)
  t.ok(count('forward') > 0)
  t.equal(count('forward') + count('quorum'), 20, 'each is coordinated here or elsewhere')
  t.equal(sampleOf(metrics, 'gramme_forwarded_total'), count('forward'))
})
