/** Runs `gramme` as users do: real processes, on free ports, with their own folders. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = join(root, 'bin', 'gramme.js')
const startTimeoutMs = 30_000
/** The test runner puts a module of its own into every Node process that is spawned, which users do not have. */
const asUsersDo = ['-u', 'NODE_OPTIONS', process.execPath]

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Teardown {
  teardown(work: () => void | Promise<void>): void
}

export function temporaryFolder(t: Teardown): string {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What the test runner itself was told must not reach the programs under test. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GRAMME|TAP|NODE_OPTIONS|npm_)/.test(name),
  )
  return { ...Object.fromEntries(inherited), ...extra }
}

export function gramme(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([program, ...words], options)
}

/** Runs Node on these words to its end. */
export function run(words: readonly string[], { input, cwd, env }: RunOptions = {}): Promise<Outcome> {
  const child = spawn('env', [...asUsersDo, ...words], { cwd, env: cleanEnvironment(env) })
  const output = gather(child)
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...output() }))
  })
}

function gather(child: ChildProcess): () => { stdout: string; stderr: string } {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  return () => ({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
}

/** A program that goes on until it is told to stop, in a process group of its own, like one in a terminal. */
export class Running {
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  readonly #child: ChildProcess
  readonly #output: () => { stdout: string; stderr: string }
  #hasEnded = false

  constructor(t: Teardown, words: readonly string[], { cwd, env }: RunOptions = {}) {
    this.#child = spawn('env', [...asUsersDo, program, ...words], {
      cwd,
      env: cleanEnvironment(env),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#output = gather(this.#child)
    this.ended = new Promise((resolve) =>
      this.#child.once('close', (code, signal) => resolve({ code, signal })),
    )
    void this.ended.then(() => {
      this.#hasEnded = true
    })
    t.teardown(async () => {
      if (this.#hasEnded) return
      this.signalGroup('SIGKILL')
      await this.ended
    })
  }

  get text(): string {
    const { stdout, stderr } = this.#output()
    return stdout + stderr
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Resolves when the program has printed it. Rejects when it ends before, or takes too long. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const untilMs = performance.now() + startTimeoutMs
    for (;;) {
      const found = pattern.exec(this.text)
      if (found !== null) return found
      if (this.#hasEnded) throw new Error(`ended without printing ${pattern}: ${this.text}`)
      if (performance.now() > untilMs) throw new Error(`did not print ${pattern}: ${this.text}`)
      await pause(20)
    }
  }

  /** To the whole group, as a terminal's Ctrl-C goes. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal)
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The first of `count` ports in a row that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    // Below those that systems hand out by themselves.
    const first = 10_000 + Math.floor(Math.random() * 20_000)
    const ports = Array.from({ length: count }, (_, i) => first + i)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first
  }
  throw new Error(`there are no ${count} free ports in a row`)
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Resolves when nobody listens on any of these. */
export async function portsFree(first: number, count: number): Promise<boolean> {
  for (let tries = 0; tries < 250; tries += 1) {
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)))
    if (free.every(Boolean)) return true
    await pause(20)
  }
  return false
}
