/**
 * What `gramme serve` is told, from four places: flags, the environment, a config file, defaults, the first
 * that names a setting winning. One table says how each setting is called in each place.
 *
 * Whatever is wrong is told by the name that the user gave it: flag, variable, or field of the file.
 */
import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { parse as parseYaml } from 'yaml'
import type { z } from 'zod'
import { type HttpOptions, httpSettingsSchema } from '../http/settings.js'
import { type NodeOptions, nodeSettingsSchema } from '../node/settings.js'
import { UsageError } from './exit.js'
import { list } from './parse.js'

export interface Setting {
  /** In a config file, and in NodeOptions or the gateway's HttpOptions. */
  readonly field: string
  /** Its environment variable is made from it: --request-timeout is GRAMME_REQUEST_TIMEOUT. */
  readonly flag: string
  readonly argument: string
  readonly help: string
  readonly kind: 'text' | 'number' | 'list' | 'flag'
}

export const settings: readonly (Setting & { readonly field: keyof NodeOptions })[] = [
  {
    field: 'folder',
    flag: 'data',
    argument: 'DIR',
    kind: 'text',
    help: 'the folder that holds all data of the node',
  },
  { field: 'listen', flag: 'listen', argument: 'HOST:PORT', kind: 'text', help: 'where to listen' },
  {
    field: 'advertise',
    flag: 'advertise',
    argument: 'HOST:PORT',
    kind: 'text',
    help: 'where others reach this node, when that is elsewhere',
  },
  {
    field: 'seeds',
    flag: 'seed',
    argument: 'HOST:PORT',
    kind: 'list',
    help: 'a node to hear of the others from; may be repeated, or several with commas',
  },
  { field: 'cluster', flag: 'cluster', argument: 'NAME', kind: 'text', help: "the cluster's name" },
  {
    field: 'partitionCount',
    flag: 'partitions',
    argument: 'Q',
    kind: 'number',
    help: 'partitions of the ring, a power of two, for ever the same',
  },
  { field: 'replicaCount', flag: 'n', argument: 'N', kind: 'number', help: 'nodes that hold each key' },
  {
    field: 'readQuorum',
    flag: 'r',
    argument: 'R',
    kind: 'number',
    help: 'answers a get waits for (default: a majority of N)',
  },
  {
    field: 'writeQuorum',
    flag: 'w',
    argument: 'W',
    kind: 'number',
    help: 'replicas a put waits for (default: a majority of N)',
  },
  {
    field: 'weight',
    flag: 'weight',
    argument: 'NUMBER',
    kind: 'number',
    help: 'capability relative to other nodes',
  },
  {
    field: 'zone',
    flag: 'zone',
    argument: 'NAME',
    kind: 'text',
    help: 'what fails together, a rack for example',
  },
  {
    field: 'joins',
    flag: 'joins',
    argument: 'WHEN',
    kind: 'text',
    help: 'whether a new node gets its share at-once, or when-told (`gramme join`)',
  },
  {
    field: 'durability',
    flag: 'durability',
    argument: 'WHEN',
    kind: 'text',
    help: 'when a write counts as held: always, interval or os',
  },
  {
    field: 'requestTimeoutMs',
    flag: 'request-timeout',
    argument: 'MS',
    kind: 'number',
    help: 'for requests that bring no deadline',
  },
  {
    field: 'gossipIntervalMs',
    flag: 'gossip-interval',
    argument: 'MS',
    kind: 'number',
    help: 'between two rounds of gossip',
  },
  {
    field: 'repairIntervalMs',
    flag: 'repair-interval',
    argument: 'MS',
    kind: 'number',
    help: "between two comparisons of this node's data with the others'",
  },
  {
    field: 'repairBytesPerSecond',
    flag: 'repair-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what comparing and mending may move a second',
  },
  {
    field: 'fillBytesPerSecond',
    flag: 'fill-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what a node that is being filled takes from others a second',
  },
  {
    field: 'handoffIntervalMs',
    flag: 'handoff-interval',
    argument: 'MS',
    kind: 'number',
    help: 'between two rounds of handing hints over to their owners',
  },
  {
    field: 'handoffBytesPerSecond',
    flag: 'handoff-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what handing hints over may move a second',
  },
  {
    field: 'hintBytesMax',
    flag: 'hint-bytes',
    argument: 'BYTES',
    kind: 'number',
    help: 'the most that is held in the stead of other nodes',
  },
  {
    field: 'hintAgeMaxMs',
    flag: 'hint-age',
    argument: 'MS',
    kind: 'number',
    help: 'how long a hint waits for the last of its owners before that is left to repair',
  },
  {
    field: 'reapIntervalMs',
    flag: 'reap-interval',
    argument: 'MS',
    kind: 'number',
    help: 'between two rounds of forgetting what is deleted or has expired',
  },
  {
    field: 'reapAfterMs',
    flag: 'reap-after',
    argument: 'MS',
    kind: 'number',
    help: 'for how long all members must agree that it is dead; longer than any message lives',
  },
  {
    field: 'reapBytesPerSecond',
    flag: 'reap-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what is read a second in looking for it',
  },
  {
    field: 'scrubIntervalMs',
    flag: 'scrub-interval',
    argument: 'MS',
    kind: 'number',
    help: 'between two passes over all that is held, to find what has rotted',
  },
  {
    field: 'scrubBytesPerSecond',
    flag: 'scrub-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what is read a second in doing so',
  },
  {
    field: 'compactionBytesPerSecond',
    flag: 'compaction-rate',
    argument: 'BYTES',
    kind: 'number',
    help: 'what compaction may read a second',
  },
  {
    field: 'foregroundP99TargetMs',
    flag: 'foreground-p99',
    argument: 'MS',
    kind: 'number',
    help: "the 99th percentile of this node's part of requests over which background work yields",
  },
  {
    field: 'overloadedAtMs',
    flag: 'overloaded-at',
    argument: 'MS',
    kind: 'number',
    help: 'what a node that cannot keep up takes on: as many requests as it does in this time',
  },
  {
    field: 'segmentBytesMax',
    flag: 'segment-bytes',
    argument: 'BYTES',
    kind: 'number',
    help: 'size of a segment of the log',
  },
  {
    field: 'diskReserveBytes',
    flag: 'disk-reserve',
    argument: 'BYTES',
    kind: 'number',
    help: 'free space below which writes are refused',
  },
  {
    field: 'connectionsMax',
    flag: 'connections',
    argument: 'COUNT',
    kind: 'number',
    help: 'connections at one time',
  },
  {
    field: 'requestsMax',
    flag: 'requests',
    argument: 'COUNT',
    kind: 'number',
    help: 'requests under way at one time',
  },
]

/** Of the HTTP gateway; there is none where `http` is not given. */
const httpSettings: readonly Setting[] = [
  {
    field: 'http',
    flag: 'http',
    argument: 'HOST:PORT',
    kind: 'text',
    help: 'serve HTTP here as well, 127.0.0.1:8401 for example (default: not)',
  },
  {
    field: 'httpAnywhere',
    flag: 'http-anywhere',
    argument: '',
    kind: 'flag',
    help: 'let --http be an address that other machines reach: whoever does may read and write everything',
  },
  {
    field: 'httpConnectionsMax',
    flag: 'http-connections',
    argument: 'COUNT',
    kind: 'number',
    help: 'connections of HTTP at one time (default: 1024)',
  },
]

/** Adds the flags, with the defaults that hold when no place names the setting. */
export function addSettingFlags(command: Command): void {
  const defaults: Readonly<Record<string, unknown>> = nodeSettingsSchema.parse({ folder: '-' })
  for (const { field, flag, argument, help, kind } of settings) {
    const fallback = undefaulted.has(field) ? '' : ` (default: ${defaults[field]})`
    const option = new Option(`--${flag} <${argument}>`, `${help}${fallback}`)
    // Text as given: it is checked where all places meet.
    if (kind === 'list') option.argParser((text, before: string[] = []) => [...before, text])
    command.addOption(option)
  }
  for (const { flag, argument, help } of httpSettings) {
    command.addOption(new Option(argument === '' ? `--${flag}` : `--${flag} <${argument}>`, help))
  }
}

/** Their defaults are nothing, or follow from other settings. */
const undefaulted: ReadonlySet<string> = new Set([
  'folder',
  'advertise',
  'seeds',
  'readQuorum',
  'writeQuorum',
  'zone',
])

interface Given {
  readonly value: unknown
  /** As the user knows it: '--n', 'GRAMME_N', 'replicaCount in node.yaml'. */
  readonly name: string
}

export interface Places {
  /** By commander's names. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly configFile: string | undefined
}

/** The settings of the node from all places together, checked. Throws UsageError that names everything that is wrong. */
export function readSettings(places: Places): NodeOptions {
  const given = gather(places)
  for (const { field } of httpSettings) given.delete(field)
  if (!given.has('folder')) {
    throw new UsageError('the data folder is not named: give --data, GRAMME_DATA, or folder in a config file')
  }
  return check(nodeSettingsSchema, given)
}

/** The settings of the HTTP gateway; undefined: there shall be none. Throws UsageError. */
export function readHttpSettings(places: Places): HttpOptions | undefined {
  const all = gather(places)
  const given = new Map<string, Given>()
  for (const [field, from] of [
    ['listen', 'http'],
    ['anywhere', 'httpAnywhere'],
    ['connectionsMax', 'httpConnectionsMax'],
  ]) {
    const found = all.get(from)
    if (found !== undefined) given.set(field, found)
  }
  if (given.has('listen')) return check(httpSettingsSchema, given)
  for (const { name } of given.values())
    throw new UsageError(`${name} is given, and no --http that it is for`)
  return undefined
}

function gather({ flags, environment, configFile }: Places): Map<string, Given> {
  const given = new Map<string, Given>()
  for (const [field, value] of Object.entries(configFile === undefined ? {} : readConfig(configFile))) {
    given.set(field, { value, name: `${field} in ${configFile}` })
  }
  for (const { field, flag, kind } of [...settings, ...httpSettings]) {
    const variable = `GRAMME_${flag.replaceAll('-', '_').toUpperCase()}`
    const text = environment[variable]
    if (text !== undefined && text !== '') given.set(field, { value: asGiven(text, kind), name: variable })
    const fromFlag = flags[flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())]
    if (fromFlag !== undefined) given.set(field, { value: asGiven(fromFlag, kind), name: `--${flag}` })
  }
  return given
}

function check<S extends z.ZodType>(schema: S, given: ReadonlyMap<string, Given>): z.output<S> {
  const options = Object.fromEntries([...given].map(([field, { value }]) => [field, value]))
  const checked = schema.safeParse(options)
  if (checked.success) return checked.data
  const faults = checked.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${given.get(key)?.name ?? key}: there is no such setting`)
    }
    const source = given.get(String(issue.path[0]))
    return [
      `${source?.name ?? issue.path.join('.')} is ${JSON.stringify(source?.value)}: ${asTyped(issue.message)}`,
    ]
  })
  throw new UsageError(faults.join('; '))
}

/** Text that is no number stays text, for the check to name it. */
function asGiven(given: unknown, kind: Setting['kind']): unknown {
  if (kind === 'list') return [given].flat().flatMap((text) => list(String(text)))
  const text = String(given)
  if (kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text
  return kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** The rules speak of fields, and the user of N. */
function asTyped(rule: string): string {
  return rule.replaceAll('replicaCount', 'N').replace('Say so,', 'Say so with --http-anywhere,')
}

/** JSON is YAML, so one parser reads both. */
function readConfig(file: string): Readonly<Record<string, unknown>> {
  let config: unknown
  try {
    config = parseYaml(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`the config file ${file} cannot be read: ${(error as Error).message.split('\n')[0]}`)
  }
  if (config === null) return {}
  if (typeof config === 'object' && !Array.isArray(config)) return config as Record<string, unknown>
  throw new UsageError(`the config file ${file} must hold settings by name, like 'listen: 127.0.0.1:7401'`)
}
