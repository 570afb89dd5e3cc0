/**
 * `npm run bench -- NAME [flags]`: measurements of single parts, each a module of this folder that exports
 * `run(args)`, and the experiments of the suite (experiments/). They print figures and judge nothing: a threshold on a
 * shared machine would only be noise.
 */
import { Command } from 'commander'
import { GrammeError } from '../src/errors.js'
import { addAll, addCompare, addExperiments, addReport } from './commands.js'

const benches = {
  gossip: 'how many rounds a change takes to reach all members, and what a round costs, by their number',
  hedging: 'hedged gets and the fastest coordinator, with one node that pauses again and again',
  hang: 'what clients see when one of three nodes hangs: latency before, at first, later, and afterwards',
  http: 'gets and puts by HTTP, against a bare server of node:http in the same run',
  admission: 'what repair and compaction cost those who wait, with the admission controller and without',
  overload:
    'a cluster that is asked for more than it can do: what it does of it, and how soon it is itself again',
  repair: 'two replicas: what comparing them moves when they are equal, nearly so, or one is empty',
  store: 'the log store against LMDB and LevelDB at equal durability',
}

const program = new Command('bench').description('Measures Gramme.').enablePositionalOptions()
for (const [name, description] of Object.entries(benches)) {
  program
    .command(name)
    .description(description)
    .argument('[flags...]', `see '${name} --help' where the bench has it`)
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption(false)
    .action(async (flags: string[]) => {
      const bench: { run(args: string[]): Promise<void> } = await import(`./${name}.js`)
      await bench.run(flags)
    })
}
await addExperiments(program)
addAll(program)
addReport(program)
addCompare(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof GrammeError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = 2
}
