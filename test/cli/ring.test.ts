/** `gramme ring --nodes`: a ring that is only thought of, and what changing it would move. */
import t from 'tap'
import { gramme } from './processes.js'

t.test('30 unlike nodes meet what the placement aims for', async (t) => {
  const words = [
    'ring',
    '--nodes',
    '30',
    '--weights',
    '1,2,4',
    '--zones',
    'a,a,a,b,b,b,c,c,c',
    '--partitions',
    '4096',
  ]
  const ring = JSON.parse((await gramme([...words, '--json'])).stdout)
  t.equal(ring.nodes.length, 30)
  t.ok(ring.efficiency.replica >= 0.985, `replicas: ${ring.efficiency.replica}`)
  t.ok(ring.efficiency.firstOwner >= 0.97, `first owners: ${ring.efficiency.firstOwner}`)
  t.equal(ring.changes.length, 3, 'a node more, a node less, and one twice as strong')
  for (const { change, ratio } of ring.changes) t.ok(ratio <= 1.25, `${change}: ${ratio} times the least`)
  const text = await gramme(words)
  t.match(text, { code: 0, stdout: /add node-31 \(weight 1\)/ })
  t.match(text.stdout, /efficiency: replicas 0\.9/)
})

t.test('one node, and words that make no sense', async (t) => {
  t.match(await gramme(['ring', '--nodes', '1', '--n', '1']), { code: 0, stdout: /100\.00%/ })
  t.match(await gramme(['ring', '--nodes', '0']), { code: 2 })
  t.match(await gramme(['ring', '--weights', '1']), { code: 2, stderr: /go with --nodes/ })
  t.match(await gramme(['ring', '--nodes', '3', '--partitions', '100']), {
    code: 2,
    stderr: /partitionCount is 100/,
  })
})
