/**
 * A few replicas of one key under everything that can befall them, next to a model of causal history so simple
 * that it cannot be wrong: events are numbers, what a replica has seen is a set of them, what a write
 * supersedes is the set in its context and the live events there of the writes that are in it, and the siblings
 * are the seen events that no seen event supersedes.
 *
 * Each step is done to both. `check` compares them in full.
 */
import type { Random } from '../../src/ports/random.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock } from '../../src/version/clock.js'
import { merge, type VersionedObject } from '../../src/version/object.js'
import { decodeObject, encodeObject, peerBytes } from '../../src/version/object-codec.js'
import { defaultWriteLimits, type Write, type WriteLimits, write } from '../../src/version/write.js'

/** mulberry32: small, seeded, good enough to tell actors apart. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    fill(target) {
      for (let index = 0; index < target.length; index++) target[index] = Math.floor(next() * 256)
    },
  }
}

export function writeIdOf(number: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(number, 4)
  return bytes.toString('latin1')
}

export function dotsOf(clock: Clock): string[] {
  const dots: string[] = []
  for (const { actor, counter, dots: beyond } of clock.entries) {
    for (let each = 1; each <= counter; each++) dots.push(dotName({ actor, counter: each }))
    for (const each of beyond) dots.push(dotName({ actor, counter: each }))
  }
  return dots
}

export function dotName(dot: { actor: string; counter: number }): string {
  return `${Buffer.from(dot.actor, 'latin1').toString('hex')}:${dot.counter}`
}

type Event = number

interface Copy {
  /** As on disk, with the issuer; undefined: no record. */
  readonly bytes: Uint8Array | undefined
  readonly seen: ReadonlySet<Event>
}

export interface Replica {
  mint: ActorMint
  copy: Copy
  /** Every state its disk was ever in: what a crash or a restored backup may bring back. */
  readonly past: Copy[]
}

interface Knowledge {
  readonly clock: Clock
  readonly seen: ReadonlySet<Event>
}

interface Attempt {
  readonly put: Write
  readonly context: Knowledge
}

const nothing: Copy = { bytes: undefined, seen: new Set() }

export class ClusterModel {
  readonly replicas: Replica[] = []
  /** Copies on their way between replicas, for ever: any may arrive late, twice, or out of order. */
  readonly sent: Copy[] = []
  /** What clients have been given. */
  readonly contexts: Knowledge[] = [{ clock: Clock.empty, seen: new Set() }]
  readonly attempts: Attempt[] = []
  readonly #eventsByDot = new Map<string, Event>()
  readonly #supersededBy = new Map<Event, ReadonlySet<Event>>()
  /** Of those, what the event's own context covered; the rest was superseded with other events of the same writes. */
  readonly #contextOf = new Map<Event, ReadonlySet<Event>>()
  readonly #attemptOf = new Map<Event, Attempt>()
  readonly #random: Random
  readonly #limits: WriteLimits
  #events = 0

  constructor(replicaCount: number, seed: number, limits: Partial<WriteLimits> = {}) {
    this.#random = seededRandom(seed)
    this.#limits = {
      ...defaultWriteLimits,
      siblingsMax: 1_000_000,
      clockEntriesMax: 1_000_000,
      clockDotsMax: 1_000_000,
      ...limits,
    }
    for (let index = 0; index < replicaCount; index++) {
      this.replicas.push({ mint: this.#newMint(index), copy: nothing, past: [nothing] })
    }
  }

  /** All nodes share a calendar clock that has stopped: nothing may depend on it. */
  #newMint(index: number): ActorMint {
    return new ActorMint(String(index).padStart(12, '0'), this.#random, () => 0)
  }

  /** A client writes, with a context that may be old. */
  put(replica: Replica, context: Knowledge, outcome: 'stored' | 'append-failed'): void {
    const number = this.attempts.length
    const put: Write = {
      context: context.clock,
      writeId: writeIdOf(number),
      tombstone: number % 5 === 4,
      ttlMs: number % 5 === 3 ? 1000 : 0,
      value: number % 5 === 4 ? new Uint8Array(0) : Buffer.from(`value ${number}`),
      writtenAtMs: number,
    }
    const attempt = { put, context }
    this.attempts.push(attempt)
    this.#write(replica, attempt, outcome)
  }

  /** A client sends a write again, to any coordinator, at any later time. */
  retry(replica: Replica, attempt: Attempt): void {
    this.#write(replica, attempt, 'stored')
  }

  #write(replica: Replica, attempt: Attempt, outcome: 'stored' | 'append-failed'): void {
    const { put, context } = attempt
    const { copy } = replica
    const live = [...this.liveEvents(copy.seen)]
    const isThere = live.some((event) => this.#attemptOf.get(event) === attempt)
    const result = write(objectOf(copy), { ...put, writtenAtMs: this.#events }, replica.mint, this.#limits)
    if (result.kind === 'too-many-siblings') throw new Error('the model sets no limit')
    if (isThere && result.kind !== 'repeated') throw new Error('a retry made a new event beside its own')
    if (result.kind === 'repeated') {
      const same = [...copy.seen].filter((event) => this.#attemptOf.get(event) === attempt)
      const covered = this.#eventsOf(result.context)
      for (const event of covered) {
        if (!copy.seen.has(event) && !context.seen.has(event)) throw new Error('the context covers too much')
      }
      if (!same.some((event) => covered.has(event))) throw new Error('the context misses its own write')
      this.contexts.push({ clock: result.context, seen: covered })
      return
    }

    const name = dotName(result.dot)
    if (this.#eventsByDot.has(name)) throw new Error(`${name} was issued twice`)
    const superseded = this.#eventsOf(result.seen)
    this.#checkSuperseded(superseded, copy, context, live)
    const event = this.#events++
    this.#eventsByDot.set(name, event)
    this.#supersededBy.set(event, superseded)
    this.#contextOf.set(event, context.seen)
    this.#attemptOf.set(event, attempt)
    const written: Copy = {
      bytes: encodeObject(result.object, 'local'),
      seen: new Set([...copy.seen, ...superseded, event]),
    }
    // Sent to the others in either case: a failed append does not call back what was sent meanwhile.
    this.sent.push(written)
    this.#hold(replica, outcome === 'stored' ? written : copy)
    if (outcome === 'append-failed') replica.mint.retire()

    const covered = this.#eventsOf(result.context)
    const onlyOne = result.object.siblings.length === 1
    if (!covered.has(event)) throw new Error('the context misses its own write')
    for (const one of covered) {
      const wasSeen = one === event || superseded.has(one) || (onlyOne && written.seen.has(one))
      if (!wasSeen) throw new Error('the context covers what its client has not seen')
    }
    this.contexts.push({ clock: result.context, seen: covered })
  }

  /** A write supersedes its context and, of the writes that are in it, the events held here that are live. */
  #checkSuperseded(superseded: Set<Event>, copy: Copy, context: Knowledge, live: readonly Event[]): void {
    const sameWrites = (events: Iterable<Event>) => {
      const attempts = new Set([...events].map((event) => this.#attemptOf.get(event)))
      return (event: Event) => attempts.has(this.#attemptOf.get(event))
    }
    const must = live.filter(sameWrites(live.filter((event) => context.seen.has(event))))
    for (const event of [...context.seen, ...must]) {
      if (!superseded.has(event)) throw new Error('the write supersedes too little')
    }
    // With clocks cut short an event may be live here that the model knows to be superseded.
    const isOfContext = sameWrites(context.seen)
    for (const event of superseded) {
      if (context.seen.has(event)) continue
      if (!copy.seen.has(event) || !isOfContext(event)) throw new Error('the write supersedes too much')
    }
  }

  /** A client reads from these replicas. */
  get(replicas: readonly Replica[]): void {
    let merged: VersionedObject | undefined
    for (const { copy } of replicas) {
      const object = objectOf(copy)
      if (object !== undefined) merged = merge(merged, object).object
    }
    if (merged !== undefined) {
      this.contexts.push({ clock: merged.clock, seen: this.#eventsOf(merged.clock) })
    }
  }

  send(from: Replica): void {
    if (from.copy.bytes !== undefined) this.sent.push(from.copy)
  }

  deliver(copy: Copy, to: Replica): void {
    if (copy.bytes === undefined) return
    const incoming = decoded(peerBytes(copy.bytes), 'peer')
    const { object } = merge(objectOf(to.copy), incoming)
    this.#hold(to, {
      bytes: encodeObject(object, 'local'),
      seen: new Set([...to.copy.seen, ...copy.seen]),
    })
  }

  /** The process starts again with a disk as it once was: unsynced writes lost, or a backup restored. */
  restart(replica: Replica, past: Copy): void {
    replica.mint = this.#newMint(this.replicas.indexOf(replica))
    this.#hold(replica, past)
  }

  /** The running process loses its copy: quarantined, or its tombstone reaped. */
  forget(replica: Replica): void {
    this.#hold(replica, nothing)
  }

  #hold(replica: Replica, copy: Copy): void {
    replica.copy = copy
    replica.past.push(copy)
  }

  liveEvents(
    seen: ReadonlySet<Event>,
    by: ReadonlyMap<Event, ReadonlySet<Event>> = this.#supersededBy,
  ): Set<Event> {
    const live = new Set(seen)
    for (const event of seen) for (const old of by.get(event) ?? []) live.delete(old)
    return live
  }

  #eventsOf(clock: Clock): Set<Event> {
    return new Set(dotsOf(clock).map((name) => this.#eventOf(name)))
  }

  #eventOf(name: string): Event {
    const event = this.#eventsByDot.get(name)
    if (event === undefined) throw new Error(`${name} is covered and never happened`)
    return event
  }

  /**
   * Replica and model agree. `exact`: on everything. Otherwise, with pruning: the clock covers nothing that
   * was not seen, and no live event is missing; superseded ones may have come back.
   */
  check(copy: Copy, exact: boolean): void {
    const object = objectOf(copy)
    if (object === undefined) return
    const covered = this.#eventsOf(object.clock)
    const live = new Set<Event>()
    for (const sibling of object.siblings) {
      for (const dot of sibling.dots) {
        const event = this.#eventOf(dotName(dot))
        const attempt = this.#attemptOf.get(event)
        if (attempt?.put.writeId !== sibling.writeId) throw new Error('an event shows as another write')
        if (!Buffer.from(attempt.put.value).equals(sibling.value)) throw new Error('a value has changed')
        if (!covered.has(event)) throw new Error('a sibling is outside its clock')
        live.add(event)
      }
    }
    const ids = object.siblings.map((sibling) => sibling.writeId)
    if (new Set(ids).size !== ids.length) throw new Error('one write shows as two siblings')
    for (const event of covered)
      if (!copy.seen.has(event)) throw new Error('the clock covers what was not seen')
    const expected = this.liveEvents(copy.seen)
    for (const event of expected) if (!live.has(event)) throw new Error('a write was lost')
    if (!exact) return
    // What was superseded with another event of its write may be here still: a retry's context does not name it.
    const mayBeLive = this.liveEvents(copy.seen, this.#contextOf)
    for (const event of live) if (!mayBeLive.has(event)) throw new Error('a superseded write came back')
    for (const event of copy.seen) if (!covered.has(event)) throw new Error('the clock forgot an event')
  }
}

export function objectOf(copy: Copy): VersionedObject | undefined {
  return copy.bytes === undefined ? undefined : decoded(copy.bytes, 'local')
}

export function decoded(bytes: Uint8Array, form: 'local' | 'peer'): VersionedObject {
  const result = decodeObject(bytes, form)
  if (result.kind === 'invalid') throw new Error(result.reason)
  return result.object
}
