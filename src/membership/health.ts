/**
 * What is thought of one other node, from what its traffic shows (Dynamo §4.8.3: failure detection is local
 * and driven by the traffic itself). A pure machine: it is told what happened and when, and says whether to
 * ping. Pings only follow where requests show silence; a node that nobody asks anything may be away unnoticed.
 *
 *           silent, and a ping too;        connection lost
 *           or nothing gets done  ┌──────────────────────────────┐
 *      ┌────┐ ───────────────> ┌─────────┐ ────────────> ┌──────┐│
 *      │ up │                  │ suspect │               │ down │<┘
 *      └────┘ <─────────────── └─────────┘ <──────────── └──────┘
 *        ^    pings answered in          connected, after     │
 *        │    time, some in a row        several losses       │
 *        └────────────────────────────────────────────────────┘ connected
 *
 * *Silence* is nothing heard at all while an answer is owed. A coordinator that waits for others is not silent:
 * it answers the ping that silence calls for. How much silence is suspicious adapts to what the link has shown:
 * a quarter of a second at first, so that a lost packet, sent again after 200 ms, is none; then half as long
 * again as the longest silence that lately came to nothing. So a lossy link is suspected a few times and then
 * known. A silence beyond `suspectAfterMaxMs` was an outage, and teaches nothing.
 *
 * *Recovery* is by pings answered in time, in a row: two, and twice as many with each relapse of late.
 *
 * Invariants: constant size; while nothing is known it is `up`; every suspicion is one that a ping, sent in the
 * silence, has borne out, or that work left undone for long has; the clock of a process that stood still
 * itself accuses nobody (`awoke`).
 */
import { ReplyTimes } from './reply-times.js'

export type PeerHealth =
  /** Nothing speaks against it. */
  | 'up'
  /** There is a connection, and it does not answer in time, or has not done so for long enough again. */
  | 'suspect'
  /** There is no connection. */
  | 'down'

/** Silence that a ping is sent into. */
export const pingAfterMs = 100
/** Silence that is suspicious, at least and at most. */
export const suspectAfterMinMs = 250
export const suspectAfterMaxMs = 1500
/** Suspicious is a silence this much longer than any of late. */
const silenceFactor = 1.5
const silenceHalfLifeMs = 10 * 60_000
/** Between an answer to a ping and the next, while it is suspected. */
export const probeGapMs = 100
/** How long such a ping is waited for: the least, doubled with each that is lost, up to the most. */
const probeTimeoutMinMs = 500
const probeTimeoutMaxMs = 5000
/** Pings to be answered in time: two to the power of its relapses, which are forgotten by halves. */
export const streakMax = 32
const relapseHalfLifeMs = 60_000
/** A suspect whose pings are not answered for this long may be well, and the connection the one that is not. */
export const renewAfterMs = 1000
/** A replica's work that takes longer than this, while nothing else gets done there, is not done at all. */
const stuckAfterMs = 1000
/** A node whose disk hangs answers pings: they must tell more often that it is well. */
const stuckRelapses = 3

export class Health {
  readonly replyTimes = new ReplyTimes()
  #state: PeerHealth = 'up'
  #wasConnected = false
  #suspicions = 0
  /** The longest silence of late that ended well; as of then. */
  #silenceMs = 0
  #silenceKnownMs = 0
  /** Since when the silence lasts that is being looked into. */
  #silentSinceMs: number | undefined
  #relapses = 0
  #relapsedMs = 0
  #streak = 0
  #streakNeeded = 0
  #pingSentMs: number | undefined
  #pingTimeoutMs = probeTimeoutMinMs
  #nextProbeMs = 0
  /** Somebody has said that it is away, or back. */
  #isToProbe = false
  #awokeMs = Number.NEGATIVE_INFINITY
  #suspectedMs = Number.NEGATIVE_INFINITY
  #workDoneMs = Number.NEGATIVE_INFINITY

  get state(): PeerHealth {
    return this.#state
  }

  /** How often it was suspected or lost. */
  get suspicions(): number {
    return this.#suspicions
  }

  /** Whether it is to be looked at even when nobody waits for it. */
  get isWatched(): boolean {
    return this.#state === 'suspect' || (this.#isToProbe && this.#state === 'up')
  }

  /** How long the next ping is to be waited for. */
  get pingTimeoutMs(): number {
    return this.#pingTimeoutMs
  }

  /** The silence that would be suspicious now. */
  suspectAfterMs(nowMs: number): number {
    const silenceMs = this.#silenceMs * 2 ** ((this.#silenceKnownMs - nowMs) / silenceHalfLifeMs)
    return Math.min(Math.max(suspectAfterMinMs, silenceFactor * silenceMs), suspectAfterMaxMs)
  }

  opened(tookMs: number, nowMs: number): void {
    this.#learn(tookMs, nowMs)
    this.#wasConnected = true
    this.#silentSinceMs = undefined
    this.#pingSentMs = undefined
    this.#streakNeeded = this.#streakFor(nowMs)
    // The handshake was answered: once is enough of one that was not lost repeatedly.
    if (this.#streakNeeded <= 2) this.#recover()
    else this.#probation(nowMs)
  }

  /** `wasAnnounced`: in good order, or it was not there before; that speaks not against it when it is back. */
  lost(wasAnnounced: boolean, nowMs: number): void {
    if (this.#wasConnected && !wasAnnounced && this.#state === 'up') this.#relapse(nowMs)
    this.#state = 'down'
    this.#wasConnected = false
    this.#silentSinceMs = undefined
    this.#pingSentMs = undefined
  }

  /**
   * To be called every few moments while anything is owed, or it `isWatched`. True: send it a ping, and tell.
   * `owedSinceMs`: when the oldest request without an answer was sent; `heardMs`: when anything came last.
   */
  look(nowMs: number, owedSinceMs: number | undefined, heardMs: number): boolean {
    if (this.#state === 'down') return false
    this.#heard(heardMs, nowMs)
    const mayPing = this.#pingSentMs === undefined
    if (this.#state === 'suspect') return mayPing && nowMs >= this.#nextProbeMs
    if (owedSinceMs === undefined) return mayPing && this.#isToProbe
    const sinceMs = Math.max(owedSinceMs, heardMs, this.#awokeMs)
    const silentMs = nowMs - sinceMs
    if (silentMs < pingAfterMs) return mayPing && this.#isToProbe
    this.#silentSinceMs = sinceMs
    if (silentMs >= this.suspectAfterMs(nowMs) && this.#pingSentMs !== undefined) this.#suspect(nowMs)
    return mayPing
  }

  /** Whether a new connection may do better: none of the pings that a suspect is sent has been answered for long. */
  isDeaf(nowMs: number, heardMs: number): boolean {
    const sinceMs = Math.max(heardMs, this.#suspectedMs, this.#awokeMs)
    return this.#state === 'suspect' && nowMs - sinceMs >= renewAfterMs
  }

  pinged(nowMs: number): void {
    this.#pingSentMs = nowMs
    this.#isToProbe = false
  }

  /** The ping sent then was answered. */
  ponged(sentMs: number, nowMs: number): void {
    if (!this.#pingEnds(sentMs)) return
    this.#pingTimeoutMs = probeTimeoutMinMs
    this.#nextProbeMs = nowMs + probeGapMs
    this.#streak = nowMs - sentMs <= this.suspectAfterMs(nowMs) ? this.#streak + 1 : 0
    if (this.#streak >= this.#streakNeeded) this.#recover()
  }

  /** The ping sent then was not answered in time. */
  pingExpired(sentMs: number, nowMs: number): void {
    if (!this.#pingEnds(sentMs)) return
    this.#streak = 0
    this.#pingTimeoutMs = Math.min(2 * this.#pingTimeoutMs, probeTimeoutMaxMs)
    this.#nextProbeMs = nowMs
  }

  /** A replica's work was done, which needs nobody but itself. */
  workDone(nowMs: number): void {
    this.#workDoneMs = nowMs
  }

  /** Such work was not done in time. */
  workExpired(waitedMs: number, nowMs: number): void {
    if (waitedMs < stuckAfterMs || this.#workDoneMs > nowMs - waitedMs || this.#state !== 'up') return
    this.#suspect(nowMs, stuckRelapses)
  }

  /** Others have said something of it: a ping will tell. */
  probeSoon(): void {
    this.#isToProbe = true
    this.#nextProbeMs = 0
  }

  /** This process itself has stood still: what was not heard meanwhile proves nothing. */
  awoke(nowMs: number): void {
    this.#awokeMs = nowMs
    this.#silentSinceMs = undefined
    if (this.#state === 'up') this.#pingSentMs = undefined
  }

  /** Whether the ping still mattered, and the probing goes on. */
  #pingEnds(sentMs: number): boolean {
    if (this.#pingSentMs !== sentMs) return false
    this.#pingSentMs = undefined
    return this.#state === 'suspect'
  }

  #heard(heardMs: number, nowMs: number): void {
    const sinceMs = this.#silentSinceMs
    if (sinceMs === undefined || heardMs <= sinceMs) return
    this.#learn(heardMs - sinceMs, nowMs)
    this.#silentSinceMs = undefined
    // What is heard of one that is up is as good as the answer.
    if (this.#state === 'up') this.#pingSentMs = undefined
  }

  #learn(silenceMs: number, nowMs: number): void {
    if (silenceMs > suspectAfterMaxMs) return
    const knownMs = this.#silenceMs * 2 ** ((this.#silenceKnownMs - nowMs) / silenceHalfLifeMs)
    this.#silenceMs = Math.max(knownMs, silenceMs)
    this.#silenceKnownMs = nowMs
  }

  #suspect(nowMs: number, weight = 1): void {
    this.#relapse(nowMs, weight)
    this.#streakNeeded = this.#streakFor(nowMs)
    this.#probation(nowMs)
  }

  #probation(nowMs: number): void {
    this.#state = 'suspect'
    this.#suspectedMs = nowMs
    this.#streak = 0
    this.#pingTimeoutMs = probeTimeoutMinMs
    this.#nextProbeMs = nowMs
  }

  #recover(): void {
    this.#state = 'up'
    this.#silentSinceMs = undefined
    this.replyTimes.clear()
  }

  #relapse(nowMs: number, weight = 1): void {
    this.#suspicions += 1
    this.#relapses = this.#relapsesAt(nowMs) + weight
    this.#relapsedMs = nowMs
  }

  #relapsesAt(nowMs: number): number {
    return this.#relapses * 2 ** ((this.#relapsedMs - nowMs) / relapseHalfLifeMs)
  }

  #streakFor(nowMs: number): number {
    return Math.min(Math.max(2, Math.round(2 ** this.#relapsesAt(nowMs))), streakMax)
  }
}
