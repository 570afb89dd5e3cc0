/**
 * The true history of one key: every write that a client made, every event that a node issued for one, and
 * which event superseded which. It is kept outside the cluster, by somebody who sees everything at once, and
 * so needs none of what makes the cluster's own account difficult.
 *
 * An event supersedes what its write had seen: what the context covered, and the other events of the same writes
 * that its coordinator held. Contexts cover downwards: whoever covers an event covers what that one superseded, so
 * only the nearest superseders need to be known.
 */
import { hash32 } from '../../hash.js'
import { type Actor, describeActor } from '../../version/actor.js'
import type { Clock, Dot } from '../../version/clock.js'
import type { WriteDurability } from '../../wire/durability.js'

export interface WriteRecord {
  readonly number: number
  readonly writeId: string
  readonly tombstone: boolean
  /** 0: it does not expire. */
  readonly ttlMs: number
  readonly value: Uint8Array
  readonly client: string
  readonly beganMs: number
  /** Replicas that were asked for. */
  readonly w: number
  readonly durability: WriteDurability
  readonly context: Uint8Array
  readonly events: EventRecord[]
  ackedMs: number | undefined
}

export interface EventRecord {
  readonly dot: Dot
  readonly write: WriteRecord
  readonly node: string
  readonly atMs: number
  /** By the calendar of the node that issued it. */
  readonly writtenAtMs: number
  /** What its client had seen. */
  readonly context: Clock
  /** What it superseded, nearest first. */
  readonly supersedes: readonly EventRecord[]
  /** The nearest events that superseded it. */
  readonly supersededBy: EventRecord[]
}

/** An acknowledged write that nothing acknowledged has superseded. */
export interface Ack {
  readonly write: WriteRecord
  /** Those of its events that were acknowledged. */
  readonly events: readonly EventRecord[]
  readonly ackedMs: number
  /** Owners alone would not have been enough. */
  readonly isSloppy: boolean
}

export interface Live {
  /** Covered by the clock, and superseded by nothing that it covers. */
  readonly events: readonly EventRecord[]
  /** Covered by the clock, and never issued. */
  readonly unknown: readonly Dot[]
}

/**
 * The events of one actor, by counter from 1. Almost all are superseded by a later one of the same actor, so that
 * a clock which covers that need not look at them: `#open` are those that are not, and `#span` is the longest
 * that any other one stood.
 */
class ActorEvents {
  readonly issued: EventRecord[] = []
  /** For each, the counter of the event of this actor that superseded it; 0: none has. */
  readonly #closedBy: number[] = []
  #open: EventRecord[] = []
  #span = 0

  add(event: EventRecord, seen: Clock): void {
    const { counter } = event.dot
    this.issued[counter] = event
    this.#closedBy[counter] = 0
    const stillOpen: EventRecord[] = []
    for (const older of this.#open) {
      if (seen.covers(older.dot)) {
        this.#closedBy[older.dot.counter] = counter
        this.#span = Math.max(this.#span, counter - older.dot.counter)
      } else stillOpen.push(older)
    }
    stillOpen.push(event)
    this.#open = stillOpen
  }

  /** Every event up to `counter` that no later one up to there has superseded. */
  forEachOpen(counter: number, look: (event: EventRecord) => void): void {
    for (const event of this.#open) if (event.dot.counter <= counter) look(event)
    if (counter >= this.issued.length - 1) return
    for (let one = Math.max(1, counter - this.#span); one <= counter; one += 1) {
      if (this.#closedBy[one] > counter) look(this.issued[one])
    }
  }
}

export class KeyHistory {
  readonly writes = new Map<string, WriteRecord>()
  acks: Ack[] = []
  /** Whether clocks of the key may have been cut short, and so may have forgotten what they covered. */
  mayBeCut = false
  readonly #byActor = new Map<Actor, ActorEvents>()
  readonly #byContent = new Map<number, WriteRecord[]>()

  constructor(
    readonly key: Uint8Array,
    /** What the contexts of this key are sealed with. */
    readonly scope: number,
  ) {}

  /** The key as text, as far as it is. */
  get name(): string {
    return Buffer.from(this.key).toString('utf8')
  }

  addWrite(write: WriteRecord): void {
    this.writes.set(write.writeId, write)
    if (write.tombstone) return
    const content = contentOf(write.value)
    const same = this.#byContent.get(content)
    if (same === undefined) this.#byContent.set(content, [write])
    else same.push(write)
  }

  /** The writes of exactly these bytes. */
  writesOf(value: Uint8Array): readonly WriteRecord[] {
    const candidates = this.#byContent.get(contentOf(value)) ?? []
    return candidates.filter((write) => Buffer.compare(write.value, value) === 0)
  }

  find(dot: Dot): EventRecord | undefined {
    return this.#byActor.get(dot.actor)?.issued[dot.counter]
  }

  /** `seen`: what the event supersedes, and what that did. */
  addEvent(event: EventRecord, seen: Clock): void {
    const { actor } = event.dot
    let events = this.#byActor.get(actor)
    if (events === undefined) {
      events = new ActorEvents()
      this.#byActor.set(actor, events)
    }
    events.add(event, seen)
    event.write.events.push(event)
    for (const older of event.supersedes) older.supersededBy.push(event)
  }

  /**
   * Whether an event of the write is superseded, as far as the clock knows, only by such as had seen another event of the
   * write. What these give back covers it; what a retry of theirs gives back does not (version/write.ts).
   */
  mayBeLeft(write: WriteRecord, clock: Clock): boolean {
    return write.events.some((event) => {
      const by = event.supersededBy.filter(({ dot }) => clock.covers(dot))
      return clock.covers(event.dot) && by.every(({ context }) => !context.covers(event.dot))
    })
  }

  /** What somebody who has seen just what the clock covers would take for the key's siblings. */
  liveIn(clock: Clock): Live {
    const events: EventRecord[] = []
    const unknown: Dot[] = []
    const look = (event: EventRecord) => {
      if (!event.supersededBy.some(({ dot }) => clock.covers(dot))) events.push(event)
    }
    for (const { actor, counter, dots } of clock.entries) {
      const known = this.#byActor.get(actor)
      if (counter > 0 && known?.issued[counter] === undefined) unknown.push({ actor, counter })
      known?.forEachOpen(counter, look)
      for (const one of dots) {
        const event = known?.issued[one]
        if (event === undefined) unknown.push({ actor, counter: one })
        else look(event)
      }
    }
    return { events, unknown }
  }
}

function contentOf(value: Uint8Array): number {
  return hash32(value, value.length)
}

export function describeWrite(write: WriteRecord): string {
  const what = write.tombstone ? 'the delete' : 'the put'
  const text = write.tombstone ? '' : ` of '${excerpt(write.value)}'`
  return `${what} #${write.number} by ${write.client}${text}`
}

export function describeEvent(event: EventRecord): string {
  return `${describeWrite(event.write)}, issued by ${event.node} as ${describeDot(event.dot)}`
}

export function describeDot(dot: Dot): string {
  return `${describeActor(dot.actor)}:${dot.counter}`
}

const excerptMax = 40

export function excerpt(value: Uint8Array): string {
  const text = Buffer.from(value.subarray(0, excerptMax))
    .toString('utf8')
    .replace(/[^\x20-\x7e]/g, '.')
  return value.length > excerptMax ? `${text.trimEnd()}... (${value.length} bytes)` : text
}
