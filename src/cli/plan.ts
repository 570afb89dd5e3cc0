/**
 * `gramme plan`: what a cluster would do that is only thought of, from a file that describes it; or one that runs, and
 * what a change would make of it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parse as parseYaml } from 'yaml'
import { type Calibration, checkCalibration } from '../planner/calibration.js'
import { cheapestOf } from '../planner/cheapest.js'
import { defaultCalibration } from '../planner/default-calibration.js'
import { type Fleet, fleetOf } from '../planner/fleet.js'
import { type Forecast, forecastOfFleet } from '../planner/forecast.js'
import { checkPlan, type Plan } from '../planner/plan-file.js'
import { type ResponseOptions, requestsDefault } from '../planner/response.js'
import { parseActs, whatIf } from '../planner/what-if.js'
import { SeededRandom } from '../simulation/world/seeded-random.js'
import { CommandError, UsageError } from './exit.js'
import { number, wholeNumber } from './parse.js'
import { livePlan } from './plan-live.js'
import { forecastPage } from './plan-page.js'
import { forecastAsText, whatIfAsText } from './plan-text.js'

interface PlanCommandOptions {
  readonly from?: string
  readonly sample: number
  readonly whatIf?: string
  readonly cheapest?: true
  readonly calibration?: string
  readonly requests: number
  readonly seed: number
  readonly html?: string
  readonly json?: true
}

const examples = `
The file (YAML or JSON) says what there is and what is wanted; docs/planning.md tells all of it:

  nodes:
    - { type: small, count: 6, cores: 2, memory: 16 GiB, disk: 500 GiB, network: 1 Gbit/s, zones: [a, b, c] }
  data: { keys: 100 million, valueBytes: 1 KiB, growthPerMonth: 0.05 }
  load: { requestsPerSecond: 20000, reads: 0.8, growthPerMonth: 0.03 }

With --from the members, Q, N, R, W, keys and requests are the cluster's; the file, where there is one, says what its
machines are, what is wanted, and what is to be taken in the place of what was counted.

The exit code is 1 when the plan is not enough for its goals, or that is not sure.

Examples:
  gramme plan plan.yaml
  gramme plan plan.yaml --what-if 'add 2 type=large; load 1.5'
  gramme plan plan.yaml --cheapest
  gramme plan plan.yaml --html plan.html --calibration calibration.json
  gramme plan --from 10.0.0.1:7401 --what-if 'add 2 weight=4'`

export function register(program: Command): void {
  program
    .command('plan')
    .description('Foresee what a cluster will need, how quick it will be and how long it will last.')
    .argument('[FILE]', 'the plan')
    .option('--from <HOST:PORT>', 'start from the cluster that this node belongs to')
    .option('--sample <SECONDS>', 'with --from: how long its requests are counted', number(0.1, 3600), 5)
    .option('--what-if <CHANGES>', 'plan it with changes, as "add 2 weight=4; remove small-003; load 1.5"')
    .option('--cheapest', 'look for the cheapest counts of the types that are enough; each needs a cost')
    .option('--calibration <FILE>', 'what requests cost, as `gramme calibrate` measured it')
    .option(
      '--requests <COUNT>',
      'requests to simulate for each latency; 0: none, and no latencies',
      wholeNumber(0, 10_000_000),
      requestsDefault,
    )
    .option(
      '--seed <SEED>',
      'of the simulation: the same seed gives the same figures',
      wholeNumber(0, 2 ** 32 - 1),
      1,
    )
    .option('--html <FILE>', 'write it as a page with pictures as well')
    .option('--json', 'print JSON, for machines')
    .addHelpText('after', examples)
    .action(plan)
}

/** What is to be planned, and what is to be said of where it comes from. */
interface Given {
  readonly plan: Plan
  readonly fleet: Fleet
  readonly remarks: readonly string[]
}

async function plan(file: string | undefined, options: PlanCommandOptions): Promise<void> {
  const { requests, seed, from, sample, cheapest } = options
  if (file === undefined && from === undefined) throw new UsageError('say a FILE, or --from HOST:PORT')
  if (cheapest && (from !== undefined || options.whatIf !== undefined)) {
    throw new UsageError('--cheapest chooses the nodes itself: not with --from or --what-if')
  }
  const acts = options.whatIf === undefined ? undefined : parseActs(options.whatIf)
  const responses =
    requests === 0 ? undefined : { requests, randomOf: (name: string) => new SeededRandom(seed, name) }
  const calibration = readCalibration(options.calibration)
  const said = file === undefined ? undefined : readYaml(file)
  if (cheapest) return showCheapest(checkPlan(said), calibration, responses, options)
  const given =
    from === undefined ? planned(said, calibration) : await livePlan(from, said, calibration, sample)
  for (const remark of given.remarks) process.stderr.write(`gramme: ${remark}\n`)
  if (acts === undefined) {
    const forecast = forecastOfFleet(given.fleet, given.plan, calibration, responses)
    show(forecast, forecast, forecastAsText(forecast), options)
    return
  }
  const both = whatIf(given.fleet, given.plan, calibration, acts, responses)
  show(both.after, both, whatIfAsText(both), options)
}

function planned(said: unknown, calibration: Calibration): Given {
  const plan = checkPlan(said)
  return { plan, fleet: fleetOf(plan, calibration), remarks: [] }
}

function showCheapest(
  given: Plan,
  calibration: Calibration,
  responses: ResponseOptions | undefined,
  options: PlanCommandOptions,
): void {
  const { plan: found, forecast, cost, planned: sets } = cheapestOf(given, calibration, responses)
  if (found === undefined || forecast === undefined) {
    throw new CommandError(`no set of these types is enough, of the ${sets} that came nearest by cost`)
  }
  const counts = found.nodes.map(({ type, count }) => ({ type, count }))
  const told = counts
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count} ${type}`)
    .join(', ')
  const which = forecast.isEnough
    ? 'The cheapest set that is enough'
    : 'No set that was looked at is surely enough; the cheapest that may be'
  const text = `${which}: ${told}; it costs ${cost}.\n\n${forecastAsText(forecast)}`
  show(forecast, { counts, cost, forecast }, text, options)
}

/** `whole`: what machines are told. */
function show(
  forecast: Forecast,
  whole: object,
  text: string,
  { json, html, from }: PlanCommandOptions,
): void {
  if (html !== undefined) {
    try {
      writeFileSync(
        html,
        forecastPage(forecast, from === undefined ? 'Capacity plan' : `Capacity plan of ${from}`, text),
      )
    } catch (error) {
      throw new CommandError(`cannot write ${html}: ${(error as Error).message}`)
    }
  }
  process.stdout.write(json ? `${JSON.stringify(whole, finite)}\n` : text)
  if (!forecast.isEnough) process.exitCode = 1
}

function readCalibration(file: string | undefined): Calibration {
  return file === undefined ? defaultCalibration : checkCalibration(readYaml(file))
}

/** JSON is YAML, too. */
function readYaml(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
  try {
    return parseYaml(text)
  } catch (error) {
    throw new UsageError(`${file} is not YAML: ${(error as Error).message}`)
  }
}

/** JSON has no infinity: null says that there is no end to it. */
function finite(_name: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? null : value
}
