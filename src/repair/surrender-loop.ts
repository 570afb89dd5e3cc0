/**
 * Gives up again and again what others own (Dynamo §4.9; see surrender.ts). It looks often while there is something:
 * every write to a key that is still here after its owners serve it makes this copy one more that differs from theirs.
 *
 * Invariant: what fails changes nothing but when it is tried again. A partition at a time.
 *
 * A node that was removed long ago is refused by owners, for what it holds may be older than deletes that have been
 * forgotten since (../membership/removals.ts): what they do not take stays here as it is, until members change.
 *
 * Limits: what `pace` allows. An owner that is still being filled is asked for two partitions in each round, and
 * each round begins where the last one ended, so that none is left out.
 */
import type { Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { type Pace, Rounds } from '../rounds.js'
import { Stretch, type StretchState } from '../stretch.js'
import { Exchange } from './exchange.js'
import type { Serving } from './serving.js'
import { Superseded } from './superseded.js'
import { foreignPartitions, isOfRemoved, surrender } from './surrender.js'

export interface SurrenderOptions {
  readonly selfId: string
  readonly replica: Replica
  readonly peers: Peers
  readonly clock: Clock
  readonly random: Random
  readonly ring: () => Ring
  readonly serving: Pick<Serving, 'serves' | 'gaveUp'>
  /** Whether what `serving` says will be known after a restart: false where the disk has failed. */
  readonly saved: () => Promise<boolean>
  /** All that others own is given up. Told again and again while it is so. */
  readonly ownsAll?: () => void
  /** Owners take nothing from this node any more: told once. */
  readonly refused?: (reason: string) => void
  /** The longest pause between two rounds; jittered by half. */
  readonly intervalMs: number
  /** Resolves when so many bytes more may be moved. */
  readonly pace: Pace
}

export interface SurrenderState extends StretchState {
  /** Held here and owned by others: partitions, and keys in them. */
  readonly partitions: number
  readonly keys: number
  /** Ids of those that own these partitions, who owns most of them first. */
  readonly owners: readonly string[]
  /** Partitions of which an owner takes nothing any more; see removals.ts. */
  readonly refused: number
  /** Since the node started: objects sent to owners, and keys removed here when all had them. */
  readonly given: number
  readonly surrendered: number
  /** Both ways, all that it took. */
  readonly bytes: number
  /** Why the last one did not come to its end; empty when it did. */
  readonly problem: string
}

/** Between rounds while there is something to give up. */
const busyIntervalMs = 500
/** A partition whose copies are written to while they are given is asked for so often in a round. */
const attemptsMax = 3
/** So many refusals of an owner in a round are enough to know that it is still being filled, or away. */
const refusalsMax = 2

export class SurrenderLoop {
  readonly #rounds: Rounds
  /** The partition to begin with. */
  #next = 0
  #given = 0
  #surrendered = 0
  #bytes = 0
  readonly #stretch = new Stretch()
  #problem = ''
  /** Partitions that an owner takes nothing of, and why. */
  readonly #refused = new Set<number>()
  #refusal = ''

  constructor(private readonly options: SurrenderOptions) {
    const { clock, random, pace } = options
    this.#rounds = new Rounds({ clock, random, pace, round: () => this.#round() })
  }

  /** Members have changed, or the node has started. */
  wake(): void {
    this.#refused.clear()
    this.#rounds.startIn(this.#pauseMs)
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  state(): SurrenderState {
    const { replica, clock } = this.options
    const partitions = this.#foreign()
    return {
      partitions: partitions.length,
      keys: partitions.reduce((sum, partition) => sum + replica.versions.count(partition), 0),
      owners: this.#ownersOf(partitions),
      refused: this.#refused.size,
      given: this.#given,
      surrendered: this.#surrendered,
      bytes: this.#bytes,
      ...this.#stretch.state(clock.nowMs()),
      problem: partitions.length === 0 ? '' : this.#refused.size > 0 ? this.#refusal : this.#problem,
    }
  }

  get #pauseMs(): number {
    return Math.min(busyIntervalMs, this.options.intervalMs)
  }

  #foreign(): number[] {
    const { ring, selfId, replica, serving } = this.options
    return foreignPartitions(ring(), selfId, replica, serving)
  }

  #ownersOf(partitions: readonly number[]): string[] {
    const ring = this.options.ring()
    const owned = new Map<string, number>()
    for (const id of partitions.flatMap((partition) => ring.owners(partition))) {
      owned.set(id, (owned.get(id) ?? 0) + 1)
    }
    return [...owned].sort(([, a], [, b]) => b - a).map(([id]) => id)
  }

  async #round(): Promise<number> {
    const foreign = this.#foreign()
    if (foreign.length === 0) {
      this.#stretch.end()
      this.options.ownsAll?.()
      return this.options.intervalMs
    }
    const left = foreign.filter((partition) => !this.#refused.has(partition))
    if (left.length === 0) {
      this.#stretch.end()
      return this.options.intervalMs
    }
    this.#stretch.begin(this.options.clock.nowMs())
    const first = Math.max(
      0,
      left.findIndex((partition) => partition >= this.#next),
    )
    const refusals = new Map<string, number>()
    for (const partition of [...left.slice(first), ...left.slice(0, first)]) {
      if (this.#rounds.isStopped) break
      await this.#surrender(partition, refusals)
    }
    return this.#pauseMs
  }

  async #surrender(partition: number, refusals: Map<string, number>): Promise<void> {
    const { selfId, replica, ring, serving, saved } = this.options
    const current = ring()
    const owners = current.owners(partition)
    if (owners.includes(selfId)) return
    if (owners.some((owner) => (refusals.get(owner) ?? 0) >= refusalsMax)) return
    this.#next = partition + 1
    const superseded = new Superseded(replica)
    const give = async (owner: string) => {
      try {
        await this.#give(owner, partition, current.digest, superseded)
      } catch (error) {
        if (error instanceof GrammeError && !isOfRemoved(error))
          refusals.set(owner, (refusals.get(owner) ?? 0) + 1)
        throw error
      }
    }
    const gaveUp = async () => {
      serving.gaveUp(partition)
      if (!(await saved())) throw new GrammeError('READ_ONLY', 'what this node serves cannot be written')
    }
    // The very same: one that went and came back has an equal digest.
    const isPast = () => ring() !== current
    try {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const parts = { replica, ring: current, give, gaveUp, isPast, pace: this.#rounds.pace }
        const { isOver, keys } = await surrender(parts, partition)
        this.#surrendered += keys
        this.#stretch.add(keys, 0)
        if (isOver) break
      }
      this.#problem = ''
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      this.#problem = error.message
      if (isOfRemoved(error)) this.#keep(partition, error.message)
    }
  }

  #keep(partition: number, reason: string): void {
    const isNews = this.#refusal === ''
    this.#refused.add(partition)
    this.#refusal = `${reason}. It is left as it is: to use the machine again start it with an empty folder`
    if (isNews) this.options.refused?.(this.#refusal)
  }

  async #give(owner: string, partition: number, ringDigest: number, superseded: Superseded): Promise<void> {
    const { replica, peers, clock, ring } = this.options
    const partitionOf = (key: Uint8Array) => ring().partitionOf(key)
    const { pace } = this.#rounds
    const parts = { replica, peers, clock, partitionOf, pace, mode: 'give', superseded } as const
    const exchange = new Exchange(parts, owner)
    try {
      await exchange.run([partition], ringDigest)
    } finally {
      const { objectsSent, bytes } = exchange.moved
      this.#given += objectsSent
      this.#bytes += bytes
      this.#stretch.add(0, bytes)
    }
  }
}
