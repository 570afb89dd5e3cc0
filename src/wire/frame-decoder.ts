/**
 * Cuts a byte stream into frames, however the bytes arrive. Frames that lie whole in one chunk are not
 * copied: header and value are views of the chunk. A frame that spans chunks is put together in a buffer of
 * its own, each byte copied once, be it one byte at a time.
 *
 * Invariant: a length is checked against its limit before anything is kept for it, so what one connection
 * can make us hold is one frame at the limit and one chunk.
 */
import { type Frame, type FrameLimits, frameFixedBytes, lengthFieldBytes, protocolVersion } from './frame.js'

export type Decoded = { readonly kind: 'ok' } | { readonly kind: 'violation'; readonly reason: string }

const ok: Decoded = { kind: 'ok' }

export class FrameDecoder {
  /** The frame that is being put together, or at first its length field alone; undefined between frames. */
  #partial: Buffer | undefined
  #filledBytes = 0
  #limits: FrameLimits

  constructor(limits: FrameLimits) {
    this.#limits = limits
  }

  /** From the next frame on. */
  set limits(limits: FrameLimits) {
    this.#limits = limits
  }

  /**
   * Takes the next bytes of the stream and calls `accept` for every frame they complete. After a violation
   * the stream has no frame boundaries any more, and must be closed.
   */
  push(chunk: Uint8Array, accept: (frame: Frame) => void): Decoded {
    let rest = asBuffer(chunk)
    while (this.#partial !== undefined) {
      const taken = rest.copy(this.#partial, this.#filledBytes)
      this.#filledBytes += taken
      rest = rest.subarray(taken)
      if (this.#filledBytes < this.#partial.length) return ok
      const full = this.#partial
      this.#partial = undefined
      const decoded = this.#cut(full, accept)
      if (decoded.kind !== 'ok') return decoded
    }
    return this.#cut(rest, accept)
  }

  /** Accepts every whole frame in `bytes` and begins a partial one with what is left. */
  #cut(bytes: Buffer, accept: (frame: Frame) => void): Decoded {
    let offset = 0
    while (bytes.length - offset >= lengthFieldBytes) {
      const length = bytes.readUInt32BE(offset)
      const fault = this.#faultOf(length)
      if (fault !== undefined) return { kind: 'violation', reason: fault }
      const end = offset + lengthFieldBytes + length
      if (end > bytes.length) return this.#begin(bytes.subarray(offset), lengthFieldBytes + length)
      const headerBytes = bytes.readUInt32BE(offset + 16)
      const headerStart = offset + frameFixedBytes
      const headerBytesMax = Math.min(end - headerStart, this.#limits.headerBytesMax)
      if (headerBytes > headerBytesMax) {
        return {
          kind: 'violation',
          reason: `header length ${headerBytes} is over the limit ${headerBytesMax}`,
        }
      }
      const valueStart = headerStart + headerBytes
      accept({
        version: bytes[offset + 4],
        type: bytes[offset + 5],
        flags: bytes.readUInt16BE(offset + 6),
        requestId: bytes.readUInt32BE(offset + 8),
        deadlineMs: bytes.readUInt32BE(offset + 12),
        header: bytes.subarray(headerStart, valueStart),
        value: bytes.subarray(valueStart, end),
      })
      offset = end
    }
    return offset < bytes.length ? this.#begin(bytes.subarray(offset), lengthFieldBytes) : ok
  }

  #begin(bytes: Buffer, wholeBytes: number): Decoded {
    this.#partial = Buffer.allocUnsafe(wholeBytes)
    this.#filledBytes = bytes.copy(this.#partial)
    return ok
  }

  #faultOf(length: number): string | undefined {
    if (length < frameFixedBytes - lengthFieldBytes) {
      return `frame length ${length} is under the ${frameFixedBytes - lengthFieldBytes} bytes every frame has`
    }
    if (length > this.#limits.frameBytesMax) {
      return `frame length ${length} is over the limit ${this.#limits.frameBytesMax}`
    }
    return undefined
  }
}

/** Why a frame of this version cannot be read, or undefined when it can. */
export function versionFault(version: number): string | undefined {
  if (version === protocolVersion) return undefined
  return `protocol version ${version} is not spoken here: only ${protocolVersion}`
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
