/** Every target behind one driver: those of this repository for real, the others by what they say when they are not there. */
import t, { type Test } from 'tap'
import { openTarget, targetSchemes } from '../../../bench/targets/open.js'
import type { Target } from '../../../bench/targets/target.js'
import { serveHttp } from '../../http/rig.js'

async function keepsValues(t: Test, target: Target): Promise<void> {
  t.strictSame((await target.get('a key')).siblings, [])
  const first = await target.put('a key', Buffer.from('one'), undefined)
  const { siblings, context } = await target.get('a key')
  t.strictSame(siblings.map(String), ['one'])
  await target.put('a key', Buffer.from('two'), context)
  t.strictSame((await target.get('a key')).siblings.map(String), ['two'])
  await target.put('a key', Buffer.from([0xff, 0]), first)
  const { siblings: both, context: ofBoth } = await target.get('a key')
  t.strictSame(both.map((value) => Buffer.from(value).toString('hex')).sort(), ['74776f', 'ff00'])
  await target.put('a key', Buffer.from('three'), ofBoth)
  t.strictSame((await target.get('a key')).siblings.map(String), ['three'])
}

t.test('gramme:// and http:// show the same, siblings and contexts too', async (t) => {
  const { base, node } = await serveHttp(t)
  for (const url of [`gramme://${node.address}?r=1&w=1&hedging=off`, `${base}?r=1&w=1&durability=os`]) {
    const target = await openTarget(url, 1)
    t.teardown(() => target.close())
    await t.test(url, async (t) => {
      await keepsValues(t, {
        get: (key) => target.get(`${url} ${key}`),
        put: (key, value, context) => target.put(`${url} ${key}`, value, context),
        close: () => target.close(),
      })
    })
  }
})

t.test('what goes wrong at the gateway has the name that it has there', async (t) => {
  const { base } = await serveHttp(t)
  const target = await openTarget(base, 1)
  await t.rejects(target.put('key', Buffer.alloc(2 * 1024 * 1024), undefined), { code: 'VALUE_TOO_LARGE' })
  await target.close()
})

t.test('the client of another store is asked for by name', async (t) => {
  const packages = {
    redis: 'ioredis',
    etcd: 'etcd3',
    cassandra: 'cassandra-driver',
    riak: 'basho-riak-client',
  }
  t.strictSame(targetSchemes, ['gramme', 'http', ...Object.keys(packages)])
  for (const [scheme, name] of Object.entries(packages)) {
    try {
      const target = await openTarget(`${scheme}://127.0.0.1:1`, 1)
      await target.close()
      t.pass(`${name} is installed here, and connects when it is first asked`)
    } catch (error) {
      const { message } = error as Error
      if (message.includes('npm install')) t.match(message, `${scheme}:// needs the package ${name}`)
      else t.pass(`${name} is installed here, and says: ${message}`)
    }
  }
})

t.test('what is no target', async (t) => {
  for (const url of ['', 'gramme', 'ftp://127.0.0.1:1', 'gramme://']) {
    await t.rejects(openTarget(url, 1), { code: 'BAD_ARGUMENT' }, url)
  }
  await t.rejects(
    openTarget('gramme://127.0.0.1:1?nonsense=1', 1),
    /nonsense in the target must be one of r, w/,
  )
})
