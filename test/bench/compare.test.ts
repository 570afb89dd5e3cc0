/** What is said of two runs: never more than their repeats bear out. */
import fc from 'fast-check'
import t from 'tap'
import { differences, differencesAsText } from '../../bench/compare.js'
import type { Row } from '../../bench/experiment.js'

const rowsOf = (numbers: readonly number[]): Row[] =>
  numbers.map((p99Ms, n) => ({ labels: { nodes: 3, repeat: n + 1 }, values: { p99Ms } }))
const verdict = (a: readonly number[], b: readonly number[]) => differences(rowsOf(a), rowsOf(b))[0].verdict

t.test('beyond the noise: apart, with four repeats each', async (t) => {
  t.equal(verdict([1, 2, 3, 4], [5, 6, 7, 8]), 'beyond the noise')
  t.equal(verdict([5, 6, 7, 8], [1, 2, 3, 4]), 'beyond the noise')
  t.equal(verdict([1, 2, 3, 5], [5, 6, 7, 8]), 'within the noise')
  t.equal(verdict([1, 2, 3], [5, 6, 7, 8]), 'too few repeats')
  t.match(differences(rowsOf([1, 3, 2]), rowsOf([4, 4, 8])), [
    { case: 'nodes 3', a: 2, b: 4, ratio: 2, repeats: 3 },
  ])
})

t.test('rounds of a run are repeats; what only one of them has is left out', async (t) => {
  const row = (round: number, way: string, values: Row['values']): Row => ({ labels: { round, way }, values })
  const found = differences(
    [row(1, 'x', { maxMs: 1, only: 1 }), row(2, 'x', { maxMs: 3 }), row(1, 'y', { maxMs: 5 })],
    [row(1, 'x', { maxMs: 4 })],
  )
  t.match(found, [{ case: 'x', value: 'maxMs', a: 2, b: 4 }])
  t.equal(found.length, 1)
  t.equal(differences([row(1, 'x', { maxMs: 0 })], [row(1, 'x', { maxMs: 4 })])[0].ratio, undefined)
})

t.test('where a repeat of either side is in doubt that is all that is said', async (t) => {
  const clean = rowsOf([1, 2, 3, 4])
  const late = rowsOf([5, 6, 7, 8]).map((row, n) => (n === 0 ? { ...row, doubts: ['late', 'busy'] } : row))
  for (const [a, b] of [
    [clean, late],
    [late, clean],
  ]) {
    t.match(differences(a, b), [{ verdict: 'doubted', doubted: 1, repeats: 4 }])
  }
  t.match(differences(late, late), [{ verdict: 'doubted', doubted: 2 }])
  t.match(differences(late.slice(0, 1), clean), [{ verdict: 'doubted' }], 'however few the repeats are')
  t.match(differences(clean, clean), [{ verdict: 'within the noise', doubted: 0 }])

  const other = (p99Ms: number): Row => ({ labels: { nodes: 5 }, values: { p99Ms } })
  const both = differences([...clean, other(1)], [...late, other(1)])
  const text = differencesAsText([...both, ...differences(clean, rowsOf([5, 6, 7, 8]))])
  t.match(text, /nodes 3 .* doubted: 1 of the repeats of both\n/)
  t.match(text, /^1 of 3 figures are in doubt/m)
  t.match(text, /^1 of 1 figures differ beyond the noise/m, 'those in doubt are not among them')
  t.match(text, /^Where there are fewer than 4 repeats/m)
  t.notMatch(differencesAsText(differences(clean, clean)), 'in doubt')
})

t.test('the same noise twice is told apart about once in 35 times', async (t) => {
  const noise = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  const pairs = fc.sample(fc.tuple(noise, noise), { numRuns: 3000, seed: 7 })
  const apart = pairs.filter(([a, b]) => verdict(a, b) === 'beyond the noise').length
  t.ok(apart < 3000 * 0.08, `${apart} of 3000`)
})
