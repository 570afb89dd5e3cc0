/**
 * Hands hints over to the owners of their keys (Dynamo §4.6): whenever there are hints, each owner that can be
 * reached is asked whether it has them, and is sent those that it has not. Every owner of a key is asked, not
 * only the one that was away when it was written: so what only stand-ins acknowledged comes to all of them.
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
import { holdsChecked, replicaCheck, replicaPut } from '../coordinator/replica-calls.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Hints } from '../replica/hints.js'
import type { PeerRecord, Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { Rounds } from '../rounds.js'
import { digestsEqual } from '../store/store.js'
import { type Version, wholeRange } from '../store/versions.js'
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
  readonly pace: (bytes: number) => Promise<void>
}

const callTimeoutMs = 5000
const atOnceMax = 8

export class Delivery {
  readonly #ledger = new HintLedger()
  readonly #notBeforeMs = new Map<string, number>()
  /** Why an owner does not get its hints. */
  readonly #problems = new Map<string, string>()
  /** By owner, how many hints it is yet to be given, of those there were when this round began. */
  #owed = new Map<string, number>()
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
      owed: owed.map(([owner, keys]) => ({ owner, keys, waitsFor: this.#waitsFor(owner) })),
      delivered: this.#delivered,
      givenUp: this.#givenUp,
    }
  }

  #waitsFor(owner: string): string {
    if (owner !== this.options.selfId && !this.options.peers.reachable(owner)) return 'it cannot be reached'
    return this.#problems.get(owner) ?? ''
  }

  async #deliverRound(): Promise<number> {
    try {
      await this.#deliverAll()
    } catch (error) {
      // The log of hints cannot be read or written now. They stay, and the next round tries again.
      if (!(error instanceof GrammeError)) throw error
    }
    return this.options.intervalMs
  }

  async #deliverAll(): Promise<void> {
    const { ring, clock, selfId, peers, hints } = this.options
    hints.forgetSpoiled(ring().settings.partitionCount)
    const nowMs = clock.nowMs()
    this.#owed = this.#noteAll(nowMs)
    if (hints.keys > 0) {
      for (const owner of this.#owed.keys()) {
        if (this.#rounds.isStopped) return
        if (owner !== selfId && !peers.reachable(owner)) continue
        if (nowMs >= (this.#notBeforeMs.get(owner) ?? 0)) await this.#deliverTo(owner)
      }
      await this.#removeDelivered()
    }
    this.#ledger.keepOnly(({ partition, keyHash, high, low }) =>
      this.#versionsUnder(partition, keyHash).some((one) => one.high === high && one.low === low),
    )
  }

  /** Begins to keep account of hints that are new; by owner of any hint, how many it is yet to be given. */
  #noteAll(nowMs: number): Map<string, number> {
    const owed = new Map<string, number>()
    for (const partition of this.#partitions()) {
      const owners = this.options.ring().owners(partition)
      for (const owner of owners) if (!owed.has(owner)) owed.set(owner, 0)
      for (const version of this.#versionsIn(partition)) {
        const hint = { partition, ...version }
        this.#ledger.note(hint, nowMs)
        const holders = this.#ledger.holders(hint)
        for (const owner of owners) if (!holders.has(owner)) owed.set(owner, (owed.get(owner) ?? 0) + 1)
      }
    }
    return owed
  }

  async #deliverTo(owner: string): Promise<void> {
    const { ring } = this.options
    this.#problems.delete(owner)
    try {
      for (const partition of this.#partitions()) {
        if (!ring().isOwner(partition, owner)) continue
        const missing = this.#versionsIn(partition).filter(
          (version) => !this.#ledger.holders({ partition, ...version }).has(owner),
        )
        for (let done = 0; done < missing.length; done += atOnceMax) {
          if (this.#rounds.isStopped) return
          const batch = missing.slice(done, done + atOnceMax)
          const delivering = batch.map((version) => this.#deliver(owner, { partition, ...version }))
          // All of them, so that nothing is under way when the next owner, or the end, has its turn.
          const failed = (await Promise.allSettled(delivering)).find(({ status }) => status === 'rejected')
          if (failed?.status === 'rejected') throw failed.reason
        }
      }
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      this.#problems.set(owner, error.message)
      this.#notBeforeMs.set(owner, this.options.clock.nowMs() + (error.retryAfterMs ?? 0))
    }
  }

  async #deliver(owner: string, hint: HintName): Promise<void> {
    for (const record of await this.#recordsOf(hint)) {
      if (owner === this.options.selfId) await this.#keep(hint.partition, record)
      else await this.#send(owner, record)
      if (this.#ledger.hasReached(hint, owner)) this.#isPaid(owner)
    }
  }

  #isPaid(owner: string): void {
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
    await peers.call(owner, put, callTimeoutMs)
    await this.#pace(key.length + bytes.length)
  }

  #pace(bytes: number): Promise<void> {
    return this.#rounds.pace(frameFixedBytes + bytes)
  }

  async #removeDelivered(): Promise<void> {
    const { ring, hints, clock, ageMaxMs } = this.options
    const nowMs = clock.nowMs()
    for (const partition of this.#partitions()) {
      const owners = ring().owners(partition)
      for (const version of this.#versionsIn(partition)) {
        const hint = { partition, ...version }
        const holders = this.#ledger.holders(hint)
        const lacking = owners.filter((owner) => !holders.has(owner))
        const isOld = this.#ledger.ageMs(hint, nowMs) > ageMaxMs
        const isGivenUp = lacking.length === 1 && owners.length > 1 && isOld
        if (lacking.length > 0 && !isGivenUp) continue
        for (const { key, digest } of await this.#recordsOf(hint)) {
          if (!(await hints.replica.forget(partition, key, digest))) continue
          if (isGivenUp) this.#givenUp += 1
          else this.#delivered += 1
          // To whom it was given up it is owed no more.
          for (const owner of lacking) this.#isPaid(owner)
        }
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

  #versionsUnder(partition: number, keyHash: number): Version[] {
    return this.options.hints.replica.versions.within(partition, { from: keyHash, to: keyHash + 1 })
  }

  async #recordsOf({ partition, keyHash, high, low }: HintName): Promise<PeerRecord[]> {
    const records = await this.options.hints.replica.recordsForPeer(partition, keyHash)
    return records.filter(({ digest }) => digestsEqual(digest, { high, low }))
  }
}
