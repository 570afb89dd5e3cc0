/**
 * Anti-entropy (Dynamo §4.7): all the time, and behind everybody's back, a node compares what it holds with
 * each other owner of its partitions, one peer after the other, and mends what differs. It is what makes
 * replicas equal in the end, whatever else has failed to: reads repair only what is read, hints may be lost.
 *
 * Invariant: a comparison that fails changes nothing but when the next one is. At most one runs at a time.
 *
 * Limits: what `pace` allows, both ways; a peer that says that it is busy is left alone until it asked to be.
 */
import type { Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { type Pace, Rounds } from '../rounds.js'
import { Exchange, type Moved } from './exchange.js'
import type { Serving } from './serving.js'

export interface RepairOptions {
  readonly selfId: string
  readonly replica: Replica
  readonly peers: Peers
  readonly clock: Clock
  readonly random: Random
  readonly ring: () => Ring
  readonly serving: Serving
  /** Pause between two rounds, each of which compares with all peers; jittered by half. */
  readonly intervalMs: number
  /** Resolves when so many bytes more may be moved. */
  readonly pace: Pace
}

/** How the data of this node compares with a peer's. */
export interface RepairState {
  /** By the clock's `nowMs`, when all partitions in common were last compared; undefined: not yet. */
  comparedMs: number | undefined
  /** Of that comparison. */
  partitions: number
  different: number
  /** Since the node started. */
  objectsFetched: number
  objectsSent: number
  bytes: number
  /** Why the last comparison did not come to its end; empty when it did. */
  problem: string
}

const notCompared: RepairState = {
  comparedMs: undefined,
  partitions: 0,
  different: 0,
  objectsFetched: 0,
  objectsSent: 0,
  bytes: 0,
  problem: '',
}

export class RepairLoop {
  readonly #states = new Map<string, RepairState>()
  readonly #notBeforeMs = new Map<string, number>()
  /** The comparison under way. */
  #current: { readonly id: string; readonly exchange: Exchange; readonly partitions: number } | undefined
  readonly #rounds: Rounds

  constructor(private readonly options: RepairOptions) {
    const { clock, random, pace } = options
    this.#rounds = new Rounds({ clock, random, pace, round: () => this.#compareWithAll() })
  }

  start(): void {
    this.#rounds.startIn(this.options.intervalMs)
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** By peer, of all that there has been to compare with. */
  states(): ReadonlyMap<string, Readonly<RepairState>> {
    return this.#states
  }

  /** Of the comparison with this peer that is under way: how many partitions of how many are compared. */
  running(id: string): { readonly running: number; readonly runningOf: number } {
    const current = this.#current?.id === id ? this.#current : undefined
    return { running: current?.exchange.moved.partitions ?? 0, runningOf: current?.partitions ?? 0 }
  }

  async #compareWithAll(): Promise<number> {
    const { ring, selfId, clock, peers, serving, intervalMs } = this.options
    const shared = sharedPartitions(ring(), selfId, (partition) => serving.serves(partition))
    for (const id of this.#states.keys()) if (!shared.has(id)) this.#states.delete(id)
    for (const [id, partitions] of shared) {
      if (this.#rounds.isStopped) return intervalMs
      if (!peers.reachable(id) || clock.nowMs() < (this.#notBeforeMs.get(id) ?? 0)) continue
      await this.#compareWith(id, partitions, ring().digest)
    }
    return intervalMs
  }

  async #compareWith(id: string, partitions: readonly number[], ringDigest: number): Promise<void> {
    const { clock } = this.options
    const exchange = this.#exchangeWith(id)
    let problem = ''
    // So that the first comparison is seen while it is under way, too.
    if (!this.#states.has(id)) this.#states.set(id, notCompared)
    this.#current = { id, exchange, partitions: partitions.length }
    try {
      await exchange.run(partitions, ringDigest)
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      problem = error.message
      this.#notBeforeMs.set(id, clock.nowMs() + (error.retryAfterMs ?? 0))
    }
    this.#current = undefined
    this.#note(id, exchange.moved, problem)
  }

  #exchangeWith(id: string): Exchange {
    const { replica, peers, clock, ring } = this.options
    const partitionOf = (key: Uint8Array) => ring().partitionOf(key)
    const { pace } = this.#rounds
    return new Exchange({ replica, peers, clock, partitionOf, pace }, id)
  }

  #note(id: string, moved: Moved, problem: string): void {
    const before = this.#states.get(id)
    const isWhole = problem === ''
    this.#states.set(id, {
      comparedMs: isWhole ? this.options.clock.nowMs() : before?.comparedMs,
      partitions: isWhole ? moved.partitions : (before?.partitions ?? 0),
      different: isWhole ? moved.different : (before?.different ?? 0),
      objectsFetched: moved.objectsFetched + (before?.objectsFetched ?? 0),
      objectsSent: moved.objectsSent + (before?.objectsSent ?? 0),
      bytes: moved.bytes + (before?.bytes ?? 0),
      problem,
    })
  }
}

/** For each other node the partitions that both own and this one serves, ascending. */
export function sharedPartitions(
  ring: Ring,
  selfId: string,
  serves: (partition: number) => boolean,
): Map<string, number[]> {
  const shared = new Map<string, number[]>()
  for (let partition = 0; partition < ring.settings.partitionCount; partition += 1) {
    const owners = ring.owners(partition)
    if (!owners.includes(selfId) || !serves(partition)) continue
    for (const id of owners) {
      if (id === selfId) continue
      const partitions = shared.get(id)
      if (partitions === undefined) shared.set(id, [partition])
      else partitions.push(partition)
    }
  }
  return shared
}
