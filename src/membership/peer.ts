/**
 * Another node: the lasting link to it, and what its traffic tells of its health.
 *
 * What requests tell. Every answer shows that it lives. Gets and puts show how long it takes, be it alone (a
 * replica's part) or with others (a coordinator's). A replica's part that is never done shows a node that lives
 * and does not work; a coordinator may have waited for others in good faith.
 */
import type { Clock } from '../ports/clock.js'
import { FrameType } from '../wire/frame.js'
import { Link, type LinkOptions } from '../wire/link.js'
import type { TrafficWatch } from '../wire/traffic-watch.js'
import { Health, type PeerHealth, suspectAfterMinMs } from './health.js'

export class Peer {
  readonly link: Link
  readonly #health = new Health()
  readonly #clock: Clock
  readonly #beganMs: number
  /** Much slower than the other peers. Set by the failure detector, which knows them. */
  isSlow = false

  /** `onBusy`: called when there may be reason to `look`: with each request, for one. */
  constructor(
    address: string,
    options: Omit<LinkOptions, 'watch'>,
    nodeId: string | undefined,
    private readonly onBusy: () => void,
  ) {
    this.#clock = options.clock
    this.#beganMs = options.clock.nowMs()
    this.link = new Link(address, { ...options, watch: this.#watch() }, nodeId)
  }

  /** One that neither takes the first connection nor refuses it is silent, too. */
  get health(): PeerHealth {
    const { link } = this
    if (link.connected) return this.#health.state
    if (!link.reachable) return 'down'
    return this.#clock.nowMs() - this.#beganMs < suspectAfterMinMs ? 'up' : 'suspect'
  }

  /** How often it was suspected or lost. */
  get suspicions(): number {
    return this.#health.suspicions
  }

  /** Whether others are to be asked first, where they will do. */
  get isTroubled(): boolean {
    return this.isSlow || this.health !== 'up'
  }

  /** When a reply is to be expected; when one is owed for longer, that; 0 while too little is known. */
  get scoreMs(): number {
    const nowMs = this.#clock.nowMs()
    const owedMs = nowMs - (this.link.oldestSentMs ?? nowMs)
    return Math.max(this.#health.replyTimes.expectedMs(nowMs), owedMs)
  }

  /** For how long nothing has been heard while an answer is owed; 0 when none is. */
  get silentMs(): number {
    const owedSinceMs = this.link.oldestSentMs
    return owedSinceMs === undefined ? 0 : this.#clock.nowMs() - Math.max(owedSinceMs, this.link.lastHeardMs)
  }

  /** How long a reply is waited for before somebody else is asked as well. */
  get patienceMs(): number {
    return this.#health.replyTimes.patienceMs(this.#clock.nowMs())
  }

  /** What one reply in twenty takes longer than; infinite while too little is known. */
  get lateMs(): number {
    return this.#health.replyTimes.lateMs(this.#clock.nowMs())
  }

  /** Whether there is reason to `look`. */
  get isWatched(): boolean {
    return this.link.oldestSentMs !== undefined || this.#health.isWatched
  }

  /** Brings what is thought of it up to date, and pings it, or tries another connection, if that calls for it. */
  look(nowMs: number): void {
    const { link } = this
    const health = this.#health
    if (health.isDeaf(nowMs, link.lastHeardMs)) link.renew()
    if (!health.look(nowMs, link.oldestSentMs, link.lastHeardMs)) return
    health.pinged(nowMs)
    link.call({ type: FrameType.PING }, health.pingTimeoutMs).then(
      () => health.ponged(nowMs, this.#clock.nowMs()),
      () => health.pingExpired(nowMs, this.#clock.nowMs()),
    )
  }

  /** Somebody says that it is away, or back. */
  probeSoon(): void {
    this.link.retryNow()
    this.#health.probeSoon()
    this.onBusy()
  }

  /** This process has stood still itself. */
  awoke(nowMs: number): void {
    this.#health.awoke(nowMs)
  }

  #watch(): TrafficWatch {
    const health = this.#health
    const { replyTimes } = health
    const clock = this.#clock
    return {
      opened: (tookMs) => {
        health.opened(tookMs, clock.nowMs())
        if (health.isWatched) this.onBusy()
      },
      lost: (wasAnnounced) => health.lost(wasAnnounced, clock.nowMs()),
      sent: this.onBusy,
      answered: (type, tookMs) => {
        if (!telling.has(type)) return
        const nowMs = this.link.lastHeardMs
        replyTimes.add(tookMs, nowMs)
        if (ownWork.has(type)) health.workDone(nowMs)
      },
      refused: (type, retryAfterMs) => {
        if (telling.has(type)) replyTimes.add(Math.max(retryAfterMs, busyMs), this.link.lastHeardMs)
      },
      expired: (type, waitedMs) => {
        if (!telling.has(type)) return
        const nowMs = clock.nowMs()
        replyTimes.add(waitedMs, nowMs)
        if (ownWork.has(type)) health.workExpired(waitedMs, nowMs)
      },
    }
  }
}

/** What BUSY counts as at least: quick as it is, it must not look like a good reply. */
const busyMs = 100
/** A replica's part of a request. */
const ownWork: ReadonlySet<number> = new Set([FrameType.REPLICA_GET, FrameType.REPLICA_PUT])
const telling: ReadonlySet<number> = new Set([...ownWork, FrameType.GET, FrameType.PUT, FrameType.DELETE])
