/** A cluster of real processes, `gramme serve` each, that a test may kill and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { ChildMessage } from '../../src/cli/serve-parent.js'
import { systemClock } from '../../src/runtime/clock.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { Caller, callerDefaults } from '../../src/wire/caller.js'
import { FrameType } from '../../src/wire/frame.js'
import { StatusReply as StatusMessage } from '../../src/wire/messages.js'
import { clientIdentity } from '../wire/rig.js'

export type StatusReply = ReturnType<typeof StatusMessage.decode>

export const program = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'bin', 'gramme.js')

export class NodeProcess {
  #child: ChildProcess | undefined
  /** What it logged, all runs together. */
  log = ''

  /** `launcher`: what runs Node, where that is to be elsewhere than here. */
  constructor(
    readonly address: string,
    private readonly args: readonly string[],
    private readonly launcher: readonly string[] = [],
  ) {}

  /** Resolves when it serves. It ends when this process does, however that comes about. */
  async start(...more: string[]): Promise<void> {
    const words = [
      ...this.launcher,
      process.execPath,
      program,
      'serve',
      '--with-parent',
      ...this.args,
      ...more,
    ]
    const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child = child
    const logged = this.log.length
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'failed') this.log += `${message.code}: ${message.message}\n`
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      this.log += chunk
    })
    await until(() => {
      if (child.exitCode !== null) throw new Error(`the node ended:\n${this.log}`)
      return this.log.includes('"serving"', logged)
    })
  }

  /** SIGSTOP: it holds its connections and does nothing, as a machine that swaps; SIGCONT ends that. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name)
  }

  /** Resolves when it has gone. */
  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null
    child.kill(signal)
    const [code] = await once(child, 'exit')
    return code as number | null
  }

  async status(): Promise<StatusReply> {
    const options = {
      ...callerDefaults,
      network: systemNetwork,
      clock: systemClock,
      identity: clientIdentity,
    }
    const caller = await Caller.open(this.address, options)
    try {
      return StatusMessage.decode((await caller.call({ type: FrameType.STATUS }, 5000)).header)
    } finally {
      caller.close()
    }
  }
}

export function counter(status: StatusReply, name: string): number {
  return Number(status.counters.find((counter) => counter.name === name)?.value ?? 0)
}

export class ProcessCluster {
  private constructor(
    readonly nodes: NodeProcess[],
    private readonly folder: string,
  ) {}

  get addresses(): string[] {
    return this.nodes.map(({ address }) => address)
  }

  /**
   * Nodes that serve and know each other. `more`: further arguments for the n-th node; `before`: what is to be
   * there when they start.
   */
  static async start(
    t: Test,
    count: number,
    more: (n: number) => readonly string[] = () => [],
    before: (addresses: readonly string[]) => Promise<void> = async () => {},
  ): Promise<ProcessCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'gramme-e2e-'))
    const addresses = await freeAddresses(count)
    await before(addresses)
    const nodes = addresses.map((address, n) => {
      const own = ['--data', join(folder, String(n)), '--listen', address, '--partitions', '64']
      return new NodeProcess(address, [
        ...own,
        '--gossip-interval',
        '100',
        '--seed',
        addresses.join(),
        ...more(n),
      ])
    })
    t.teardown(async () => {
      await Promise.all(nodes.map((node) => node.stop('SIGKILL')))
      rmSync(folder, { recursive: true })
    })
    const cluster = new ProcessCluster(nodes, folder)
    await Promise.all(nodes.map((node) => node.start()))
    await cluster.whole()
    return cluster
  }

  /**
   * Starts one more node, which hears of the others from them; `more`: further arguments; `at`: the address of one
   * that has ended, whose disk this one does not have.
   */
  async join(more: readonly string[], at?: string): Promise<NodeProcess> {
    const address = at ?? (await freeAddresses(1))[0]
    const own = ['--data', join(this.folder, String(this.nodes.length)), '--listen', address]
    const seeds = ['--partitions', '64', '--gossip-interval', '100', '--seed', this.addresses.join()]
    const node = new NodeProcess(address, [...own, ...seeds, ...more])
    this.nodes.push(node)
    await node.start()
    return node
  }

  /** Resolves when every node is connected to every other, all have the same ring, and serve what they own of it. */
  whole(): Promise<void> {
    return until(async () => {
      const all = await Promise.all(this.nodes.map((node) => node.status()))
      const others = this.nodes.length - 1
      return all.every(
        ({ peers, ringDigest, filling }) =>
          ringDigest === all[0].ringDigest &&
          (filling?.wanting ?? 0) === 0 &&
          peers.length === others &&
          peers.every(({ connected }) => connected === true),
      )
    })
  }
}

/** Below the range that systems give to outgoing connections, so that nobody takes one while its node is down. */
export async function freeAddresses(count: number): Promise<string[]> {
  const addresses: string[] = []
  while (addresses.length < count) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    const server = net.createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (free) addresses.push(`127.0.0.1:${port}`)
  }
  return addresses
}

/** Generous: it is here to end a test that hangs, not to measure. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs = 20_000,
  pauseMs = 20,
): Promise<void> {
  const endMs = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`it did not come about: ${condition}`)
    await pause(pauseMs)
  }
}
