/**
 * Fills the partitions that this node has come to own (Dynamo §4.9): it compares them with every member that holds
 * data and takes what it lacks, each from one of those that owned it before; then it serves them. They serve
 * meanwhile.
 *
 * Invariant: what breaks off is taken up where it stopped, since what is here already no longer differs; and a
 * partition counts as compared with a member only if both know the same ring.
 *
 * Limits: one peer at a time, at the pace that is given.
 */
import type { Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { type Pace, Rounds } from '../rounds.js'
import { Exchange } from './exchange.js'
import type { FillContext, Serving } from './serving.js'

export interface FillerOptions {
  readonly selfId: string
  readonly serving: Serving
  /** Resolves when what `serving` says will be known after a restart, or cannot be: then it is compared anew. */
  readonly saved: () => Promise<unknown>
  readonly replica: Replica
  readonly peers: Peers
  readonly clock: Clock
  readonly random: Random
  readonly ring: () => Ring
  /** Other members that hold data. */
  readonly members: () => readonly string[]
  /** Whether every seed has answered. */
  readonly hasMetAll: () => boolean
  /** The lesser of R and W. */
  readonly leastQuorum: number
  /** Resolves when so many bytes more may be moved. */
  readonly pace: Pace
}

/** One that data is taken from. */
export interface FillSource {
  /** Partitions that are yet to be compared with it. */
  readonly wanting: number
  readonly objects: number
  readonly bytes: number
  /** Why it does not go on; empty when it does. */
  readonly waitsFor: string
}

export interface FillState {
  /** Partitions owned and served, and owned and not served yet. */
  readonly served: number
  readonly wanting: number
  /** How many were wanting when this fill began; of the last one, when nothing is. */
  readonly wanted: number
  /** Of those wanting, partitions that have been compared with one member already, which is most of the work. */
  readonly taken: number
  readonly objects: number
  readonly bytes: number
  readonly runningMs: number
  readonly sources: ReadonlyMap<string, FillSource>
}

/** A ring that has just changed here is yet to change elsewhere. */
const firstPauseMs = 50
/**
 * Where others serve meanwhile: every node has work with a new ring, and one that joins has met no request yet. What
 * begins in that moment, too, is what requests wait for.
 */
const unhurriedFirstPauseMs = 1500
/** Who has not been up for so long may be of a new cluster, where nobody serves yet. */
const newMs = 5000
const pauseMs = 250

interface Source {
  objects: number
  bytes: number
  problem: string
  notBeforeMs: number
}

export class Filler {
  readonly #sources = new Map<string, Source>()
  #current: { readonly id: string; readonly exchange: Exchange } | undefined
  /** Also in the pauses between its rounds. */
  #isFilling = false
  #wanted = 0
  #startedMs = 0
  #tookMs = 0
  readonly #bornMs: number
  readonly #rounds: Rounds

  constructor(private readonly options: FillerOptions) {
    const { clock, random, pace } = options
    this.#bornMs = clock.nowMs()
    this.#rounds = new Rounds({ clock, random, pace, round: () => this.#fill() })
  }

  /** Members have changed, or the node has started. */
  wake(): void {
    const { serving, clock } = this.options
    serving.complete(this.#context())
    const wanting = serving.wanting().length
    if (wanting === 0 || this.#rounds.isStopped) return
    if (!this.#isFilling) {
      this.#isFilling = true
      this.#sources.clear()
      this.#startedMs = clock.nowMs()
      this.#wanted = 0
    }
    this.#wanted = Math.max(this.#wanted, wanting)
    const pauseMs = this.#othersServe() ? unhurriedFirstPauseMs : firstPauseMs
    // However often it is woken.
    this.#rounds.startIn(Math.max(firstPauseMs, this.#startedMs + pauseMs - clock.nowMs()))
  }

  /** Whether all who owned before what is wanting are known, and there, and may be taken to serve it. */
  #othersServe(): boolean {
    const { serving, peers, clock } = this.options
    if (clock.nowMs() - this.#bornMs < newMs) return false
    return serving.wanting().every((partition) => {
      const former = serving.former(partition)
      return former.length > 0 && former.every((id) => peers.health(id) === 'up')
    })
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  state(): FillState {
    const { serving, selfId, ring, clock, members } = this.options
    const wanting = serving.wanting()
    const owned =
      ring()
        .shares()
        .find(({ id }) => id === selfId)?.virtualNodes ?? 0
    const sources = new Map<string, FillSource>()
    for (const id of wanting.length > 0 ? members() : this.#sources.keys()) {
      const lacking = wanting.filter((partition) => !serving.hasOf(partition, id)).length
      if (lacking === 0 && !this.#sources.has(id)) continue
      const { objects, bytes } = this.#takenFrom(id)
      sources.set(id, { wanting: lacking, objects, bytes, waitsFor: lacking > 0 ? this.#waitsFor(id) : '' })
    }
    const taken = [...sources.values()]
    return {
      served: owned - wanting.length,
      wanting: wanting.length,
      wanted: this.#wanted,
      taken: serving.taken,
      objects: taken.reduce((sum, { objects }) => sum + objects, 0),
      bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0),
      runningMs: wanting.length > 0 ? clock.nowMs() - this.#startedMs : this.#tookMs,
      sources,
    }
  }

  #takenFrom(id: string): { objects: number; bytes: number } {
    const { objects = 0, bytes = 0 } = this.#sources.get(id) ?? {}
    const moved = this.#current?.id === id ? this.#current.exchange.moved : undefined
    return { objects: objects + (moved?.objectsFetched ?? 0), bytes: bytes + (moved?.bytes ?? 0) }
  }

  #waitsFor(id: string): string {
    if (this.options.peers.health(id) !== 'up') return 'it cannot be reached'
    if (this.#current !== undefined && this.#current.id !== id)
      return `one at a time: ${this.#current.id} is first`
    return this.#sources.get(id)?.problem ?? ''
  }

  async #fill(): Promise<number | undefined> {
    const { serving, clock } = this.options
    await this.#takeFromAll((partition, id) => this.#chosenFor(partition) === id)
    await this.#takeFromAll(() => true)
    if (this.#rounds.isStopped || serving.wanting().length > 0) return pauseMs
    this.#isFilling = false
    this.#tookMs = clock.nowMs() - this.#startedMs
    return undefined
  }

  async #takeFromAll(isFor: (partition: number, id: string) => boolean): Promise<void> {
    const { serving, peers, clock, members } = this.options
    for (const id of members()) {
      const wanting = serving.wanting()
      const partitions = wanting.filter((one) => !serving.hasOf(one, id) && isFor(one, id))
      if (this.#rounds.isStopped || wanting.length === 0) break
      if (partitions.length === 0 || peers.health(id) !== 'up') continue
      if (clock.nowMs() < this.#source(id).notBeforeMs) continue
      await this.#takeFrom(id, partitions)
      await this.#complete()
    }
    await this.#complete()
  }

  async #takeFrom(id: string, partitions: readonly number[]): Promise<void> {
    const { serving, replica, peers, clock, ring } = this.options
    const current = ring()
    const exchange = new Exchange(
      {
        replica,
        peers,
        clock,
        mode: 'take',
        partitionOf: (key) => ring().partitionOf(key),
        pace: this.#rounds.pace,
        compared: (partition, servesThere) => {
          // The very same: one that went and came back has an equal digest.
          if (ring() === current) serving.compared(partition, id, servesThere)
        },
      },
      id,
    )
    const source = this.#source(id)
    source.problem = ''
    this.#current = { id, exchange }
    try {
      await exchange.run(partitions, current.digest)
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      source.problem = error.message
      source.notBeforeMs = clock.nowMs() + (error.retryAfterMs ?? 0)
    }
    this.#current = undefined
    source.objects += exchange.moved.objectsFetched
    source.bytes += exchange.moved.bytes
  }

  /** What was taken is first made as safe as what was written here. */
  async #complete(): Promise<void> {
    const { serving, replica, saved } = this.options
    try {
      await replica.settle(undefined)
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      return
    }
    if (serving.complete(this.#context()) > 0) await saved()
  }

  /** Of those that owned the partition before, or else own it now, one, so that all have their part of the work. */
  #chosenFor(partition: number): string | undefined {
    const { serving, ring, peers, selfId } = this.options
    const former = serving.former(partition)
    const whom = (former.length > 0 ? former : ring().owners(partition)).filter(
      (id) => id !== selfId && peers.health(id) === 'up',
    )
    return whom.length === 0 ? undefined : whom[partition % whom.length]
  }

  #context(): FillContext {
    const { members, peers, leastQuorum, hasMetAll } = this.options
    return {
      members: members(),
      isWell: (id) => peers.health(id) === 'up',
      leastQuorum,
      hasMetAll: hasMetAll(),
    }
  }

  #source(id: string): Source {
    let source = this.#sources.get(id)
    if (source === undefined) {
      source = { objects: 0, bytes: 0, problem: '', notBeforeMs: 0 }
      this.#sources.set(id, source)
    }
    return source
  }
}
