/**
 * The options of `gramme simulate`: what may be said, what goes together, and how a run's own are written down
 * again, so that a failure can be replayed by copying a line.
 */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { replicaCountMax, weightMax, weightMin } from '../ring/members.js'
import { isPartitionCount, partitionCountMax } from '../ring/partition.js'
import { type FaultKind, faultKinds } from '../simulation/fault-model.js'
import type { PlanWishes } from '../simulation/plan/draw.js'
import { rateDrawnMax } from '../simulation/plan/draw.js'
import { UsageError } from './exit.js'
import { choice, list, number, numbers, wholeNumber } from './parse.js'
import { quoted } from './shell-word.js'

const machinesMax = 50
const seedMax = 2 ** 32 - 1
/** A plan holds them all before it begins. */
const requestsMax = 2_000_000

export interface SimulateFlags {
  readonly seed?: number
  readonly seeds?: number
  readonly from?: number
  readonly minutes?: number
  readonly stopAfter?: number
  readonly threads?: number
  readonly nodes?: number
  readonly clients?: number
  readonly n?: number
  readonly r?: number
  readonly w?: number
  readonly partitions?: number
  readonly weights?: number[]
  readonly durability?: 'always' | 'interval' | 'os'
  readonly coordination?: 'client' | 'server'
  /** Seconds. */
  readonly duration?: number
  readonly rate?: number
  readonly keys?: number
  readonly valueBytes?: number
  readonly faults?: FaultKind[]
  readonly listFaults?: boolean
  readonly plan?: string
  /** Seconds. */
  readonly minimise?: number
  readonly save?: string
  readonly timeline?: string
  readonly story?: boolean
  readonly messages?: boolean
  readonly verify?: boolean
  readonly json?: boolean
}

export function addOptions(command: Command): Command {
  return command
    .option('--seed <SEED>', 'run this one (default: 1, when no --seeds are given)', wholeNumber(0, seedMax))
    .option('--seeds <COUNT>', 'run so many, on all cores', wholeNumber(1, seedMax))
    .option(
      '--from <SEED>',
      'the first of them (default: 1; with --minutes alone, any)',
      wholeNumber(0, seedMax),
    )
    .option('--minutes <MINUTES>', 'run seeds until the time is up', number(0.01, 100_000))
    .option(
      '--stop-after <COUNT>',
      'run no more seeds when so many have failed (default: 10)',
      wholeNumber(1, seedMax),
    )
    .option('--threads <COUNT>', 'seeds that run at one time (default: one a core)', wholeNumber(1, 256))
    .option('--nodes <COUNT>', 'nodes of the cluster', wholeNumber(1, machinesMax))
    .option('--clients <COUNT>', 'clients, each on a machine of its own', wholeNumber(1, machinesMax))
    .option('--n <N>', 'nodes that hold each key', wholeNumber(1, replicaCountMax))
    .option('--r <R>', 'answers a get waits for', wholeNumber(1, replicaCountMax))
    .option('--w <W>', 'replicas a put waits for', wholeNumber(1, replicaCountMax))
    .option('--partitions <Q>', 'partitions of the ring, a power of two', partitions)
    .option('--weights <LIST>', "the nodes' weights, begun again when there are fewer", weights)
    .option(
      '--durability <WHEN>',
      'when a write counts as held: always (synced), interval or os',
      choice('always', 'interval', 'os'),
    )
    .option(
      '--coordination <BY>',
      'who coordinates: the owner that the client picks (client), or any node (server)',
      choice('client', 'server'),
    )
    .option(
      '--duration <SECONDS>',
      'how long requests and faults go on, in simulated time',
      number(0.001, 86_400),
    )
    .option('--rate <PER_SECOND>', 'requests of all clients together', number(0.01, 100_000))
    .option('--keys <COUNT>', 'different keys', wholeNumber(1, 1_000_000))
    .option('--value-bytes <BYTES>', 'the most that values usually have', wholeNumber(1, 1024 * 1024))
    .option('--faults <LIST>', 'just these kinds of faults, each of them; or none, or all', kinds)
    .option('--list-faults', 'print the kinds of faults there are')
    .option('--plan <FILE>', 'play the plan that a failing run has saved')
    .option(
      '--minimise <SECONDS>',
      'how long to look for the shortest plan that fails (default: 20; 0 with --plan)',
      number(0, 86_400),
    )
    .option('--save <FILE>', 'where to write the plan of a failing run (default: gramme-simulate-SEED.json)')
    .option('--timeline <FILE>', 'write the run, or the shortest failing one, as a page to look at')
    .option('--story', 'print all that happens in the run, or in the shortest failing one')
    .option('--messages', 'with --story: every message, too')
    .option('--verify', 'run each seed twice: it must go the same way')
    .option('--json', 'print JSON, for machines')
}

function partitions(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && isPartitionCount(value)) return value
  throw new InvalidArgumentError(`It must be a power of two from 1 to ${partitionCountMax}.`)
}

function weights(text: string): number[] {
  const values = numbers(text)
  if (values.every((value) => value >= weightMin && value <= weightMax)) return values
  throw new InvalidArgumentError(`Each must be a number from ${weightMin} to ${weightMax}.`)
}

function kinds(text: string): FaultKind[] {
  if (text === 'none') return []
  if (text === 'all') return [...faultKinds]
  const words = list(text)
  const unknown = words.filter((word) => !faultKinds.some((kind) => kind === word))
  if (unknown.length === 0) return faultKinds.filter((kind) => words.includes(kind))
  const told = unknown.map((word) => `'${word}'`).join(', ')
  throw new InvalidArgumentError(
    `There is no ${told}. It must be none, all, or some of ${faultKinds.join(', ')}.`,
  )
}

/** Throws UsageError when they do not go together. */
export function checkFlags(flags: SimulateFlags): void {
  checkMode(flags)
  const { nodes, n, r, w, duration, rate, plan, save, minimise, json, story } = flags
  const over = (flag: string, value: number | undefined, limitFlag: string, limit: number | undefined) => {
    if (value === undefined || limit === undefined || value <= limit) return
    throw new UsageError(`--${flag} is ${value}: must not be over --${limitFlag} ${limit}`)
  }
  over('n', n, 'nodes', nodes)
  for (const [flag, value] of [['r', r] as const, ['w', w] as const]) {
    over(flag, value, 'n', n)
    over(flag, value, 'nodes', nodes)
  }
  if ((duration ?? 0) * (rate ?? rateDrawnMax) > requestsMax) {
    const given =
      rate === undefined ? `, at up to ${rateDrawnMax} requests a second,` : ` with --rate ${rate}`
    throw new UsageError(
      `--duration ${duration}${given} makes over ${requestsMax} requests: more is too much`,
    )
  }
  if (json && story) throw new UsageError('--story is for people: it does not go with --json')
  if (flags.messages && !story) throw new UsageError('--messages must go with --story')
  const isSame = plan !== undefined && save !== undefined && resolve(plan) === resolve(save)
  if (isSame) throw new UsageError(`--save is ${save}: the plan is read from there, name another file`)
  if (plan !== undefined && save === undefined && (minimise ?? 0) > 0) {
    throw new UsageError('--minimise with --plan needs --save FILE, for the shorter plan')
  }
}

/** One run, a plan, or many seeds: what belongs to one of them does not go with the others. */
function checkMode(flags: SimulateFlags): void {
  const given = (name: keyof SimulateFlags) => flags[name] !== undefined
  const refuse = (names: readonly (keyof SimulateFlags)[], why: string) => {
    const wrong = names.filter(given)
    if (wrong.length > 0) throw new UsageError(`${wrong.map(flagOf).join(' and ')} ${why}`)
  }
  if (flags.plan !== undefined) {
    const allSaid = [...wishNames, 'seed', 'seeds', 'from', 'minutes', 'stopAfter', 'threads'] as const
    refuse(allSaid, 'cannot go with --plan, which says it all')
  } else if (isSweep(flags)) {
    refuse(['seed'], 'is one run: it does not go with --seeds or --minutes')
  } else {
    refuse(['from', 'stopAfter', 'threads'], 'must go with --seeds or --minutes')
  }
  const last = (flags.from ?? 1) + (flags.seeds ?? 1) - 1
  if (last > seedMax) throw new UsageError(`--from and --seeds end at ${last}: seeds end at ${seedMax}`)
}

export function isSweep({ seeds, minutes }: SimulateFlags): boolean {
  return seeds !== undefined || minutes !== undefined
}

/** What is not left to chance, in the order in which it is written down. */
const wishNames = [
  'nodes',
  'clients',
  'n',
  'r',
  'w',
  'partitions',
  'weights',
  'durability',
  'coordination',
  'duration',
  'rate',
  'keys',
  'valueBytes',
  'faults',
] as const

export function wishesOf(flags: SimulateFlags): PlanWishes {
  const { nodes, clients, n, r, w, partitions, weights, durability, coordination, keys, faults } = flags
  const wishes = { nodes, clients, n, r, w, partitions, weights, durability, coordination, keys, faults }
  return {
    ...wishes,
    durationMs: flags.duration === undefined ? undefined : Math.round(flags.duration * 1000),
    requestsPerSecond: flags.rate,
    valueBytesMax: flags.valueBytes,
  }
}

/** The command that runs this seed again, the same way. */
export function replayCommand(flags: SimulateFlags, seed: number): string {
  if (flags.plan !== undefined) return planCommand(flags.plan)
  const words = wishNames.flatMap((name) => {
    const value = flags[name]
    if (value === undefined) return []
    if (name === 'faults') return [flagOf(name), wordFor(flags.faults ?? [])]
    return [flagOf(name), String(value)]
  })
  return `npx gramme simulate ${['--seed', String(seed), ...words].map(quoted).join(' ')}`
}

export function planCommand(file: string): string {
  return `npx gramme simulate --plan ${quoted(file)}`
}

function wordFor(faults: readonly FaultKind[]): string {
  if (faults.length === 0) return 'none'
  return faults.length === faultKinds.length ? 'all' : faults.join(',')
}

function flagOf(name: keyof SimulateFlags): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
