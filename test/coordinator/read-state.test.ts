import fc from 'fast-check'
import t from 'tap'
import { type ReadAnswer, ReadState } from '../../src/coordinator/read-state.js'
import { digestOf } from '../../src/version/digest.js'
import { merge, sameVersions, type VersionedObject, withoutIssuer } from '../../src/version/object.js'
import { anyObject } from '../version/arbitraries.js'

const found = (object: VersionedObject): ReadAnswer => ({ kind: 'found', object, digest: digestOf(object) })

const anyAnswer: fc.Arbitrary<ReadAnswer> = fc.oneof(
  { weight: 4, arbitrary: anyObject.map(found) },
  fc.constantFrom<ReadAnswer>({ kind: 'missing' }, { kind: 'damaged' }, { kind: 'failed', reason: 'down' }),
)

/** Some of the answers are of one object, as they mostly are. */
const anyAnswers = fc
  .array(anyAnswer, { minLength: 1, maxLength: 6 })
  .chain((answers) =>
    fc
      .array(fc.integer({ min: 0, max: answers.length - 1 }), { minLength: 1, maxLength: 6 })
      .map((picks) => picks.map((pick, index) => ({ from: `node ${index}`, answer: answers[pick] }))),
  )

t.test('the outcome is a matter of the answers, not of their order', async () => {
  const orders = anyAnswers.chain((answers) =>
    fc.tuple(
      fc.constant(answers),
      fc.shuffledSubarray(answers, { minLength: answers.length, maxLength: answers.length }),
      fc.integer({ min: 1, max: answers.length }),
    ),
  )
  fc.assert(
    fc.property(orders, ([answers, shuffled, needed]) => {
      const [one, other] = [answers, shuffled].map((order) => {
        const state = new ReadState(order.length, needed)
        for (const { from, answer } of order) state.add(from, answer)
        return state
      })
      if (!one.complete || one.state !== other.state || one.got !== other.got) throw new Error('other counts')

      let expected: VersionedObject | undefined
      for (const { answer } of answers) {
        if (answer.kind === 'found') expected = merge(expected, withoutIssuer(answer.object)).object
      }
      for (const { object } of [one, other]) {
        if ((object === undefined) !== (expected === undefined)) throw new Error('one knows nothing')
        if (object !== undefined && expected !== undefined && !sameVersions(object, expected)) {
          throw new Error('it is not the merge of all')
        }
        if (object?.issuer !== undefined) throw new Error('an issuer travels')
      }

      const behind = answers.filter(({ answer }) => {
        if (expected === undefined || answer.kind === 'failed') return false
        return answer.kind !== 'found' || !sameVersions(answer.object, expected)
      })
      const names = behind.map(({ from }) => from).sort()
      for (const state of [one, other]) {
        const stale = state.stale().sort()
        if (stale.join() !== names.join()) throw new Error(`stale: ${stale}, and should be ${names}`)
      }
    }),
    { numRuns: 300 },
  )
})

t.test('only real answers count, and the others say why', async (t) => {
  const state = new ReadState(4, 2)
  state.add('a', { kind: 'failed', reason: 'no connection' })
  state.add('b', { kind: 'missing' })
  t.equal(state.state, 'waiting')
  t.equal(state.got, 1)
  state.add('c', { kind: 'damaged' })
  t.equal(state.state, 'waiting')
  t.notOk(state.complete)
  state.add('d', { kind: 'missing' })
  t.equal(state.state, 'met')
  t.ok(state.complete)
  t.strictSame(state.reasons, ['no connection', 'a copy is damaged'])
  t.equal(state.object, undefined)
  t.strictSame(state.stale(), [], 'nobody knows of anything to send')
})
