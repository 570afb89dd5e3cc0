/** Members of a cluster find their machine among a plan file's types, or it is said that they do not. */
import t from 'tap'
import { liveTypes } from '../../src/planner/live-types.js'
import { type PlanOptions, shop, shopWith } from './plans.js'

const [{ zones: _, ...small }] = shop.nodes

function types(...changes: PlanOptions[]) {
  return shopWith({ nodes: changes.map((change) => ({ ...small, ...change })) }).nodes
}

function members(...weightsAndZones: (readonly [number, string])[]) {
  return weightsAndZones.map(([weight, zone], n) => ({ id: `id${n}`, address: `h${n}:7401`, weight, zone }))
}

t.test('by weight', async (t) => {
  const file = types({ type: 'small', weight: 1 }, { type: 'large', weight: 4 }, { type: 'spare', weight: 8 })
  const live = liveTypes(file, members([4, ''], [1, 'a'], [1, '']))
  t.strictSame(
    live.nodes.map(({ id, weight, zone, type }) => [id, weight, zone, type.type]),
    [
      ['id0', 4, '', 'large'],
      ['id1', 1, 'a', 'small'],
      ['id2', 1, '', 'small'],
    ],
  )
  t.strictSame(
    live.types.map(({ type, count }) => [type, count]),
    [
      ['small', 2],
      ['large', 1],
      ['spare', 0],
    ],
  )
  t.ok(live.nodes.every(({ type }) => live.types.includes(type)))
  t.strictSame(live.remarks, [])
})

t.test('and by zone, where types have zones', async (t) => {
  const file = types({ type: 'old', weight: 1, zones: ['a', 'b'] }, { type: 'new', weight: 1, zones: ['c'] })
  const live = liveTypes(file, members([1, 'c'], [1, 'a'], [1, 'd'], [2, 'c']))
  t.strictSame(
    live.nodes.map(({ type }) => type.type),
    ['new', 'old', 'old', 'old'],
  )
  t.match(live.remarks, [
    /^h2:7401 is taken to be a 'old', the first type of the file: no type there has weight 1 in zone d$/,
    /^h3:7401 .* no type there has weight 2 in zone c$/,
  ])
})

t.test('where several fit, or none says its weight, the first stands for it, and that is said', async (t) => {
  const several = liveTypes(
    types({ type: 'x', weight: 2 }, { type: 'y', weight: 1 }, { type: 'z', weight: 1 }),
    members([1, '']),
  )
  t.equal(several.nodes[0].type.type, 'x')
  t.match(several.remarks, [/more than one type \(y, z\) there has weight 1$/])
  const derived = liveTypes(types({ type: 'x' }, { type: 'y' }), members([1, '']))
  t.match(derived.remarks, [/no type there has weight 1/])
})

t.test('one type alone is what all are', async (t) => {
  const live = liveTypes(types({ type: 'x', weight: 3, zones: ['q'] }), members([1, ''], [4, 'a']))
  t.strictSame(live.remarks, [])
  t.equal(live.types[0].count, 2)
})
