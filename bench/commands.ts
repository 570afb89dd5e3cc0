/** The commands of the bench suite: a command an experiment, `all` of them, `report` of what they found, `compare`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { GrammeError } from '../src/errors.js'
import { differences, differencesAsText, unlike } from './compare.js'
import type { AnyExperiment, Settings } from './experiment.js'
import { type ExperimentName, experimentNames, loadExperiment } from './experiments.js'
import { type Reported, reportPage } from './report/page.js'
import { newestResults, type Result, readResult, resultsFolder } from './results.js'
import { resultAsText, runExperiment } from './run-experiment.js'
import { addSettings, settingsOf } from './settings.js'

interface Flags extends Readonly<Record<string, unknown>> {
  readonly small?: true
  readonly json?: true
  readonly repeats: number
  readonly folder?: string
  readonly results?: string
}

export async function addExperiments(program: Command): Promise<void> {
  for (const name of experimentNames) {
    const experiment = await loadExperiment(name)
    const command = withRunFlags(program.command(name)).description(experiment.question)
    addSettings(command, experiment)
    command.option('--json', 'print the result file').action(async (flags: Flags) => {
      const { result, path } = await run(experiment, flags, flags)
      const page = writeReport([{ experiment, result }], path.replace(/\.json$/, '.html'))
      if (flags.json === true) process.stdout.write(`${JSON.stringify(result)}\n`)
      else process.stdout.write(`${experiment.question}\n\n${resultAsText(result)}\n${page}\n${path}\n`)
    })
  }
}

export function addAll(program: Command): void {
  withRunFlags(program.command('all'))
    .description('All experiments, one after the other, and one report of them.')
    .option('--only <LIST>', `of them, some: ${experimentNames.join(',')}`, experimentList)
    .action(async (flags: Flags & { readonly only?: readonly ExperimentName[] }) => {
      const names = flags.only ?? experimentNames.filter((name) => name !== 'load')
      const reported: Reported[] = []
      for (const name of names) {
        process.stderr.write(`${name}\n`)
        const experiment = await loadExperiment(name)
        const { result } = await run(
          experiment,
          flags,
          flags.small === true ? {} : { ...experiment.amongAll },
        )
        reported.push({ experiment, result })
        // After each: what has been measured is not lost with what fails later.
        writeReport(reported, join(flags.results ?? resultsFolder, 'report.html'))
      }
      process.stdout.write(`${join(flags.results ?? resultsFolder, 'report.html')}\n`)
    })
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description('A page of results: of these files, or of the newest of each experiment.')
    .argument('[FILES...]')
    .option('--results <DIR>', 'where the result files are', resultsFolder)
    .option('--output <PAGE>', 'where the page goes (report.html beside them)')
    .action(async (files: string[], { results, output }: { results: string; output?: string }) => {
      const found = files.length > 0 ? files.map(readResult) : newestResults(results)
      const reported = await Promise.all(found.map(withExperiment))
      process.stdout.write(`${writeReport(reported, output ?? join(results, 'report.html'))}\n`)
    })
}

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('Two runs of one experiment: the difference, and whether it is beyond the noise.')
    .argument('<A>', 'a result file, or several with commas between: repeats made in turn with those of B')
    .argument('<B>', 'what A is compared with')
    .option('--json', 'print JSON, for machines')
    .action((a: string, b: string, { json }: { json?: true }) => {
      const [ours, theirs] = [a, b].map((list) => list.split(',').map(readResult))
      const names = new Set([...ours, ...theirs].map(({ experiment }) => experiment))
      if (names.size > 1) {
        throw new GrammeError(
          'BAD_ARGUMENT',
          `these are results of several experiments: ${[...names].join(', ')}`,
        )
      }
      const rowsOf = (results: readonly Result[]) => results.flatMap(({ rows }) => rows)
      const found = differences(rowsOf(ours), rowsOf(theirs))
      const warnings = unlike(ours[0], theirs[0])
      if (json) process.stdout.write(`${JSON.stringify({ differences: found, warnings })}\n`)
      else process.stdout.write(`${[...warnings, differencesAsText(found)].join('\n')}`)
    })
}

function withRunFlags(command: Command): Command {
  return command
    .option('--small', 'a few seconds, to see that it runs')
    .option('--repeats <NUMBER>', 'how often all cases are measured, one after the other', wholeNumber, 1)
    .option('--folder <DIR>', 'where nodes keep their data')
    .option('--results <DIR>', 'where the result file goes (bench/results)')
}

function run(experiment: AnyExperiment, flags: Flags, given: Readonly<Record<string, unknown>>) {
  const { small: isSmall = false, repeats, folder, results } = flags
  const settings: Settings = settingsOf(experiment, isSmall, given)
  return runExperiment(experiment, settings, {
    isSmall,
    repeats,
    ...(folder !== undefined && { folder }),
    ...(results !== undefined && { results }),
  })
}

/** Throws an Error for a result of an experiment that there is not any more. */
async function withExperiment(result: Result): Promise<Reported> {
  const name = experimentNames.find((one) => one === result.experiment)
  if (name === undefined) throw new Error(`there is no experiment '${result.experiment}'`)
  return { experiment: await loadExperiment(name), result }
}

function writeReport(reported: readonly Reported[], path: string): string {
  writeFileSync(path, reportPage(reported))
  return path
}

function experimentList(text: string): ExperimentName[] {
  return text.split(',').map((word) => {
    const name = experimentNames.find((one) => one === word)
    if (name === undefined) throw new InvalidArgumentError(`There is no experiment '${word}'.`)
    return name
  })
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}
