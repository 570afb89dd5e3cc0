/**
 * `npm run bench -- NAME [flags]`: measurements, each in a module of this folder that exports
 * `run(args)`. They print figures and judge nothing: a threshold on a shared machine would only be noise.
 */
import { Command, InvalidArgumentError } from 'commander'
import { GrammeError } from '../src/errors.js'
import { experimentNames, loadExperiment } from './experiments.js'
import { resultAsText, runExperiment } from './run-experiment.js'
import { addSettings, settingsOf } from './settings.js'

const benches = {
  floor: 'a cluster against a framed TCP echo: throughput, latency, processor time a request',
  gossip: 'how many rounds a change takes to reach all members, and what a round costs, by their number',
  hedging: 'hedged gets and the fastest coordinator, with one node that pauses again and again',
  hang: 'what clients see when one of three nodes hangs: latency before, at first, later, and afterwards',
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
for (const name of experimentNames) {
  const experiment = await loadExperiment(name)
  const command = program
    .command(name)
    .description(experiment.question)
    .option('--small', 'a few seconds, to see that it runs')
    .option('--repeats <NUMBER>', 'how often all cases are measured, one after the other', wholeNumber, 1)
    .option('--json', 'print the result file')
    .option('--folder <DIR>', 'where nodes keep their data')
    .option('--results <DIR>', 'where the result file goes (bench/results)')
  addSettings(command, experiment)
  command.action(async (flags: Flags) => {
    const settings = settingsOf(experiment, flags.small === true, flags)
    const { small: isSmall = false, json: isJson = false, repeats, folder, results } = flags
    const { result, path } = await runExperiment(experiment, settings, {
      isSmall,
      repeats,
      ...(folder !== undefined && { folder }),
      ...(results !== undefined && { results }),
    })
    process.stdout.write(
      isJson ? `${JSON.stringify(result)}\n` : `${experiment.question}\n\n${resultAsText(result)}\n${path}\n`,
    )
  })
}

interface Flags extends Readonly<Record<string, unknown>> {
  readonly small?: true
  readonly json?: true
  readonly repeats: number
  readonly folder?: string
  readonly results?: string
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof GrammeError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = 2
}
