/** Any object that may be decoded, including those that no honest node would make. */
import fc from 'fast-check'
import { Clock, compareDots, type Dot } from '../../src/version/clock.js'
import {
  compareWrites,
  type Sibling,
  siblingOf,
  type VersionedObject,
  type WriteContent,
} from '../../src/version/object.js'
import { dotName, writeIdOf } from './cluster-model.js'

const actors = ['a', 'é', 'ÿ'].map((letter) => letter.repeat(16))
const contents: WriteContent[] = [
  { writeId: writeIdOf(1), tombstone: false, ttlMs: 0, value: Buffer.from('one') },
  { writeId: writeIdOf(1), tombstone: false, ttlMs: 0, value: Buffer.from('two') },
  { writeId: writeIdOf(1), tombstone: false, ttlMs: 2, value: Buffer.from('two') },
  { writeId: writeIdOf(3), tombstone: false, ttlMs: 1000, value: Buffer.from('brief') },
  { writeId: writeIdOf(1), tombstone: true, ttlMs: 0, value: Buffer.alloc(0) },
  { writeId: writeIdOf(2), tombstone: false, ttlMs: 0, value: Buffer.alloc(0) },
  { writeId: '\xff'.repeat(8), tombstone: false, ttlMs: 0, value: Buffer.alloc(200, 7) },
]

const dot = fc.record({ actor: fc.constantFrom(...actors), counter: fc.integer({ min: 1, max: 6 }) })
const taken = fc.record({
  dot,
  content: fc.constantFrom(...contents),
  writtenAtMs: fc.integer({ min: 0, max: 3 }),
})

function objectOf(
  seen: readonly Dot[],
  all: readonly { dot: Dot; content: WriteContent; writtenAtMs: number }[],
  issuerIndex: number,
): VersionedObject {
  const events = [...new Map(all.map((one) => [dotName(one.dot), one])).values()]
  const clock = [...seen, ...events.map((one) => one.dot)].reduce((sum, each) => sum.with(each), Clock.empty)
  const siblings: Sibling[] = []
  for (const content of contents) {
    const mine = events.filter((one) => one.content === content)
    const dots = mine.map((one) => ({ ...one.dot, writtenAtMs: one.writtenAtMs })).sort(compareDots)
    if (dots.length > 0) siblings.push(siblingOf(content, dots))
  }
  const issuer = clock.entries[issuerIndex]?.actor
  return { clock, siblings: siblings.sort(compareWrites), issuer }
}

export const anyObject: fc.Arbitrary<VersionedObject> = fc
  .tuple(fc.array(dot), fc.array(taken, { maxLength: 6 }), fc.integer({ min: -1, max: 3 }))
  .map(([seen, all, issuerIndex]) => objectOf(seen, all, issuerIndex))
