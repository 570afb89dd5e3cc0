/**
 * One node of a local cluster: a child process that runs `gramme serve`. Its log goes to a file of its own;
 * warnings and worse are shown as well.
 *
 * The child shares the terminal's process group, so a Ctrl-C reaches it too; it ignores that and waits for
 * SIGTERM from here (`--with-parent`), or for the channel to this process to close, however this process ends.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type ErrorCode, errorCodes, GrammeError } from '../errors.js'
import { plainLine } from './node-log.js'
import type { ChildMessage } from './serve-parent.js'

const program = fileURLToPath(new URL('../../../bin/gramme.js', import.meta.url))
/** pino's number for `warn`. */
const warnLevel = 40

export interface DevNodeOptions {
  /** 'node 2', for messages. */
  readonly name: string
  /** The words after `gramme`. */
  readonly words: readonly string[]
  readonly logFile: string
  readonly show: (line: string) => void
  /** For node itself, besides `serverFlags`. */
  readonly flags?: readonly string[]
  /** Takes what the process prints; without it that is shown. */
  readonly onOutput?: (line: string) => void
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/**
 * A node with hundreds of requests under way keeps what they hold through many small collections, each of which copies
 * it; a larger young generation makes them fewer. Measured, with one node: 8% more requests at 64 under way than with
 * half of it, a third more at 4,096, for 50 MB.
 */
export const serverFlags = ['--max-semi-space-size=64']

export class DevNode {
  readonly name: string
  /** Rejects with the error that the node told of when it cannot start. */
  readonly serving: Promise<{ id: string; address: string }>
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  #running = true

  constructor({ name, words, logFile, show, flags = [], onOutput }: DevNodeOptions) {
    this.name = name
    this.#child = spawn(process.execPath, [...serverFlags, ...flags, program, ...words, '--with-parent'], {
      stdio: ['ignore', onOutput === undefined ? 'inherit' : 'pipe', 'pipe', 'ipc'],
      env: withoutSettings(process.env),
      windowsHide: true,
    })
    this.ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve({ code: null, signal: null }))
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    void this.ended.then(() => {
      this.#running = false
    })
    this.serving = this.#serving()
    // Whoever waits for it hears of it; nobody may be waiting any more.
    this.serving.catch(() => {})
    this.#follow(logFile, show)
    const { stdout } = this.#child
    if (stdout !== null && onOutput !== undefined) createInterface({ input: stdout }).on('line', onOutput)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get running(): boolean {
    return this.#running
  }

  /** Harmless when it has ended. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#running) this.#child.kill(signal)
  }

  #serving(): Promise<{ id: string; address: string }> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (message: ChildMessage) => {
        if (message.kind === 'serving') resolve(message)
        else reject(new GrammeError(codeOf(message.code), message.message))
      })
      void this.ended.then(({ code, signal }) => {
        reject(
          new GrammeError('INTERNAL', `${this.name} ended as it started (${signal ?? `exit code ${code}`})`),
        )
      })
    })
  }

  #follow(logFile: string, show: (line: string) => void): void {
    const { stderr } = this.#child
    if (stderr === null) return
    const file = createWriteStream(logFile)
    file.on('error', (error) => show(`${this.name}: its log cannot be written: ${error.message}`))
    createInterface({ input: stderr }).on('line', (line) => {
      file.write(`${line}\n`)
      const shown = lineToShow(line)
      if (shown !== undefined) show(`${this.name}: ${shown}`)
    })
    void this.ended.then(() => file.end())
  }
}

/** Undefined for what is of no interest now; lines that are no log lines (a stack) are shown as they are. */
function lineToShow(line: string): string | undefined {
  let entry: Record<string, unknown>
  try {
    entry = JSON.parse(line) as Record<string, unknown>
  } catch {
    return line
  }
  const { level, time, msg, pid: _, ...details } = entry
  if (typeof level !== 'number' || level < warnLevel) return undefined
  return plainLine(new Date(Number(time)), level === warnLevel ? 'warn' : 'error', String(msg), details)
}

/** The nodes are told everything by flags: what is meant for another `gramme serve` must not reach them. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GRAMME_')))
}

function codeOf(text: string): ErrorCode {
  return Object.hasOwn(errorCodes, text) ? (text as ErrorCode) : 'INTERNAL'
}
