/**
 * `gramme simulate`: a cluster in this process, on a simulated network, disk and clock, under faults, all from a
 * seed; one seed to look at, or thousands to find the one that breaks a promise. See src/simulation.
 */

import { randomInt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import type { Command } from 'commander'
import {
  type Plan,
  planFromText,
  planToText,
  type SimulationOutcome,
  simulate,
  timelinePage,
} from '../simulation/index.js'
import { softwareVersion } from '../software-version.js'
import { CommandError, exitCodes, UsageError } from './exit.js'
import { openProgress } from './progress.js'
import {
  type Failure,
  failureFacts,
  failureJson,
  failureText,
  type StoryLength,
  shortestPlan,
  storyText,
} from './simulate-failure.js'
import {
  addOptions,
  checkFlags,
  isSweep,
  replayCommand,
  type SimulateFlags,
  wishesOf,
} from './simulate-options.js'
import {
  factsText,
  faultList,
  firstViolation,
  notRepeated,
  perSecond,
  planFacts,
  runFacts,
  runJson,
  sweepJson,
  sweepText,
  things,
} from './simulate-report.js'
import { type FailedSeed, type SweepTotals, sweep } from './simulate-sweep.js'
import { count, duration } from './table.js'

const minimiseSecondsDefault = 20
const stopAfterDefault = 10
/** Of a sweep's failing seeds, those that are looked at closer. */
const studiedMax = 3
/** Where --minutes may begin, with room for as many seeds behind it. */
const startMax = 2 ** 31
/** As shells say it of a process that SIGINT has ended. */
const interruptedCode = 130
const slowSeedMs = 60_000

const examples = `
Everything that is left to chance follows from the seed: the cluster, the requests, the faults, each packet's
way. The same seed, options and version give the same run, event for event. Options fix what is else drawn.

A run fails when a promise is broken. The report then has the command that runs it again, and the shortest plan
found that still fails, with its story.

Of --seeds and --minutes, whichever ends first ends it. --minutes alone starts at any seed, which is printed.
With --seeds or --minutes, --save and --timeline put the seed into the file's name: plan.json is plan-7.json.

Exit codes: 0 no promise was broken, 1 one was, 2 wrong usage, 130 interrupted before one was.

Examples:
  gramme simulate --seed 7
  gramme simulate --seeds 1000
  gramme simulate --minutes 10 --nodes 5 --n 3 --faults partition,crash,pause
  gramme simulate --seed 7 --faults none --story
  gramme simulate --seed 7 --timeline run.html
  gramme simulate --plan gramme-simulate-7.json --timeline run.html`

export function register(program: Command): void {
  addOptions(program.command('simulate'))
    .description('Run simulated clusters under faults, and see whether they keep their promises.')
    .addHelpText('after', examples)
    .action(run)
}

async function run(flags: SimulateFlags): Promise<void> {
  if (flags.listFaults) {
    print(faultList())
    return
  }
  checkFlags(flags)
  await (isSweep(flags) ? runMany(flags) : runOne(flags))
}

async function runOne(flags: SimulateFlags): Promise<void> {
  const { json, timeline, verify, story } = flags
  const plan = flags.plan === undefined ? undefined : readPlan(flags.plan)
  const wanted = plan === undefined ? { ...wishesOf(flags), seed: flags.seed ?? 1 } : { plan }
  const isTraced = timeline !== undefined || story === true
  const outcome = await simulate({ ...wanted, minimiseMs: 0, isTraced })
  const hashAgain = verify ? (await simulate({ ...wanted, minimiseMs: 0 })).hash : undefined
  const isSame = hashAgain === undefined || hashAgain === outcome.hash
  if (!json) print(`${factsText([...planFacts(outcome.plan), ...runFacts(outcome)])}\n`)
  const { passed, trace, seed } = outcome
  const failure = passed ? undefined : await study(outcome, flags)
  if (passed && trace !== undefined && timeline !== undefined) {
    const result = ['result', isSame ? 'PASSED' : 'DOES NOT REPEAT'] as const
    const facts = [...planFacts(outcome.plan), ...runFacts(outcome), result]
    written('--timeline', timeline, timelinePage(trace, { title: titleOf(seed), facts }))
  }
  if (json) {
    print(`${JSON.stringify({ ...runJson(outcome, hashAgain), ...(failure && failureJson(failure)) })}\n`)
  } else if (failure !== undefined) print(failureText(failure, storyLength(flags)))
  else {
    if (story && trace !== undefined) print(`${storyText(trace, 'the run', storyLength(flags))}\n`)
    print(
      isSame
        ? `PASSED${verify ? ', twice the same way' : ''}\n`
        : `FAILED: ${notRepeated(outcome.hash, hashAgain)}\n`,
    )
  }
  if (!passed) throw new CommandError(`seed ${seed} broke a promise: ${outcome.violations[0].kind}`)
  if (!isSame) throw new CommandError(`seed ${seed}: ${notRepeated(outcome.hash, hashAgain)}`)
}

async function runMany(flags: SimulateFlags): Promise<void> {
  const { seeds, minutes, json } = flags
  const from = flags.from ?? (seeds === undefined ? randomInt(startMax) : 1)
  const replay = (seed: number) => replayCommand(flags, seed)
  const until = [
    ...(seeds === undefined ? [] : [things(seeds, 'seed')]),
    ...(minutes === undefined ? [] : [`at most ${duration(minutes * 60_000)}`]),
  ]
  say(`from seed ${from}, ${until.join(', ')}`)
  const interruption = new AbortController()
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(interruptedCode)
    interruption.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const totals = await sweepSeeds(flags, from, interruption.signal)
  if (!json) print(`${sweepText(totals, replay)}\n`)
  const studied = new Map<number, Record<string, unknown>>()
  for (const failed of totals.failed.slice(0, studiedMax)) {
    if (interruption.signal.aborted) break
    const failure = await unlessAborted(studyAgain(failed, flags), interruption.signal)
    if (failure === undefined) continue
    studied.set(failed.seed, failureJson(failure))
    if (!json) print(`${failureText(failure, storyLength(flags))}\n`)
  }
  if (json) print(`${JSON.stringify(sweepJson(totals, replay, studied))}\n`)
  else print(verdict(totals))
  process.off('SIGINT', interrupt)
  process.off('SIGTERM', interrupt)
  if (totals.isInterrupted || interruption.signal.aborted) {
    // What is looked at closer would go on.
    process.exit(totals.failed.length > 0 ? exitCodes.failed : interruptedCode)
  }
  if (totals.failed.length > 0) throw new CommandError(`${things(totals.failed.length, 'seed')} failed`)
}

async function sweepSeeds(
  flags: SimulateFlags,
  from: number,
  interrupted: AbortSignal,
): Promise<SweepTotals> {
  const { seeds, minutes } = flags
  const timeMs = minutes === undefined ? undefined : minutes * 60_000
  const progress = openProgress('simulating', seeds === undefined ? duration : count)
  try {
    return await sweep({
      from,
      seeds,
      timeMs,
      failuresMax: flags.stopAfter ?? stopAfterDefault,
      threads: flags.threads ?? availableParallelism(),
      wishes: wishesOf(flags),
      isVerified: flags.verify === true,
      interrupted,
      onProgress: (totals) => {
        if (seeds !== undefined) progress.show(totals.seeds, seeds, noteOf(totals))
        else if (timeMs !== undefined) progress.show(Math.min(totals.tookMs, timeMs), timeMs, noteOf(totals))
      },
    })
  } finally {
    progress.end()
  }
}

function noteOf({ seeds, failed, simulatedMs, tookMs, underWay }: SweepTotals): string {
  const slow = underWay.filter((one) => one.tookMs > slowSeedMs)
  const latest = failed.slice(-3).map(({ seed }) => seed)
  const which = latest.length > 0 ? ` (${latest.join(', ')})` : ''
  return [
    `${count(failed.length)} failed${which}`,
    `${perSecond(seeds, tookMs)} seeds/s`,
    `${Math.round(simulatedMs / Math.max(tookMs, 1))} times real time`,
    ...slow.map((one) => `seed ${one.seed} under way for ${duration(one.tookMs)}`),
  ].join(', ')
}

function verdict({ seeds, failed, isInterrupted }: SweepTotals): string {
  if (failed.length > 0) return `FAILED: ${count(failed.length)} of ${things(seeds, 'seed')}\n`
  return isInterrupted
    ? `interrupted: ${things(seeds, 'seed')} passed by then\n`
    : `PASSED: ${things(seeds, 'seed')}\n`
}

/** A failing seed of a sweep, once more here. Undefined where it cannot be told more of it. */
async function studyAgain(failed: FailedSeed, flags: SimulateFlags): Promise<Failure | undefined> {
  const { seed, figures } = failed
  if (figures === undefined || figures.violations.length === 0) return undefined
  const outcome = await simulate({ ...wishesOf(flags), seed, minimiseMs: 0 })
  if (!outcome.passed) return study(outcome, flags)
  say(`seed ${seed} does not repeat: it passed when it was run again; before, ${firstViolation(failed)}`)
  return undefined
}

/** Looks for the shortest plan that fails as this one did, and writes down what was asked for. */
async function study(outcome: SimulationOutcome, flags: SimulateFlags): Promise<Failure> {
  const { seed, plan } = outcome
  const secondsMax = flags.minimise ?? (flags.plan === undefined ? minimiseSecondsDefault : 0)
  const studied = await minimised(plan, secondsMax * 1000)
  const replay = replayCommand(flags, seed)
  if (studied.hash !== outcome.hash) say(`seed ${seed}: ${notRepeated(outcome.hash, studied.hash)}`)
  if (studied.passed) return { outcome, replay, planFile: undefined, timelineFile: undefined }
  const isSaved = flags.plan === undefined || flags.save !== undefined
  const planFile = isSaved
    ? written('--save', fileFor(flags.save, seed, flags), planToText(shortestPlan(studied)))
    : undefined
  let timelineFile: string | undefined
  if (flags.timeline !== undefined && studied.trace !== undefined) {
    const facts = failureFacts({ outcome: studied, replay, planFile })
    const page = timelinePage(studied.trace, { title: titleOf(seed), facts })
    timelineFile = written('--timeline', fileFor(flags.timeline, seed, flags), page)
  }
  return { outcome: studied, replay, planFile, timelineFile }
}

async function minimised(plan: Plan, minimiseMs: number): Promise<SimulationOutcome> {
  const progress = openProgress(`looking for the shortest plan that fails (seed ${plan.seed})`, duration)
  const beganMs = performance.now()
  let note = ''
  const tick = setInterval(() => {
    if (minimiseMs > 0) progress.show(Math.min(performance.now() - beganMs, minimiseMs), minimiseMs, note)
  }, 250)
  try {
    return await simulate({
      plan,
      minimiseMs,
      isTraced: true,
      onProgress: (attempts, { faults, operations }) => {
        note = `${things(attempts, 'attempt')}: ${things(faults.length, 'fault')}, ${things(operations.length, 'request')}`
      },
    })
  } finally {
    clearInterval(tick)
    progress.end()
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  return Promise.race([work, aborted])
}

/** In a sweep each failing seed has files of its own. */
function fileFor(named: string | undefined, seed: number, flags: SimulateFlags): string {
  if (named === undefined) return `gramme-simulate-${seed}.json`
  if (!isSweep(flags)) return named
  const extension = extname(named)
  return `${named.slice(0, named.length - extension.length)}-${seed}${extension}`
}

function readPlan(file: string): Plan {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--plan is ${file}, which cannot be read: ${(error as Error).message}`)
  }
  const plan = planFromText(text)
  if (plan.version !== softwareVersion) {
    say(`${file} was made by gramme ${plan.version}: ${softwareVersion} may play it otherwise`)
  }
  return plan
}

/** The file's name; undefined when it cannot be written: then the report is printed all the same. */
function written(flag: string, file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text)
    return file
  } catch (error) {
    say(`${flag} is ${file}, which cannot be written: ${(error as Error).message}`)
    process.exitCode = exitCodes.failed
    return undefined
  }
}

function storyLength({ story, messages }: SimulateFlags): StoryLength {
  if (!story) return 'end'
  return messages ? 'all, with messages' : 'all'
}

function titleOf(seed: number): string {
  return `Gramme simulation, seed ${seed}`
}

function print(text: string): void {
  process.stdout.write(text)
}

function say(text: string): void {
  process.stderr.write(`gramme: ${text}\n`)
}
