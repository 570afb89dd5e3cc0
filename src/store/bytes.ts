/**
 * Numbers in byte arrays, least significant byte first, as every file of the store has them. Plain shifts on
 * purpose: they need no view object beside each buffer, and the engine compiles them to a load or two.
 */
export function readU16(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8)
}

export function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0
}

export function writeU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
}

export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

/** Whether `a` from `aAt` and all of `b` are the same bytes. */
export function bytesEqual(a: Uint8Array, aAt: number, b: Uint8Array): boolean {
  if (aAt + b.length > a.length) return false
  for (let index = 0; index < b.length; index += 1) if (a[aAt + index] !== b[index]) return false
  return true
}
