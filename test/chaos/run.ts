/**
 * A chaos run: real nodes, each a process of its own, under load, while things are done to them. Each fault has a
 * phase of its own and one in which the cluster is whole again. In the end every acknowledged write must be with
 * all owners of its key.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/client/index.js'
import { freeAddresses, NodeProcess, until } from '../e2e/processes.js'
import { type Audit, audit } from './audit.js'
import { ChaosLoad } from './load.js'
import { type PhaseReport, Tally } from './tally.js'

export interface ChaosOptions {
  readonly nodes: number
  readonly faults: readonly FaultName[]
  /** How often all faults are gone through. */
  readonly rounds: number
  /** How long each phase is. */
  readonly phaseMs: number
  readonly seed: number
  readonly workers: number
  readonly keysPerWorker: number
  readonly pauseMs: number
  readonly say: (line: string) => void
}

export interface ChaosReport {
  readonly phases: readonly PhaseReport[]
  readonly requests: number
  readonly availability: number
  readonly writes: number
  readonly acknowledged: number
  readonly audit: Audit
  /** Kept when something was lost. */
  readonly folder: string | undefined
}

interface Act {
  readonly nodes: readonly NodeProcess[]
  readonly victim: NodeProcess
  readonly phaseMs: number
}

const faults = {
  /** Killed, and started again. */
  sigkill: async ({ victim, phaseMs }: Act) => {
    await victim.stop('SIGKILL')
    await sleep(phaseMs)
    await victim.start()
  },
  /** Hangs, with its connections open, and goes on. */
  sigstop: async ({ victim, phaseMs }: Act) => {
    victim.signal('SIGSTOP')
    await sleep(phaseMs)
    victim.signal('SIGCONT')
  },
  /** Each in turn is stopped in good order and started again, as for a new version. */
  restart: async ({ nodes }: Act) => {
    for (const node of nodes) {
      await node.stop('SIGTERM')
      await node.start()
      await whole(nodes)
    }
  },
}

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]

const wholeWithinMs = 60_000
const equalWithinMs = 60_000

export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { say, phaseMs } = options
  const folder = mkdtempSync(join(tmpdir(), 'gramme-chaos-'))
  const addresses = await freeAddresses(options.nodes)
  const settings = ['--seed', addresses.join(), '--partitions', '64', '--gossip-interval', '200']
  const nodes = addresses.map(
    (address, n) =>
      new NodeProcess(address, [
        ...['--data', join(folder, String(n)), '--listen', address],
        ...settings,
        ...['--repair-interval', '1000', '--handoff-interval', '500'],
      ]),
  )
  let isLost = true
  try {
    await Promise.all(nodes.map((node) => node.start()))
    await whole(nodes)
    const client = await connect({ seeds: addresses })
    const tally = new Tally()
    const random = randomOf(options.seed)
    const load = new ChaosLoad(client, tally, random, options.pauseMs)
    load.start(options.workers, options.keysPerWorker)
    await sleep(phaseMs)
    for (let round = 0; round < options.rounds; round += 1) {
      for (const name of options.faults) {
        const victim = nodes[Math.floor(random() * nodes.length)]
        say(`${name} ${name === 'restart' ? 'of all' : victim.address}`)
        tally.phase = name
        await faults[name]({ nodes, victim, phaseMs })
        tally.phase = `after ${name}`
        await whole(nodes)
        await sleep(phaseMs)
      }
    }
    await load.stop()
    await client.close()
    say('looking at every copy')
    const found = await audit(load.accounts, addresses[0], equalWithinMs)
    isLost = found.lost.length > 0
    const phases = tally.reports()
    const requests = phases.reduce((sum, phase) => sum + phase.requests, 0)
    const answered = phases.reduce((sum, phase) => sum + phase.requests * phase.answeredShare, 0)
    const { writes, acknowledged } = load
    return {
      phases,
      requests,
      availability: answered / requests,
      writes,
      acknowledged,
      audit: found,
      folder: isLost ? folder : undefined,
    }
  } finally {
    await Promise.all(nodes.map((node) => node.stop('SIGKILL')))
    if (isLost) {
      for (const [n, { log }] of nodes.entries()) writeFileSync(join(folder, `node-${n}.log`), log)
      say(`kept: ${folder}`)
    } else rmSync(folder, { recursive: true })
  }
}

/** Every node is connected to every other, and all have the same ring. */
async function whole(nodes: readonly NodeProcess[]): Promise<void> {
  await until(async () => {
    const all = await Promise.all(nodes.map((node) => node.status()))
    return all.every(
      ({ peers, ringDigest }) =>
        ringDigest === all[0].ringDigest &&
        peers.length === nodes.length - 1 &&
        peers.every(({ connected }) => connected === true),
    )
  }, wholeWithinMs)
}

/** Mulberry32: what is asked and who is hit follow from the seed; the timing does not. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
