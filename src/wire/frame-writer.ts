/**
 * Gathers the frames that become ready in one turn of the event loop and gives them to the stream in one
 * write. Small parts are copied into one buffer of just the right size; a long value goes as it is.
 *
 * Invariant: frames leave whole and in the order of `send`.
 */
import type { Clock } from '../ports/clock.js'
import type { Stream } from '../ports/network.js'
import { frameFixedBytes, writeFixedPart } from './frame.js'

/** From this length on a value is its own chunk: a copy would cost more than another entry in the write. */
const loneValueBytes = 16 * 1024

/** A message on its way: protobufjs' writers are such. */
export interface EncodedHeader {
  readonly len: number
  finish(): Uint8Array
}

/** A header that came off the wire, to be sent on as it is. */
export function encodedAlready(bytes: Uint8Array): EncodedHeader {
  return { len: bytes.length, finish: () => bytes }
}

export interface OutgoingFrame {
  readonly type: number
  readonly flags: number
  readonly requestId: number
  readonly deadlineMs: number
  /** The encoded message, not finished yet; undefined for a message without fields. */
  readonly header: EncodedHeader | undefined
  /** The value in parts; not to be changed any more. */
  readonly value: readonly Uint8Array[]
}

export class FrameWriter {
  #waiting: OutgoingFrame[] = []
  #waitingBytes = 0
  #writtenBytes = 0
  #scheduled = false

  constructor(
    private readonly stream: Stream,
    private readonly clock: Clock,
    /** Called with what the stream holds after each write. */
    private readonly wrote: (queuedBytes: number) => void,
  ) {}

  /** Bytes accepted by `send` and not yet by the other side. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.stream.queuedBytes
  }

  /** Bytes accepted by `send` so far. */
  get sentBytes(): number {
    return this.#writtenBytes + this.#waitingBytes
  }

  /** Bytes that the other side has taken so far. */
  get takenBytes(): number {
    return this.#writtenBytes - this.stream.queuedBytes
  }

  send(frame: OutgoingFrame): void {
    this.#waiting.push(frame)
    this.#waitingBytes += frameFixedBytes + (frame.header?.len ?? 0) + valueBytesOf(frame)
    if (this.#scheduled) return
    this.#scheduled = true
    this.clock.afterTurn(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  /** Writes what waits now, for a stream that is about to end. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const frames = this.#waiting
    this.#waiting = []
    this.#writtenBytes += this.#waitingBytes
    this.#waitingBytes = 0
    this.stream.write(encodeFrames(frames))
    this.wrote(this.stream.queuedBytes)
  }
}

/** The frames as chunks, in order. */
export function encodeFrames(frames: readonly OutgoingFrame[]): Uint8Array[] {
  let copiedBytes = 0
  for (const frame of frames) {
    copiedBytes += frameFixedBytes + (frame.header?.len ?? 0)
    for (const part of frame.value) if (part.length < loneValueBytes) copiedBytes += part.length
  }
  const buffer = Buffer.allocUnsafe(copiedBytes)
  const chunks: Uint8Array[] = []
  let start = 0
  let end = 0
  for (const frame of frames) {
    const header = frame.header?.finish()
    writeFixedPart(buffer, end, frame, header?.length ?? 0, valueBytesOf(frame))
    end += frameFixedBytes
    if (header !== undefined) {
      buffer.set(header, end)
      end += header.length
    }
    for (const part of frame.value) {
      if (part.length < loneValueBytes) {
        buffer.set(part, end)
        end += part.length
      } else {
        if (end > start) chunks.push(buffer.subarray(start, end))
        chunks.push(part)
        start = end
      }
    }
  }
  if (end > start) chunks.push(buffer.subarray(start, end))
  return chunks
}

export function valueBytesOf({ value }: { readonly value?: readonly Uint8Array[] }): number {
  let bytes = 0
  if (value !== undefined) for (const part of value) bytes += part.length
  return bytes
}
