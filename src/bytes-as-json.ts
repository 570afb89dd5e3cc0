/** Stored bytes, which may be anything, in JSON. */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes as text; undefined when they are not UTF-8. */
export function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** For machines: UTF-8 as it is, other bytes in base64. */
export function bytesAsJson(bytes: Uint8Array): { value: string } | { base64: string } {
  const text = asUtf8(bytes)
  return text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { value: text }
}
