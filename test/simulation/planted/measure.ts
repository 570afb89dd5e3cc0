/**
 * The full measurement: of every planted bug, or those whose name holds one of the words given, the first of
 * seeds 1 to 500 that finds it. Prints a table for docs/decisions.
 *
 *     node dist/test/simulation/planted/measure.js [WORD...]
 */
import { bugs } from './bugs.js'
import { type Hunt, huntAll } from './plant.js'

const seedMax = 500
const words = process.argv.slice(2)
const wanted = bugs.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
const hunts = new Map<string, Hunt>()
await huntAll(
  wanted,
  () => [1, seedMax],
  (bug, hunt) => {
    hunts.set(bug.name, hunt)
    const [first] = hunt.violations
    const what = first === undefined ? 'NOT FOUND' : `${first.kind}: ${first.message}`
    console.error(`${bug.name}: seed ${hunt.seed}, ${(hunt.tookMs / 1000).toFixed(1)} s, ${what}`)
  },
)
console.log('| bug | first seed | found as | seconds |\n| --- | --- | --- | --- |')
for (const { name } of wanted) {
  const { seed, violations, tookMs } = hunts.get(name) ?? { seed: 0, violations: [], tookMs: 0 }
  const [first] = violations
  const found = first === undefined ? 'none | not found' : `${seed} | ${first.kind}`
  console.log(`| ${name} | ${found} | ${(tookMs / 1000).toFixed(1)} |`)
}
