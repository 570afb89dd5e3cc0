/**
 * A chaos run: real nodes, each a process of its own, under load, while things are done to them. Each fault has a
 * phase of its own and one in which the cluster is whole again. In the end every acknowledged write must be with
 * all owners of its key.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/client/index.js'
import { type Audit, audit } from './audit.js'
import { ChaosCluster, meansOf } from './cluster.js'
import { type FaultName, faults, whyNot } from './faults.js'
import { ChaosLoad } from './load.js'
import { isBad } from './report.js'
import { type PhaseReport, Tally } from './tally.js'

export interface ChaosOptions {
  readonly nodes: number
  readonly faults: readonly FaultName[]
  /** All faults are gone through once; and again, from the first on, until this time is up. */
  readonly minutes: number
  /** How long each phase is at least. */
  readonly phaseMs: number
  readonly seed: number
  readonly workers: number
  readonly keysPerWorker: number
  readonly pauseMs: number
  /** Of the writes, how many have W = 1. */
  readonly singleShare: number
  readonly say: (line: string) => void
  /** Why the run has no namespaces of its own, where it has none. */
  readonly notSandboxed: string | undefined
  /** Ends the run before its time; nothing of it is left then. */
  readonly signal: AbortSignal
}

export interface ChaosReport {
  readonly phases: readonly PhaseReport[]
  /** Faults that this machine does not allow, and why. */
  readonly skipped: Readonly<Record<string, string>>
  readonly writes: number
  readonly acknowledged: number
  /** Why the run did not come to its end. */
  readonly problem: string | undefined
  readonly audit: Audit
  /** Kept when something was not as it must be. */
  readonly folder: string | undefined
}

const equalWithinMs = 60_000

/** It was ended by its signal. */
export class Ended extends Error {}

/** Throws Ended. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-chaos-'))
  const cluster = new ChaosCluster(folder, await meansOf(folder, options.notSandboxed), options.nodes)
  let isKept = false
  try {
    const report = await Promise.race([chaosOf(cluster, options), aborted(options.signal)])
    isKept = isBad(report)
    return { ...report, folder: isKept ? folder : undefined }
  } finally {
    await cluster.close(isKept)
    if (!isKept) rmSync(folder, { recursive: true })
  }
}

async function chaosOf(cluster: ChaosCluster, options: ChaosOptions): Promise<Omit<ChaosReport, 'folder'>> {
  const { say, phaseMs } = options
  const skipped: Record<string, string> = {}
  for (const name of options.faults) {
    const why = whyNot(name, cluster.means)
    if (why === undefined) continue
    skipped[name] = why
    say(`${name} is skipped: ${why}`)
  }
  const endMs = performance.now() + options.minutes * 60_000
  const isUp = () => performance.now() >= endMs
  await cluster.start()
  const client = await connect({ seeds: cluster.addresses })
  const tally = new Tally()
  const random = randomOf(options.seed)
  const load = new ChaosLoad(client, tally, random, options)
  load.start(options.workers, options.keysPerWorker)
  say(`${options.nodes} nodes are ready`)
  await sleep(phaseMs)
  let problem: string | undefined
  try {
    const names = options.faults.filter((fault) => !(fault in skipped))
    for (let n = 0; n < names.length || (names.length > 0 && !isUp()); n += 1) {
      const name = names[n % names.length]
      const victim = cluster.nodes[Math.floor(random() * cluster.nodes.length)]
      const { act, hits = victim.address } = faults[name]
      say(`${name}: ${hits}`)
      tally.phase = name
      await act({ cluster, victim, load, phaseMs })
      tally.phase = `after ${name}`
      const overMs = performance.now()
      await cluster.whole()
      tally.whole(performance.now() - overMs)
      await sleep(phaseMs)
    }
  } catch (error) {
    problem = `${tally.phase}: ${error}`
    say(problem)
  }
  await load.stop()
  await client.close()
  say('looking at every copy')
  const found = await audit(load.accounts, cluster.addresses[0], equalWithinMs)
  const { writes, acknowledged } = load
  return { phases: tally.reports(), skipped, writes, acknowledged, problem, audit: found }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Ended('the run was ended')))
  })
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
