/** A node that stands still for a moment: gets are answered by others, and the puts after them go there as well. */
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { counter, ProcessCluster } from './processes.js'

t.test('one of three nodes is stopped', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  const keys = Array.from({ length: 60 }, (_, n) => `cart:${n}`)
  for (const key of keys) await client.put(key, 'milk')
  for (const key of keys) await client.get(key)
  const before = client.stats()
  t.equal(before.requests, 120)

  const [stopped, ...others] = cluster.nodes
  const putsBefore = counter(await stopped.status(), 'puts')
  t.teardown(() => stopped.signal('SIGCONT'))
  stopped.signal('SIGSTOP')
  // All at once: whoever owns their keys first has not been heard to be silent by then.
  const read = await Promise.all(keys.map((key) => client.get(key)))
  t.ok(read.every(({ value }) => value?.toString() === 'milk'))
  const { hedges, hedgesWon, retries } = client.stats()
  t.ok(hedges + retries > before.hedges + before.retries, `${hedges} hedges, ${retries} retries`)
  t.ok(hedges <= 0.05 * client.stats().requests + 100, 'within the budget')
  t.ok(hedgesWon <= hedges)
  await Promise.all(
    keys.map((key, n) =>
      client.put(key, 'milk, bread', { context: read[n].context, coordinator: 'fastest' }),
    ),
  )
  stopped.signal('SIGCONT')
  t.equal(counter(await stopped.status(), 'puts'), putsBefore, 'no put has waited for it')
  const written = await Promise.all(others.map(async (node) => counter(await node.status(), 'puts')))
  t.ok(written.reduce((sum, puts) => sum + puts, 0) >= keys.length)
  for (const key of keys) t.strictSame((await client.get(key)).siblings.map(String), ['milk, bread'], key)
})
