/**
 * Keeping clocks short (Dynamo §4.4, clock truncation). Every run of a node that coordinates a write of a key
 * leaves an actor in its clock, and almost all of them will never count again. Beyond the cap those go that
 * retired longest ago (a node's next actor has retired the one before), then the oldest of the others.
 *
 * Forgetting an event is safe in one direction: a replica that still holds what the event wrote may bring it
 * back as a sibling, and nothing is ever lost by it, since a clock that covers less supersedes less.
 *
 * Invariant: what a live sibling rests on, and the actor in use, are never dropped, even over the cap.
 */
import { type Actor, compareAge, sameNode } from './actor.js'
import { Clock, type ClockEntry, type Dot, foldedEntry } from './clock.js'

/** The clock with at most `entriesMax` entries and `dotsMax` dots, but for those that are needed. */
export function pruned(
  clock: Clock,
  entriesMax: number,
  dotsMax: number,
  needed: readonly Dot[] = [],
): Clock {
  const { entries } = clock
  if (entries.length <= entriesMax && clock.dotCount <= dotsMax) return clock
  const neededCounters = new Map<Actor, Set<number>>()
  for (const { actor, counter } of needed) {
    const counters = neededCounters.get(actor)
    if (counters === undefined) neededCounters.set(actor, new Set([counter]))
    else counters.add(counter)
  }
  const order = [...entries.keys()].sort((a, b) => {
    const retiredFirst = Number(isRetired(entries, b)) - Number(isRetired(entries, a))
    return retiredFirst || compareAge(lastKnownOf(entries, a), lastKnownOf(entries, b))
  })
  let excess = entries.length - entriesMax
  const dropped = new Set<Actor>()
  for (const index of order) {
    if (excess <= 0) break
    if (neededCounters.has(entries[index].actor)) continue
    dropped.add(entries[index].actor)
    excess--
  }
  const kept = entries.filter((entry) => !dropped.has(entry.actor))
  const ordered = order.map((index) => entries[index]).filter((entry) => !dropped.has(entry.actor))
  return withFewerDots(kept, ordered, dotsMax, neededCounters)
}

/** Drops dots beyond `dotsMax`: from the entries in the order given, the lowest counters first. */
function withFewerDots(
  kept: readonly ClockEntry[],
  ordered: readonly ClockEntry[],
  dotsMax: number,
  neededCounters: ReadonlyMap<Actor, ReadonlySet<number>>,
): Clock {
  let excess = new Clock(kept).dotCount - dotsMax
  if (excess <= 0) return new Clock(kept)
  const replaced = new Map<Actor, ClockEntry>()
  for (const entry of ordered) {
    if (excess <= 0) break
    const needed = neededCounters.get(entry.actor)
    const dots: number[] = []
    for (const counter of entry.dots) {
      if (excess <= 0 || needed?.has(counter)) dots.push(counter)
      else excess--
    }
    replaced.set(entry.actor, foldedEntry(entry.actor, entry.counter, dots))
  }
  const entries = kept.map((entry) => replaced.get(entry.actor) ?? entry)
  return new Clock(entries.filter((entry) => entry.counter > 0 || entry.dots.length > 0))
}

/** Entries ascend by actor, and one node's actors by age: the next one tells. */
function isRetired(entries: readonly ClockEntry[], index: number): boolean {
  return index + 1 < entries.length && sameNode(entries[index].actor, entries[index + 1].actor)
}

/**
 * Whose start says how long ago the actor may last have counted: its successor's, when it has one. Its own
 * start would not do: an actor of a long run, retired a moment ago, is the newest of the retired.
 */
function lastKnownOf(entries: readonly ClockEntry[], index: number): Actor {
  return entries[isRetired(entries, index) ? index + 1 : index].actor
}
