/** `gramme get KEY`: what is stored under a key: the bare value, or all siblings when there are several. */
import type { Command } from 'commander'
import { bytesAsJson } from '../bytes-as-json.js'
import type { GetResult } from '../client/client.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { CommandError, exitCodes } from './exit.js'
import { wholeNumber } from './parse.js'
import { bytesAsText } from './show-bytes.js'

interface GetCommandOptions extends ConnectionOptions {
  readonly strict?: true
  readonly r?: number
  readonly context?: boolean
}

const examples = `
Examples:
  gramme get cart:42
  gramme get cart:42 --json
  gramme put cart:42 apple --context $(gramme get cart:42 --context)`

export function register(program: Command): void {
  withConnection(program.command('get'))
    .description(
      'Print the value of a key. Siblings, written at the same time, are listed, with the context to replace them by.',
    )
    .argument('<KEY>', 'the key')
    .option('--r <COUNT>', "replicas to hear from (default: the cluster's)", wholeNumber(1, 16))
    .option('--strict', 'count owners of the key only: nobody stands in for one that is away')
    .option('--context', 'print the context, in hexadecimal, in place of the value')
    .addHelpText('after', examples)
    .action(get)
}

async function get(key: string, options: GetCommandOptions): Promise<void> {
  const { r, strict = false, context, json } = options
  const result = await withClient(options, (client) =>
    client.get(key, { isStrict: strict, ...(r !== undefined && { r }) }),
  )
  const hex = result.context.toString('hex')
  if (json) print(`${JSON.stringify(asJson(key, result))}\n`)
  else if (context === true && hex !== '') print(`${hex}\n`)
  if (result.siblings.length === 0) throw new CommandError(`there is no ${key}`, exitCodes.notFound)
  if (json || context === true) return
  if (result.siblings.length > 1) {
    print(asList(key, result))
    return
  }
  print(result.siblings[0])
  if (process.stdout.isTTY) print('\n')
}

function asJson(
  key: string,
  { siblings, writtenAtMs, expiresAtMs, context, isSloppy }: GetResult<Buffer>,
): unknown {
  return {
    key,
    siblings: siblings.map((value, i) => ({
      ...bytesAsJson(value),
      writtenAt: time(writtenAtMs[i]),
      ...expiry(expiresAtMs[i]),
    })),
    context: context.toString('hex'),
    sloppy: isSloppy,
  }
}

function expiry(ms: number | undefined): { expiresAt?: string } {
  return ms === undefined ? {} : { expiresAt: time(ms) }
}

function asList(key: string, { siblings, writtenAtMs, expiresAtMs, context }: GetResult<Buffer>): string {
  const lines = [`${key} has ${siblings.length} siblings, none of which supersedes another:`]
  siblings.forEach((value, i) => {
    const { expiresAt } = expiry(expiresAtMs[i])
    const until = expiresAt === undefined ? '' : `, expires ${expiresAt}`
    lines.push(
      `[${i + 1}] ${time(writtenAtMs[i])}, ${value.length} bytes${until}`,
      `    ${bytesAsText(value)}`,
    )
  })
  lines.push('To replace them all:', `    gramme put ${key} VALUE --context ${context.toString('hex')}`, '')
  return lines.join('\n')
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}

function print(text: string | Uint8Array): void {
  process.stdout.write(text)
}
