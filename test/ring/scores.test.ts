import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { InvariantError } from '../../src/assert.js'
import { shareOut } from '../../src/ring/quota.js'
import { log2, Scores } from '../../src/ring/scores.js'
import { layouts, membersOf } from './layouts.js'

t.test('the logarithm is right to eleven places', async (t) => {
  for (let x = 1e-9; x < 1e9; x *= 1.37) {
    if (Math.abs(log2(x) - Math.log2(x)) > 1e-11) t.fail(`log2(${x}) is ${log2(x)}`)
  }
  // What the rate of a node of next to no weight is made of.
  t.ok(Math.abs(log2(1 - 1e-7) / Math.log2(1 - 1e-7) - 1) < 1e-4)
  t.throws(() => log2(0), InvariantError)
  t.equal(log2(1), 0)
  t.equal(log2(1024), 10)
  t.equal(log2(1 / 8), -3)
})

t.test('each node ranks every partition once, whatever Q', async (t) => {
  const members = membersOf(layouts.homogeneous, 6, 'rank')
  for (let q = 1; q <= 65_536; q *= 2) {
    const scores = new Scores(members, q, shareOut(members, { partitionCount: q, replicaCount: 3 }))
    members.forEach((_, node) => {
      const costs = new Set(Array.from({ length: q }, (_, p) => scores.cost(node, p)))
      if (costs.size !== q) t.fail(`${costs.size} different costs of ${q}`)
    })
  }
  t.pass()
})

t.test('permutations of different nodes are unrelated', async (t) => {
  const q = 4096
  const members = membersOf(layouts.homogeneous, 100, 'pair')
  const scores = new Scores(members, q, shareOut(members, { partitionCount: q, replicaCount: 3 }))
  const ranks = members.map((_, node) => {
    const order = Array.from({ length: q }, (_, p) => p).sort(
      (a, b) => scores.cost(node, a) - scores.cost(node, b),
    )
    const rank = new Float64Array(q)
    order.forEach((p, at) => {
      rank[p] = at / q - 0.5
    })
    return rank
  })
  // Correlations of 4,950 unrelated pairs have a deviation of 1/64, and lie within 5 of it.
  let squares = 0
  let worst = 0
  let pairs = 0
  for (let a = 0; a < members.length; a++) {
    for (let b = a + 1; b < members.length; b++) {
      let sum = 0
      for (let p = 0; p < q; p++) sum += ranks[a][p] * ranks[b][p]
      const correlation = (12 * sum) / q
      squares += correlation * correlation
      worst = Math.max(worst, Math.abs(correlation))
      pairs++
    }
  }
  const deviation = Math.sqrt(squares / pairs) * 64
  t.ok(deviation > 0.9 && deviation < 1.1, `deviation ${deviation}`)
  t.ok(worst * 64 < 5.5, `worst ${worst * 64}`)
})

t.test('nothing that engines may round differently', async (t) => {
  // Seen from dist/test/ring, the sources lie three levels up.
  const folder = new URL('../../../src/ring/', import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'))
  t.ok(files.includes('scores.ts'))
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8')
      .replace(/\/\*\*.*?\*\//gs, '')
      .replace(/\/\/.*/g, '')
    t.notMatch(text, /Math\.(log|exp|pow|sqrt|cbrt|hypot|sin|cos|tan|random)|[\w)] \*\* [\w(-]/, file)
  }
})
