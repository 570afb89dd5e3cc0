/**
 * Hedged gets (Dynamo §6.1 is about the 99.9th percentile; Dean & Barroso, "The tail at scale", 2013): one that takes
 * longer than nineteen in twenty do is sent to a second node as well, and the first good answer counts. That cuts off
 * the tail which a node has that pauses now and then, long before it could be called slow or suspected.
 *
 * What is usual is taken from both nodes, and the lower of the two counts: by its own measure a node that is always
 * slow would never be late. The budget sees to it that a cluster which is slow as a whole is spared.
 *
 * Puts are not hedged. A get leaves nothing behind; a put that two nodes coordinate issues two events, and the one that
 * is done late may come back beside what has superseded it meanwhile. It is also no help: a put waits for W replicas
 * wherever it is coordinated, and its coordinator can be chosen beforehand.
 */
import { Deadlines } from '../deadlines.js'
import { LoadBudget } from '../load-budget.js'
import type { Peer } from '../membership/peer.js'
import type { Clock } from '../ports/clock.js'

/** Sooner is no use: most of what is that late is on its way. */
const waitMinMs = 2
const sweepIntervalMs = 2
/** Looked at later than this, this process itself was late, and answers may lie unread. */
const stoodStillMs = 10

export class Hedging {
  readonly deadlines: Deadlines
  readonly #budget: LoadBudget

  constructor(
    private readonly clock: Clock,
    { budget, burst }: { readonly budget: number; readonly burst: number },
  ) {
    this.deadlines = new Deadlines(clock, sweepIntervalMs)
    this.#budget = new LoadBudget(budget, burst)
  }

  /** Any request that the application makes: a part of it may be sent in addition. */
  requested(): void {
    this.#budget.earn()
  }

  /** Whether the budget allows one more; if so it is paid for. */
  spend(): boolean {
    return this.#budget.spend()
  }

  /** How long `asked` is waited for before the get is sent to `next` too; infinite: that would be no help. */
  waitMs(asked: Peer, next: Peer): number {
    if (next.isTroubled) return Number.POSITIVE_INFINITY
    return Math.max(waitMinMs, Math.min(asked.lateMs, next.lateMs))
  }

  /** Whether what was due then is looked at so late that it tells of this process and not of a node. */
  isLateItself(dueMs: number): boolean {
    return this.clock.nowMs() - dueMs > stoodStillMs
  }
}
