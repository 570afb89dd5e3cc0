/**
 * Objects: what a replica holds for a key: the versions that nothing it knows of has superseded (siblings),
 * and the clock of all events it has seen (Dynamo §4.4). An event that the clock covers and no sibling bears
 * has been superseded. That makes an object a set of (event, write) pairs under a clock, and merging one a
 * join: in any order, any number of times, the outcome is the same.
 *
 * Every write carries an id that its client made. A write retried through two coordinators has two events
 * and shows as one sibling. Siblings are one only if id, kind and bytes are the same: a client that uses an
 * id again for something else gets two siblings and loses nothing.
 *
 * Invariant: the clock covers all dots of the siblings; a dot belongs to one sibling. Canonical: siblings
 * ascend by `compareWrites`, dots by `compareDots`; so equal objects encode to equal bytes.
 */
import type { Actor } from './actor.js'
import { type Clock, compareDots, type Dot } from './clock.js'

/** What a client wrote. A tombstone's value is empty. */
export interface WriteContent {
  /** 8 bytes as Latin-1 characters, made by the client, the same in every retry. */
  readonly writeId: string
  readonly tombstone: boolean
  readonly value: Uint8Array
}

/** The event of a coordinator taking a write. */
export interface WriteDot extends Dot {
  /** Whole milliseconds since 1970 by the coordinator's calendar clock. For people; it orders nothing. */
  readonly writtenAtMs: number
}

/** Six bytes of milliseconds: the year 10889. */
export const writtenAtMaxMs = 2 ** 48 - 1

export interface Sibling extends WriteContent {
  /** At least one; more when the write was retried through several coordinators. */
  readonly dots: readonly WriteDot[]
  /** The earliest of the dots'. */
  readonly writtenAtMs: number
}

export interface VersionedObject {
  readonly clock: Clock
  readonly siblings: readonly Sibling[]
  /**
   * The actor that the coordinator of this node may go on counting with, from this copy. Local: it never
   * travels, because a copy that was lost here and came back from a peer may lack events issued from it.
   */
  readonly issuer: Actor | undefined
}

export interface Merged {
  readonly object: VersionedObject
  /** Whether `object` holds something other than `local` did; when not, it is `local` itself. */
  readonly localChanged: boolean
  /** Whether `object` holds something other than `incoming` did: whoever sent it is behind. */
  readonly incomingChanged: boolean
}

export function siblingOf(content: WriteContent, dots: readonly WriteDot[]): Sibling {
  let writtenAtMs = dots[0].writtenAtMs
  for (const dot of dots) writtenAtMs = Math.min(writtenAtMs, dot.writtenAtMs)
  return { writeId: content.writeId, tombstone: content.tombstone, value: content.value, dots, writtenAtMs }
}

/** The siblings that hold a value. None: the key reads as not found, though with a context. */
export function liveSiblings(object: VersionedObject): readonly Sibling[] {
  return object.siblings.some(isTombstone) ? object.siblings.filter((one) => !one.tombstone) : object.siblings
}

function isTombstone(sibling: Sibling): boolean {
  return sibling.tombstone
}

/** The object as peers may have it. */
export function withoutIssuer(object: VersionedObject): VersionedObject {
  if (object.issuer === undefined) return object
  return { clock: object.clock, siblings: object.siblings, issuer: undefined }
}

/** Whether both hold the same versions and have seen the same events, whoever issues from them. */
export function sameVersions(a: VersionedObject, b: VersionedObject): boolean {
  return a === b || (a.clock.equals(b.clock) && sameSiblings(a.siblings, b.siblings))
}

/**
 * What both together know. A sibling stays where the other side has it too or has not seen its event. The
 * issuer is `local`'s, unless `incoming` has seen more from it than `local`, which then was set back.
 */
export function merge(local: VersionedObject | undefined, incoming: VersionedObject): Merged {
  if (local === undefined) {
    return { object: withoutIssuer(incoming), localChanged: true, incomingChanged: false }
  }
  const clock = local.clock.merge(incoming.clock)
  const siblings = mergeSiblings(local, incoming)
  const incomingChanged = !clock.equals(incoming.clock) || !sameSiblings(siblings, incoming.siblings)
  if (clock === local.clock && sameSiblings(siblings, local.siblings)) {
    return { object: local, localChanged: false, incomingChanged }
  }
  const issuer = local.issuer
  const setBack = issuer !== undefined && clock.highestOf(issuer) > local.clock.highestOf(issuer)
  return {
    object: { clock, siblings, issuer: setBack ? undefined : issuer },
    localChanged: true,
    incomingChanged,
  }
}

/** An event and the write that it took. */
interface Taken {
  readonly dot: WriteDot
  readonly by: Sibling
}

function mergeSiblings(local: VersionedObject, incoming: VersionedObject): readonly Sibling[] {
  const mine = takenOf(local.siblings)
  const theirs = takenOf(incoming.siblings)
  const kept: Taken[] = []
  let a = 0
  let b = 0
  while (a < mine.length || b < theirs.length) {
    const order = a === mine.length ? 1 : b === theirs.length ? -1 : compareDots(mine[a].dot, theirs[b].dot)
    if (order < 0) {
      if (!incoming.clock.covers(mine[a].dot)) kept.push(mine[a])
      a++
    } else if (order > 0) {
      if (!local.clock.covers(theirs[b].dot)) kept.push(theirs[b])
      b++
    } else {
      kept.push(greater(mine[a], theirs[b]))
      a++
      b++
    }
  }
  return siblingsOf(kept)
}

/** One event is one write, so these are the same; from a peer that errs they may not be, and all must choose alike. */
function greater(a: Taken, b: Taken): Taken {
  const order = compareWrites(a.by, b.by) || a.dot.writtenAtMs - b.dot.writtenAtMs
  return order < 0 ? b : a
}

/** The siblings' events, ascending by dot. */
function takenOf(siblings: readonly Sibling[]): Taken[] {
  const taken: Taken[] = []
  for (const by of siblings) {
    for (const dot of by.dots) taken.push({ dot, by })
  }
  if (siblings.length > 1) taken.sort((a, b) => compareDots(a.dot, b.dot))
  return taken
}

/** The canonical siblings that bear these events, which ascend by dot. */
function siblingsOf(taken: Taken[]): readonly Sibling[] {
  if (taken.length > 1) taken.sort((a, b) => compareWrites(a.by, b.by))
  const siblings: Sibling[] = []
  for (let from = 0, to = 1; from < taken.length; from = to++) {
    const { by } = taken[from]
    let whole = true
    while (to < taken.length && compareWrites(by, taken[to].by) === 0) {
      whole &&= taken[to].by === by
      to++
    }
    if (whole && to - from === by.dots.length) siblings.push(by)
    else
      siblings.push(
        siblingOf(
          by,
          taken.slice(from, to).map((one) => one.dot),
        ),
      )
  }
  return siblings
}

/** Canonical order of writes: by id, kind, length, bytes. 0 only for the same write. */
export function compareWrites(a: WriteContent, b: WriteContent): number {
  if (a === b) return 0
  if (a.writeId !== b.writeId) return a.writeId < b.writeId ? -1 : 1
  if (a.tombstone !== b.tombstone) return a.tombstone ? 1 : -1
  if (a.value.length !== b.value.length) return a.value.length - b.value.length
  return Buffer.compare(a.value, b.value)
}

function sameSiblings(a: readonly Sibling[], b: readonly Sibling[]): boolean {
  return a.length === b.length && a.every((sibling, index) => sameSibling(sibling, b[index]))
}

function sameSibling(a: Sibling, b: Sibling): boolean {
  return (
    a === b ||
    (a.dots.length === b.dots.length &&
      a.dots.every((dot, index) => sameDot(dot, b.dots[index])) &&
      compareWrites(a, b) === 0)
  )
}

function sameDot(a: WriteDot, b: WriteDot): boolean {
  return a === b || (compareDots(a, b) === 0 && a.writtenAtMs === b.writtenAtMs)
}
