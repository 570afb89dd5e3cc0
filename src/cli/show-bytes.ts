/** Stored bytes, which may be anything, as something to print. */
import { asUtf8 } from '../bytes-as-json.js'

/** For people, on one line: what a terminal cannot show is in hexadecimal. */
export function bytesAsText(bytes: Buffer): string {
  const text = asUtf8(bytes)
  if (text === undefined) return `hex ${bytes.toString('hex')}`
  // A value could otherwise move the cursor, or pass for a line of ours.
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text
}
