/**
 * A checksum that goes with an object from node to node. TCP's own lets one spoiled segment in some thousands pass,
 * and sees nothing of what goes wrong before and behind it, in a network card or in a proxy's memory. The digest
 * (digest.ts) cannot stand in for it: it names events and says nothing of values, so an object with a spoiled value
 * would be taken for the very version that other replicas hold, and be compared as equal for ever.
 *
 * Invariant: covers the key and every byte of the form for peers. 0 means that there is none: from an older node, or,
 * once in 2^32, by chance.
 */
import { hash32 } from '../hash.js'

/** XXH32 of the object's bytes, with XXH32 of its key as the seed. */
export function transitChecksum(key: Uint8Array, bytes: Uint8Array): number {
  return hash32(bytes, hash32(key))
}

/** Whether these are the bytes that were sent; true where no checksum came with them. */
export function arrivedWhole(
  key: Uint8Array,
  bytes: Uint8Array,
  checksum: number | null | undefined,
): boolean {
  return !checksum || checksum === transitChecksum(key, bytes)
}
