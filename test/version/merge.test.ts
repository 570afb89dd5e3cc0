/** Merging what honest nodes would never make: still a join, still canonical. */
import fc from 'fast-check'
import t from 'tap'
import {
  compareWrites,
  deadFromMs,
  liveSiblings,
  merge,
  sameVersions,
  type VersionedObject,
  withoutIssuer,
} from '../../src/version/object.js'
import { encodeObject } from '../../src/version/object-codec.js'
import { anyObject } from './arbitraries.js'
import { decoded } from './cluster-model.js'

function bytesOf(object: VersionedObject): string {
  return encodeObject(object, 'peer').toString('hex')
}

const join = (a: VersionedObject, b: VersionedObject) => merge(a, b).object

t.test('any objects, even where events or write ids clash, merge alike in any order', async () => {
  fc.assert(
    fc.property(anyObject, anyObject, anyObject, (a, b, c) => {
      const ab = join(a, b)
      if (bytesOf(ab) !== bytesOf(join(b, a))) throw new Error('not commutative')
      if (bytesOf(join(ab, c)) !== bytesOf(join(a, join(b, c)))) throw new Error('not associative')
      if (join(ab, a) !== ab || join(ab, b) !== ab || join(ab, ab) !== ab) throw new Error('not idempotent')
      decoded(encodeObject(ab, 'local'), 'local')
    }),
    { numRuns: 3000 },
  )
})

t.test('the flags of a merge, and sameVersions, agree with the bytes', async () => {
  fc.assert(
    fc.property(anyObject, anyObject, (a, b) => {
      const { object, localChanged, incomingChanged } = merge(a, b)
      if (localChanged !== (bytesOf(object) !== bytesOf(a))) throw new Error('wrong about local')
      if (incomingChanged !== (bytesOf(object) !== bytesOf(b))) throw new Error('wrong about incoming')
      if (sameVersions(a, b) !== (bytesOf(a) === bytesOf(b))) throw new Error('wrong about sameness')
    }),
    { numRuns: 3000 },
  )
})

t.test('a first copy is taken whole, without its issuer', async () => {
  fc.assert(
    fc.property(anyObject, (a) => {
      const { object, localChanged, incomingChanged } = merge(undefined, a)
      if (!localChanged || incomingChanged || object.issuer !== undefined) throw new Error('wrong flags')
      if (bytesOf(object) !== bytesOf(a)) throw new Error('not whole')
      if (object.issuer === undefined && a.issuer === undefined && object !== a)
        throw new Error('a needless copy')
      if (withoutIssuer(a).issuer !== undefined) throw new Error('an issuer')
    }),
  )
})

const anyTime = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 999, max: 1004 }))

t.test('reading leaves out tombstones and what has expired; the order of writes is total', async () => {
  fc.assert(
    fc.property(anyObject, anyTime, (a, wallMs) => {
      const live = liveSiblings(a, wallMs)
      for (const one of a.siblings) {
        const taken = Math.max(...one.dots.map(({ writtenAtMs }) => writtenAtMs))
        const isGone = one.tombstone || (one.ttlMs > 0 && taken + one.ttlMs <= wallMs)
        if (live.includes(one) === isGone) throw new Error(isGone ? 'shown though gone' : 'one is missing')
      }
      if ((live.length === 0) !== deadFromMs(a) <= wallMs) throw new Error('wrong about being dead')
      for (const x of a.siblings) {
        for (const y of a.siblings) {
          if (Math.sign(compareWrites(x, y)) + Math.sign(compareWrites(y, x)) !== 0)
            throw new Error('no order')
          if ((compareWrites(x, y) === 0) !== (x === y)) throw new Error('two of one')
        }
      }
    }),
  )
})

t.test('a merge shows nothing that neither side shows', async () => {
  fc.assert(
    fc.property(anyObject, anyObject, anyTime, (a, b, wallMs) => {
      const before = [...liveSiblings(a, wallMs), ...liveSiblings(b, wallMs)]
      for (const one of liveSiblings(join(a, b), wallMs)) {
        if (!before.some((other) => compareWrites(one, other) === 0)) throw new Error('it came back')
      }
    }),
    { numRuns: 5000 },
  )
})
