/**
 * A GET's reply taken apart: its header tells how long each sibling is, and the frame's value holds them one behind the
 * other (protocol/FRAMES.md). For whoever asks on behalf of people: the client library, the HTTP gateway.
 */
import { GrammeError } from '../errors.js'
import type { Frame } from './frame.js'
import { decodeReply, GetReply } from './messages.js'

export interface Siblings {
  /** Views of the frame's value. */
  readonly siblings: Uint8Array[]
  /** When each was taken, by the calendar clock of the node that took it. */
  readonly writtenAtMs: number[]
  /** When each expires, by the same clock; undefined: never. */
  readonly expiresAtMs: (number | undefined)[]
  /** Empty when the key was never written. */
  readonly context: Uint8Array
  readonly isSloppy: boolean
  /** Replicas that had answered. */
  readonly replies: number
  /** Id of the owner that was the first to answer; empty: none was. */
  readonly fastest: string
}

/** Throws GrammeError PROTOCOL. */
export function siblingsOf(frame: Frame): Siblings {
  const reply = decodeReply(GetReply, frame)
  const siblings: Uint8Array[] = []
  const writtenAtMs: number[] = []
  const expiresAtMs: (number | undefined)[] = []
  let start = 0
  for (const sibling of reply.siblings) {
    const end = start + (sibling.length ?? 0)
    if (end > frame.value.length) throw new GrammeError('PROTOCOL', 'a reply is shorter than its siblings')
    siblings.push(frame.value.subarray(start, end))
    writtenAtMs.push(sibling.writtenAtMs ?? 0)
    expiresAtMs.push(sibling.expiresAtMs || undefined)
    start = end
  }
  const { context, sloppy: isSloppy, replies, fastest } = reply
  return { siblings, writtenAtMs, expiresAtMs, context, isSloppy, replies, fastest }
}
