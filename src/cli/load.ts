/**
 * `gramme load FILE --key COLUMN`: stores each row of a table as a JSON record, and `--verify` reads each
 * back. Every row is read before it is written: a load that is run again skips what is there, and never
 * leaves siblings.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Client } from '../client/client.js'
import { GrammeError } from '../errors.js'
import { type WriteDurability, writeDurabilities } from '../wire/durability.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { CommandError } from './exit.js'
import {
  defaultStatePath,
  type LoadSource,
  readState,
  removeState,
  sourceOf,
  writeState,
} from './load-state.js'
import { choice, wholeNumber } from './parse.js'
import { openProgress } from './progress.js'
import { type RowFailure, RowProblem, RowWork } from './row-work.js'
import { readRows } from './rows.js'
import { bytes, count } from './table.js'

const checkpointIntervalMs = 1000
const retryPauseMs = 250
const retryPauseMsMax = 500
/** Of so many the summary shows the first few; all are in the file of failures. */
const failuresShown = 5

interface LoadOptions extends ConnectionOptions {
  readonly key: string
  readonly verify?: boolean
  readonly restart?: boolean
  readonly state?: string
  readonly failures?: string
  readonly failuresMax: number
  readonly concurrency: number
  readonly w?: number
  readonly durability?: WriteDurability
}

const examples = `
FILE's first line names the columns. A .csv file may quote fields; any other is split at tabs, with quotes as
ordinary characters. Where rows have the same key, the last one counts.

When the command is stopped, or rows fail, run it again: it goes on where it stopped, and tries what failed.

Examples:
  gramme load packages.tsv --key name
  gramme load packages.tsv --key name --verify`

export function register(program: Command): void {
  withConnection(program.command('load'))
    .description('Store each row of a table as a JSON record.')
    .argument('<FILE>', 'a table: .tsv or .csv')
    .requiredOption('--key <COLUMN>', 'the column that holds the key')
    .option('--verify', 'store nothing: read every record back, and compare')
    .option('--restart', 'begin at the first row, whatever was stored already')
    .option('--state <FILE>', 'where to note how far it has come (default: FILE.load-state.json)')
    .option('--failures <FILE>', 'where to list the rows that failed (default: FILE.load-failures.tsv)')
    .option('--failures-max <COUNT>', 'stop after so many failures', wholeNumber(1, 1_000_000), 1000)
    .option('--concurrency <COUNT>', 'rows under way at one time', wholeNumber(1, 4096), 256)
    .option('--w <COUNT>', "replicas that must hold a record (default: the cluster's)", wholeNumber(1, 16))
    .option(
      '--durability <WHEN>',
      "when a replica holds it: always (synced), one (the coordinator's is), interval or os (default: the node's)",
      choice(...writeDurabilities),
    )
    .addHelpText('after', examples)
    .action(load)
}

async function load(file: string, options: LoadOptions): Promise<void> {
  try {
    statSync(file)
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${(error as Error).message}`)
  }
  await withClient(options, (client) => new Load(client, file, options).run())
}

class Load {
  readonly #source: LoadSource
  readonly #statePath: string
  readonly #work: RowWork
  readonly #startedMs = performance.now()
  /** Rows to do although they lie before the one to go on from. */
  readonly #again: ReadonlySet<number>
  readonly #rowsBefore: number
  #checkpointMs = performance.now()
  #checkpoints: boolean
  #interrupted = false

  constructor(
    private readonly client: Client,
    private readonly file: string,
    private readonly options: LoadOptions,
  ) {
    const { cluster } = client
    const ids = cluster.members.map(({ id }) => id)
    this.#source = sourceOf(file, options.key, cluster.shape.cluster, ids)
    this.#statePath = options.state ?? defaultStatePath(file)
    this.#checkpoints = options.verify !== true
    const startsOver = options.verify === true || options.restart === true
    const state = startsOver ? undefined : readState(this.#statePath, this.#source)
    this.#again = new Set(state?.failedRows)
    this.#rowsBefore = state?.rowsDone ?? 0
    const { concurrency, failuresMax } = options
    const once = options.verify === true ? this.#verify : this.#store
    const work = (key: string, value: string) => patiently(() => once(key, value))
    this.#work = new RowWork(this.#rowsBefore, { concurrency, failuresMax, work })
    if (state !== undefined) {
      const { rowsDone, failedRows } = state
      say(
        `going on after ${count(rowsDone)} rows, ${count(failedRows.length)} of which failed (--restart begins again)`,
      )
    }
  }

  async run(): Promise<void> {
    const interrupt = () => {
      if (this.#interrupted) process.exit(1)
      this.#interrupted = true
    }
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', interrupt)
    try {
      await this.#rows()
    } finally {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      await this.#work.settle()
      this.#checkpoint()
    }
    this.#summary()
  }

  async #rows(): Promise<void> {
    const work = this.#work
    const progress = openProgress(this.options.verify === true ? 'verifying' : 'loading', bytes)
    try {
      for await (const batch of readRows(this.file, this.options.key)) {
        for (const row of batch) {
          if (row.number <= this.#rowsBefore && !this.#again.has(row.number)) continue
          await work.take(row)
          if (this.#interrupted || work.tooManyFailures) return
        }
        const position = batch.at(-1)?.position ?? 0
        progress.show(
          position,
          this.#source.bytes,
          `${count(work.rowsDone)} rows, ${count(this.#speed())} rows/s`,
        )
        if (performance.now() - this.#checkpointMs > checkpointIntervalMs) this.#checkpoint()
      }
      await work.settle()
      progress.show(
        this.#source.bytes,
        this.#source.bytes,
        `${count(work.rowsDone)} rows, ${count(this.#speed())} rows/s`,
      )
    } finally {
      progress.end()
    }
  }

  readonly #store = async (key: string, value: string): Promise<string> => {
    const { w, durability } = this.options
    const wanted = Buffer.from(value, 'utf8')
    let kind = 'same'
    await this.client.update(
      key,
      (siblings) => {
        if (siblings.length === 1 && wanted.equals(siblings[0])) return undefined
        kind = 'stored'
        return wanted
      },
      { ...(w !== undefined && { w }), ...(durability !== undefined && { durability }) },
    )
    return kind
  }

  readonly #verify = async (key: string, value: string): Promise<string> => {
    const { siblings } = await this.client.get(key)
    if (siblings.length === 0) throw new RowProblem('MISSING', 'the record is not there')
    if (siblings.length > 1) throw new RowProblem('SIBLINGS', `the record has ${siblings.length} siblings`)
    if (siblings[0].toString('utf8') !== value) throw new RowProblem('DIFFERENT', 'the record is another')
    return 'same'
  }

  #speed(): number {
    const seconds = (performance.now() - this.#startedMs) / 1000
    return Math.round((this.#work.rowsDone - this.#rowsBefore) / Math.max(seconds, 0.001))
  }

  #checkpoint(): void {
    this.#checkpointMs = performance.now()
    if (!this.#checkpoints) return
    const work = this.#work
    // Failures of rows that are not covered yet are met again anyway.
    const failedRows = work.failures.map(({ row }) => row).filter((row) => row <= work.rowsDone)
    const { rowsDone } = work
    try {
      writeState(this.#statePath, { format: 1, source: this.#source, rowsDone, failedRows })
    } catch (error) {
      this.#checkpoints = false
      say(`how far it has come cannot be noted, so a stop means to begin again: ${(error as Error).message}`)
    }
  }

  #summary(): void {
    const { verify, json } = this.options
    const { counts, failures, rowsDone } = this.#work
    const rows = rowsDone - this.#rowsBefore + this.#again.size
    const seconds = (performance.now() - this.#startedMs) / 1000
    const stored = counts.get('stored') ?? 0
    const same = counts.get('same') ?? 0
    const failed = failures.length
    const failuresFile = this.#writeFailures(failures)
    if (json) {
      const rowsPerSecond = this.#speed()
      const figures = { rows, stored, same, failed, seconds: Number(seconds.toFixed(3)), rowsPerSecond }
      process.stdout.write(`${JSON.stringify({ ...figures, ...(failed > 0 && { failuresFile }) })}\n`)
    } else {
      const what =
        verify === true
          ? `${count(same)} as in the file`
          : `${count(stored)} stored, ${count(same)} there already`
      process.stdout.write(
        `${count(rows)} rows: ${what}, ${count(failed)} failed; ${seconds.toFixed(1)} s, ${count(this.#speed())} rows/s\n`,
      )
    }
    if (this.#interrupted)
      throw new CommandError(`stopped after row ${count(rowsDone)}: the same command goes on from there`)
    if (failed > 0) {
      for (const { row, key, code, message } of failures.slice(0, failuresShown)) {
        say(`row ${row} (${key}): ${code}: ${message}`)
      }
      const stop = this.#work.tooManyFailures ? `stopped after row ${count(rowsDone)}: ` : ''
      throw new CommandError(`${stop}${count(failed)} rows failed, listed in ${failuresFile}`)
    }
    if (verify !== true) removeState(this.#statePath)
  }

  /** Where they are listed. A list from an earlier run does not outlive its faults. */
  #writeFailures(failures: readonly RowFailure[]): string {
    const beside = this.#statePath.replace(/(\.load-state)?\.json$/, '')
    const path = this.options.failures ?? `${beside}.load-failures.tsv`
    if (failures.length === 0) {
      if (this.options.failures === undefined) rmSync(path, { force: true })
      return path
    }
    const lines = failures.map(({ row, key, code, message }) =>
      [row, key, code, message.replace(/\s+/g, ' ')].join('\t'),
    )
    writeFileSync(path, `row\tkey\tcode\tmessage\n${lines.join('\n')}\n`)
    return path
  }
}

/** Tries again what a node that is starting, stalled or busy would do a little later: for a row it does no harm. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let pauseMs = retryPauseMs; ; pauseMs *= 2) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof GrammeError && error.retriable) || pauseMs > retryPauseMsMax) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

function say(text: string): void {
  process.stderr.write(`gramme: ${text}\n`)
}
