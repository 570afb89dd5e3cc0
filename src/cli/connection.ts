/**
 * The options that all commands share which talk to a cluster, and the connection that they ask for.
 */
import { type Command, Option } from 'commander'
import type { Client } from '../client/client.js'
import { connect } from '../client/index.js'
import { GrammeError } from '../errors.js'
import { UsageError } from './exit.js'
import { address, list, wholeNumber } from './parse.js'

export interface ConnectionOptions {
  readonly node?: string[]
  readonly cluster?: string
  readonly timeout: number
  readonly json?: boolean
}

/** Where a cluster of `npm start` listens. Tried one after the other, so that one of them may be down. */
const localNodes = ['127.0.0.1:7401', '127.0.0.1:7402', '127.0.0.1:7403']

export function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--node <HOST:PORT>',
        `a node to hear of the cluster from, may be repeated (default: the first local node, ${localNodes[0]}; environment: GRAMME_NODE)`,
      ).argParser(address),
    )
    .option('--cluster <NAME>', 'refuse to talk to a cluster of any other name')
    .addOption(
      new Option('--timeout <MS>', 'how long to wait for an answer')
        .argParser(wholeNumber(1, 60_000))
        .default(5000),
    )
    .option('--json', 'print JSON, for machines')
}

/** Connects, lets `work` use the client, and closes it. Throws GrammeError, and what `work` throws. */
export async function withClient<T>(
  options: ConnectionOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await open(options)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

async function open({ node, cluster, timeout }: ConnectionOptions): Promise<Client> {
  const named = node ?? environmentNodes()
  const settings = {
    timeoutMs: timeout,
    connectTimeoutMs: timeout,
    ...(cluster !== undefined && { cluster }),
  }
  if (named !== undefined) return connect({ ...settings, seeds: named })
  let first: unknown
  for (const seed of localNodes) {
    try {
      return await connect({ ...settings, seeds: [seed] })
    } catch (error) {
      first ??= error
      if (!(error instanceof GrammeError && error.code === 'UNREACHABLE')) throw error
    }
  }
  if (!(first instanceof GrammeError)) throw first
  throw new GrammeError(first.code, `${first.message} (is a cluster running? \`npm start\` runs one)`)
}

function environmentNodes(): string[] | undefined {
  const text = process.env.GRAMME_NODE
  if (text === undefined || text === '') return undefined
  try {
    return list(text).flatMap((one) => address(one, []))
  } catch {
    throw new UsageError(`GRAMME_NODE is '${text}'; it must be HOST:PORT, or several with commas between`)
  }
}
