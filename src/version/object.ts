/**
 * Objects: what a replica holds for a key: the versions that nothing it knows of has superseded (siblings),
 * and the clock of all events it has seen (Dynamo §4.4). An event that the clock covers and no sibling bears
 * has been superseded. That makes an object a set of (event, write) pairs under a clock, and merging one a
 * join: in any order, any number of times, the outcome is the same.
 *
 * Every write carries an id that its client made. A write retried through two coordinators has two events
 * and shows as one sibling. Siblings are one only if id, kind, time to live and bytes are the same: a client
 * that uses an id again for something else gets two siblings and loses nothing.
 *
 * A write may have a time to live, counted from when it was last taken: a retry starts it anew, as whoever
 * retried was told that it has been written now. When it ends is not stored, it follows: so a retry is the same
 * write whenever it comes, and replicas agree. A sibling past its time reads as a tombstone does, and like one
 * stays until it is superseded or reaped. Only what is shown goes by a calendar, never what is merged, so that
 * replicas whose calendars differ hold the same; and a merge shows nothing that neither side shows.
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
  /** Milliseconds that it lives from when it is taken; 0: it does not expire. A tombstone's is 0. */
  readonly ttlMs: number
  readonly value: Uint8Array
}

/** The event of a coordinator taking a write. */
export interface WriteDot extends Dot {
  /**
   * Whole milliseconds since 1970 by the coordinator's calendar clock. It orders nothing; it is for people, and
   * what a time to live is counted from.
   */
  readonly writtenAtMs: number
}

/** Six bytes of milliseconds: the year 10889. */
export const writtenAtMaxMs = 2 ** 48 - 1

export interface Sibling extends WriteContent {
  /** At least one; more when the write was retried through several coordinators. */
  readonly dots: readonly WriteDot[]
  /** The earliest of the dots'. */
  readonly writtenAtMs: number
  /** By calendar clocks; Infinity: never. From here on it reads as a tombstone. */
  readonly expiresAtMs: number
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
  let lastTakenAtMs = writtenAtMs
  for (const dot of dots) {
    writtenAtMs = Math.min(writtenAtMs, dot.writtenAtMs)
    lastTakenAtMs = Math.max(lastTakenAtMs, dot.writtenAtMs)
  }
  const { writeId, tombstone, ttlMs, value } = content
  const expiresAtMs = ttlMs === 0 ? Number.POSITIVE_INFINITY : lastTakenAtMs + ttlMs
  return { writeId, tombstone, ttlMs, value, dots, writtenAtMs, expiresAtMs }
}

/**
 * The siblings that hold a value at this time, by a calendar clock. None: the key reads as not found, though
 * with a context.
 */
export function liveSiblings(object: VersionedObject, wallMs: number): readonly Sibling[] {
  const { siblings } = object
  return siblings.every((one) => isLive(one, wallMs))
    ? siblings
    : siblings.filter((one) => isLive(one, wallMs))
}

function isLive(sibling: Sibling, wallMs: number): boolean {
  return !sibling.tombstone && wallMs < sibling.expiresAtMs
}

/** From when on the object holds no value, by a calendar clock; Infinity: it does for good. */
export function deadFromMs(object: VersionedObject): number {
  let fromMs = Number.NEGATIVE_INFINITY
  for (const { tombstone, expiresAtMs } of object.siblings) {
    if (!tombstone) fromMs = Math.max(fromMs, expiresAtMs)
  }
  return fromMs
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

/** Canonical order of writes: by id, kind, time to live, length, bytes. 0 only for the same write. */
export function compareWrites(a: WriteContent, b: WriteContent): number {
  if (a === b) return 0
  if (a.writeId !== b.writeId) return a.writeId < b.writeId ? -1 : 1
  if (a.tombstone !== b.tombstone) return a.tombstone ? 1 : -1
  if (a.ttlMs !== b.ttlMs) return a.ttlMs - b.ttlMs
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
