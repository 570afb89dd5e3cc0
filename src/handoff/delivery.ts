/**
 * Hands hints over to the owners of their keys (Dynamo §4.6): whenever there are hints, each owner that can be
 * reached is asked whether it has them, and is sent those that it has not. Every owner of a key is asked, not
 * only the one that was away when it was written: so what only stand-ins acknowledged comes to all of them.
 *
 * While an owner of its key is away, a hint stays whoever else has it, and mostly the others do. So they are asked
 * about it only when it has stood for `loneMs`: else each write during an outage would cost two questions more.
 *
 * Invariant: a hint is removed when every owner has said that it holds that very version, or something merged
 * from it, safe from power loss; and never otherwise, with one exception: one that is older than `ageMaxMs` is
 * given up when all owners but one have it, and that one stays away. Anti-entropy brings it there then.
 *
 * Limits: `atOnceMax` hints under way, one owner at a time, as fast as `pace` allows, and as the owner does, which
 * lets hints wait or says BUSY; what is known of who has what is kept for as many hints as may be held. A hint's age
 * is counted from when this process first saw that version: a restart, or a newer write, begins it anew.
 */
import type { Peers } from '../coordinator/peers.js'
import { handOver, holdsChecked, replicaCheck, replicaPut } from '../coordinator/replica-calls.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Hints } from '../replica/hints.js'
import type { PeerRecord, Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { type Pace, Rounds } from '../rounds.js'
import { digestsEqual } from '../store/store.js'
import { type Version, wholeRange } from '../store/versions.js'
import { noStretch, Stretch } from '../stretch.js'
import { FrameFlag, frameFixedBytes } from '../wire/frame.js'
import { HintLedger, type HintName } from './hint-ledger.js'

export interface DeliveryOptions {
  readonly selfId: string
  readonly hints: Hints
  /** This node's own data, for hints whose owner it has become. */
  readonly replica: Replica
  readonly peers: Peers
  readonly clock: Clock
  readonly random: Random
  readonly ring: () => Ring
  /** Between two rounds over all hints; jittered by half. */
  readonly intervalMs: number
  readonly ageMaxMs: number
  /** Resolves when so many bytes more may be moved. */
  readonly pace: Pace
}

/** How long a hint of which an owner is away is kept from those that are not. */
export const loneMs = 60_000

/** Rounds take at most a tenth of the time for seeing what there is, however many hints are held. */
const lookingRatioMin = 9

const callTimeoutMs = 5000
/** Whoever takes nothing from this node, since it was removed, is asked again after so long, in case that was taken back. */
const removedRetryMs = 60_000
const atOnceMax = 8

export class Delivery {
  readonly #ledger = new HintLedger()
  readonly #notBeforeMs = new Map<string, number>()
  /** Why an owner does not get its hints. */
  readonly #problems = new Map<string, string>()
  /** Owners that can be reached, and are not asked about some hints, since another cannot. */
  readonly #heldBack = new Set<string>()
  /** By owner, how many hints it is yet to be given, of those there were when this round began. */
  #owed = new Map<string, number>()
  /** By owner, what it is being given. */
  readonly #stretches = new Map<string, Stretch>()
  #delivered = 0
  #givenUp = 0
  readonly #rounds: Rounds

  constructor(private readonly options: DeliveryOptions) {
    const { clock, random, pace } = options
    this.#rounds = new Rounds({ clock, random, pace, round: () => this.#deliverRound() })
  }

  start(): void {
    this.#rounds.startIn(this.options.intervalMs)
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** For status: at once, however many hints there are. New ones are owed from the next round on. */
  state() {
    const { hints, clock } = this.options
    const owed = [...this.#owed].filter(([, keys]) => keys > 0)
    return {
      keys: hints.keys,
      bytes: hints.bytes,
      oldestMs: this.#ledger.oldestMs(clock.nowMs()),
      owed: owed.map(([owner, keys]) => ({
        owner,
        keys,
        waitsFor: this.#waitsFor(owner),
        ...(this.#stretches.get(owner)?.state(clock.nowMs()) ?? noStretch),
      })),
      delivered: this.#delivered,
      givenUp: this.#givenUp,
      ...hints.limits,
    }
  }

  #waitsFor(owner: string): string {
    if (!this.#canReach(owner)) return 'it cannot be reached'
    return this.#problems.get(owner) ?? (this.#heldBack.has(owner) ? 'another owner cannot be reached' : '')
  }

  async #deliverRound(): Promise<number> {
    const { clock, intervalMs } = this.options
    const beganMs = clock.nowMs()
    let notedMs = 0
    try {
      this.options.hints.forgetSpoiled(this.options.ring().settings.partitionCount)
      const due = await this.#noteAll()
      notedMs = clock.nowMs() - beganMs
      for (const partition of due) await this.#deliverPartition(partition)
    } catch (error) {
      // The log of hints cannot be read or written now. They stay, and the next round tries again.
      if (!(error instanceof GrammeError)) throw error
    }
    return Math.max(intervalMs, notedMs * lookingRatioMin)
  }

  /**
   * Brings the account of what waits up to date, a partition in a turn; the partitions in which something is to be
   * done now.
   */
  async #noteAll(): Promise<number[]> {
    const { clock, ring } = this.options
    const nowMs = clock.nowMs()
    const owed = new Map<string, number>()
    const due: number[] = []
    const partitions = this.#partitions()
    this.#heldBack.clear()
    this.#ledger.keepOnly(new Set(partitions))
    for (const owner of partitions.flatMap((partition) => ring().owners(partition))) {
      owed.set(owner, 0)
      if (this.#mayAsk(owner)) this.#problems.delete(owner)
    }
    for (const partition of partitions) {
      if (this.#rounds.isStopped) return []
      const versions = this.#versionsIn(partition)
      this.#ledger.note(partition, versions, nowMs)
      let isDue = false
      for (const version of versions) {
        const hint = { partition, ...version }
        const lacking = this.#lacking(hint)
        const mayGo = this.#mayGo(hint, lacking)
        isDue ||= lacking.length === 0 || this.#isGivenUp(hint, lacking)
        for (const owner of lacking) {
          owed.set(owner, (owed.get(owner) ?? 0) + 1)
          if (mayGo) isDue ||= this.#mayAsk(owner)
          else if (this.#canReach(owner)) this.#heldBack.add(owner)
        }
      }
      if (isDue) due.push(partition)
      await new Promise<void>((done) => clock.afterTurn(done))
    }
    this.#owed = owed
    for (const owner of this.#stretches.keys()) {
      if ((owed.get(owner) ?? 0) === 0 || !this.#canReach(owner)) this.#stretches.delete(owner)
    }
    return due
  }

  #lacking(hint: HintName): string[] {
    const holders = this.#ledger.holders(hint)
    return this.options
      .ring()
      .owners(hint.partition)
      .filter((owner) => !holders.has(owner))
  }

  /** Whether those that lack it, and can be reached, are given it now. */
  #mayGo(hint: HintName, lacking: readonly string[]): boolean {
    if (lacking.every((owner) => this.#canReach(owner))) return true
    return this.#ledger.ageMs(hint, this.options.clock.nowMs()) >= loneMs
  }

  #isGivenUp(hint: HintName, lacking: readonly string[]): boolean {
    const { clock, ring, ageMaxMs } = this.options
    if (lacking.length !== 1 || ring().owners(hint.partition).length === 1) return false
    return this.#ledger.ageMs(hint, clock.nowMs()) > ageMaxMs
  }

  #canReach(owner: string): boolean {
    return owner === this.options.selfId || this.options.peers.reachable(owner)
  }

  #mayAsk(owner: string): boolean {
    return this.#canReach(owner) && this.options.clock.nowMs() >= (this.#notBeforeMs.get(owner) ?? 0)
  }

  async #deliverPartition(partition: number): Promise<void> {
    for (const owner of this.options.ring().owners(partition)) {
      if (this.#rounds.isStopped) return
      // Of one that has failed the next round makes sure.
      if (this.#mayAsk(owner) && !this.#problems.has(owner)) await this.#deliverTo(owner, partition)
    }
    await this.#removeDelivered(partition)
  }

  async #deliverTo(owner: string, partition: number): Promise<void> {
    const missing = this.#versionsIn(partition).filter((version) => {
      const hint = { partition, ...version }
      const lacking = this.#lacking(hint)
      return lacking.includes(owner) && this.#mayGo(hint, lacking)
    })
    if (missing.length > 0) {
      const stretch = this.#stretches.get(owner) ?? new Stretch()
      this.#stretches.set(owner, stretch)
      stretch.begin(this.options.clock.nowMs())
    }
    try {
      for (let done = 0; done < missing.length; done += atOnceMax) {
        if (this.#rounds.isStopped) return
        const batch = missing.slice(done, done + atOnceMax)
        const delivering = batch.map((version) => this.#deliver(owner, { partition, ...version }))
        // All of them, so that nothing is under way when the next owner, or the end, has its turn.
        const failed = (await Promise.allSettled(delivering)).find(({ status }) => status === 'rejected')
        if (failed?.status === 'rejected') throw failed.reason
      }
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      this.#problems.set(owner, error.message)
      const retryAfterMs = error.code === 'REMOVED' ? removedRetryMs : (error.retryAfterMs ?? 0)
      this.#notBeforeMs.set(owner, this.options.clock.nowMs() + retryAfterMs)
    }
  }

  async #deliver(owner: string, hint: HintName): Promise<void> {
    for (const record of await this.#recordsOf(hint)) {
      if (owner === this.options.selfId) await this.#keep(hint.partition, record)
      else await this.#send(owner, record)
      if (this.#ledger.hasReached(hint, owner)) this.#isPaid(owner, record)
    }
  }

  #isPaid(owner: string, { key, bytes }: PeerRecord): void {
    this.#isOwedLess(owner)
    this.#stretches.get(owner)?.add(1, key.length + bytes.length)
  }

  #isOwedLess(owner: string): void {
    const keys = this.#owed.get(owner) ?? 0
    if (keys > 0) this.#owed.set(owner, keys - 1)
  }

  #keep(partition: number, { key, bytes }: PeerRecord): Promise<void> {
    return this.options.replica.merge(partition, key, bytes, 'always')
  }

  async #send(owner: string, { key, bytes, digest }: PeerRecord): Promise<void> {
    const { peers } = this.options
    const checked = await peers.call(owner, replicaCheck(key, digest), callTimeoutMs)
    if (holdsChecked(checked)) return this.#pace(key.length)
    const put = { ...replicaPut(key, bytes, 'always'), flags: FrameFlag.BACKGROUND }
    await handOver(() => peers.call(owner, put, callTimeoutMs))
    await this.#pace(key.length + bytes.length)
  }

  #pace(bytes: number): Promise<void> {
    return this.#rounds.pace(frameFixedBytes + bytes)
  }

  async #removeDelivered(partition: number): Promise<void> {
    const { hints } = this.options
    for (const version of this.#versionsIn(partition)) {
      const hint = { partition, ...version }
      const lacking = this.#lacking(hint)
      const isGivenUp = this.#isGivenUp(hint, lacking)
      if (lacking.length > 0 && !isGivenUp) continue
      for (const { key, digest } of await this.#recordsOf(hint)) {
        if (!(await hints.replica.forget(partition, key, digest))) continue
        if (isGivenUp) this.#givenUp += 1
        else this.#delivered += 1
        // To whom it was given up it is owed no more.
        for (const owner of lacking) this.#isOwedLess(owner)
      }
    }
  }

  /** Those that hold hints. */
  #partitions(): number[] {
    const { versions } = this.options.hints.replica
    const { partitionCount } = this.options.ring().settings
    const found: number[] = []
    if (this.options.hints.keys === 0) return found
    for (let partition = 0; partition < partitionCount; partition += 1) {
      if (versions.count(partition) > 0) found.push(partition)
    }
    return found
  }

  #versionsIn(partition: number): Version[] {
    return this.options.hints.replica.versions.within(partition, wholeRange)
  }

  async #recordsOf({ partition, keyHash, high, low }: HintName): Promise<PeerRecord[]> {
    const records = await this.options.hints.replica.recordsForPeer(partition, keyHash)
    return records.filter(({ digest }) => digestsEqual(digest, { high, low }))
  }
}
