/** Stored bytes, which may be anything, as something to print. */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes as text; undefined when they are not UTF-8. */
function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** For machines: UTF-8 as it is, other bytes in base64. */
export function bytesAsJson(bytes: Buffer): { value: string } | { base64: string } {
  const text = asUtf8(bytes)
  return text === undefined ? { base64: bytes.toString('base64') } : { value: text }
}

/** For people, on one line: what a terminal cannot show is in hexadecimal. */
export function bytesAsText(bytes: Buffer): string {
  const text = asUtf8(bytes)
  if (text === undefined) return `hex ${bytes.toString('hex')}`
  // A value could otherwise move the cursor, or pass for a line of ours.
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text
}
