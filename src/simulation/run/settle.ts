/**
 * The second phase of a run: faults have stopped. Everything must serve again, requests end, replicas become
 * equal and nothing be under way, all within a stated time; then the nodes stop in good order and their disks
 * are read. When something does not come to rest, the report says what waits for what.
 */
import { GrammeError } from '../../errors.js'
import { inlineWorkers } from '../../ports/workers.js'
import { openLogStore } from '../../store/open-log-store.js'
import { peerBytes } from '../../version/object-codec.js'
import { convergence } from '../fault-model.js'
import { checkEnd, type Holding } from '../oracle/end-check.js'
import type { Ack, KeyHistory } from '../oracle/history.js'
import { logFolder, type SimulatedCluster } from './cluster.js'
import type { SimulatedClient } from './simulated-client.js'
import type { SimulatedNode } from './simulated-node.js'
import type { RunWorkload } from './workload.js'

/** All this may take, in simulated time, from the end of the faults to replicas that are equal. */
export const settleMsMax = 60_000
/** How long a repair may be under way when its read has ended. */
const repairMsMax = 5100
const stopMsMax = 30_000
const readsAtOnce = 32
const readTimeoutMs = 5000

export class Settling {
  #deadlineMs = 0

  constructor(
    private readonly cluster: SimulatedCluster,
    private readonly workload: RunWorkload,
  ) {}

  /** Whether everything has come to rest; if not, the oracle has been told. */
  async run(): Promise<boolean> {
    const { scheduler, trace } = this.cluster
    this.#deadlineMs = scheduler.nowMs + settleMsMax
    trace?.phase('healed')
    for (const node of this.cluster.nodes) node.start()
    for (const client of this.cluster.clients) client.start()
    const { nodes, oracle } = this.cluster
    const isServing = () => nodes.every(({ waitsFor }) => waitsFor === undefined)
    if (!(await this.#until('every node serves', isServing))) return false
    const hasEnded = () => oracle.underWay.length === 0 && this.workload.hasEnded?.() !== false
    if (!(await this.#until('every request has ended', hasEnded))) return false
    for (const client of this.cluster.clients) client.close()
    if (convergence === 'read-repair' && !(await this.#readAll())) return false
    if (!(await this.#until('nothing is under way', () => this.cluster.waiting().length === 0))) return false
    if (this.workload.isChecked?.() === false && !(await this.#checkWorkload())) return false
    trace?.phase('stopping')
    if (!(await this.#stopAll())) return false
    await this.#compare()
    return true
  }

  /** Waits until it holds, looking often. */
  async #until(what: string, holds: () => boolean): Promise<boolean> {
    const { scheduler } = this.cluster
    while (!holds()) {
      if (scheduler.nowMs >= this.#deadlineMs) {
        this.#stuck(what)
        return false
      }
      await scheduler.run(Math.min(scheduler.nowMs + 5, this.#deadlineMs))
    }
    return true
  }

  #stuck(what: string, ...reasons: string[]): void {
    const all = [...reasons, ...this.cluster.waiting()]
    const shown = all.slice(0, 12).join('; ')
    const more = all.length > 12 ? `; and ${all.length - 12} more` : ''
    this.cluster.oracle.violate(
      'never-at-rest',
      `it did not come about in time that ${what}: ${shown}${more}`,
    )
  }

  async #checkWorkload(): Promise<boolean> {
    this.workload.check?.()
    return this.#until('the workload has checked its outcome', () => this.workload.isChecked?.() !== false)
  }

  /** Reads every key from all its owners, twice: what the first round mends the second finds mended. */
  async #readAll(): Promise<boolean> {
    const { cluster } = this
    const checker = cluster.makeClient('checker', { timeoutMs: readTimeoutMs, coordination: 'client' })
    checker.start()
    if (!(await this.#until('a client can connect', () => checker.client !== undefined))) return false
    const r = cluster.membersHaveChanged ? 1 : cluster.plan.shape.n
    for (let round = 1; round <= 2; round += 1) {
      if (!(await this.#readRound(checker, r))) return false
      const { scheduler } = cluster
      await scheduler.run(scheduler.nowMs + repairMsMax)
    }
    checker.close()
    return true
  }

  async #readRound(checker: SimulatedClient<Buffer, string | Uint8Array>, r: number): Promise<boolean> {
    const left = this.cluster.oracle.keys()
    const failures: string[] = []
    let underWay = 0
    const readOne = (key: KeyHistory) => {
      const { client } = checker
      const process = checker.machine.ports?.process
      if (client === undefined || process === undefined) return
      underWay += 1
      process.do(() => {
        client.get(key.key, { r, timeoutMs: readTimeoutMs }).then(
          () => {
            underWay -= 1
          },
          (error: unknown) => {
            underWay -= 1
            failures.push(`'${key.name}' cannot be read: ${error instanceof Error ? error.message : error}`)
            if (!this.#isBeyondRepair(key) && error instanceof GrammeError) left.push(key)
          },
        )
      })
    }
    const isDone = () => {
      while (underWay < readsAtOnce) {
        const key = left.shift()
        if (key === undefined) return underWay === 0
        readOne(key)
      }
      return false
    }
    const { scheduler } = this.cluster
    while (!isDone()) {
      if (scheduler.nowMs >= this.#deadlineMs) {
        this.#stuck('every key can be read from all its owners', ...failures.slice(-3))
        return false
      }
      await scheduler.run(Math.min(scheduler.nowMs + 20, this.#deadlineMs))
    }
    return true
  }

  /** Whether nobody need have a sound copy of the key any more, or owners are gone for good. */
  #isBeyondRepair(key: KeyHistory): boolean {
    const owners = this.cluster.ownersOf(key.key)
    if (owners === undefined) return true
    const { losses } = this.cluster.oracle
    const haveLost = owners.filter((owner) =>
      losses.all.some(({ machine, includesSynced }) => machine === owner && includesSynced),
    )
    if (haveLost.length === owners.length) return true
    // What W owners never acknowledged may have been held by one, and have rotted there.
    const isLost = ({ write, ackedMs }: Ack) => losses.machines(write, ackedMs, owners).length >= write.w
    return haveLost.length > 0 && key.acks.every(isLost)
  }

  async #stopAll(): Promise<boolean> {
    const { scheduler, nodes } = this.cluster
    let running = nodes.length
    for (const node of nodes) {
      node.hold()
      void node.stop().then(() => {
        running -= 1
      })
    }
    const deadlineMs = scheduler.nowMs + stopMsMax
    await scheduler.run(deadlineMs, () => running === 0)
    if (running > 0) this.#stuck('every node stops')
    return running === 0
  }

  async #compare(): Promise<void> {
    const { cluster } = this
    const { oracle, plan } = cluster
    const held = new Map<string, ReadonlyMap<string, Uint8Array>>()
    for (const node of cluster.nodes) held.set(node.name, await this.#heldBy(node, plan.shape.partitions))
    const mayCheck = !cluster.membersHaveChanged
    for (const key of oracle.keys()) {
      const owners = cluster.ownersOf(key.key) ?? cluster.nodes.map(({ name }) => name)
      const name = Buffer.from(key.key).toString('latin1')
      const holdings: Holding[] = owners.map((machine) => {
        const mayLack = oracle.losses.all.some((loss) => loss.isRot && loss.machine === machine)
        return { machine, bytes: held.get(machine)?.get(name), mayLack }
      })
      checkEnd(key, holdings, { oracle, mustBeEqual: mayCheck, mustBeThere: mayCheck })
    }
  }

  /** What lies on a node's disk, read by the production store: so the end of a run is an opening, too. */
  async #heldBy(node: SimulatedNode, partitionCount: number): Promise<Map<string, Uint8Array>> {
    const { scheduler } = this.cluster
    const { disk, clock, random, process } = node.machine.boot()
    const read = async () => {
      const held = new Map<string, Uint8Array>()
      const options = { folder: logFolder, partitionCount, disk, clock, random, workers: inlineWorkers }
      const store = await openLogStore({ ...options, reserveBytes: 0, compactionBytesPerSecond: 0 })
      for (let partition = 0; partition < partitionCount; partition += 1) {
        for await (const { key, value } of store.scan(partition)) {
          held.set(Buffer.from(key).toString('latin1'), Uint8Array.from(peerBytes(value)))
        }
      }
      await store.close()
      return held
    }
    let outcome: Map<string, Uint8Array> | undefined
    let failure: unknown
    read().then(
      (held) => {
        outcome = held
      },
      (error: unknown) => {
        failure = error
      },
    )
    await scheduler.run(scheduler.nowMs + stopMsMax, () => outcome !== undefined || failure !== undefined)
    process.die()
    if (outcome !== undefined) return outcome
    this.cluster.oracle.violate(
      'never-at-rest',
      `the log of ${node.name} cannot be read at the end: ${failure ?? 'it takes too long'}`,
    )
    return new Map()
  }
}
