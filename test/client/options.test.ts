/** What the client is told is checked, whole, before anything is done; the error names field, value and limit. */
import t from 'tap'
import { connect, type ErrorCode, GrammeError } from '../../src/client/index.js'
import { FakeCluster, failureOf } from './fake-cluster.js'

const seeds = ['127.0.0.1:7401']
/** Takes what the types would not. */
const untyped = connect as unknown as (options: unknown) => Promise<unknown>

t.test('options of connect', async (t) => {
  for (const [options, message] of [
    [undefined, /object/],
    [null, /object/],
    ['127.0.0.1:7401', /object/],
    [{}, /seeds/],
    [{ seeds: [] }, /seeds is \[\]: .*1/],
    [{ seeds: '127.0.0.1:7401' }, /seeds is "127.0.0.1:7401": .*array/],
    [{ seeds: ['http://127.0.0.1:7401'] }, /seeds\.0 is "http:\/\/127.0.0.1:7401": must be HOST:PORT/],
    [{ seeds: ['127.0.0.1'] }, /seeds\.0 is "127.0.0.1": must be HOST:PORT/],
    [{ seeds, cluster: '' }, /cluster is ""/],
    [{ seeds, coordination: 'both' }, /coordination is "both": .*"client"\|"server"/],
    [{ seeds, timeoutMs: 0 }, /timeoutMs is 0: .*1/],
    [{ seeds, timeoutMs: 60_001 }, /timeoutMs is 60001: .*60000/],
    [{ seeds, timeoutMs: 5n }, /timeoutMs is 5n: .*number/],
    [{ seeds, timeoutMs: Number.NaN }, /timeoutMs is NaN/],
    [{ seeds, connectTimeoutMs: '5s' }, /connectTimeoutMs is "5s"/],
    [{ seeds, requestsMax: 1.5 }, /requestsMax is 1.5: .*int/],
    [{ seeds, hedging: true }, /hedging is true/],
    [{ seeds, hedging: { budget: 1.5 } }, /hedging\.budget is 1.5: .*1/],
    [{ seeds, hedging: { burst: -1 } }, /hedging\.burst is -1: .*0/],
    [{ seeds, codec: {} }, /codec\.encode.*codec\.decode/],
    [{ seeds, codec: 'json' }, /codec is "json"/],
    [{ seeds, resolver: 'union' }, /resolver is "union"/],
    [{ seeds, timeout: 100 }, /timeout/],
    [{ seeds, cluster: 'x'.repeat(100_000) }, /cluster is "x{1,100}\.\.\./],
  ] as const) {
    const failure = await failureOf(untyped(options))
    t.ok(failure instanceof GrammeError)
    t.match(failure, { code: 'BAD_ARGUMENT', retriable: false, message }, String(message))
    t.ok((failure?.message.length ?? 0) < 400)
  }
  const both = await failureOf(untyped({ seeds: [], timeoutMs: 0 }))
  t.match(both?.message, /seeds.*; timeoutMs/, 'all that is wrong at once')
})

t.test('a codec and resolver of any kind of object are taken', async (t) => {
  class Upper {
    encode(text: string) {
      return Buffer.from(text)
    }
    decode(bytes: Buffer) {
      return bytes.toString().toUpperCase()
    }
  }
  const failure = await failureOf(
    connect({ seeds: ['127.0.0.1:1'], codec: new Upper(), resolver: ([a]) => a }),
  )
  t.match(failure, { code: 'UNREACHABLE' })
})

t.test('keys, values and options of requests', async (t) => {
  const fake = await FakeCluster.of(1)
  const client = await fake.connect()
  t.teardown(() => client.close())
  const {
    get,
    put,
    delete: remove,
    update,
  } = client as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>
  const ask = (method: typeof get, ...given: unknown[]) => failureOf(method.apply(client, given))

  for (const [failure, code, message] of [
    [ask(get, ''), 'BAD_ARGUMENT', /key is empty/],
    [ask(get, Buffer.alloc(0)), 'BAD_ARGUMENT', /key is empty/],
    [ask(get, undefined), 'BAD_ARGUMENT', /key is a string or bytes, not undefined/],
    [ask(get, 42), 'BAD_ARGUMENT', /not number/],
    [ask(get, 'k'.repeat(1025)), 'KEY_TOO_LARGE', /1025 .* 1024/],
    [ask(get, 'ä'.repeat(513)), 'KEY_TOO_LARGE', /1026 .* 1024/],
    [ask(put, '', 'v'), 'BAD_ARGUMENT', /key is empty/],
    [ask(put, 'k', Buffer.alloc(1024 * 1024 + 1)), 'VALUE_TOO_LARGE', /1048577 .* 1048576/],
    [ask(put, 'k', undefined), 'BAD_ARGUMENT', /undefined/],
    [ask(put, 'k', { a: 1 }), 'BAD_ARGUMENT', /object/],
    [ask(put, 'k', 42), 'BAD_ARGUMENT', /number/],
    [ask(get, 'k', { r: 0 }), 'BAD_ARGUMENT', /r is 0: .*1/],
    [ask(get, 'k', { r: 17 }), 'BAD_ARGUMENT', /r is 17: .*16/],
    [ask(get, 'k', { r: 1.5 }), 'BAD_ARGUMENT', /r is 1.5/],
    [ask(get, 'k', { timeoutMs: 0 }), 'BAD_ARGUMENT', /timeoutMs is 0/],
    [ask(get, 'k', { signal: {} }), 'BAD_ARGUMENT', /signal is \{\}/],
    [ask(get, 'k', null), 'BAD_ARGUMENT', /object/],
    [ask(put, 'k', 'v', { w: -1 }), 'BAD_ARGUMENT', /w is -1/],
    [ask(put, 'k', 'v', { context: 'abc' }), 'BAD_ARGUMENT', /context is "abc": must be bytes/],
    [ask(put, 'k', 'v', { contex: Buffer.from('c') }), 'BAD_ARGUMENT', /contex/],
    [ask(put, 'k', 'v', { durability: 'maybe' }), 'BAD_ARGUMENT', /durability is "maybe"/],
    [ask(get, 'k', { hedge: 1 }), 'BAD_ARGUMENT', /hedge is 1/],
    [ask(put, 'k', 'v', { hedge: true }), 'BAD_ARGUMENT', /hedge/],
    [ask(put, 'k', 'v', { coordinator: 'last' }), 'BAD_ARGUMENT', /coordinator is "last"/],
    [ask(get, 'k', { coordinator: 'first' }), 'BAD_ARGUMENT', /coordinator/],
    [ask(put, 'k', 'v', { ifCurrent: 1 }), 'BAD_ARGUMENT', /ifCurrent is 1/],
    [ask(remove, 'k', { timeout: 1 }), 'BAD_ARGUMENT', /timeout/],
    [ask(update, 'k', 'v'), 'BAD_ARGUMENT', /reconcile .*function.* string/],
    [ask(update, 'k', () => 'v', { attemptsMax: 0 }), 'BAD_ARGUMENT', /attemptsMax is 0/],
    [ask(update, 'k', () => 'v', { context: Buffer.from('c') }), 'BAD_ARGUMENT', /context/],
  ] as [Promise<GrammeError | undefined>, ErrorCode, RegExp][]) {
    t.match(await failure, { name: 'GrammeError', code, message, retriable: false }, `${code} ${message}`)
  }
  t.equal(fake.nodes[0].asked.length, 0, 'nothing was sent')
  for (const key of ['k', 'k'.repeat(1024), Buffer.from([0]), new Uint8Array([255, 254])]) {
    await fake.clock.settle(client.put(key, new Uint8Array(1024 * 1024), { r: 1, w: 1 }))
  }
})
