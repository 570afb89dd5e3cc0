/**
 * Runs seeds in order on a copy of the compiled code until one breaks a promise, and prints what came of it.
 *
 *     node seeds.js FOLDER FROM-SEED TO-SEED WISHES
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PlanWishes } from '../../../src/simulation/plan/draw.js'
import type { Found } from './plant.js'

type Simulator = typeof import('../../../src/simulation/simulate.js')
type Runtime = typeof import('../../../src/runtime/clock.js')

const [folder, fromSeed, toSeed, wishesText] = process.argv.slice(2)
const wishes = JSON.parse(wishesText) as PlanWishes
const load = (file: string) => import(pathToFileURL(join(folder, file)).href)
const { simulateOn } = (await load('simulation/simulate.js')) as Simulator
const { systemClock } = (await load('runtime/clock.js')) as Runtime

let found: Found = { seed: Number(toSeed), violations: [] }
for (let seed = Number(fromSeed); seed <= Number(toSeed) && found.violations.length === 0; seed += 1) {
  const { violations } = await simulateOn(systemClock, { ...wishes, seed, minimiseMs: 0 })
  if (violations.length > 0) found = { seed, violations }
}
process.stdout.write(JSON.stringify(found), () => process.exit(0))
