/** What curl sees of a node: each status and header that docs/http.md promises. */
import t from 'tap'
import { Gateway } from '../../src/http/gateway.js'
import { pathOfKey } from '../../src/http/key.js'
import { until } from '../node/rig.js'
import { codeOf, curl, openGateway, serveHttp } from './rig.js'

t.test('a value is put, got, superseded by its context, and deleted', async (t) => {
  const { base } = await serveHttp(t)
  const key = `${base}/kv/cart`
  const none = await curl(key)
  t.match(none, { status: 404, headers: { 'x-gramme-error': 'NOT_FOUND', 'cache-control': 'no-cache' } })
  t.notOk('x-gramme-context' in none.headers, 'what was never written has no context')

  const put = await curl('-X', 'PUT', '--data-binary', 'apple', key)
  t.match(put, { status: 204, text: '', headers: { 'x-gramme-replies': '1', 'x-gramme-sloppy': 'false' } })
  const got = await curl(key)
  t.match(got, { status: 200, text: 'apple' })
  t.match(got.headers, {
    'content-type': 'application/octet-stream',
    'content-length': '5',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    'x-gramme-context': put.headers['x-gramme-context'],
    etag: put.headers.etag,
  })
  t.ok(Date.parse(got.headers['x-gramme-written-at']) > 0)

  const head = await curl('-I', key)
  t.match(head, { status: 200, text: '', headers: { 'content-length': '5', etag: got.headers.etag } })

  const context = `x-gramme-context: ${got.headers['x-gramme-context']}`
  t.equal((await curl('-X', 'POST', '-H', context, '--data-binary', 'pear', key)).status, 204)
  t.match(await curl(key), { status: 200, text: 'pear' })

  t.equal((await curl('-X', 'DELETE', key)).status, 204)
  const gone = await curl(key)
  t.equal(gone.status, 404)
  t.ok(gone.headers['x-gramme-context'], 'to write again without a sibling of the delete')
  t.equal((await curl('-X', 'DELETE', key)).status, 204, 'again')
  t.equal((await curl('-X', 'DELETE', `${base}/kv/never`)).status, 204)
})

t.test('a write says when it counts as held', async (t) => {
  const { base } = await serveHttp(t)
  const key = `${base}/kv/order`
  for (const word of ['always', 'one', 'interval', 'os']) {
    const put = await curl('-X', 'PUT', '--data-binary', word, `${key}?durability=${word}`)
    t.match(put, { status: 204, headers: { 'x-gramme-replies': '1' } }, word)
    t.equal((await curl('-X', 'DELETE', `${key}?durability=${word}`)).status, 204, word)
  }
  t.equal((await curl('-X', 'PUT', '--data-binary', 'x', `${key}?durability=two`)).status, 400)
})

t.test('an empty value is a value', async (t) => {
  const { base } = await serveHttp(t)
  t.equal((await curl('-X', 'PUT', `${base}/kv/empty`)).status, 204)
  t.match(await curl(`${base}/kv/empty`), { status: 200, text: '', headers: { 'content-length': '0' } })
})

t.test(
  'siblings come as 300, in parts or as JSON, and a write with their context replaces them',
  async (t) => {
    const { base } = await serveHttp(t)
    const key = `${base}/kv/fruit`
    for (const value of ['apple', '\u0000pear'])
      await curl('-X', 'PUT', '--data-binary', value.replace('\u0000', ''), key)
    const parts = await curl(key)
    t.equal(parts.status, 300)
    const boundary = /^multipart\/mixed; boundary="(.+)"$/.exec(parts.headers['content-type'])?.[1] ?? ''
    const bodies = parts.text
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2))
    t.same(bodies.sort(), ['apple', 'pear'])
    t.match(parts.text, /content-length: 5\r\n/)

    const json = await curl('-H', 'accept: application/json', key)
    t.match(json, { status: 300, headers: { vary: 'accept', 'content-type': /^application\/json/ } })
    const { siblings, context } = JSON.parse(json.text) as { siblings: { value: string }[]; context: string }
    t.same(siblings.map(({ value }) => value).sort(), ['apple', 'pear'])
    t.equal(context, json.headers['x-gramme-context'])
    t.not(json.headers.etag, parts.headers.etag, 'another form is another answer')
    t.equal((await curl('-H', `if-none-match: ${parts.headers.etag}`, key)).status, 304)

    await curl('-X', 'PUT', '-H', `x-gramme-context: ${context}`, '--data-binary', 'both', key)
    t.match(await curl(key), { status: 200, text: 'both' })
  },
)

t.test('the JSON of bytes that are no text has them in base64', async (t) => {
  const { base } = await serveHttp(t)
  const key = `${base}/kv/${pathOfKey(Buffer.from([0, 255, 47]))}`
  for (const one of [1, 2]) await curl('-X', 'PUT', '-H', `x-one: ${one}`, '--data-binary', '@/bin/true', key)
  const { siblings } = JSON.parse((await curl('-H', 'accept: application/json', key)).text)
  t.equal(siblings.length, 2)
  t.match(Buffer.from(siblings[0].base64, 'base64').subarray(0, 4).toString('latin1'), /ELF/)
})

t.test('conditions', async (t) => {
  const { base } = await serveHttp(t)
  const key = `${base}/kv/k`
  const put = (value: string, ...words: string[]) => curl('-X', 'PUT', '--data-binary', value, ...words, key)
  t.equal((await put('x', '-H', 'if-match: *')).status, 412, 'there is nothing')
  const first = await put('1', '-H', 'if-none-match: *')
  t.equal(first.status, 204)
  const again = await put('1', '-H', 'if-none-match: *')
  t.equal(again.status, 412, 'there is something')
  t.equal(codeOf(again), 'CONFLICT')
  t.equal((await put('2', '-H', `if-match: ${first.headers.etag}`)).status, 204, 'just that')
  t.equal((await put('3', '-H', `if-match: ${first.headers.etag}`)).status, 412, 'no more')
  const got = await curl(key)
  t.match(got, { status: 200, text: '2' })
  const unchanged = await curl('-H', `if-none-match: ${got.headers.etag}`, key)
  t.match(unchanged, { status: 304, text: '', headers: { etag: got.headers.etag } })
  t.ok(unchanged.headers['x-gramme-context'])
  t.equal((await curl('-H', `if-match: ${first.headers.etag}`, key)).status, 412)
  t.equal((await curl('-H', `if-none-match: ${first.headers.etag}`, key)).status, 200)
  t.equal((await curl('-X', 'DELETE', '-H', `if-match: ${first.headers.etag}`, key)).status, 412)
  t.equal((await curl('-X', 'DELETE', '-H', `if-match: ${got.headers.etag}`, key)).status, 204)
  t.equal((await put('4', '-H', 'if-none-match: *')).status, 204, 'what was deleted is not there')
  t.match(await curl(key), { status: 200, text: '4' })
  t.equal((await put('5', '-H', 'if-match: nonsense')).status, 400)
})

t.test('a write that is sent again with its write id makes no sibling', async (t) => {
  const { base } = await serveHttp(t)
  const once = [
    '-X',
    'PUT',
    '-H',
    'x-gramme-write-id: 00112233aabbccdd',
    '--data-binary',
    'x',
    `${base}/kv/k`,
  ]
  t.equal((await curl(...once)).status, 204)
  t.equal((await curl(...once)).status, 204)
  t.equal((await curl(`${base}/kv/k`)).status, 200)
})

t.test('what expires says when, and is gone then', async (t) => {
  const { base } = await serveHttp(t)
  await curl('-X', 'PUT', '--data-binary', 'open', `${base}/kv/session?ttlMs=3600000`)
  const { headers } = await curl(`${base}/kv/session`)
  t.equal(Date.parse(headers['x-gramme-expires-at']) - Date.parse(headers['x-gramme-written-at']), 3_600_000)
  await curl('-X', 'PUT', '--data-binary', 'open', `${base}/kv/short?ttlMs=1`)
  await until('it is gone', async () => (await curl(`${base}/kv/short`)).status === 404)
})

t.test('what is wrong is told, with its own status', async (t) => {
  const { base } = await serveHttp(t)
  const large = Buffer.alloc(1024 * 1024 + 1, 'x').toString()
  const cases: [number, string, string[]][] = [
    [400, 'BAD_ARGUMENT', [`${base}/kv/`]],
    [400, 'BAD_ARGUMENT', [`${base}/kv/%zz`]],
    [400, 'BAD_ARGUMENT', [`${base}/kv/k?ttl=5`]],
    [400, 'BAD_ARGUMENT', [`${base}/kv/k?r=2`]],
    [400, 'BAD_ARGUMENT', ['-X', 'DELETE', '--data-binary', 'x', `${base}/kv/k`]],
    [400, 'BAD_CONTEXT', ['-X', 'PUT', '-H', 'x-gramme-context: !', `${base}/kv/k`]],
    [400, 'BAD_CONTEXT', ['-X', 'PUT', '-H', 'x-gramme-context: AQID', `${base}/kv/k`]],
    [403, 'BAD_ARGUMENT', ['-H', 'origin: http://evil.example', `${base}/kv/k`]],
    [403, 'BAD_ARGUMENT', ['-H', 'host: evil.example', `${base}/kv/k`]],
    [404, 'BAD_ARGUMENT', [`${base}/kv`]],
    [404, 'BAD_ARGUMENT', [`${base}/%FF`]],
    [405, 'BAD_ARGUMENT', ['-X', 'PATCH', `${base}/kv/k`]],
    [405, 'BAD_ARGUMENT', ['-X', 'PROPFIND', `${base}/kv/k`]],
    [405, 'BAD_ARGUMENT', ['-X', 'POST', `${base}/health/live`]],
    [414, 'KEY_TOO_LARGE', [`${base}/kv/${'k'.repeat(1025)}`]],
    [431, 'BAD_ARGUMENT', [`${base}/kv/${'k'.repeat(33_000)}`]],
  ]
  for (const [status, code, words] of cases) {
    const answer = await curl(...words)
    t.equal(answer.status, status, words.join(' ').slice(0, 80))
    t.equal(codeOf(answer), code)
  }
  t.equal((await curl('-X', 'PATCH', `${base}/kv/k`)).headers.allow, 'GET, HEAD, PUT, POST, DELETE')
  t.equal((await curl(`${base}/kv/${'k'.repeat(1024)}`)).status, 404, 'the longest key')
  t.equal((await curl(`${base}/kv/${'%6b'.repeat(1024)}`)).status, 404, 'each byte encoded')

  await t.test('a body over the limit, whether or not its sender asks first', async (t) => {
    const { writeFileSync } = await import('node:fs')
    const { join } = await import('node:path')
    const { newFolder } = await import('../node/rig.js')
    const file = join(newFolder(t), 'large')
    writeFileSync(file, large)
    for (const expect of ['expect: 100-continue', 'expect:']) {
      const answer = await curl('-X', 'PUT', '-H', expect, '--data-binary', `@${file}`, `${base}/kv/k`)
      t.equal(answer.status, 413, expect)
      t.equal(codeOf(answer), 'VALUE_TOO_LARGE')
    }
    const chunked = [
      '-X',
      'PUT',
      '-H',
      'transfer-encoding: chunked',
      '--data-binary',
      `@${file}`,
      `${base}/kv/k`,
    ]
    t.equal((await curl(...chunked)).status, 413)
    writeFileSync(file, large.slice(1))
    t.equal(
      (await curl('-X', 'PUT', '--data-binary', `@${file}`, `${base}/kv/k`)).status,
      204,
      'the longest value',
    )
    t.equal((await curl(`${base}/kv/k`)).body.length, 1024 * 1024)
  })

  await t.test('siblings without end', async (t) => {
    for (let i = 0; i < 32; i += 1) await curl('-X', 'PUT', '--data-binary', `${i}`, `${base}/kv/many`)
    const answer = await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/many`)
    t.equal(answer.status, 428)
    t.equal(codeOf(answer), 'TOO_MANY_SIBLINGS')
  })
})

t.test('a quorum that is missed is 503, with what was needed and got', async (t) => {
  const { base } = await serveHttp(t, { replicaCount: 3 })
  const put = await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/k`)
  t.match(put, {
    status: 503,
    headers: { 'x-gramme-error': 'QUORUM_NOT_MET', 'x-gramme-needed': '2', 'x-gramme-got': '1' },
  })
  t.equal((await curl('-X', 'PUT', '--data-binary', 'x', `${base}/kv/k?w=1`)).status, 204)
  t.match(await curl(`${base}/kv/k?r=1`), { status: 200, text: 'x' })
  t.match(await curl(`${base}/kv/k`), {
    status: 503,
    headers: { 'x-gramme-needed': '2', 'x-gramme-got': /^[01]$/ },
  })
})

t.test('a node that has enough to do says when to come back', async (t) => {
  const { base, gateway, node } = await serveHttp(t)
  const { GrammeError } = await import('../../src/errors.js')
  gateway.serve({
    stages: node.stages,
    ask: () => Promise.reject(new GrammeError('BUSY', 'enough', { retryAfterMs: 1200 })),
  })
  const answer = await curl(`${base}/kv/k`)
  t.match(answer, { status: 429, headers: { 'retry-after': '2' } })
  t.match(JSON.parse(answer.text), { error: { code: 'BUSY', retryAfterMs: 1200, retriable: true } })
})

t.test('health: alive from the start, ready once it serves', async (t) => {
  const { base, gateway } = await openGateway(t)
  t.equal((await curl(`${base}/health/live`)).status, 200)
  t.match(await curl(`${base}/health/ready`), { status: 503, text: /the node is starting/ })
  t.match(await curl(`${base}/kv/k`), { status: 503, headers: { 'retry-after': '1' } })
  const { node } = await serveHttp(t)
  gateway.serve(node)
  await until('it is ready', async () => (await curl(`${base}/health/ready`)).status === 200)
  await gateway.close()
  await t.rejects(curl(`${base}/health/live`), 'nobody listens any more')
})

t.test('the cluster, in JSON', async (t) => {
  const { base, node } = await serveHttp(t)
  t.match(JSON.parse((await curl(`${base}/cluster`)).text), {
    cluster: 'shop',
    partitionCount: 64,
    replicaCount: 1,
    node: node.id,
    members: [{ id: node.id, address: node.address, status: 'up', health: 'up', weight: 1 }],
  })
})

t.test('other machines are let in only when that is said', async (t) => {
  const silent = () => {}
  for (const listen of ['0.0.0.0:0', '[::]:0', '10.0.0.1:8401', 'db.example:8401'])
    await t.rejects(
      Gateway.open({ listen }, silent),
      { code: 'BAD_ARGUMENT', message: /no authentication/ },
      listen,
    )
  await t.rejects(Gateway.open({ listen: 'nowhere' }, silent), { code: 'BAD_ARGUMENT' })
  const { base } = await openGateway(t, { listen: '0.0.0.0:0', anywhere: true })
  t.equal((await curl('-H', 'host: db.example', `${base}/health/live`)).status, 200)
  const taken = base.slice('http://0.0.0.0'.length)
  await t.rejects(Gateway.open({ listen: `0.0.0.0${taken}`, anywhere: true }, silent), { code: 'ADDRESS' })
})
