/** Which keys are asked for: in the proportions that each popularity promises. */
import fc from 'fast-check'
import t from 'tap'
import { keyChooser, popularities, replayedWeights, zipfWeights } from '../../../bench/load/keys.js'
import { Weighted } from '../../../bench/load/weighted.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'

const draws = 200_000

function counts(next: () => number, count: number): number[] {
  const found = new Array<number>(count).fill(0)
  for (let n = 0; n < draws; n += 1) found[next()] += 1
  return found
}

/** Within so many standard deviations of a binomial draw: by chance wrong once in some millions. */
function isNear(found: number, part: number): boolean {
  return Math.abs(found - part * draws) <= 6 * Math.sqrt(part * (1 - part) * draws) + 1
}

t.test('a weighted draw keeps to any weights', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 }),
      fc.integer(),
      (weights, seed) => {
        fc.pre(weights.some((weight) => weight > 0))
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const drawn = new Weighted(Float64Array.from(weights), new SeededRandom(seed, 'draws'))
        const found = counts(() => drawn.next(), weights.length)
        return found.every((count, n) => isNear(count, weights[n] / total))
      },
    ),
    { numRuns: 15 },
  )
  t.pass('as many as the weights say')
})

t.test('zipfian: key n in proportion to 1 / (n + 1)^0.99', async (t) => {
  const count = 1000
  const chooser = keyChooser('zipfian', count, new SeededRandom(1, 'zipf'))
  const found = counts(() => chooser.next(count), count)
  const weights = zipfWeights(count)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  t.ok(found.every((times, key) => isNear(times, weights[key] / total)))
  t.ok(
    Math.abs(weights[0] / weights[99] - 100 ** 0.99) < 1e-9,
    'the hundredth key is asked for a hundredth as often',
  )
})

t.test('latest: the same, from the newest key on, also when keys are added', async (t) => {
  const chooser = keyChooser('latest', 100, new SeededRandom(2, 'latest'))
  const before = counts(() => chooser.next(100), 100)
  const after = counts(() => chooser.next(150), 150)
  const weights = zipfWeights(100)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const at of [0, 1, 10, 99]) {
    t.ok(isNear(before[99 - at], weights[at] / total))
    t.ok(isNear(after[149 - at], weights[at] / total))
  }
})

t.test('replayed: as the packages of the registry were downloaded', async (t) => {
  const count = 10_000
  const weights = replayedWeights(count)
  t.ok(
    weights.every((weight, n) => n === 0 || weight <= weights[n - 1]),
    'the most popular first',
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const chooser = keyChooser('replayed', count, new SeededRandom(3, 'replayed'))
  const found = counts(() => chooser.next(count), count)
  for (const key of [0, 1, 10, 100, 1000]) t.ok(isNear(found[key], weights[key] / total), `key ${key}`)
  t.equal(replayedWeights(10_100).length, 10_100, 'more keys than packages')
})

t.test('every key drawn is one of those there are', async (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...popularities),
      fc.integer({ min: 1, max: 300 }),
      fc.integer(),
      (popularity, count, seed) => {
        const chooser = keyChooser(popularity, count, new SeededRandom(seed, 'keys'))
        for (let n = 0; n < 200; n += 1) {
          const key = chooser.next(count + n)
          if (!Number.isInteger(key) || key < 0 || key >= count + n) return false
        }
        return true
      },
    ),
    { numRuns: 100 },
  )
  t.pass('from 0 to the last')
})
