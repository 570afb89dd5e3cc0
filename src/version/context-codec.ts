/**
 * Contexts as bytes: the clocks that clients carry from a get or put to their next put of the same key,
 * without looking inside (Dynamo §5).
 *
 *     format      1 byte: 1
 *     clock       clock-codec.ts
 *     checksum    4 bytes, big-endian: XXH32 of all before, seeded with the scope: the cluster and the key
 *
 * The empty context is no bytes at all. Bytes that were damaged on the way, or come from another key or
 * cluster, fail the checksum; they would otherwise supersede what nobody has seen. It guards against
 * mistakes, not against forgers: whoever may write a key may overwrite it anyway.
 *
 * Invariant: what is encoded here is decoded here. A clock over the limits, which takes far more siblings
 * than writes are allowed to make, loses entries like any clock over its cap (prune.ts).
 */
import { hash32, hashText32 } from '../hash.js'
import { ByteReader, ByteWriter } from './bytes.js'
import { Clock } from './clock.js'
import { readClock, writeClock } from './clock-codec.js'
import { pruned } from './prune.js'

const format = 1
const checksumBytes = 4

/** Entries of a context's clock, and its single dots. */
export const contextEntriesMax = 128
export const contextDotsMax = 128
/** No context within these limits is longer. */
export const contextBytesMax = 8192

export type DecodedContext =
  | { readonly kind: 'context'; readonly clock: Clock }
  /** `reason` is for the client, with BAD_CONTEXT. */
  | { readonly kind: 'invalid'; readonly reason: string }

const scratch = new ByteWriter()
const noBytes = Buffer.alloc(0)

/** What the contexts of one key in one cluster are sealed with. */
export function contextScope(clusterName: string, key: Uint8Array): number {
  return hash32(key, hashText32(clusterName))
}

export function encodeContext(clock: Clock, scope: number): Buffer {
  if (clock.isEmpty) return noBytes
  scratch.clear()
  scratch.byte(format)
  writeClock(scratch, pruned(clock, contextEntriesMax, contextDotsMax))
  scratch.uint32(hash32(scratch.written(), scope))
  return Buffer.from(scratch.written())
}

export function decodeContext(bytes: Uint8Array, scope: number): DecodedContext {
  if (bytes.length === 0) return { kind: 'context', clock: Clock.empty }
  if (bytes.length > contextBytesMax) {
    return invalid(`a context has at most ${contextBytesMax} bytes, not ${bytes.length}`)
  }
  const end = bytes.length - checksumBytes
  if (end < 1) return invalid('the context is cut')
  if (bytes[0] !== format) return invalid(`contexts of format ${bytes[0]} are not known`)
  if (new ByteReader(bytes, end).uint32() !== hash32(bytes.subarray(0, end), scope)) {
    return invalid('the context is damaged, or of another key or cluster')
  }
  const reader = new ByteReader(bytes, 1, end)
  const clock = readClock(reader)
  if (clock === undefined || clock.isEmpty || reader.remaining > 0) {
    return invalid('the context is malformed')
  }
  if (clock.entries.length > contextEntriesMax || clock.dotCount > contextDotsMax) {
    return invalid('the context covers more actors than any that was given out')
  }
  return { kind: 'context', clock }
}

function invalid(reason: string): DecodedContext {
  return { kind: 'invalid', reason }
}
