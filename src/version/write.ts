/**
 * Taking a write: the one place where events come into being (Dynamo §4.4, and dotted version vectors). The
 * new version supersedes exactly the siblings that its context has seen; all others stay beside it. Whoever has
 * seen one event of a write has seen the write, and so supersedes all of its events that are held here.
 *
 * Invariant: no (actor, counter) is issued twice. An actor goes on counting only from the copy that it was
 * minted for, in the run of the process that minted it, while nothing hints that the copy was set back;
 * in every other case the write gets a fresh actor, which costs a clock entry and can lose nothing. That
 * covers what breaks schemes with one actor a node: a crash that lost unsynced writes, a wiped disk, a
 * restored backup, a key made anew after its tombstone was reaped, a stand-in without the key's history.
 *
 * What it does not do: a retry that comes after its first attempt was stored and then superseded is a new
 * event, and shows as a sibling of what superseded it; so does the second event of a write that two coordinators
 * took, where it is not here yet when somebody supersedes the first, or where somebody goes on from a retry of that.
 */
import { assert } from '../assert.js'
import { ttlMaxMs } from '../time-to-live.js'
import type { Actor, ActorMint } from './actor.js'
import { type Clock, counterMax, type Dot } from './clock.js'
import {
  compareWrites,
  type Sibling,
  siblingOf,
  type VersionedObject,
  type WriteContent,
  type WriteDot,
  writtenAtMaxMs,
} from './object.js'
import { pruned } from './prune.js'

export interface Write extends WriteContent {
  /** What the client had seen when it wrote. */
  readonly context: Clock
  /** Milliseconds since 1970 by this node's calendar clock. */
  readonly writtenAtMs: number
}

export interface WriteLimits {
  /** A write that would leave more siblings than this, and more than there were, is refused. */
  readonly siblingsMax: number
  /** The same for the sum of the siblings' values. */
  readonly objectBytesMax: number
  /** Clock entries kept, see prune.ts. */
  readonly clockEntriesMax: number
  /** Single dots kept beyond the clock's counters. */
  readonly clockDotsMax: number
}

export const defaultWriteLimits: WriteLimits = {
  siblingsMax: 32,
  objectBytesMax: 8 * 1024 * 1024,
  clockEntriesMax: 10,
  clockDotsMax: 16,
}

export type WriteResult =
  | {
      readonly kind: 'written'
      readonly object: VersionedObject
      readonly dot: WriteDot
      /** What the write supersedes: its context, and all events held here of the writes that this has seen. */
      readonly seen: Clock
      /** For the client: covers this write and `seen`, and no sibling that its client has not seen. */
      readonly context: Clock
    }
  /** The same write is there already and live: a retry. Nothing to store. */
  | { readonly kind: 'repeated'; readonly object: VersionedObject; readonly context: Clock }
  /** What the write would have left; nothing has changed. */
  | { readonly kind: 'too-many-siblings'; readonly siblings: number; readonly bytes: number }

/** `local` with the write taken. `local` must be the newest copy this node has; writes of a key take turns. */
export function write(
  local: VersionedObject | undefined,
  put: Write,
  mint: ActorMint,
  limits: WriteLimits = defaultWriteLimits,
): WriteResult {
  assert(put.writeId.length === 8, `a write id has 8 bytes, not ${put.writeId.length}`)
  assert(!put.tombstone || (put.value.length === 0 && put.ttlMs === 0), 'a tombstone has no value and no end')
  assert(
    Number.isInteger(put.ttlMs) && put.ttlMs >= 0 && put.ttlMs <= ttlMaxMs,
    `no write lives ${put.ttlMs} ms`,
  )
  const before = local?.siblings ?? []
  const same = before.find((sibling) => compareWrites(sibling, put) === 0)
  if (local !== undefined && same !== undefined) {
    return { kind: 'repeated', object: local, context: contextAfter(put.context, same.dots, local) }
  }

  const seen = withWholeWrites(put.context, before)
  const left = before.filter((sibling) => !sibling.dots.some((dot) => seen.covers(dot)))
  const siblings = left.length + 1
  const bytes = valueBytes(left) + put.value.length
  if (
    (siblings > limits.siblingsMax && siblings > before.length) ||
    (bytes > limits.objectBytesMax && bytes > valueBytes(before))
  ) {
    return { kind: 'too-many-siblings', siblings, bytes }
  }

  const known = local === undefined ? seen : local.clock.merge(seen)
  const { actor, counter } = nextEvent(local, seen, known, mint)
  const writtenAtMs = Math.min(Math.max(0, Math.floor(put.writtenAtMs)), writtenAtMaxMs)
  const dot: WriteDot = { actor, counter, writtenAtMs }
  const after = [...left, siblingOf(put, [dot])].sort(compareWrites)
  const needed = after.flatMap((sibling) => sibling.dots)
  const clock = pruned(known.with(dot), limits.clockEntriesMax, limits.clockDotsMax, needed)
  const object = { clock, siblings: after, issuer: actor }
  return { kind: 'written', object, dot, seen, context: contextAfter(seen, [dot], object) }
}

/** The event to give to a write, where `known` is the local copy's clock and what was seen together. */
function nextEvent(local: VersionedObject | undefined, seen: Clock, known: Clock, mint: ActorMint): Dot {
  const issuer = local?.issuer
  if (local !== undefined && issuer !== undefined && mint.isOurs(issuer)) {
    const entry = local.clock.entryOf(issuer)
    assert(entry !== undefined, "a copy's clock covers what was issued from it")
    // Whoever has seen more from this actor than the copy it counts in, has seen that the copy was set back.
    const wasSetBack = entry.dots.length > 0 || seen.highestOf(issuer) > entry.counter
    if (!wasSetBack && entry.counter < counterMax) return { actor: issuer, counter: entry.counter + 1 }
  }
  let actor: Actor
  do actor = mint.mint()
  while (known.entryOf(actor) !== undefined)
  return { actor, counter: 1 }
}

/**
 * The context with every event of the writes that it has seen one event of. A put that was slow is sent to a second
 * coordinator, and when both take it, its client knows of one event; the next put of that client is about the write.
 * Widening the context, and not merely dropping the sibling, has whoever goes on from that put cover what it superseded.
 */
function withWholeWrites(context: Clock, siblings: readonly Sibling[]): Clock {
  let seen = context
  for (const { dots } of siblings) {
    if (dots.length < 2 || !dots.some((dot) => context.covers(dot))) continue
    for (const dot of dots) seen = seen.with(dot)
  }
  return seen
}

/**
 * The context to return with a write: dotted, so that it does not cover siblings that its client has not
 * seen; when there are none, all that the object covers, which is shorter.
 */
function contextAfter(context: Clock, dots: readonly Dot[], object: VersionedObject): Clock {
  if (object.siblings.length === 1) return object.clock
  return dots.reduce((clock, dot) => clock.with(dot), context)
}

function valueBytes(siblings: readonly Sibling[]): number {
  return siblings.reduce((sum, sibling) => sum + sibling.value.length, 0)
}
