/**
 * Digests: 64 bits that name a version of a key, for comparing replicas without their values (Dynamo §4.7).
 *
 * Invariant: objects with the same clock and siblings have the same digest, whoever issues from them; others
 * differ, but for one in 2^64. Values need not be hashed: an event has one value, so naming the events is
 * enough. The digest is of the description in format 1 (object-codec.ts), and stays so if formats change:
 * nodes of different releases must agree on it, or they would repair what is whole.
 */
import { hash64 } from '../hash.js'
import type { VersionedObject } from './object.js'
import { descriptionOf, descriptionWithin } from './object-codec.js'

/** Two unsigned 32-bit numbers. */
export interface Digest {
  readonly high: number
  readonly low: number
}

export function digestOf(object: VersionedObject): Digest {
  return hash64(descriptionOf(object))
}

/** The same from the bytes that `encodeObject` made, in either form, without decoding them. */
export function digestOfEncoded(encoded: Uint8Array): Digest {
  return hash64(descriptionWithin(encoded))
}
