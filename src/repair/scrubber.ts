/**
 * Reads all that a node holds, again and again and slowly, so that rot is found while the other owners still have
 * what it has spoiled (Dynamo §4.7: permanent failures): what no client reads would else be found when the last good
 * copy has rotted, too. What is found is mended as anything that differs is, by anti-entropy.
 *
 * Invariant: a pass that is broken off is not counted. It begins anew with the next start.
 *
 * Limits: one pass at a time, one log after the other, as fast as `pace` allows.
 */
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import { type Pace, Rounds } from '../rounds.js'
import { type ScrubOutcome, type Store, StoreError } from '../store/store.js'

export interface ScrubberOptions {
  /** The logs of the node. */
  readonly stores: readonly Pick<Store, 'scrub' | 'stats'>[]
  readonly clock: Clock
  readonly random: Random
  /** Between two passes; jittered by half. */
  readonly intervalMs: number
  /** Resolves when so many bytes more may be read. */
  readonly pace: Pace
}

export interface ScrubState {
  /** How often everything has been read since the node started. */
  readonly passes: number
  /** By the clock's `nowMs`, when it last was; undefined: not yet. */
  readonly finishedMs: number | undefined
  /** How long the last pass took. */
  readonly tookMs: number
  /** Read in the pass under way; 0 where none is. */
  readonly bytes: number
  /** Records found spoiled since the node started, by whomever, and how many of those have been replaced. */
  readonly damaged: number
  readonly mended: number
  /** Since the node started: hash trees that were put right. */
  readonly treesMended: number
  /** Records that the disk could not read in the last pass. */
  readonly unreadable: number
}

/** A node that is restarted often is to come to its end with a pass, too. */
const firstPauseMaxMs = 600_000
/** What could not be read is soon tried again: if it still cannot be, it counts as spoiled. */
const unreadablePauseMaxMs = 3_600_000

export class Scrubber {
  readonly #rounds: Rounds
  #passes = 0
  #finishedMs: number | undefined
  #tookMs = 0
  #bytes = 0
  #treesMended = 0
  #unreadable = 0

  constructor(private readonly options: ScrubberOptions) {
    const { clock, random, pace } = options
    this.#rounds = new Rounds({ clock, random, pace, round: () => this.#readAll() })
  }

  start(): void {
    this.#rounds.startIn(Math.min(this.options.intervalMs, firstPauseMaxMs))
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  state(): ScrubState {
    let [damaged, mended] = [0, 0]
    for (const store of this.options.stores) {
      const { damagedRecords, mendedRecords } = store.stats()
      damaged += damagedRecords + mendedRecords
      mended += mendedRecords
    }
    return {
      passes: this.#passes,
      finishedMs: this.#finishedMs,
      tookMs: this.#tookMs,
      bytes: this.#bytes,
      damaged,
      mended,
      treesMended: this.#treesMended,
      unreadable: this.#unreadable,
    }
  }

  async #readAll(): Promise<number> {
    const { stores, clock, intervalMs } = this.options
    const beganMs = clock.nowMs()
    let unreadable = 0
    try {
      for (const store of stores) {
        const found: ScrubOutcome = await store.scrub((bytes) => this.#read(bytes))
        this.#treesMended += found.trees
        unreadable += found.unreadable
      }
    } catch (error) {
      const isStopped = error instanceof GrammeError || error instanceof StoreError
      if (!isStopped) throw error
      this.#bytes = 0
      return intervalMs
    }
    this.#bytes = 0
    this.#passes += 1
    this.#finishedMs = clock.nowMs()
    this.#tookMs = this.#finishedMs - beganMs
    this.#unreadable = unreadable
    return unreadable === 0 ? intervalMs : Math.min(intervalMs, unreadablePauseMaxMs)
  }

  #read(bytes: number): Promise<void> {
    this.#bytes += bytes
    return this.#rounds.pace(bytes)
  }
}
