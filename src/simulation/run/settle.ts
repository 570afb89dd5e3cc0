/**
 * The second phase of a run: faults have stopped. Everything must serve again, requests end, replicas become
 * equal and nothing be under way, all within a stated time; then the nodes stop in good order and their disks
 * are read. When something does not come to rest, the report says what waits for what.
 */
import { nameOf } from '../../name-of.js'
import { inlineWorkers } from '../../ports/workers.js'
import { openLogStore } from '../../store/open-log-store.js'
import { peerBytes } from '../../version/object-codec.js'
import type { FaultKind } from '../fault-model.js'
import { checkEnd, type Holding } from '../oracle/end-check.js'
import { logFolder, type SimulatedCluster } from './cluster.js'
import type { SimulatedNode } from './simulated-node.js'
import { distrust } from './vigilance.js'
import type { RunWorkload } from './workload.js'

/** All this may take, in simulated time, from the end of the faults to replicas that are equal. */
export const settleMsMax = 60_000
const stopMsMax = 30_000

/** Comparing all replicas takes a while itself. */
const lookEveryMs = 50
/** Faults by which a write is undone that lies in the log. */
const undoing: ReadonlySet<FaultKind> = new Set(['disk-error', 'sync-error', 'disk-full'])

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
    this.cluster.returns.hold()
    for (const node of this.cluster.nodes) node.start()
    for (const client of this.cluster.clients) client.start()
    const { nodes, oracle } = this.cluster
    const isServing = () => nodes.every(({ waitsFor }) => waitsFor === undefined)
    if (!(await this.#until('every node serves', isServing))) return false
    const hasEnded = () => oracle.underWay.length === 0 && this.workload.hasEnded?.() !== false
    if (!(await this.#until('every request has ended', hasEnded))) return false
    for (const client of this.cluster.clients) client.close()
    if (!(await this.#scrub())) return false
    // Both at once: what is still on its way makes equals differ again.
    const areEqual = () => {
      this.cluster.members.tidy()
      return this.cluster.returns.areOver() && this.#areAtRest()
    }
    if (!(await this.#until('replicas are equal', areEqual, lookEveryMs))) return false
    const isTrusted = () => distrust(nodes).length === 0
    if (!(await this.#until('every node thinks the others well', isTrusted, lookEveryMs))) return false
    if (!(await this.#forget())) return false
    if (!(await this.#comeBack())) return false
    if (this.workload.isChecked?.() === false && !(await this.#checkWorkload())) return false
    trace?.phase('stopping')
    if (!(await this.#stopAll())) return false
    await this.#compare()
    return true
  }

  /** Lets every node read all that it holds, where the plan has them do so: then all rot is found. */
  async #scrub(): Promise<boolean> {
    if (!this.#isScrubbed()) return true
    const { nodes } = this.cluster
    const passes = () => nodes.map(({ node }) => node?.scrubbing.passes ?? 0)
    // One may have begun before the last fault.
    const before = passes().map((count) => count + 2)
    const isRead = () => passes().every((count, i) => count >= before[i])
    return this.#until('every node has read all that it holds', isRead, lookEveryMs)
  }

  #isScrubbed(): boolean {
    return this.cluster.plan.shape.scrubIntervalMs <= settleMsMax
  }

  /** Lets what is dead be forgotten everywhere, and all be equal again, where the plan has it reaped. */
  async #forget(): Promise<boolean> {
    if (!this.#mustForget()) return true
    const { nodes } = this.cluster
    const states = () => nodes.flatMap(({ node }) => (node === undefined ? [] : [node.reaping]))
    // A tombstone whose copy had rotted is found as the reaper looks for it: mended, it is to be found in rounds to come.
    const changes = () =>
      nodes.reduce((sum, { node }) => sum + (node?.reaping.reaped ?? 0) + (node?.scrubbing.mended ?? 0), 0)
    let counted = -1
    let wanted: number[] = []
    const isForgotten = () => {
      // What one owner still sends as others forget it comes back, dead as it is: it is found in the rounds to come.
      if (changes() !== counted) {
        counted = changes()
        // One round may have begun before.
        wanted = states().map(({ rounds }) => rounds + 2)
      }
      return (
        states().every(({ rounds }, i) => rounds >= wanted[i]) &&
        this.cluster.unforgotten().length === 0 &&
        this.#areAtRest()
      )
    }
    return this.#until('what is dead is forgotten', isForgotten, lookEveryMs)
  }

  /** Whoever was replaced, and has not come back yet, does so now, when what is dead has been forgotten. */
  async #comeBack(): Promise<boolean> {
    const { returns, members } = this.cluster
    if (!returns.startAll()) return true
    const isOver = () => {
      members.tidy()
      const isForgotten = !this.#mustForget() || this.cluster.unforgotten().length === 0
      return returns.areOver() && isForgotten && this.#areAtRest()
    }
    return this.#until('who comes back has given up what it holds', isOver, lookEveryMs)
  }

  #mustForget(): boolean {
    return this.cluster.plan.shape.reapAfterMs <= settleMsMax
  }

  #areAtRest(): boolean {
    return this.cluster.waiting().length === 0 && this.cluster.members.differing().length === 0
  }

  /** Waits until it holds, looking often. */
  async #until(what: string, holds: () => boolean, everyMs = 5): Promise<boolean> {
    const { scheduler } = this.cluster
    while (!holds()) {
      if (scheduler.nowMs >= this.#deadlineMs) {
        this.#stuck(what)
        return false
      }
      await scheduler.run(Math.min(scheduler.nowMs + everyMs, this.#deadlineMs))
    }
    return true
  }

  #stuck(what: string): void {
    const { cluster } = this
    const all = [...cluster.members.differing(), ...cluster.unforgotten(), ...cluster.waiting()]
    all.push(...distrust(cluster.nodes))
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
    for (const key of oracle.keys()) {
      const owners = cluster.members.ownersAtEnd(key.key) ?? cluster.nodes.map(({ name }) => name)
      const name = nameOf(key.key)
      const hasRotted = (machine: string) =>
        oracle.losses.all.some((loss) => loss.isRot && loss.machine === machine)
      // Where all have lost it, what a failed write left on one of the disks is there again now that it is opened.
      const mayBeGone = owners.every(hasRotted)
      const holdings: Holding[] = owners.map((machine) => {
        const isRotten = hasRotted(machine)
        const mayLack = (mayBeGone || !this.#isScrubbed()) && isRotten
        return { machine, bytes: held.get(machine)?.get(name), mayLack, hasRotted: isRotten }
      })
      checkEnd(key, holdings, {
        oracle,
        haveMoved: cluster.members.haveChanged,
        mustBeForgotten: this.#mustForget(),
        mayFindUndone: plan.faults.some(({ kind }) => undoing.has(kind)),
      })
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
          held.set(nameOf(key), Uint8Array.from(peerBytes(value)))
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
