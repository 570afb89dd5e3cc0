/** Randomness that repeats: equal streams for equal names, others for others, and every draw within its bounds. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'

const seeds = fc.integer({ min: 0, max: 2 ** 40 })
const names = fc.string({ maxLength: 20 })

function words(random: SeededRandom, count = 8): number[] {
  return Array.from({ length: count }, () => random.uint32())
}

t.test('equal seeds and names give equal streams, others give others', async () => {
  fc.assert(
    fc.property(seeds, seeds, names, names, (seed, otherSeed, name, otherName) => {
      const first = words(new SeededRandom(seed, name))
      assert.deepEqual(words(new SeededRandom(seed, name)), first)
      if (otherName !== name) assert.notDeepEqual(words(new SeededRandom(seed, otherName)), first)
      if (otherSeed !== seed) assert.notDeepEqual(words(new SeededRandom(otherSeed, name)), first)
    }),
  )
})

t.test('neighbouring seeds and names are as far apart as any', async (t) => {
  // Of 32 bits about 16 should differ; a stream that leans on another would show in the mean of many.
  const names = ['disk node-1', 'disk node-2', 'link node-1 node-2', 'link node-2 node-1']
  for (const position of [0, 1, 7]) {
    let differing = 0
    let pairs = 0
    for (let seed = 0; seed < 300; seed += 1) {
      const drawn = names.map((name) => words(new SeededRandom(seed, name))[position])
      drawn.push(words(new SeededRandom(seed + 1, names[0]))[position])
      for (const other of drawn.slice(1)) {
        pairs += 1
        for (let bits = drawn[0] ^ other; bits !== 0; bits &= bits - 1) differing += 1
      }
    }
    t.ok(Math.abs(differing / pairs - 16) < 0.5, `${differing / pairs} bits differ`)
  }
})

t.test('taking from one stream leaves another as it was', async (t) => {
  const [one, other] = [new SeededRandom(5, 'one'), new SeededRandom(5, 'other')]
  const expected = words(new SeededRandom(5, 'other'), 3)
  const got: number[] = []
  for (let n = 0; n < 3; n += 1) {
    words(one, n)
    got.push(other.uint32())
  }
  t.strictSame(got, expected)
})

t.test('draws are even', async (t) => {
  const random = new SeededRandom(3, 'even')
  const counts = new Array<number>(16).fill(0)
  for (let n = 0; n < 16_000; n += 1) counts[Math.floor(random.next() * 16)] += 1
  for (const count of counts) t.ok(count > 850 && count < 1150, `${count} of 1000`)
})

t.test('next, integer, scale, pick and chance stay within their bounds and reach them', async (t) => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: -1000, max: 1000 }), fc.nat(50), (seed, min, width) => {
      const random = new SeededRandom(seed, 'bounds')
      for (let n = 0; n < 20; n += 1) {
        const next = random.next()
        assert.ok(next >= 0 && next < 1)
        const integer = random.integer(min, min + width)
        assert.ok(Number.isInteger(integer) && integer >= min && integer <= min + width)
        assert.equal(random.chance(0), false)
        assert.equal(random.chance(1), true)
        const from = Array.from({ length: width + 1 }, (_, at) => at)
        assert.ok(from.includes(random.pick(from)))
      }
    }),
  )
  fc.assert(
    fc.property(
      seeds,
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (seed, min, factor) => {
        const drawn = new SeededRandom(seed, 'scale').scale(min, min * factor)
        // Powers are rounded.
        assert.ok(drawn >= min * (1 - 1e-12) && drawn <= min * factor * (1 + 1e-12))
      },
    ),
  )
  const random = new SeededRandom(1, 'reach')
  const integers = new Set(Array.from({ length: 200 }, () => random.integer(-2, 2)))
  t.strictSame([...integers].sort(), [-1, -2, 0, 1, 2])
  const scaled = Array.from({ length: 1000 }, () => random.scale(1, 10_000))
  const small = scaled.filter((drawn) => drawn < 100).length
  t.ok(small > 400 && small < 600, `half of them are below 100: ${small}`)
  const taken = Array.from({ length: 1000 }, () => random.chance(0.2)).filter((yes) => yes).length
  t.ok(taken > 150 && taken < 250, `${taken} of 200`)
})

t.test('fill writes everywhere, whatever the length, and the same for the same seed', async () => {
  fc.assert(
    fc.property(seeds, fc.nat(40), (seed, length) => {
      const fill = () => {
        const target = new Uint8Array(length + 8)
        new SeededRandom(seed, 'fill').fill(target.subarray(4, 4 + length))
        return target
      }
      const once = fill()
      assert.deepEqual(fill(), once)
      assert.ok([...once.subarray(0, 4), ...once.subarray(4 + length)].every((byte) => byte === 0))
    }),
  )
  const random = new SeededRandom(9, 'bytes')
  const sums = new Array<number>(11).fill(0)
  for (let n = 0; n < 2000; n += 1) {
    const target = new Uint8Array(11)
    random.fill(target)
    for (const [at, byte] of target.entries()) sums[at] += byte
  }
  for (const sum of sums) assert.ok(Math.abs(sum / 2000 - 127.5) < 8, `a mean of ${sum / 2000}`)
})

t.test('sample takes so many, each once, in the order in which they stand', async (t) => {
  fc.assert(
    fc.property(seeds, fc.nat(12), fc.nat(15), (seed, size, count) => {
      const from = Array.from({ length: size }, (_, at) => at * 3)
      const taken = new SeededRandom(seed, 'sample').sample(from, count)
      assert.equal(taken.length, Math.min(size, count))
      assert.equal(new Set(taken).size, taken.length)
      assert.deepEqual(
        taken,
        from.filter((each) => taken.includes(each)),
      )
    }),
  )
  const random = new SeededRandom(2, 'fair')
  const counts = new Map<number, number>()
  for (let n = 0; n < 3000; n += 1) {
    for (const each of random.sample([1, 2, 3, 4, 5], 2)) counts.set(each, (counts.get(each) ?? 0) + 1)
  }
  for (const count of counts.values()) t.ok(count > 1050 && count < 1350, `${count} of 1200`)
})
