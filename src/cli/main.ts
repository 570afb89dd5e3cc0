/**
 * The command line `gramme`. Each command is a file of its own, loaded when it is called, so that a get does
 * not pay for what a server needs. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found.
 */
import { Command } from 'commander'
import { softwareVersion } from '../software-version.js'
import { reportError } from './exit.js'

/** Adds the command to the program; `words` are what follows its name. */
type Register = (program: Command) => void

const commands: Readonly<Record<string, () => Promise<Register>>> = {
  serve: async () => (await import('./serve.js')).register,
  dev: async () => (await import('./dev.js')).register,
  get: async () => (await import('./get.js')).register,
  put: async () => (await import('./put.js')).register,
  delete: async () => (await import('./delete.js')).register,
  status: async () => (await import('./status.js')).register,
  join: async () => (await import('./members.js')).registerJoin,
  leave: async () => (await import('./members.js')).registerLeave,
  reweight: async () => (await import('./members.js')).registerReweight,
  replace: async () => (await import('./members.js')).registerReplace,
  remove: async () => (await import('./removals.js')).registerRemove,
  restore: async () => (await import('./removals.js')).registerRestore,
  ring: async () => (await import('./ring.js')).register,
  plan: async () => (await import('./plan.js')).register,
  calibrate: async () => (await import('./calibrate.js')).register,
  load: async () => (await import('./load.js')).register,
  check: async () => (await import('./check.js')).register,
  simulate: async () => (await import('./simulate.js')).register,
}

/** Runs the command that the words name, and sets the process's exit code. */
export async function main(words: readonly string[]): Promise<void> {
  // A reader that has seen enough (`gramme get k | head -c 1`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  const program = new Command('gramme')
    .description('Gramme, an always-writeable, replicated key-value store.')
    .version(softwareVersion, '--version', 'print the version')
    .helpCommand('help [COMMAND]', 'print the help of a command')
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(--help tells more)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'gramme: ')) })
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 not found.')
  try {
    const [name = ''] = words
    const load = Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands)
    for (const register of await Promise.all(load.map((one) => one()))) register(program)
    for (const command of program.commands) {
      command.copyInheritedSettings(program).helpOption('-h, --help', 'print this help')
    }
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    process.exitCode = reportError(error, words.includes('--json'))
  }
}
