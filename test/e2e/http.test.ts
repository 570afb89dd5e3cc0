/** HTTP over three real processes: any node serves any key, with one of them gone as well, and under load. */
import autocannon from 'autocannon'
import t from 'tap'
import { parseExposition, sampleOf } from '../http/exposition.js'
import { codeOf, curl } from '../http/rig.js'
import { freeAddresses, ProcessCluster, until } from './processes.js'

async function startCluster(t: Parameters<typeof ProcessCluster.start>[0]) {
  const addresses = await freeAddresses(3)
  const cluster = await ProcessCluster.start(t, 3, (n) => ['--http', addresses[n]])
  return { cluster, bases: addresses.map((address) => `http://${address}`) }
}

t.test('what is written at one node is read at the others, siblings and all', async (t) => {
  const { cluster, bases } = await startCluster(t)
  for (const base of bases) t.equal((await curl(`${base}/health/ready`)).status, 200)
  const key = '/kv/cart%3A42'
  const put = (base: string, value: string, context: string) =>
    curl('-X', 'PUT', '-H', `x-gramme-context: ${context}`, '--data-binary', value, base + key)
  const first = await put(bases[0], 'milk', '')
  t.match(first, { status: 204, headers: { 'x-gramme-sloppy': 'false' } })
  const context = first.headers['x-gramme-context']
  const [bread, eggs] = await Promise.all([put(bases[1], 'bread', context), put(bases[2], 'eggs', context)])
  t.same([bread.status, eggs.status], [204, 204])
  for (const base of bases) {
    const both = await curl('-H', 'accept: application/json', `${base}${key}?r=3`)
    t.equal(both.status, 300)
    const { siblings } = JSON.parse(both.text) as { siblings: { value: string }[] }
    t.same(siblings.map(({ value }) => value).sort(), ['bread', 'eggs'])
  }
  const seen = await curl('-I', bases[0] + key)
  t.equal((await put(bases[0], 'all', seen.headers['x-gramme-context'])).status, 204)
  for (const base of bases) t.match(await curl(base + key), { status: 200, text: 'all' })

  const members = JSON.parse((await curl(`${bases[0]}/cluster`)).text).members as { health: string }[]
  t.same(
    members.map(({ health }) => health),
    ['up', 'up', 'up'],
  )

  await cluster.nodes[2].stop('SIGKILL')
  await until(async () => (await put(bases[0], 'with one gone', '')).status === 204)
  await until(async () => {
    const metrics = parseExposition((await curl(`${bases[0]}/metrics`)).text)
    const gone = metrics.samples.filter(
      ({ name, labels, value }) => name === 'gramme_peer_connected' && value === 0 && labels.peer !== '',
    )
    return gone.length === 1
  })
  const strict = await curl(`${bases[0]}${key}?r=3&strict=true&timeoutMs=3000`)
  t.equal(strict.status, 503)
  t.equal(codeOf(strict), 'QUORUM_NOT_MET')
  t.match(strict.headers, { 'x-gramme-needed': '3', 'x-gramme-got': /^[12]$/ })

  t.equal(await cluster.nodes[1].stop('SIGTERM'), 0, 'a node stops in good order with connections open')
})

t.test('under load from many connections every request is answered, and counted', async (t) => {
  const { bases } = await startCluster(t)
  let next = 0
  const load = await autocannon({
    url: bases[0],
    connections: 20,
    amount: 2000,
    requests: [
      {
        method: 'PUT',
        body: 'x'.repeat(1000),
        setupRequest: (request) => ({ ...request, path: `/kv/key-${next++ % 500}?w=2` }),
      },
      { method: 'GET', setupRequest: (request) => ({ ...request, path: `/kv/key-${next++ % 500}` }) },
      { method: 'GET', path: '/health/ready' },
    ],
  })
  t.equal(load.errors + load.timeouts, 0)
  t.equal(load['5xx'], 0)
  t.equal(load['2xx'] + load['3xx'] + load['4xx'], 2000)
  const metrics = parseExposition((await curl(`${bases[0]}/metrics`)).text)
  const answered = metrics.samples
    .filter(({ name }) => name === 'gramme_http_request_duration_seconds_count')
    .reduce((sum, { value }) => sum + value, 0)
  t.equal(answered, 2000)
  // Those that autocannon leaves unread when it ends are let go of as well.
  await autocannon({ url: `${bases[0]}/kv/key-0`, connections: 20, pipelining: 8, amount: 1000 })
  await until(async () => {
    const after = parseExposition((await curl(`${bases[0]}/metrics`)).text)
    return sampleOf(after, 'gramme_http_held_bytes') === 0 && sampleOf(after, 'gramme_http_connections') === 1
  })
})
