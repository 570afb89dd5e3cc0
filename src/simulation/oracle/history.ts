/**
 * The true history of one key: every write that a client made, every event that a node issued for one, and
 * which event superseded which. It is kept outside the cluster, by somebody who sees everything at once, and
 * so needs none of what makes the cluster's own account difficult.
 *
 * An event supersedes what its write's context covered. Contexts cover downwards: whoever covers an event
 * covers what that one superseded, so only the nearest superseders need to be known.
 */
import { hash32 } from '../../hash.js'
import { type Actor, describeActor } from '../../version/actor.js'
import type { Clock, Dot } from '../../version/clock.js'
import type { Durability } from '../../wire/durability.js'

export interface WriteRecord {
  readonly number: number
  readonly writeId: string
  readonly tombstone: boolean
  readonly value: Uint8Array
  readonly client: string
  readonly beganMs: number
  /** Replicas that were asked for. */
  readonly w: number
  readonly durability: Durability
  readonly context: Uint8Array
  readonly events: EventRecord[]
  ackedMs: number | undefined
}

export interface EventRecord {
  readonly dot: Dot
  readonly write: WriteRecord
  readonly node: string
  readonly atMs: number
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
}

export interface Live {
  /** Covered by the clock, and superseded by nothing that it covers. */
  readonly events: readonly EventRecord[]
  /** Covered by the clock, and never issued. */
  readonly unknown: readonly Dot[]
}

export class KeyHistory {
  readonly writes = new Map<string, WriteRecord>()
  readonly events: EventRecord[] = []
  acks: Ack[] = []
  readonly #byActor = new Map<Actor, EventRecord[]>()
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

  /** Actors that have issued events. Clocks keep so many at most, and forget beyond. */
  get actorCount(): number {
    return this.#byActor.size
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
    return this.#byActor.get(dot.actor)?.[dot.counter]
  }

  addEvent(event: EventRecord): void {
    const { actor, counter } = event.dot
    let issued = this.#byActor.get(actor)
    if (issued === undefined) {
      issued = []
      this.#byActor.set(actor, issued)
    }
    issued[counter] = event
    this.events.push(event)
    event.write.events.push(event)
    for (const older of event.supersedes) older.supersededBy.push(event)
  }

  /** What somebody who has seen just what the clock covers would take for the key's siblings. */
  liveIn(clock: Clock): Live {
    const events: EventRecord[] = []
    const unknown: Dot[] = []
    for (const { actor, counter, dots } of clock.entries) {
      const issued = this.#byActor.get(actor)
      const look = (one: number) => {
        const event = issued?.[one]
        if (event === undefined) unknown.push({ actor, counter: one })
        else if (!event.supersededBy.some(({ dot }) => clock.covers(dot))) events.push(event)
      }
      for (let one = 1; one <= counter; one += 1) look(one)
      for (const one of dots) look(one)
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
