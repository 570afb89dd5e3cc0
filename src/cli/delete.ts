/** `gramme delete KEY`. */
import type { Command } from 'commander'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { hex, wholeNumber } from './parse.js'

interface DeleteCommandOptions extends ConnectionOptions {
  readonly context?: Buffer
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
    .option('--w <COUNT>', "replicas that must have deleted it (default: the cluster's)", wholeNumber(1, 16))
    .addHelpText('after', examples)
    .action(remove)
}

async function remove(key: string, options: DeleteCommandOptions): Promise<void> {
  const { context, w, json } = options
  const settings = { ...(context !== undefined && { context }), ...(w !== undefined && { w }) }
  const result = await withClient(options, (client) => client.delete(key, settings))
  if (json) process.stdout.write(`${JSON.stringify({ key, context: result.context.toString('hex') })}\n`)
}
