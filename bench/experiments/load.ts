/**
 * One load on a target of your choice: another cluster, or a cluster of its own.
 *
 *     npm run bench -- load --target gramme://127.0.0.1:7401 --rate 2000 --mix B --seconds 30
 */
import { GrammeError } from '../../src/errors.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { type Popularity, popularities } from '../load/keys.js'
import { type MixName, mixes, mixNames } from '../load/mixes.js'
import type { Pace } from '../load/plan.js'
import { type Arrivals, arrivalKinds } from '../load/schedule.js'
import { figuresOf, loadMeanings, loadSettings, loadSmall, planOf, withGenerator } from '../loads.js'

const settings = {
  target: '',
  nodes: 3,
  rate: 1000,
  arrivals: 'poisson',
  inFlight: 0,
  mix: 'B',
  popularity: '',
  conflictRate: 0,
  preload: 'yes',
  ...loadSettings,
}
type LoadTargetSettings = typeof settings

export default experiment({
  name: 'load',
  question: 'How does one target take one load?',
  settings,
  meanings: {
    target: 'URL of what is measured; none: a cluster of its own',
    nodes: 'of its own cluster',
    rate: 'requests a second, in an open loop',
    arrivals: `of an open loop: ${arrivalKinds.join(' or ')}`,
    inFlight: 'requests always under way, in a closed loop; 0: an open loop',
    mix: mixNames.map((name) => `${name}: ${mixes[name].meaning}`).join('; '),
    popularity: `${popularities.join(', ')}; none: the mix's own`,
    conflictRate: 'part of updates by several writers who do not know of each other, 0 to 1',
    preload: 'yes: writes all keys before; no: they are there',
    ...loadMeanings,
  },
  small: { ...loadSmall, rate: 200, nodes: 1 },
  charts: [],
  run,
})

async function run(given: LoadTargetSettings, tools: Tools): Promise<Row[]> {
  check(given)
  if (given.target !== '') return measure(given.target, given, tools)
  const cluster = await MeasuredCluster.start(tools.folder, given.nodes, () => ({
    replicaCount: Math.min(3, given.nodes),
  }))
  try {
    return await measure(cluster.target(), given, tools)
  } finally {
    await cluster.stop()
  }
}

function check({ mix, popularity, arrivals, conflictRate }: LoadTargetSettings): void {
  const oneOf = (field: string, value: string, allowed: readonly string[]) => {
    if (!allowed.includes(value)) {
      throw new GrammeError('BAD_ARGUMENT', `${field} is '${value}'; it must be one of ${allowed.join(', ')}`)
    }
  }
  oneOf('mix', mix, mixNames)
  oneOf('popularity', popularity, ['', ...popularities])
  oneOf('arrivals', arrivals, arrivalKinds)
  if (conflictRate > 1)
    throw new GrammeError('BAD_ARGUMENT', `conflictRate is ${conflictRate}; it must be 0 to 1`)
}

async function measure(target: string, given: LoadTargetSettings, { progress }: Tools): Promise<Row[]> {
  const { inFlight, rate, arrivals, conflictRate, keys } = given
  const pace: Pace =
    inFlight > 0
      ? { kind: 'closed', inFlight }
      : { kind: 'open', ratePerSecond: rate, arrivals: arrivals as Arrivals }
  const mix = given.mix as MixName
  const popularity = given.popularity === '' ? mixes[mix].popularity : (given.popularity as Popularity)
  const plan = planOf(given, { pace, mix, popularity, conflictRate })
  return withGenerator(target, given, async (generator) => {
    if (given.preload === 'yes') await generator.preload((done) => progress(done, keys, 'keys written'))
    const totalMs = plan.warmUpMs + plan.measureMs
    const outcome = await generator.load(plan, (ms) => progress(Math.min(ms, totalMs), totalMs, 'ms of load'))
    const siblings = Object.fromEntries(outcome.siblings.map((count, n) => [`readsThatSaw${n}`, count]))
    return [
      {
        labels: { target: given.target === '' ? `its own ${given.nodes} nodes` : target, mix, popularity },
        values: { ...figuresOf(outcome), generatorBusyPart: outcome.generatorBusy, ...siblings },
        doubts: outcome.doubts,
      },
    ]
  })
}
