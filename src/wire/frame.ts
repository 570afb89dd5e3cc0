/**
 * The frame: what one message looks like on the wire (protocol/FRAMES.md; Dynamo §5 leaves the transport
 * open). Twenty fixed bytes, a small protobuf header, then the raw value, which protobuf never touches:
 * copying a value through a message costs more than all the rest of a request.
 *
 *     0        4         5      6       8            12            16              20
 *     | length | version | type | flags | request id | deadline ms | header length | header | value |
 *
 * `length` counts what follows it. All numbers are big-endian. These twenty bytes are the same in every
 * protocol version, so that two that share no version can still tell each other so.
 */

/** Bytes before the header. */
export const frameFixedBytes = 20
/** Bytes of the length field, which it does not count. */
export const lengthFieldBytes = 4

/** The one protocol version there is so far. */
export const protocolVersion = 1

export const FrameType = {
  HELLO: 1,
  PING: 2,
  GET: 16,
  PUT: 17,
  DELETE: 18,
  RING: 19,
  STATUS: 20,
  MEMBER_ACT: 21,
  REPLICA_GET: 48,
  REPLICA_PUT: 49,
  GOSSIP: 50,
  COMPARE: 51,
  LIST: 52,
  FETCH: 53,
  REAPABLE: 68,
  REAP: 69,
  /** From a server, unasked: send no more requests on this connection; those under way will be answered. */
  CLOSING: 126,
  FAILURE: 255,
} as const

/** A reply's type is its request's with this bit set; FAILURE answers any request. */
export const replyBit = 0x80

export const FrameFlag = {
  /** On a request: another node has forwarded it here, so answer it or refuse, but do not forward it again. */
  FORWARDED: 1,
  /** On a reply: the ring digest in the request is not this node's, so fetch the ring again. */
  STALE_RING: 2,
  /** On a request between nodes: nobody waits for it, so it may be refused with BUSY while others do. */
  BACKGROUND: 4,
} as const

export interface Frame {
  readonly version: number
  readonly type: number
  readonly flags: number
  readonly requestId: number
  /** How long the sender will go on waiting, in milliseconds; 0 in replies and where it does not say. */
  readonly deadlineMs: number
  readonly header: Uint8Array
  readonly value: Uint8Array
}

/** Bounds on frames, in bytes of `length`. The length is checked before anything is kept for the frame. */
export interface FrameLimits {
  /** A whole frame. */
  frameBytesMax: number
  /** The protobuf header. */
  headerBytesMax: number
}

/** The longest value of a put, and so of a sibling. */
export const valueBytesMax = 1024 * 1024
/** The longest key. */
export const keyBytesMax = 1024

const fixedBytesCounted = frameFixedBytes - lengthFieldBytes

/** Before the handshake: nothing that is said there is long. */
export const greetingLimits: FrameLimits = { frameBytesMax: 4096, headerBytesMax: 4096 }
/** What a node reads from a client: one value, one header. */
export const clientRequestLimits: FrameLimits = {
  frameBytesMax: fixedBytesCounted + 64 * 1024 + valueBytesMax,
  headerBytesMax: 64 * 1024,
}
/** What nodes read from each other, and clients from nodes: all siblings of a key, or the member table. */
export const nodeLimits: FrameLimits = { frameBytesMax: 34 * 1024 * 1024, headerBytesMax: 1024 * 1024 }

/** Writes the twenty fixed bytes at `offset`. */
export function writeFixedPart(
  target: Buffer,
  offset: number,
  frame: Omit<Frame, 'header' | 'value' | 'version'>,
  headerBytes: number,
  valueBytes: number,
): void {
  target.writeUInt32BE(fixedBytesCounted + headerBytes + valueBytes, offset)
  target[offset + 4] = protocolVersion
  target[offset + 5] = frame.type
  target.writeUInt16BE(frame.flags, offset + 6)
  target.writeUInt32BE(frame.requestId, offset + 8)
  target.writeUInt32BE(frame.deadlineMs, offset + 12)
  target.writeUInt32BE(headerBytes, offset + 16)
}
