/** Bytes as a name for maps, which compare what they hold by identity and texts by what they say. */

/** One character a byte (Latin-1): different bytes have different names. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
