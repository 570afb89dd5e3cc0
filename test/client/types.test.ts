/** The examples of the README, as an application would write them: they compile, and they do as it says. */

import { type Client, type Codec, connect, type GetResult, GrammeError, jsonCodec } from 'gramme'
import { startNode } from 'gramme/server'
import t from 'tap'
import { liveCluster } from './live-cluster.js'

/** Compiles only when the types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

t.test('five minutes with the client', async (t) => {
  const { addresses } = await liveCluster(t)
  const client = await connect({ seeds: [addresses[0]] })
  const typed: Same<typeof client, Client<Buffer, string | Uint8Array>> = true
  t.ok(typed)

  await client.put('greeting', 'hello, ring')
  const { siblings, context } = await client.get('greeting')
  t.strictSame(siblings, [Buffer.from('hello, ring')])
  await client.put('greeting', 'hello again', { context })
  t.equal((await client.get('greeting')).value?.toString(), 'hello again')
  await client.delete('greeting')
  t.strictSame((await client.get('greeting')).siblings, [])
  await client.close()

  const carts = await connect({
    seeds: addresses,
    codec: jsonCodec<string[]>(),
    resolver: (siblings) => [...new Set(siblings.flat())],
  })
  const typedCarts: Same<typeof carts, Client<string[], string[]>> = true
  t.ok(typedCarts)
  await carts.put('cart:42', ['milk'])
  {
    const { context } = await carts.get('cart:42')
    await carts.put('cart:42', ['milk', 'bread'], { context })
    await carts.put('cart:42', ['milk', 'eggs'], { context })
    const { siblings, value } = await carts.get('cart:42')
    t.strictSame(siblings.map((cart) => cart.join()).sort(), ['milk,bread', 'milk,eggs'])
    t.strictSame(new Set(value), new Set(['milk', 'bread', 'eggs']))
  }
  await carts.update('cart:42', (siblings) => [...new Set([...siblings.flat(), 'butter'])])
  const cart: GetResult<string[]> = await carts.get('cart:42')
  t.strictSame(
    cart.siblings.map((one) => one.toSorted()),
    [['bread', 'butter', 'eggs', 'milk']],
  )
  await carts.close()
})

t.test('await using closes', async (t) => {
  const { addresses } = await liveCluster(t, { nodes: 1, replicaCount: 1 })
  let left: Client
  {
    await using client = await connect({ seeds: addresses })
    left = client
    await client.put('k', 'v', { w: 1, timeoutMs: 10_000, signal: new AbortController().signal })
  }
  await t.rejects(left.get('k'), { name: 'GrammeError', code: 'CLOSED' })
})

t.test('options made beforehand keep their codec in the type of the client', async (t) => {
  const options = { seeds: ['127.0.0.1:1'], codec: jsonCodec<{ n: number }>() }
  const client = connect(options)
  const typed: Same<Awaited<typeof client>, Client<{ n: number }, { n: number }>> = true
  t.ok(typed)
  await t.rejects(client, { code: 'UNREACHABLE' })
})

t.test('a codec may take more than it gives', async (t) => {
  const dates: Codec<Date, Date | number> = {
    encode: (date) => Buffer.from(String(Number(date))),
    decode: (bytes) => new Date(Number(bytes)),
  }
  const client = connect({ seeds: ['127.0.0.1:1'], codec: dates, resolver: ([first]) => first })
  const typed: Same<Awaited<typeof client>, Client<Date, Date | number>> = true
  t.ok(typed)
  await t.rejects(client, { code: 'UNREACHABLE' })
})

t.test('errors of the server entry are the same class', async (t) => {
  const error = await startNode({ folder: '' }).then(
    () => undefined,
    (error: unknown) => error,
  )
  t.ok(error instanceof GrammeError)
  t.match(error, { code: 'BAD_ARGUMENT', message: /folder/ })
})
