/**
 * The messages that frames carry, with hostile headers kept out: what does not decode is a value, not an
 * exception, and field rules that protobuf cannot express (lengths, ranges) are checked where the message
 * is used.
 *
 * The codecs are generated from protocol/gramme.proto; nothing here reflects at run time.
 */
import { gramme } from '#messages'
import { errorCodeOf, errorCodes, GrammeError } from '../errors.js'
import type { Frame } from './frame.js'

export const {
  Hello,
  Welcome,
  Failure,
  Get,
  GetReply,
  Put,
  PutReply,
  RingReply,
  StatusReply,
  ReplicaGet,
  ReplicaGetReply,
  ReplicaPut,
  ReplicaPutReply,
  Claim,
  Gossip,
  Compare,
  CompareReply,
  List,
  ListReply,
  Fetch,
  FetchReply,
  Reap,
  ReapableReply,
  ReapReply,
  Standing,
  Holding,
  MemberStatus,
  MemberAct,
  MemberActKind,
  MemberActReply,
  PeerHealth,
} = gramme

interface Decoder<M> {
  decode(bytes: Uint8Array): M
}

/** The frame's header as a message; undefined when its bytes are not one. */
export function decodeHeader<M>(message: Decoder<M>, frame: Frame): M | undefined {
  try {
    return message.decode(frame.header)
  } catch {
    return undefined
  }
}

/** The frame's header as a message, from a peer that answered us: a reply that does not decode is an error. */
export function decodeReply<M>(message: Decoder<M>, frame: Frame): M {
  const decoded = decodeHeader(message, frame)
  if (decoded === undefined) {
    throw new GrammeError('PROTOCOL', `the header of a reply of type ${frame.type} does not decode`)
  }
  return decoded
}

/** A FAILURE frame's header for this error. */
export function failureHeader(error: GrammeError) {
  return Failure.encode({
    code: errorCodes[error.code].number,
    message: error.message,
    needed: error.needed ?? 0,
    got: error.got ?? 0,
    retryAfterMs: error.retryAfterMs ?? 0,
  })
}

/** The error that a FAILURE frame tells of. */
export function errorOfFailure(frame: Frame): GrammeError {
  const failure = decodeReply(Failure, frame)
  const quorum = failure.needed > 0 ? { needed: failure.needed, got: failure.got } : {}
  const retry = failure.retryAfterMs > 0 ? { retryAfterMs: failure.retryAfterMs } : {}
  return new GrammeError(errorCodeOf(failure.code), failure.message, { ...quorum, ...retry })
}
