/** Frames for tests: made at random, turned into bytes, and cut up. */
import fc from 'fast-check'
import type { Frame } from '../../src/wire/frame.js'
import { type Decoded, FrameDecoder } from '../../src/wire/frame-decoder.js'
import { encodeFrames, type OutgoingFrame } from '../../src/wire/frame-writer.js'

/** Bytes that are a header already. */
export function rawHeader(bytes: Uint8Array) {
  return { len: bytes.length, finish: () => bytes }
}

export const outgoingFrames: fc.Arbitrary<OutgoingFrame> = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  flags: fc.integer({ min: 0, max: 65_535 }),
  requestId: fc.integer({ min: 0, max: 0xffffffff }),
  deadlineMs: fc.integer({ min: 0, max: 0xffffffff }),
  header: fc.option(fc.uint8Array({ maxLength: 40 }).map(rawHeader), { nil: undefined }),
  // Values at and beyond the length from which they are sent without a copy.
  value: fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.constantFrom(16_383, 16_384, 20_000).map((length) => Buffer.alloc(length, length)),
    ),
    { maxLength: 3 },
  ),
})

/** The frame as it should come out at the other end. */
export function expected({ header, value, ...fixed }: OutgoingFrame): Frame {
  const headerBytes = header?.finish() ?? Buffer.alloc(0)
  return { version: 1, ...fixed, header: Buffer.from(headerBytes), value: Buffer.concat(value) }
}

export function encoded(...frames: readonly OutgoingFrame[]): Buffer {
  return Buffer.concat(encodeFrames(frames))
}

/** A frame by its parts, byte by byte: what encodes frames in src is not asked. */
export function frameBytes(parts: {
  version?: number
  type: number
  flags?: number
  requestId?: number
  deadlineMs?: number
  header?: Uint8Array
  value?: Uint8Array
  /** When it is to lie. */
  length?: number
  headerLength?: number
}): Buffer {
  const { header = Buffer.alloc(0), value = Buffer.alloc(0) } = parts
  const fixed = Buffer.alloc(20)
  fixed.writeUInt32BE(parts.length ?? 16 + header.length + value.length, 0)
  fixed.writeUInt8(parts.version ?? 1, 4)
  fixed.writeUInt8(parts.type, 5)
  fixed.writeUInt16BE(parts.flags ?? 0, 6)
  fixed.writeUInt32BE(parts.requestId ?? 0, 8)
  fixed.writeUInt32BE(parts.deadlineMs ?? 0, 12)
  fixed.writeUInt32BE(parts.headerLength ?? header.length, 16)
  return Buffer.concat([fixed, header, value])
}

/** The stream cut at these places. */
export function cutAt(stream: Buffer, places: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let start = 0
  for (const place of [...places].map((p) => p % (stream.length + 1)).sort((a, b) => a - b)) {
    pieces.push(stream.subarray(start, place))
    start = place
  }
  pieces.push(stream.subarray(start))
  return pieces
}

/** Every frame that comes out of the pieces, each copied out, and how it ended. */
export function decodeAll(
  pieces: readonly Uint8Array[],
  limits = { frameBytesMax: 10_000_000, headerBytesMax: 10_000_000 },
): { frames: Frame[]; decoded: Decoded } {
  const decoder = new FrameDecoder(limits)
  const frames: Frame[] = []
  let decoded: Decoded = { kind: 'ok' }
  for (const piece of pieces) {
    // A copy, so that a decoder that reads beyond its piece, or keeps what it may not, shows.
    const own = Buffer.from(piece)
    decoded = decoder.push(own, (frame) => {
      frames.push({ ...frame, header: Buffer.from(frame.header), value: Buffer.from(frame.value) })
    })
    if (decoded.kind !== 'ok') break
  }
  return { frames, decoded }
}
