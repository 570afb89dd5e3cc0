/** Writers that do not know of each other, and one that is not sure of itself. */
import t from 'tap'
import { connect, jsonCodec } from '../../src/client/index.js'
import { CuttingProxy } from './cutting-proxy.js'
import { freeAddresses, ProcessCluster } from './processes.js'

t.test('two clients with one context leave two siblings; update reconciles them', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const options = { seeds: cluster.addresses, codec: jsonCodec<string[]>() }
  const [phone, laptop] = await Promise.all([connect(options), connect(options)])
  t.teardown(() => Promise.all([phone.close(), laptop.close()]))
  await phone.put('cart:42', ['milk'])
  const { context } = await laptop.get('cart:42')
  await Promise.all([
    phone.put('cart:42', ['milk', 'bread'], { context }),
    laptop.put('cart:42', ['milk', 'eggs'], { context }),
  ])
  for (const client of [phone, laptop]) {
    const { siblings } = await client.get('cart:42')
    t.strictSame(siblings.map(String).sort(), ['milk,bread', 'milk,eggs'])
  }
  await phone.update('cart:42', (siblings) => [...new Set(siblings.flat())].sort())
  t.strictSame((await laptop.get('cart:42')).siblings, [['bread', 'eggs', 'milk']])
})

t.test('a put whose reply is lost is put again, and is one', async (t) => {
  const advertised = await freeAddresses(3)
  const cluster = await ProcessCluster.start(
    t,
    3,
    (n) => ['--advertise', advertised[n]],
    async (addresses) => {
      proxies.push(
        ...(await Promise.all(addresses.map((target, n) => CuttingProxy.start(t, advertised[n], target)))),
      )
    },
  )
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  t.strictSame(client.cluster.members.map(({ address }) => address).sort(), [...advertised].sort())
  for (let n = 0; n < 12; n += 1) {
    const key = `key ${n}`
    const { context } = await client.put(key, 'before')
    for (const proxy of proxies) proxy.toCut = n % 2
    const before = proxies.reduce((sum, proxy) => sum + proxy.cut, 0)
    await client.put(key, `${CuttingProxy.mark} ${n}`, { context })
    t.equal(proxies.reduce((sum, proxy) => sum + proxy.cut, 0) > before, n % 2 === 1)
    const { siblings } = await client.get(key, { r: 3 })
    t.strictSame(siblings.map(String), [`${CuttingProxy.mark} ${n}`])
  }
  await client.update('counter', () => `${CuttingProxy.mark} 1`)
  t.equal((await client.get('counter')).siblings.length, 1)
})

const proxies: CuttingProxy[] = []
