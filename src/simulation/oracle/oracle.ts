/**
 * The judge of a run. It sits at the clients' edge and beside every coordinator, keeps the true history, and
 * checks each answer against it at once:
 *
 * - no (actor, counter) is issued twice, and none for a write that nobody made;
 * - a get returns bytes that somebody wrote to that key, each write once;
 * - the context returned covers just what was shown: the siblings, what they have superseded, and deletes;
 * - what was deleted is not shown again when its tombstone has been reaped;
 * - what has expired by every node's calendar is not shown;
 * - where R and W overlap, a get sees every acknowledged write, or one that had seen it, if owners alone were
 *   enough for both;
 * - a request ends by its deadline.
 *
 * What it knows of faults is only what they may have destroyed (losses.ts), for the one check that allows for it.
 */
import type { ClientObserver, ObservedOutcome, ObservedRequest } from '../../client/observer.js'
import { GrammeError } from '../../errors.js'
import { nameOf } from '../../name-of.js'
import type { IssuedEvent, Witness } from '../../replica/witness.js'
import type { Clock } from '../../version/clock.js'
import { contextScope, decodeContext } from '../../version/context-codec.js'
import { defaultWriteLimits } from '../../version/write.js'
import type { Durability } from '../../wire/durability.js'
import { mayBeForgotten, shownAgain } from './deaths.js'
import { type Calendars, mayBeExpired, mustBeExpired } from './expiry.js'
import {
  type Ack,
  describeDot,
  describeEvent,
  describeWrite,
  type EventRecord,
  excerpt,
  KeyHistory,
  type WriteRecord,
} from './history.js'
import { type Holders, Losses } from './losses.js'
import type { Violation, ViolationKind } from './violation.js'

export interface OracleOptions {
  readonly nowMs: () => number
  readonly calendars: (nowMs: number) => Calendars
  readonly cluster: string
  readonly n: number
  readonly r: number
  readonly w: number
  readonly durability: Durability
  /** Machines that own a key; undefined when others have owned it, too. */
  readonly ownersOf: (key: Uint8Array) => readonly string[] | undefined
  /** All machines that have nodes. */
  readonly machines: readonly string[]
  /** How long what is dead is kept at least; see reap-votes.ts. */
  readonly reapAfterMs: number
  readonly onViolation: (violation: Violation) => void
}

/** What a request may be late by: timers are swept every 10 ms, and clocks drift. */
const lateMsMax = 250
/** More of a broken run tell nothing new. */
const violationsMax = 20
/** Verified contexts of a key that are remembered. */
const rememberedMax = 64

interface UnderWay {
  readonly request: ObservedRequest
  readonly history: KeyHistory
  readonly client: string
  readonly beganMs: number
  isOverdue: boolean
  readonly wasPausedSince: (ms: number) => boolean
}

export class Oracle {
  readonly losses = new Losses()
  readonly violations: Violation[] = []
  readonly counts = { gets: 0, writes: 0, acked: 0, failed: 0, siblings: 0, events: 0, contextsChecked: 0 }
  /** Requests that failed, by the code of their error. */
  readonly failures = new Map<string, number>()
  readonly #keys = new Map<string, KeyHistory>()
  readonly #remembered = new Map<KeyHistory, Map<string, string>>()
  readonly #underWay = new Set<UnderWay>()
  #writeNumber = 0

  constructor(private readonly options: OracleOptions) {}

  keys(): KeyHistory[] {
    return [...this.#keys.values()]
  }

  /** Machines that may hold what was acknowledged: its owners, unless others stood in or owners have changed. */
  holdersOf({ isSloppy }: Ack, owners: readonly string[] | undefined): Holders {
    const mayHaveMoved = isSloppy || owners === undefined
    return { machines: mayHaveMoved ? this.options.machines : owners, mayHaveMoved }
  }

  /** Whether the events, or what has superseded them, may be dead for long enough to have been reaped. */
  mayBeForgotten(events: readonly EventRecord[]): boolean {
    const { calendars, nowMs, reapAfterMs } = this.options
    return mayBeForgotten(events, calendars(nowMs()), nowMs() - reapAfterMs)
  }

  /** Whether what was deleted and reaped may be there again, since a disk of these, or any, was set back too far. */
  mayComeBack(owners = this.options.machines): boolean {
    return this.losses.anySetBack(owners, this.options.reapAfterMs)
  }

  /** Requests that have not ended. */
  get underWay(): readonly UnderWay[] {
    return [...this.#underWay]
  }

  violate(kind: ViolationKind, message: string, key?: KeyHistory): void {
    const { nowMs, onViolation } = this.options
    if (this.violations.length >= violationsMax) return
    const violation = { kind, message, atMs: nowMs(), ...(key && { key: key.name }) }
    this.violations.push(violation)
    onViolation(violation)
  }

  /** To be told of what this client asks. `wasPausedSince`: one that stood still keeps no deadlines. */
  observerOf(client: string, wasPausedSince: (ms: number) => boolean): ClientObserver {
    return {
      began: (request) => {
        const history = this.keyOf(request.key)
        const beganMs = this.options.nowMs()
        const one = { request, history, client, beganMs, isOverdue: false, wasPausedSince }
        this.#underWay.add(one)
        const write = request.kind === 'get' ? undefined : this.#writeBegan(request, history, client)
        if (write === undefined) this.counts.gets += 1
        const known = write === undefined ? history.acks : []
        return (outcome) => {
          this.#underWay.delete(one)
          this.#checkInTime(one)
          if (outcome.kind === 'failed') this.#failed(outcome.error)
          else if (write === undefined) this.#checkGet(one, known, outcome)
          else this.#writeEnded(write, history, outcome)
        }
      },
    }
  }

  #failed(error: unknown): void {
    this.counts.failed += 1
    const code = error instanceof GrammeError ? error.code : 'INTERNAL'
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1)
  }

  /** The process of this client has died: what it asked ends unseen. */
  clientDied(client: string): void {
    for (const one of this.#underWay) if (one.client === client) this.#underWay.delete(one)
  }

  witnessOf(node: string): Witness {
    return { issued: (event) => this.#issued(event, node) }
  }

  /** Looks for requests that should have ended. */
  checkDeadlines(): void {
    for (const one of this.#underWay) this.#checkInTime(one)
  }

  keyOf(key: Uint8Array): KeyHistory {
    const name = nameOf(key)
    let history = this.#keys.get(name)
    if (history === undefined) {
      history = new KeyHistory(Uint8Array.from(key), contextScope(this.options.cluster, key))
      this.#keys.set(name, history)
    }
    return history
  }

  #checkInTime(one: UnderWay): void {
    const lateMs = this.options.nowMs() - one.beganMs - one.request.timeoutMs
    if (lateMs <= lateMsMax || one.isOverdue || one.wasPausedSince(one.beganMs)) return
    one.isOverdue = true
    const { kind, timeoutMs } = one.request
    const message = `a ${kind} by ${one.client} had ${timeoutMs} ms and has not ended ${Math.round(lateMs)} ms after them`
    this.violate('deadline-missed', message, one.history)
  }

  #writeBegan(
    request: Exclude<ObservedRequest, { kind: 'get' }>,
    history: KeyHistory,
    client: string,
  ): WriteRecord {
    this.counts.writes += 1
    this.#writeNumber += 1
    const write: WriteRecord = {
      number: this.#writeNumber,
      writeId: nameOf(request.writeId),
      tombstone: request.kind === 'delete',
      ttlMs: request.ttlMs,
      value: request.value,
      client,
      beganMs: this.options.nowMs(),
      w: request.w === 0 ? this.options.w : request.w,
      durability: request.durability ?? this.options.durability,
      context: request.context,
      events: [],
      ackedMs: undefined,
    }
    history.addWrite(write)
    return write
  }

  #issued({ key, dot, write, context, seen, clock }: IssuedEvent, node: string): void {
    this.counts.events += 1
    const history = this.keyOf(key)
    const { clockEntriesMax, clockDotsMax } = defaultWriteLimits
    history.mayBeCut ||= clock.entries.length >= clockEntriesMax || clock.dotCount >= clockDotsMax
    const known = history.find(dot)
    if (known !== undefined) {
      const message = `${node} issues ${describeDot(dot)} a second time; it was ${describeEvent(known)}`
      this.violate('event-issued-twice', message, history)
      return
    }
    const made = history.writes.get(write.writeId)
    if (
      made === undefined ||
      made.tombstone !== write.tombstone ||
      made.ttlMs !== write.ttlMs ||
      Buffer.compare(made.value, write.value) !== 0
    ) {
      const message = `${node} issues an event for a write of '${excerpt(write.value)}' that no client made so`
      this.violate('event-of-no-write', message, history)
      return
    }
    const { events: supersedes } = history.liveIn(seen)
    const { writtenAtMs } = dot
    const atMs = this.options.nowMs()
    history.addEvent(
      { dot, write: made, node, atMs, writtenAtMs, context, supersedes, supersededBy: [] },
      seen,
    )
  }

  #writeEnded(write: WriteRecord, history: KeyHistory, outcome: ObservedOutcome): void {
    if (outcome.kind !== 'written') return
    this.counts.acked += 1
    write.ackedMs = this.options.nowMs()
    const context = this.#decode(history, outcome.context)
    const before = this.#decode(history, write.context)
    if (context === undefined || before === undefined) return
    const events = write.events.filter(({ dot }) => context.covers(dot))
    if (events.length === 0) {
      const message = `${describeWrite(write)} was acknowledged with a context that does not cover it`
      this.violate('context-covers-unseen', message, history)
      return
    }
    this.#checkCovered(history, context, (event) => event.write === write || before.covers(event.dot))
    const ack = { write, events, ackedMs: write.ackedMs, isSloppy: outcome.isSloppy }
    // One that promises less does not take the older one's place.
    const isLess = (older: Ack) => older.write.w > write.w || (ack.isSloppy && !older.isSloppy)
    history.acks = history.acks.filter((older) => isLess(older) || !covers(before, older)).concat(ack)
  }

  #checkGet(one: UnderWay, known: readonly Ack[], outcome: ObservedOutcome): void {
    if (outcome.kind !== 'got') return
    const { history } = one
    this.counts.siblings += outcome.siblings.length
    const context = this.#decode(history, outcome.context)
    if (context === undefined) return
    this.#checkShown(history, context, outcome.siblings, outcome.context)
    this.#checkExpired(history, outcome.siblings, one)
    if (one.request.kind === 'get') {
      const r = one.request.r === 0 ? this.options.r : one.request.r
      // Others than owners answered: they need not have what owners were given.
      if (!outcome.isSloppy) this.#checkSeesAcknowledged(history, context, outcome.siblings, r, known, one)
    }
  }

  /** The siblings are just what the context, and the true history, say they are. */
  #checkShown(
    history: KeyHistory,
    context: Clock,
    siblings: readonly Uint8Array[],
    contextBytes: Uint8Array,
  ): void {
    const name = nameOf(contextBytes)
    const shown = siblings.map((value) => `${value.length}:${nameOf(value)}`).join()
    let remembered = this.#remembered.get(history)
    if (remembered === undefined) {
      remembered = new Map()
      this.#remembered.set(history, remembered)
    }
    if (remembered.get(name) === shown) return
    this.counts.contextsChecked += 1
    const calendars = this.options.calendars(this.options.nowMs())
    const matched = new Set<WriteRecord>()
    const live = new Set(history.liveIn(context).events.map(({ write }) => write))
    for (const value of siblings) {
      const candidates = history.writesOf(value)
      // Several writes may be of the same bytes: the one that is shown is one that can be.
      const write = candidates.find((candidate) => live.has(candidate) && !matched.has(candidate))
      if (write !== undefined) {
        matched.add(write)
        continue
      }
      const covered = candidates.filter(({ events }) => events.some(({ dot }) => context.covers(dot)))
      if (candidates.length === 0) {
        const message = `a get returned '${excerpt(value)}', which nobody wrote to this key`
        this.violate('value-nobody-wrote', message, history)
      } else if (covered.length === 0) {
        const message = `a get returned ${describeWrite(candidates[0])} with a context that does not cover it`
        this.violate('context-covers-unseen', message, history)
      } else if (covered.every((candidate) => matched.has(candidate))) {
        this.violate('value-shown-twice', `a get returned ${describeWrite(covered[0])} twice`, history)
      } else if (history.mayBeCut || covered.some((candidate) => history.mayBeLeft(candidate, context))) {
        // The clock of whoever superseded it may have been cut since, or not tell that it superseded this.
        for (const candidate of covered) matched.add(candidate)
        continue
      } else {
        const message = `a get returned ${describeWrite(covered[0])} with a context that covers what superseded it`
        this.violate('sibling-superseded', message, history)
      }
      return
    }
    const isFine = this.#checkCovered(
      history,
      context,
      ({ write }) => write.tombstone || matched.has(write) || mayBeExpired(write, calendars),
    )
    if (!isFine) return
    if (remembered.size >= rememberedMax) remembered.clear()
    remembered.set(name, shown)
  }

  /** Nothing is shown that every node must have hidden before the get began. */
  #checkExpired(history: KeyHistory, siblings: readonly Uint8Array[], one: UnderWay): void {
    const calendars = this.options.calendars(one.beganMs)
    for (const value of siblings) {
      const writes = history.writesOf(value)
      if (writes.length === 0 || !writes.every((write) => mustBeExpired(write, calendars))) continue
      const message = `a get by ${one.client} returned ${describeWrite(writes[0])}, which had expired ${writes[0].ttlMs} ms after it was taken`
      this.violate('expired-shown', message, history)
      return
    }
  }

  /** What the clock covers was seen, or superseded by what was. */
  #checkCovered(history: KeyHistory, context: Clock, wasSeen: (event: EventRecord) => boolean): boolean {
    const { events, unknown } = history.liveIn(context)
    if (unknown.length > 0) {
      const message = `a context covers ${describeDot(unknown[0])}, which was never issued`
      this.violate('context-covers-unknown', message, history)
      return false
    }
    // A clock that was cut may have forgotten the superseder and not the superseded.
    if (history.mayBeCut) return true
    const unseen = events.find((event) => !wasSeen(event))
    if (unseen === undefined) return true
    const message = `a context covers ${describeEvent(unseen)}, which its holder was not shown`
    this.violate('context-covers-unseen', message, history)
    return false
  }

  #checkSeesAcknowledged(
    history: KeyHistory,
    context: Clock,
    siblings: readonly Uint8Array[],
    r: number,
    known: readonly Ack[],
    one: UnderWay,
  ): void {
    const { n, ownersOf } = this.options
    for (const ack of known) {
      const { write, events, ackedMs, isSloppy } = ack
      const overlap = r + write.w - n
      // What stand-ins hold is missed until they have handed it over.
      if (overlap <= 0 || ackedMs > one.beganMs || isSloppy) continue
      if (events.some(({ dot }) => context.covers(dot)) || history.mayBeCut) continue
      const owners = ownersOf(history.key)
      const lost = this.losses.machines(write, ackedMs, this.holdersOf(ack, owners))
      if (lost.length >= overlap) continue
      if (this.mayBeForgotten(events)) {
        if (this.mayComeBack(owners)) continue
        const again = shownAgain(history, context, siblings, events)
        if (again === undefined) continue
        const message = `a get by ${one.client} returned ${describeWrite(again)}, which ${describeWrite(write)} had superseded; that is forgotten`
        this.violate('deleted-shown', message, history)
        return
      }
      const message = `a get by ${one.client} with R=${r} misses ${describeWrite(write)}, acknowledged with W=${write.w} at ${Math.round(ackedMs)} ms, before it began at ${Math.round(one.beganMs)} ms`
      this.violate('acknowledged-write-missed', message, history)
      return
    }
  }

  #decode(history: KeyHistory, bytes: Uint8Array): Clock | undefined {
    const decoded = decodeContext(bytes, history.scope)
    if (decoded.kind === 'context') return decoded.clock
    this.violate('context-unreadable', `a context cannot be read: ${decoded.reason}`, history)
    return undefined
  }
}

/** Whether a write with this context supersedes the older one. */
function covers(context: Clock, older: Ack): boolean {
  return older.events.every(({ dot }) => context.covers(dot))
}
