/**
 * Result files, one a run, in bench/results: the figures with all that they depend on, so that a figure without its
 * circumstances does not get about.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { softwareVersion } from '../src/software-version.js'
import type { Row, Settings } from './experiment.js'

/** To be raised when a file of before cannot be read any more. */
const resultVersion = 1

export interface Result {
  readonly resultVersion: number
  readonly experiment: string
  readonly isSmall: boolean
  readonly startedAt: string
  readonly tookMs: number
  readonly circumstances: Circumstances
  readonly settings: Settings
  /** Rows of every repeat, with the label `repeat`. */
  readonly rows: readonly Row[]
}

export interface Circumstances {
  readonly processors: string
  readonly memoryBytes: number
  readonly system: string
  readonly node: string
  readonly gramme: string
  /** Empty: the sources are no git checkout. */
  readonly commit: string
  readonly hasUncommitted: boolean
  /** Processes that wanted a processor in the minute before. */
  readonly loadBefore: number
}

export const resultsFolder = fileURLToPath(new URL('../../bench/results', import.meta.url))

export function circumstances(): Circumstances {
  const [{ model }] = cpus()
  return {
    processors: `${cpus().length} x ${model.trim()}`,
    memoryBytes: totalmem(),
    system: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    gramme: softwareVersion,
    commit: git('rev-parse', '--short=12', 'HEAD'),
    hasUncommitted: git('status', '--porcelain', '--untracked-files=no') !== '',
    loadBefore: loadavg()[0],
  }
}

export function saveResult(result: Omit<Result, 'resultVersion'>, folder = resultsFolder): string {
  mkdirSync(folder, { recursive: true })
  const form = result.isSmall ? '-small' : ''
  const path = join(folder, `${result.startedAt.replaceAll(/[:.]/g, '-')}-${result.experiment}${form}.json`)
  writeFileSync(path, `${JSON.stringify({ resultVersion, ...result }, undefined, 1)}\n`)
  return path
}

/** Throws an Error that says what is wrong with the file. */
export function readResult(path: string): Result {
  const result = JSON.parse(readFileSync(path, 'utf8')) as Result
  if (result.resultVersion !== resultVersion) {
    throw new Error(
      `${path} is a result of version ${result.resultVersion}; this is version ${resultVersion}`,
    )
  }
  return result
}

/**
 * The newest result of each experiment, in the order in which they were made. A full one goes before a small one, however
 * old it is: the small one is from seeing that the experiment runs, and says nothing.
 */
export function newestResults(folder = resultsFolder): Result[] {
  const newest = new Map<string, Result>()
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  for (const file of files.sort()) {
    const result = readResult(join(folder, file))
    if (result.isSmall && newest.get(result.experiment)?.isSmall === false) continue
    newest.delete(result.experiment)
    newest.set(result.experiment, result)
  }
  return [...newest.values()]
}

function git(...words: string[]): string {
  try {
    const cwd = fileURLToPath(new URL('../..', import.meta.url))
    return execFileSync('git', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
