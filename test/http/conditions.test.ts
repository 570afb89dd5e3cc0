/** Entity tags, conditions and Accept, without a server. */
import t from 'tap'
import { siblingsForm } from '../../src/http/accept.js'
import { conditionsOf, failing, tagOf } from '../../src/http/conditions.js'
import { contextOf, parametersOf, writeIdOf } from '../../src/http/kv-request.js'
import { refusalOf } from '../../src/http/origin.js'

const context = Buffer.from('context')

t.test('a tag names the versions, how many are left, and their form', async (t) => {
  const tags = [
    tagOf(context, 1, 'one'),
    tagOf(context, 2, 'json'),
    tagOf(context, 3, 'json'),
    tagOf(context, 3, 'multipart'),
    tagOf(Buffer.from('another'), 1, 'one'),
  ]
  t.equal(new Set(tags).size, tags.length)
  t.equal(tagOf(context, 1, 'one'), tags[0])
})

t.test('If-Match compares strongly, If-None-Match weakly, * means anything', async (t) => {
  const judged = (match: string | undefined, noneMatch: string | undefined, ...current: string[]) => {
    const conditions = conditionsOf(match, noneMatch)
    return conditions && failing(conditions, current)
  }
  t.equal(judged(undefined, undefined, 'a'), undefined)
  t.equal(judged('"a"', undefined, 'a'), undefined)
  t.equal(judged('"b", "a"', undefined, 'a'), undefined)
  t.equal(judged('W/"a"', undefined, 'a'), 'If-Match')
  t.equal(judged('"a"', undefined), 'If-Match')
  t.equal(judged('*', undefined, 'a'), undefined)
  t.equal(judged('*', undefined), 'If-Match')
  t.equal(judged(undefined, '*', 'a'), 'If-None-Match')
  t.equal(judged(undefined, '*'), undefined)
  t.equal(judged(undefined, 'W/"a"', 'a'), 'If-None-Match')
  t.equal(judged(undefined, '"b"', 'a'), undefined)
  t.equal(judged('"b"', '"a"', 'a'), 'If-Match', 'the first that fails')
  for (const text of ['a', '"a', '', ' , ', '"a" "b"'])
    t.throws(() => conditionsOf(text, undefined), { code: 'BAD_ARGUMENT' }, text)
})

t.test('the form of siblings follows Accept', async (t) => {
  for (const [accept, form] of [
    [undefined, 'multipart'],
    ['*/*', 'multipart'],
    ['application/json', 'json'],
    ['application/json, */*', 'multipart'],
    ['application/json, */*;q=0.5', 'json'],
    ['multipart/*;q=0.1, application/*;q=0.2', 'json'],
    ['multipart/mixed, application/json;q=0.9', 'multipart'],
    ['*/*, multipart/mixed;q=0', 'json'],
    ['text/html', 'multipart'],
    ['APPLICATION/JSON ; q=1', 'json'],
    ['application/json;q=nonsense', 'multipart'],
  ] as const)
    t.equal(siblingsForm(accept), form, String(accept))
})

t.test('parameters are checked, and no unknown one is let pass', async (t) => {
  t.match(parametersOf('get', ''), { r: 0, isStrict: false, timeoutMs: undefined })
  t.match(parametersOf('put', 'w=2&ttlMs=1000&strict=true&durability=always&timeoutMs=50'), {
    w: 2,
    ttlMs: 1000,
    isStrict: true,
    durability: 1,
    timeoutMs: 50,
  })
  for (const [n, word] of ['always', 'interval', 'os', 'one'].entries())
    t.match(parametersOf('delete', `durability=${word}`), { durability: n + 1 })
  for (const query of [
    'w=1',
    'r=0',
    'r=-1',
    'r=1.5',
    'r=',
    'r=1&r=2',
    'r=1e2',
    'strict=yes',
    'timeoutMs=60001',
    'R=1',
    '__proto__=1',
  ])
    t.throws(() => parametersOf('get', query), { code: 'BAD_ARGUMENT' }, query)
  t.throws(() => parametersOf('delete', 'ttlMs=1'), { code: 'BAD_ARGUMENT', message: /no parameter ttlMs/ })
  t.throws(() => parametersOf('put', 'durability=never'), { message: /always or one or interval or os/ })
})

t.test('contexts and write ids', async (t) => {
  t.equal(contextOf(undefined), undefined)
  t.same(contextOf('AQID'), Buffer.from([1, 2, 3]))
  for (const text of ['AQ+D', 'AQ, ID', '=']) t.throws(() => contextOf(text), { code: 'BAD_CONTEXT' }, text)
  t.same(writeIdOf('00112233aabbccDD'), Buffer.from('00112233aabbccdd', 'hex'))
  t.equal(writeIdOf(undefined).length, 8)
  for (const text of ['', '0011', 'x'.repeat(16)]) t.throws(() => writeIdOf(text), { code: 'BAD_ARGUMENT' })
})

t.test('browsers are served for pages of this server alone', async (t) => {
  const isServed = (host: string | undefined, origin: string | undefined, isOnLoopback = true) =>
    refusalOf(host, origin, isOnLoopback) === undefined
  for (const host of ['127.0.0.1:8401', 'localhost', '[::1]:8401', 'LOCALHOST:1'])
    t.ok(isServed(host, undefined), host)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', ''])
    t.notOk(isServed(host, undefined), host)
  t.ok(isServed(undefined, undefined), 'HTTP/1.0 names none')
  t.ok(isServed('db.example:80', undefined, false))
  t.ok(isServed('127.0.0.1:8401', 'http://127.0.0.1:8401'))
  t.notOk(isServed('127.0.0.1:8401', 'http://evil.example'))
  t.notOk(isServed('127.0.0.1:8401', 'null'))
  t.notOk(isServed('db.example', 'http://evil.example', false))
})
