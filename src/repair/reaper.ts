/**
 * Deletes are provable: what is deleted or has expired is forgotten by all owners of its key once every member
 * has agreed to it, twice, `reapAfterMs` apart (reap-votes.ts says why that is safe). The first owner of a
 * partition sees to it.
 *
 * Two steps, REAPABLE and REAP. Whoever fails in between leaves the rest: the others may have it back by
 * anti-entropy, dead as it is, and it is reaped another time. The first owner forgets last.
 *
 * Partitions are looked through when something in them is known to have died, and once after a start or when the
 * ring has changed; never otherwise, so that a cluster in which nothing is deleted does not read its disks.
 *
 * Limits: one partition at a time, read as fast as `pace` allows; `deadAtOnceMax` versions under way.
 */
import type { Peers } from '../coordinator/peers.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Copy, Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { type Pace, Rounds } from '../rounds.js'
import { deadFromMs } from '../version/object.js'
import { type Dead, deadAtOnceMax, forgetAll, reapCall, standingsHere, standingsOf } from './reap-calls.js'
import { Agreements, type Obstacle, obstacleTo, type Standing } from './reap-votes.js'

export interface ReaperOptions {
  readonly selfId: string
  readonly replica: Replica
  readonly hints: Pick<Replica, 'digest'>
  readonly peers: Peers
  readonly clock: Clock
  readonly random: Random
  readonly ring: () => Ring
  /** Other members that hold data: those of the ring, and those that are leaving and may yet hand over what they have. */
  readonly members: () => readonly string[]
  /** Between two rounds; jittered by half. */
  readonly intervalMs: number
  /** For how long all must have agreed. Longer than any message can be under way. */
  readonly reapAfterMs: number
  /** Resolves when so many bytes more may be read. */
  readonly pace: Pace
}

/** Why a dead version is still there. */
export type WaitReason = Obstacle | 'time' | 'room'

export interface ReaperState {
  /** Dead versions, as last looked at, by what they wait for. */
  readonly waiting: ReadonlyMap<WaitReason, number>
  /** Since the node started. */
  readonly reaped: number
  /** Why nothing can be reaped now; empty when something can. */
  readonly blockedBy: string
  /** How often everything that was to be looked at has been. */
  readonly rounds: number
}

const callTimeoutMs = 5000

export class Reaper {
  readonly #agreements = new Agreements()
  /** By partition, what waits there. */
  readonly #waiting = new Map<number, Map<WaitReason, number>>()
  /** By partition, when it is to be looked through, by `nowMs`. */
  readonly #dueMs: Float64Array
  #ringDigest: number | undefined
  #reaped = 0
  #rounds = 0
  #blockedBy = ''
  readonly #passes: Rounds

  constructor(private readonly options: ReaperOptions) {
    const { clock, random, pace } = options
    this.#passes = new Rounds({ clock, random, pace, round: () => this.#lookAtAll() })
    this.#dueMs = new Float64Array(options.ring().settings.partitionCount)
  }

  start(): void {
    this.#passes.startIn(this.options.intervalMs)
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#passes.stop()
  }

  /** The partition holds a version, or may again, that has no value from then on, by calendar clocks. */
  note(partition: number, deadFromWallMs: number): void {
    const { clock } = this.options
    const dueMs = clock.nowMs() + Math.max(0, deadFromWallMs - clock.wallMs())
    this.#dueMs[partition] = Math.min(this.#dueMs[partition], dueMs)
  }

  /**
   * Somebody who is not asked, a node that has left, holds data of the partition and is giving it to the owners: what
   * they agreed on before is worth nothing, as it may bring what was deleted.
   */
  startAnew(partition: number): void {
    this.#agreements.keepOnly(partition, [])
  }

  state(): ReaperState {
    const waiting = new Map<WaitReason, number>()
    for (const reasons of this.#waiting.values()) {
      for (const [reason, count] of reasons) waiting.set(reason, (waiting.get(reason) ?? 0) + count)
    }
    return { waiting, reaped: this.#reaped, blockedBy: this.#blockedBy, rounds: this.#rounds }
  }

  async #lookAtAll(): Promise<number> {
    const { ring, selfId, clock, intervalMs } = this.options
    const { digest, settings } = ring()
    if (digest !== this.#ringDigest) this.#startAllAnew(digest)
    this.#blockedBy = ''
    for (let partition = 0; partition < settings.partitionCount && !this.#passes.isStopped; partition += 1) {
      if (this.#dueMs[partition] > clock.nowMs() || ring().owners(partition)[0] !== selfId) continue
      if (this.#isBlocked() || ring().digest !== digest) break
      await this.#lookAt(partition, ring())
    }
    if (this.#blockedBy === '') this.#rounds += 1
    return intervalMs
  }

  /** Other members, other owners: what was agreed on was agreed by others. */
  #startAllAnew(ringDigest: number): void {
    this.#ringDigest = ringDigest
    this.#agreements.clear()
    this.#waiting.clear()
    this.#dueMs.fill(0)
  }

  #isBlocked(): boolean {
    const { members, peers } = this.options
    const away = members().filter((id) => !peers.reachable(id))
    if (away.length === 0) return false
    this.#blockedBy = `not reachable: ${away.join(', ')}`
    return true
  }

  async #lookAt(partition: number, ring: Ring): Promise<void> {
    const { replica, clock } = this.options
    this.#dueMs[partition] = Number.POSITIVE_INFINITY
    const waiting = new Map<WaitReason, number>()
    const seen: Dead[] = []
    let batch: Dead[] = []
    try {
      for await (const copy of replica.copies(partition)) {
        await this.#passes.pace(copy.bytes)
        if (!this.#isDead(partition, copy)) continue
        batch.push({ key: Uint8Array.from(copy.key), digest: copy.digest })
        if (batch.length < deadAtOnceMax) continue
        seen.push(...batch)
        await this.#reap(partition, batch, ring, waiting)
        batch = []
      }
      seen.push(...batch)
      if (batch.length > 0) await this.#reap(partition, batch, ring, waiting)
      this.#agreements.keepOnly(
        partition,
        seen.map(({ digest }) => digest),
      )
      if (waiting.size > 0) this.#waiting.set(partition, waiting)
      else this.#waiting.delete(partition)
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      this.#blockedBy = error.message
      this.#dueMs[partition] = Math.min(this.#dueMs[partition], clock.nowMs())
    }
  }

  /** Whether the copy holds no value now, by this node's calendar. One that is going to die is noted. */
  #isDead(partition: number, { object }: Copy): boolean {
    const fromMs = deadFromMs(object)
    if (fromMs <= this.options.clock.wallMs()) return true
    this.note(partition, fromMs)
    return false
  }

  /** Asks all members, and lets those go that they have agreed on for long enough. */
  async #reap(
    partition: number,
    dead: readonly Dead[],
    ring: Ring,
    waiting: Map<WaitReason, number>,
  ): Promise<void> {
    const { selfId, clock, replica, hints, reapAfterMs } = this.options
    const askedMs = clock.nowMs()
    const others = this.options.members()
    const call = reapCall('REAPABLE', ring.digest, partition, dead)
    const wallMs = () => clock.wallMs()
    const answers = await Promise.all([
      standingsHere({ replica, hints, wallMs }, partition, dead),
      ...others.map(async (id) => standingsOf(await this.#ask(id, call), dead.length)),
    ])
    const owners = ring.owners(partition)
    const ripe: Dead[] = []
    for (const [i, one] of dead.entries()) {
      const standings = new Map<string, Standing>()
      for (const [j, id] of [selfId, ...others].entries()) standings.set(id, answers[j][i])
      const obstacle = obstacleTo(standings, owners)
      if (obstacle !== undefined) this.#agreements.end(partition, one.digest)
      const sinceMs =
        obstacle === undefined ? this.#agreements.agree(partition, one.digest, askedMs) : undefined
      if (sinceMs !== undefined && askedMs - sinceMs >= reapAfterMs) ripe.push(one)
      else this.#wait(partition, waiting, obstacle ?? (sinceMs === undefined ? 'room' : 'time'), sinceMs)
    }
    if (ripe.length === 0) return
    const reap = reapCall('REAP', ring.digest, partition, ripe)
    await Promise.all(others.map((id) => this.#ask(id, reap)))
    this.#reaped += await forgetAll(replica, partition, ripe)
  }

  #wait(
    partition: number,
    waiting: Map<WaitReason, number>,
    reason: WaitReason,
    sinceMs: number | undefined,
  ): void {
    waiting.set(reason, (waiting.get(reason) ?? 0) + 1)
    const { clock, reapAfterMs } = this.options
    const dueMs = sinceMs === undefined ? clock.nowMs() : sinceMs + reapAfterMs
    this.#dueMs[partition] = Math.min(this.#dueMs[partition], dueMs)
  }

  #ask(id: string, call: ReturnType<typeof reapCall>) {
    return this.options.peers.call(id, call, callTimeoutMs)
  }
}
