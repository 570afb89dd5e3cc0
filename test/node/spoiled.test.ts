import t from 'tap'
import { replicaGet, replicaPut } from '../../src/coordinator/replica-calls.js'
import { callerTo, clientOf, startCluster, statusOf } from './rig.js'

t.test('an object that was spoiled on its way is refused, counted, and told of once', async (t) => {
  const [one, two] = await startCluster(t, 2, { replicaCount: 2 })
  const client = await clientOf(t, [one])
  await client.put('key', 'milk', { w: 2 })
  const key = Buffer.from('key')
  const caller = await callerTo(one.address, two.node.id)
  t.teardown(() => caller.close())
  const { value } = await caller.call(replicaGet(key, undefined, 'owner'), 5000)
  const put = replicaPut(key, value, undefined)
  const spoiled = Buffer.from(value)
  spoiled[spoiled.length - 1] ^= 2
  for (let n = 0; n < 2; n += 1)
    await t.rejects(caller.call({ ...put, value: [spoiled] }, 5000), { code: 'SPOILED' })
  await caller.call(put, 5000)
  const { counters } = await statusOf(one.address)
  t.equal(counters.find(({ name }) => name === 'arrived_spoiled')?.value, 2)
  t.match(
    one.reported.filter(({ message }) => /did not arrive as it was sent/.test(message)),
    [{ level: 'warn', details: { from: two.node.id } }],
  )
  t.strictSame((await client.get('key')).siblings.map(String), ['milk'])
})
