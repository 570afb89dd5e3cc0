import fc from 'fast-check'
import t from 'tap'
import { type Capacity, JointQuorum } from '../../src/coordinator/joint-quorum.js'

let ids = 0
const next = () => `node ${++ids}`
const capacities: readonly Capacity[] = ['serving', 'filling', 'former', 'gone', 'stand-in']

t.test('while nothing moves it is one quorum', async (t) => {
  const quorum = new JointQuorum(3, 2)
  quorum.answered(next(), 'serving')
  t.equal(quorum.state, 'waiting')
  quorum.failed()
  t.equal(quorum.state, 'waiting')
  quorum.answered(next(), 'serving')
  t.equal(quorum.state, 'met')
  t.equal(quorum.got, 2)
  t.notOk(quorum.isSloppy)
  t.ok(quorum.complete)
  t.equal(quorum.unserved, 0)
})

t.test('both must be met: one by those that own it, one by those that serve it', async (t) => {
  const quorum = new JointQuorum(3, 2)
  quorum.answered(next(), 'serving')
  quorum.answered(next(), 'filling')
  t.equal(quorum.state, 'waiting', 'two owners, and one that serves')
  quorum.askedMore()
  quorum.answered(next(), 'former')
  t.equal(quorum.state, 'met')
  t.notOk(quorum.isSloppy, 'nobody stood in')
  t.equal(quorum.unserved, 1)
})

t.test('a write needs nobody that serves where none can be had, and says so', async (t) => {
  const quorum = new JointQuorum(3, 2)
  for (const capacity of ['filling', 'filling'] as const) quorum.answered(next(), capacity)
  t.equal(quorum.state, 'missed')
  t.equal(quorum.looseState, 'met')
  t.ok(quorum.isSloppy)
  const few = new JointQuorum(2, 2)
  few.answered(next(), 'filling')
  t.equal(few.looseState, 'waiting', 'an owner may still answer')
  few.failed()
  t.equal(few.looseState, 'missed')
})

t.test('it is met by just those answers that make both quorums, in any order', async (t) => {
  const answer = fc.constantFrom<Capacity | 'failed'>(...capacities, 'failed')
  fc.assert(
    fc.property(
      fc.array(answer, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      (answers, needed) => {
        const quorum = new JointQuorum(answers.length, needed)
        const states: string[] = []
        for (const one of answers) {
          if (one === 'failed') quorum.failed()
          else quorum.answered(next(), one)
          states.push(quorum.state)
        }
        const count = (...which: string[]) => answers.filter((one) => which.includes(one)).length
        const owners = count('serving', 'filling', 'stand-in')
        const serving = count('serving', 'former', 'stand-in')
        t.equal(quorum.state, owners >= needed && serving >= needed ? 'met' : 'missed')
        t.equal(quorum.got, Math.min(owners, serving))
        const alone = Math.min(count('serving', 'filling'), count('serving', 'former'))
        t.equal(quorum.isSloppy, alone < needed)
        t.ok(quorum.complete)
        const settled = states.findIndex((state) => state !== 'waiting')
        t.ok(
          states.slice(settled).every((state) => state === states[settled]),
          'it moves once, and stays',
        )
      },
    ),
  )
})

t.test('a node that answers twice counts once', async (t) => {
  const quorum = new JointQuorum(3, 2)
  quorum.answered('a', 'stand-in')
  quorum.answered('a', 'former')
  t.equal(quorum.got, 1)
  t.equal(quorum.state, 'waiting')
  quorum.answered('b', 'serving')
  t.equal(quorum.state, 'met')
})
