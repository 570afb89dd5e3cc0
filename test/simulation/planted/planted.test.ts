/**
 * The simulator finds classic mistakes: each bug of the list, planted in a copy of the product, within a few seeds
 * of where it was found when last measured, and as what it is. See docs/decisions/2026-11-25-planted-bugs.md; after a change
 * of the product or of the plans that are drawn, `measure.js` says where they are found now.
 */
import t from 'tap'
import { bugs } from './bugs.js'
import { type Hunt, huntAll } from './plant.js'

/** A change of the product changes which seeds find what: so many are tried before it counts as not found. */
const seedsMax = 150

t.setTimeout(900_000)

t.test('every planted bug is found', async (t) => {
  const hunts = new Map<string, Hunt>()
  await huntAll(
    bugs,
    ({ seed }) => [seed, seed + seedsMax - 1],
    ({ name }, hunt) => hunts.set(name, hunt),
  )
  for (const { name, story, expects, seed } of bugs) {
    const found = hunts.get(name)
    const first = found?.violations[0]
    if (found === undefined || first === undefined) {
      t.fail(`${name} is not found by seeds ${seed} to ${seed + seedsMax - 1}: ${story}`)
      continue
    }
    t.comment(`${name}: seed ${found.seed}, ${(found.tookMs / 1000).toFixed(1)} s, ${first.message}`)
    t.ok(expects.includes(first.kind), `${name} is found by seed ${found.seed} as ${first.kind}`)
  }
})
