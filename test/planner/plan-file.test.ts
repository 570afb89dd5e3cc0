import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { checkPlan } from '../../src/planner/plan-file.js'
import { shop } from './plans.js'

t.test('amounts may be said with units', async (t) => {
  const { nodes, data, replication, goals } = checkPlan(shop)
  t.equal(nodes[0].memory, 16 * 2 ** 30)
  t.equal(nodes[0].network, 1e9)
  t.equal(data.keys, 40e6)
  t.equal(data.valueBytes, 1024)
  t.match(replication, { n: 3, r: 2, w: 2, durability: 'interval' })
  t.match(goals, { busyMax: 0.7, fullMax: 0.85, nodesDown: 1 })
})

t.test('what is wrong is told by field, value and limit', async (t) => {
  const [small] = shop.nodes
  const wrong: [string, unknown, RegExp][] = [
    [
      'a unit',
      { ...shop, nodes: [{ ...small, memory: '16 GiBs' }] },
      /nodes\.0\.memory is "16 GiBs": must be from/,
    ],
    [
      'too small',
      { ...shop, nodes: [{ ...small, disk: 5 }] },
      /nodes\.0\.disk is 5: must be from 1073741824 to/,
    ],
    ['a part over 1', { ...shop, load: { ...shop.load, reads: 2 } }, /load\.reads is 2: .*1/],
    ['keys', { ...shop, data: { keys: 0 } }, /data\.keys is 0: must be from 1 to/],
    ['r over n', { ...shop, replication: { n: 2, r: 3 } }, /replication\.r is 3: must not be over n/],
    [
      'partitions',
      { ...shop, replication: { partitions: 100 } },
      /replication\.partitions is 100: must be a power of two/,
    ],
    ['an unknown word', { ...shop, lod: {} }, /lod/],
    ['nothing at all', undefined, /expected object/],
    [
      'no nodes',
      { ...shop, nodes: [{ ...small, count: 0 }] },
      /nodes is .*: must have counts that sum to 1 to 1000/,
    ],
    [
      'too many',
      {
        ...shop,
        nodes: [
          { ...small, count: 600 },
          { ...small, type: 'b', count: 600 },
        ],
      },
      /sum to 1 to 1000/,
    ],
    ['types', { ...shop, nodes: [small, small] }, /must have a type of its own each/],
    ['all down', { ...shop, nodes: [{ ...small, count: 1 }] }, /goals\.nodesDown is .*: must leave a node/],
    [
      '21 types',
      { ...shop, nodes: Array.from({ length: 21 }, (_, n) => ({ ...small, type: `t${n}` })) },
      /expected array to have <=20 items/,
    ],
  ]
  for (const [name, plan, message] of wrong) {
    try {
      checkPlan(plan)
      t.fail(`${name} is taken`)
    } catch (error) {
      t.ok(error instanceof GrammeError && error.code === 'BAD_ARGUMENT', name)
      t.match(String(error), message, name)
    }
  }
})
