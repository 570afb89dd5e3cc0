import t from 'tap'
import { whatIfAsText } from '../../src/cli/plan-text.js'
import { defaultCalibration } from '../../src/planner/default-calibration.js'
import { fleetOf } from '../../src/planner/fleet.js'
import { parseActs, whatIf } from '../../src/planner/what-if.js'
import { shop, shopWith } from './plans.js'

t.test('changes are words', async (t) => {
  t.strictSame(
    parseActs('add 2 type=large weight=4 zone=b; remove small-001; reweight small-002 2; load 1.5; keys 2'),
    [
      { kind: 'add', count: 2, type: 'large', weight: 4, zone: 'b' },
      { kind: 'remove', node: 'small-001' },
      { kind: 'reweight', node: 'small-002', weight: 2 },
      { kind: 'load', factor: 1.5 },
      { kind: 'keys', factor: 2 },
    ],
  )
})

t.test('words that make no sense are told with what may be said', async (t) => {
  const wrong: [string, RegExp][] = [
    ['', /must be add COUNT/],
    ['add', /COUNT of add is ''; it must be a whole number from 1 to 1000/],
    ['add 1001', /COUNT of add is '1001'/],
    ['add 1.5', /a whole number/],
    ['add 1 weight=200', /weight of add is '200'; it must be a number from 0.01 to 100/],
    ['add 1 colour=red', /'colour=red'; it must be type=TYPE/],
    ['reweight a', /must be add COUNT/],
    ['reweight a 0', /W of reweight is '0'/],
    ['load 0', /FACTOR of load is '0'/],
    ['load 2 3', /must be add COUNT/],
    [Array(21).fill('load 2').join(';'), /21 changes; it must be at most 20/],
  ]
  for (const [text, message] of wrong) t.throws(() => parseActs(text), { code: 'BAD_ARGUMENT', message })
})

function planned(text: string) {
  const plan = shopWith({})
  return whatIf(fleetOf(plan, defaultCalibration), plan, defaultCalibration, parseActs(text))
}

t.test('what is added carries, and what is asked more is felt', async (t) => {
  const more = planned('add 3 type=large')
  t.equal(more.after.ring.nodes.length, 12)
  t.equal(more.after.ring.partitionCount, more.before.ring.partitionCount, 'Q never changes')
  t.ok(more.after.outlooks[0].loadFactor > more.before.outlooks[0].loadFactor)
  t.ok(more.movement.replicasMoved > 0 && more.movement.takesMs > 0)
  const busier = planned('load 2')
  t.equal(busier.movement.replicasMoved, 0)
  t.ok(Math.abs(busier.after.outlooks[0].loadFactor * 2 - busier.before.outlooks[0].loadFactor) < 1e-6)
  const fewer = planned('remove small-001; keys 2; reweight small-002 3; add 1 weight=1 zone=d')
  t.strictSame(
    fewer.after.ring.nodes
      .filter(({ id }) => /new|small-00[12]/.test(id))
      .map(({ id, weight, zone }) => [id, weight, zone]),
    [
      ['new-001', 1, 'd'],
      ['small-002', 3, 'b'],
    ],
  )
})

t.test('a weight tells the machine where one type says it; else a note says what was taken', async (t) => {
  const [small, large] = shop.nodes
  const planOn = (nodes: readonly object[], text: string) => {
    const plan = shopWith({ nodes, replication: { partitions: 64 } })
    const planned = whatIf(fleetOf(plan, defaultCalibration), plan, defaultCalibration, parseActs(text))
    const added = planned.after.ring.nodes.filter(({ id }) => id.startsWith('new-'))
    const told = added.map(({ type, weight }) => `${type} ${weight}`)
    return { told, notes: planned.notes, text: whatIfAsText(planned) }
  }
  const said = [
    { ...small, weight: 1 },
    { ...large, weight: 4 },
  ]
  const clear: [readonly object[], string, string[]][] = [
    [said, 'add 2 weight=4', ['large 4', 'large 4']],
    [said, 'add 1 weight=4 type=small', ['small 4']],
    [said, 'add 1', ['small 1']],
    // Derived, and just what the others of the type have.
    [[small], 'add 1 weight=1', ['small 1']],
  ]
  for (const [nodes, acts, expected] of clear) {
    const { told, notes, text } = planOn(nodes, acts)
    t.strictSame([told, notes], [expected, []], acts)
    t.match(text, /^As it would be then/)
  }
  const guessed = planOn(said, 'add 2 weight=3; add 1 weight=2')
  t.strictSame(guessed.told, ['small 3', 'small 3', 'small 2'])
  t.match(guessed.notes, [
    /new-001 to new-002 is taken to be a 'small' .*no type has weight 3.* 3 times the share/,
    /new-003 is taken .* 2 times the share/,
  ])
  t.match(guessed.text, /^note: the machine of new-001 to new-002 is .*\nnote: /)
  const twice = planOn([...said, { ...large, type: 'huge', weight: 4 }], 'add 1 weight=4')
  t.strictSame(twice.told, ['large 4'])
  t.match(twice.notes, [/new-001 is taken to be a 'large' .*: 2 types have weight 4/])
})

t.test('nodes and types that are not there', async (t) => {
  t.throws(() => planned('remove nobody'), { code: 'BAD_ARGUMENT', message: /no node is 'nobody'/ })
  t.throws(() => planned('add 1 type=huge'), {
    code: 'BAD_ARGUMENT',
    message: /type=huge; it must be one of small, large/,
  })
})
