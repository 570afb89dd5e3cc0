/**
 * Keys in paths. A key is 1 to 1,024 bytes of any kind; in a path each byte that is not a plain character is `%XX`
 * (RFC 3986 §2.1). What stands between `/kv/` and `?` is the key, whole: a `/` in it is a byte like others, and so is
 * `+`.
 *
 * Invariant: `keyOfPath(pathOfKey(key))` is the key. Clients may have their own way with the keys `.` and `..`, encoded
 * or not (RFC 3986 §5.2.4): those are for other protocols.
 */
import { GrammeError } from '../errors.js'

const plain = /[A-Za-z0-9\-._~]/
const percent = 0x25

export interface Target {
  readonly path: string
  /** What stands behind the `?`. */
  readonly query: string
}

/** What a request line asks for; proxies are told the server as well (RFC 9112 §3.2.2). */
export function targetOf(url: string): Target {
  const text = url.replace(/^https?:\/\/[^/?]*/i, '')
  const at = text.indexOf('?')
  return at < 0 ? { path: text, query: '' } : { path: text.slice(0, at), query: text.slice(at + 1) }
}

/** The key as it is written in a path. */
export function pathOfKey(key: Uint8Array): string {
  let text = ''
  for (const byte of key) {
    const character = String.fromCharCode(byte)
    text += plain.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

/** The bytes that the path's text stands for; how many there may be is checked by whoever serves them. Throws GrammeError BAD_ARGUMENT. */
export function keyOfPath(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'latin1')
  let end = 0
  for (let at = 0; at < bytes.length; at += 1, end += 1) {
    if (bytes[at] !== percent) {
      bytes[end] = bytes[at]
      continue
    }
    const digits = text.slice(at + 1, at + 3)
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) {
      throw new GrammeError(
        'BAD_ARGUMENT',
        `the key has a % that two hexadecimal digits do not follow, but "${digits}"`,
      )
    }
    bytes[end] = Number.parseInt(digits, 16)
    at += 2
  }
  return bytes.subarray(0, end)
}
