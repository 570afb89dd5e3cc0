/**
 * Plans that found a bug, each as short as it could be made, kept so that the bug stays away. What each found is
 * told in docs/decisions/2026-11-25-simulation.md.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { planFromText } from '../../src/simulation/index.js'
import { run } from './runs.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const folder = join(root, 'test', 'simulation', 'plans')

t.test('plans that found a bug', async (t) => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  t.ok(files.length > 0)
  for (const file of files) {
    t.comment(file)
    await run(t, { plan: planFromText(readFileSync(join(folder, file), 'utf8')) })
  }
})

t.test('a plan that is none is refused, by the field that is wrong', async (t) => {
  const [file] = readdirSync(folder)
  const good = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const wrong = [
    ['{', /^the plan is not JSON/],
    ['[]', /expected object/],
    [JSON.stringify({ ...good, seed: 'x' }), /^seed is "x"/],
    [JSON.stringify({ ...good, shape: { ...good.shape, nodes: 0 } }), /^shape\.nodes is 0/],
    [
      JSON.stringify({ ...good, shape: { ...good.shape, weights: [] } }),
      /as many weights and zones as nodes/,
    ],
    [JSON.stringify({ ...good, shape: { ...good.shape, r: 9 } }), /^shape\.r is 9/],
    [
      JSON.stringify({ ...good, faults: [{ ...good.faults[0], machines: ['node-99'] }] }),
      /^faults is .*must name machines of the shape/,
    ],
    [
      JSON.stringify({ ...good, faults: [{ ...good.faults[0], kind: 'flood' }] }),
      /^faults\.0\.kind is "flood"/,
    ],
  ] as const
  for (const [text, message] of wrong) {
    t.throws(() => planFromText(text), { code: 'BAD_ARGUMENT', message }, text.slice(0, 40))
  }
})
