/**
 * Clocks: which events of a key somebody has seen (Dynamo §4.4), as dotted version vectors (Preguiça,
 * Baquero et al. 2012). An event is a dot, (actor, counter). A clock holds, for each actor, the counter up
 * to which it has seen everything, and the single dots it has seen beyond. The dots matter: a client that
 * has seen its own fifth write at a coordinator and not the fourth, someone else's, must not supersede the
 * fourth.
 *
 * Invariant: a clock covers no event that its holder has not seen. Canonical: entries ascend by actor, dots
 * ascend and leave a gap after the counter, no entry is empty; so equal clocks have equal parts.
 *
 * Clocks never change; operations return the same object when they had nothing to add.
 */
import { assert } from '../assert.js'
import type { Actor } from './actor.js'

/** One event: the `counter`th (from 1) of its actor. */
export interface Dot {
  readonly actor: Actor
  readonly counter: number
}

export interface ClockEntry {
  readonly actor: Actor
  /** All events up to this one are covered; 0 when only dots are. */
  readonly counter: number
  /** Counters of single events covered beyond, ascending, each > counter + 1. */
  readonly dots: readonly number[]
}

/** A counter above this is refused wherever it comes from, and an actor that reached it is used no more. */
export const counterMax = 2 ** 48 - 1

export const noDots: readonly number[] = []

export class Clock {
  static readonly empty = new Clock([])

  /** Takes over `entries`, which must be canonical. */
  constructor(readonly entries: readonly ClockEntry[]) {}

  get isEmpty(): boolean {
    return this.entries.length === 0
  }

  /** How many dots lie beyond the counters. */
  get dotCount(): number {
    let count = 0
    for (const entry of this.entries) count += entry.dots.length
    return count
  }

  entryOf(actor: Actor): ClockEntry | undefined {
    const place = this.placeOf(actor)
    return place < 0 ? undefined : this.entries[place]
  }

  /** The place of the actor's entry; when there is none, -1 - the place where it would go. */
  placeOf(actor: Actor): number {
    let low = 0
    let high = this.entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.entries[middle].actor
      if (found === actor) return middle
      if (found < actor) low = middle + 1
      else high = middle
    }
    return -1 - low
  }

  covers(dot: Dot): boolean {
    const entry = this.entryOf(dot.actor)
    return entry !== undefined && entryCovers(entry, dot.counter)
  }

  /** The highest counter of the actor that is covered; 0 when none is. */
  highestOf(actor: Actor): number {
    const entry = this.entryOf(actor)
    if (entry === undefined) return 0
    return entry.dots.length === 0 ? entry.counter : entry.dots[entry.dots.length - 1]
  }

  /** This clock and one event more. */
  with(dot: Dot): Clock {
    assert(dot.counter >= 1 && dot.counter <= counterMax, `no event has the counter ${dot.counter}`)
    const at = this.placeOf(dot.actor)
    const entries = this.entries.slice()
    if (at < 0) {
      entries.splice(-1 - at, 0, foldedEntry(dot.actor, 0, [dot.counter]))
      return new Clock(entries)
    }
    const entry = this.entries[at]
    if (entryCovers(entry, dot.counter)) return this
    if (entry.dots.length === 0 && dot.counter === entry.counter + 1) {
      entries[at] = { actor: dot.actor, counter: dot.counter, dots: noDots }
    } else {
      entries[at] = mergeEntries(entry, { actor: dot.actor, counter: 0, dots: [dot.counter] })
    }
    return new Clock(entries)
  }

  /** What either has seen. */
  merge(other: Clock): Clock {
    if (other.entries.length === 0 || this === other) return this
    if (this.entries.length === 0) return other
    const merged: ClockEntry[] = []
    let isThis = true
    let isOther = true
    let a = 0
    let b = 0
    while (a < this.entries.length && b < other.entries.length) {
      const mine = this.entries[a]
      const theirs = other.entries[b]
      if (mine.actor === theirs.actor) {
        const entry = mergeEntries(mine, theirs)
        isThis &&= entry === mine || entriesEqual(entry, mine)
        isOther &&= entry === theirs || entriesEqual(entry, theirs)
        merged.push(entry)
        a++
        b++
      } else if (mine.actor < theirs.actor) {
        isOther = false
        merged.push(mine)
        a++
      } else {
        isThis = false
        merged.push(theirs)
        b++
      }
    }
    for (; a < this.entries.length; a++) {
      isOther = false
      merged.push(this.entries[a])
    }
    for (; b < other.entries.length; b++) {
      isThis = false
      merged.push(other.entries[b])
    }
    return isThis ? this : isOther ? other : new Clock(merged)
  }

  equals(other: Clock): boolean {
    if (this === other) return true
    if (this.entries.length !== other.entries.length) return false
    return this.entries.every((entry, index) => entriesEqual(entry, other.entries[index]))
  }
}

/** Order of dots: by actor, then by counter. */
export function compareDots(a: Dot, b: Dot): number {
  if (a.actor !== b.actor) return a.actor < b.actor ? -1 : 1
  return a.counter - b.counter
}

export function entryCovers(entry: ClockEntry, counter: number): boolean {
  if (counter <= entry.counter) return true
  let low = 0
  let high = entry.dots.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entry.dots[middle] === counter) return true
    if (entry.dots[middle] < counter) low = middle + 1
    else high = middle
  }
  return false
}

function entriesEqual(a: ClockEntry, b: ClockEntry): boolean {
  return (
    a.actor === b.actor &&
    a.counter === b.counter &&
    a.dots.length === b.dots.length &&
    a.dots.every((counter, index) => counter === b.dots[index])
  )
}

function mergeEntries(a: ClockEntry, b: ClockEntry): ClockEntry {
  if (a.dots.length === 0 && b.dots.length === 0) return a.counter >= b.counter ? a : b
  const all = [...a.dots, ...b.dots].sort((x, y) => x - y)
  return foldedEntry(a.actor, Math.max(a.counter, b.counter), all)
}

/** The canonical entry for a counter and ascending dots, which may repeat or touch the counter. */
export function foldedEntry(actor: Actor, counter: number, ascending: readonly number[]): ClockEntry {
  let covered = counter
  const dots: number[] = []
  for (const dot of ascending) {
    if (dot <= covered) continue
    if (dot === covered + 1) covered = dot
    else if (dot !== dots[dots.length - 1]) dots.push(dot)
  }
  return { actor, counter: covered, dots: dots.length === 0 ? noDots : dots }
}
