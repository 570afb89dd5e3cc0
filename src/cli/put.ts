/**
 * `gramme put KEY [VALUE]`. Whoever types this expects the value to replace what is there, so it reads the
 * present context first; `--context` and `--blind` show what the store does by itself.
 */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { Client, PutResult } from '../client/client.js'
import { ttlMaxMs } from '../time-to-live.js'
import { type WriteDurability, writeDurabilities } from '../wire/durability.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { CommandError, UsageError } from './exit.js'
import { choice, hex, number, wholeNumber } from './parse.js'

interface PutCommandOptions extends ConnectionOptions {
  readonly strict?: true
  readonly file?: string
  readonly context?: Buffer
  readonly blind?: boolean
  readonly r?: number
  readonly w?: number
  readonly ttl?: number
  readonly durability?: WriteDurability
}

const examples = `
Without --context or --blind the value replaces all that is there when the command runs.

Examples:
  gramme put cart:42 '["apple"]'
  gramme put picture --file cat.jpg
  date | gramme put now
  gramme put session:7 open --ttl 3600     expires after an hour
  gramme put cart:42 pear --blind          leaves a sibling beside what is there
  gramme put temperature -- -5             a value that begins with a dash`

export function register(program: Command): void {
  withConnection(program.command('put'))
    .description('Store a value: the argument, a file (--file), or what comes on stdin.')
    .argument('<KEY>', 'the key')
    .argument('[VALUE]', 'the value')
    .option('--file <FILE>', 'store the bytes of this file')
    .option('--context <HEX>', 'replace just what this context covers, as `gramme get` gave it', hex)
    .option('--blind', 'replace nothing: the value becomes a sibling of what is there')
    .option(
      '--r <COUNT>',
      "replicas to read from beforehand (default: as --w, or the cluster's)",
      wholeNumber(1, 16),
    )
    .option('--w <COUNT>', "replicas that must hold it (default: the cluster's)", wholeNumber(1, 16))
    .option('--strict', 'count owners of the key only: nobody stands in for one that is away')
    .option(
      '--durability <WHEN>',
      "when a replica holds it: always (synced), one (the coordinator's is), interval or os (default: the node's)",
      choice(...writeDurabilities),
    )
    .option(
      '--ttl <SECONDS>',
      'seconds until it expires, fractions allowed (default: never)',
      number(0.001, ttlMaxMs / 1000),
    )
    .addHelpText('after', examples)
    .action(put)
}

async function put(key: string, given: string | undefined, options: PutCommandOptions): Promise<void> {
  const { blind, context, json } = options
  if (blind === true && context !== undefined)
    throw new UsageError('--blind and --context exclude each other')
  const value = await readValue(given, options.file)
  const result = await withClient(options, (client) => write(client, key, value, options))
  if (json) process.stdout.write(`${JSON.stringify(asJson(key, result))}\n`)
}

function asJson(key: string, { context, isSloppy }: PutResult): unknown {
  return { key, context: context.toString('hex'), sloppy: isSloppy }
}

function write(
  client: Client,
  key: string,
  value: Uint8Array,
  options: PutCommandOptions,
): Promise<PutResult> {
  const { blind, context, w, r = w, strict = false, durability, ttl } = options
  const settings = {
    isStrict: strict,
    ...(w !== undefined && { w }),
    ...(durability !== undefined && { durability }),
    ...(ttl !== undefined && { ttlMs: Math.round(ttl * 1000) }),
  }
  if (blind === true) return client.put(key, value, settings)
  if (context !== undefined) return client.put(key, value, { ...settings, context })
  return client.update(key, () => value, { ...settings, ...(r !== undefined && { r }) })
}

async function readValue(given: string | undefined, file: string | undefined): Promise<Uint8Array> {
  if (given !== undefined && file !== undefined) throw new UsageError('VALUE and --file exclude each other')
  if (given !== undefined) return Buffer.from(given, 'utf8')
  if (file === undefined) {
    if (process.stdin.isTTY) throw new UsageError('there is no value: give VALUE or --file, or pipe it in')
    return buffer(process.stdin)
  }
  try {
    return await readFile(file)
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${(error as Error).message}`)
  }
}
