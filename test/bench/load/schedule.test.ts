/** When requests are due, how large values are, and what requests do. */
import fc from 'fast-check'
import t from 'tap'
import { drawOperation, mixes, mixNames } from '../../../bench/load/mixes.js'
import { Schedule } from '../../../bench/load/schedule.js'
import { Sizes } from '../../../bench/load/sizes.js'
import { stampOf, Values, valueBytesMin } from '../../../bench/load/values.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'

const rates = fc.integer({ min: 1, max: 100_000 })

t.test('an even schedule has as many requests in a second as its rate, one after the other', async (t) => {
  fc.assert(
    fc.property(rates, fc.double({ min: 0, max: 0.999, noNaN: true }), (rate, part) => {
      const schedule = new Schedule(rate, 'even', new SeededRandom(1, ''), part)
      const first = schedule.dueMs
      for (let n = 0; n < rate; n += 1) schedule.advance()
      return first < 1000 / rate && Math.abs(schedule.dueMs - first - 1000) < 0.01
    }),
    { numRuns: 50 },
  )
  t.pass()
})

t.test('Poisson arrivals have the rate on average, and gaps that vary as they should', async (t) => {
  const schedule = new Schedule(1000, 'poisson', new SeededRandom(5, 'arrivals'))
  const gaps: number[] = []
  for (let n = 0; n < 100_000; n += 1) {
    const before = schedule.dueMs
    schedule.advance()
    gaps.push(schedule.dueMs - before)
  }
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
  t.ok(Math.abs(mean - 1) < 0.02, 'a millisecond on average')
  t.ok(Math.abs(deviation - mean) < 0.03, 'as much deviation as mean: an exponential distribution')
  t.ok(gaps.every((gap) => gap >= 0))
})

t.test('sizes as described', async (t) => {
  const random = new SeededRandom(1, 'sizes')
  const drawn = (text: string) => Array.from({ length: 10_000 }, () => Sizes.parse(text).next(random))
  t.ok(drawn('1024').every((bytes) => bytes === 1024))
  const ranged = drawn('100-110')
  t.strictSame(
    [...new Set(ranged)].sort(),
    ['100', '101', '102', '103', '104', '105', '106', '107', '108', '109', '110'].map(Number),
  )
  const mixed = drawn('90%100,10%10000')
  const large = mixed.filter((bytes) => bytes === 10_000).length
  t.ok(large > 850 && large < 1150 && mixed.every((bytes) => bytes === 100 || bytes === 10_000))
  t.equal(Sizes.parse('90%100,10%2000-3000').mostBytes, 3000)
})

t.test('sizes that cannot be', async (t) => {
  for (const text of ['', 'x', '1', '2000000', '100-50', '90%100', '90%100,20%200', '100,200']) {
    t.throws(() => Sizes.parse(text), { code: 'BAD_ARGUMENT' }, text)
  }
})

t.test('mixes do what they say', async (t) => {
  const random = new SeededRandom(1, 'mixes')
  for (const mix of mixNames) {
    const parts: Readonly<Record<string, number>> = mixes[mix].parts
    const found: Record<string, number> = {}
    for (let n = 0; n < 20_000; n += 1) {
      const operation = drawOperation(mix, random)
      found[operation] = (found[operation] ?? 0) + 1
    }
    t.strictSame(Object.keys(found).sort(), Object.keys(parts).sort(), mix)
    for (const [operation, count] of Object.entries(found)) {
      t.ok(Math.abs(count / 200 - parts[operation]) < 2, `${mix}: ${parts[operation]}% ${operation}`)
    }
  }
})

t.test('values say whose they are', async (t) => {
  const values = new Values(200, new SeededRandom(1, 'values'))
  const stamp = { key: 77, write: 4_000_000_000, writtenAtMs: 1_700_000_000_123 }
  t.strictSame(stampOf(values.make(200, stamp)), stamp)
  t.strictSame(stampOf(values.make(valueBytesMin, stamp)), stamp)
  t.equal(values.make(200, stamp).length, 200)
  t.equal(stampOf(Buffer.alloc(5)), undefined)
})
