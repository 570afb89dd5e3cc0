/** `gramme plan`: what a cluster would do that is only thought of, from a file that describes it. Asks nobody. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parse as parseYaml } from 'yaml'
import { type Calibration, checkCalibration } from '../planner/calibration.js'
import { defaultCalibration } from '../planner/default-calibration.js'
import { forecastOf } from '../planner/forecast.js'
import { checkPlan, type Plan } from '../planner/plan-file.js'
import { requestsDefault } from '../planner/response.js'
import { SeededRandom } from '../simulation/world/seeded-random.js'
import { UsageError } from './exit.js'
import { wholeNumber } from './parse.js'
import { forecastAsText } from './plan-text.js'

interface PlanCommandOptions {
  readonly calibration?: string
  readonly requests: number
  readonly seed: number
  readonly json?: true
}

const examples = `
The file (YAML or JSON) says what there is and what is wanted; docs/planning.md tells all of it:

  nodes:
    - { type: small, count: 6, cores: 2, memory: 16 GiB, disk: 500 GiB, network: 1 Gbit/s, zones: [a, b, c] }
  data: { keys: 100 million, valueBytes: 1 KiB, growthPerMonth: 0.05 }
  load: { requestsPerSecond: 20000, reads: 0.8, growthPerMonth: 0.03 }

The exit code is 1 when the plan is not enough for its goals.

Examples:
  gramme plan plan.yaml
  gramme plan plan.yaml --json
  gramme plan plan.yaml --calibration calibration.json`

export function register(program: Command): void {
  program
    .command('plan')
    .description('Foresee what a cluster will need and how long it will last, from a file that describes it.')
    .argument('<FILE>', 'the plan')
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
    .option('--json', 'print JSON, for machines')
    .addHelpText('after', examples)
    .action(plan)
}

async function plan(file: string, options: PlanCommandOptions): Promise<void> {
  const { requests, seed } = options
  const randomOf = (name: string) => new SeededRandom(seed, name)
  const responses = requests === 0 ? undefined : { requests, randomOf }
  const forecast = forecastOf(readPlan(file), readCalibration(options.calibration), responses)
  process.stdout.write(options.json ? `${JSON.stringify(forecast, finite)}\n` : forecastAsText(forecast))
  if (!forecast.isEnough) process.exitCode = 1
}

function readPlan(file: string): Plan {
  return checkPlan(readYaml(file))
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
