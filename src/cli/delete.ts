/** `gramme delete KEY`. */
import type { Command } from 'commander'
import type { Client, PutResult } from '../client/client.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { hex, wholeNumber } from './parse.js'

interface DeleteCommandOptions extends ConnectionOptions {
  readonly context?: Buffer
  readonly r?: number
  readonly w?: number
}

const examples = `
Deleting what is not there is no error.

Examples:
  gramme delete cart:42
  gramme delete cart:42 --context $(gramme get cart:42 --context)`

export function register(program: Command): void {
  withConnection(program.command('delete'))
    .description('Delete a key: what is there when the command runs, or just what a context covers.')
    .argument('<KEY>', 'the key')
    .option('--context <HEX>', 'delete just what this context covers, as `gramme get` gave it', hex)
    .option(
      '--r <COUNT>',
      "replicas to read from beforehand (default: as --w, or the cluster's)",
      wholeNumber(1, 16),
    )
    .option('--w <COUNT>', "replicas that must have deleted it (default: the cluster's)", wholeNumber(1, 16))
    .addHelpText('after', examples)
    .action(remove)
}

async function remove(key: string, options: DeleteCommandOptions): Promise<void> {
  const { json } = options
  const result = await withClient(options, (client) => removeFrom(client, key, options))
  if (json) process.stdout.write(`${JSON.stringify({ key, context: result.context.toString('hex') })}\n`)
}

async function removeFrom(client: Client, key: string, options: DeleteCommandOptions): Promise<PutResult> {
  const { w, r = w } = options
  const read = options.context === undefined ? await client.get(key, r === undefined ? {} : { r }) : undefined
  const context = options.context ?? read?.context ?? Buffer.alloc(0)
  // Never written: there is nothing to delete, and no context to delete it by.
  if (context.length === 0) return { context, isSloppy: read?.isSloppy === true }
  return client.delete(key, { context, ...(w !== undefined && { w }) })
}
