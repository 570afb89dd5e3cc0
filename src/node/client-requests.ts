/**
 * GET, PUT and DELETE frames as requests that can be trusted: decoded, and every field checked against its
 * limit before anything else is done. Throws GrammeError; the message names the field, the value, the limit.
 */
import { GrammeError } from '../errors.js'
import { ttlMaxMs } from '../time-to-live.js'
import { Clock as Context } from '../version/clock.js'
import { contextScope, decodeContext } from '../version/context-codec.js'
import type { Write } from '../version/write.js'
import { type WriteDurability, writeDurabilityFromWire } from '../wire/durability.js'
import { type Frame, FrameType, keyBytesMax, valueBytesMax } from '../wire/frame.js'
import { decodeHeader, Get, Put } from '../wire/messages.js'
import type { NodeSettings } from './settings.js'

const writeIdBytes = 8

export interface ClientGet {
  readonly key: Uint8Array
  readonly r: number
  /** Of the ring the client used; 0 when it used none. */
  readonly ringDigest: number
  /** Only owners are to count. */
  readonly isStrict: boolean
}

export interface ClientPut {
  readonly key: Uint8Array
  readonly write: Write
  readonly w: number
  readonly durability: WriteDurability | undefined
  readonly ringDigest: number
  /** Refuse rather than stand beside a sibling that the context does not cover. */
  readonly ifCurrent: boolean
  readonly isStrict: boolean
  /** Who the client would have coordinate it, if anybody: a node id, or what it takes for one. */
  readonly coordinator: string
}

export function clientGet(frame: Frame, settings: NodeSettings): ClientGet {
  const get = decodeHeader(Get, frame) ?? undecodable('GET')
  checkKey(get.key)
  if (frame.value.length > 0) throw bad(`a GET has no value, and this one brings ${frame.value.length} bytes`)
  return {
    key: get.key,
    r: quorumOf('r', get.r, settings.readQuorum, settings.replicaCount),
    ringDigest: get.ringDigest,
    isStrict: get.strict,
  }
}

/** `writtenAtMs`: by this node's calendar clock. */
export function clientPut(frame: Frame, settings: NodeSettings, writtenAtMs: number): ClientPut {
  const tombstone = frame.type === FrameType.DELETE
  const put = decodeHeader(Put, frame) ?? undecodable(tombstone ? 'DELETE' : 'PUT')
  checkKey(put.key)
  if (tombstone && frame.value.length > 0) {
    throw bad(`a DELETE has no value, and this one brings ${frame.value.length} bytes`)
  }
  if (frame.value.length > valueBytesMax) {
    throw new GrammeError(
      'VALUE_TOO_LARGE',
      `the value is ${frame.value.length} bytes long, over the limit ${valueBytesMax}`,
    )
  }
  if (put.writeId.length !== writeIdBytes) {
    throw bad(`write_id is ${put.writeId.length} bytes long, and must be ${writeIdBytes}`)
  }
  checkTtl(put.ttlMs, tombstone)
  return {
    key: put.key,
    write: {
      context: contextOf(put.context, settings.cluster, put.key),
      writeId: Buffer.from(put.writeId).toString('latin1'),
      tombstone,
      ttlMs: put.ttlMs,
      value: frame.value,
      writtenAtMs,
    },
    w: quorumOf('w', put.w, settings.writeQuorum, settings.replicaCount),
    durability: writeDurabilityFromWire(put.durability),
    ringDigest: put.ringDigest,
    ifCurrent: put.ifCurrent,
    isStrict: put.strict,
    coordinator: put.coordinator,
  }
}

export function checkKey(key: Uint8Array): void {
  if (key.length === 0) throw bad('the key is empty: it must be 1 byte long or more')
  if (key.length > keyBytesMax) {
    throw new GrammeError(
      'KEY_TOO_LARGE',
      `the key is ${key.length} bytes long, over the limit ${keyBytesMax}`,
    )
  }
}

function checkTtl(ttlMs: number, tombstone: boolean): void {
  if (tombstone && ttlMs !== 0) throw bad(`a DELETE has no ttl_ms, and this one brings ${ttlMs}`)
  if (!Number.isInteger(ttlMs) || ttlMs < 0 || ttlMs > ttlMaxMs) {
    throw bad(`ttl_ms is ${ttlMs}, and must be a whole number from 1 to ${ttlMaxMs}, or 0 for none`)
  }
}

function contextOf(bytes: Uint8Array, cluster: string, key: Uint8Array): Context {
  if (bytes.length === 0) return Context.empty
  const decoded = decodeContext(bytes, contextScope(cluster, key))
  if (decoded.kind === 'context') return decoded.clock
  throw new GrammeError('BAD_CONTEXT', decoded.reason)
}

function quorumOf(field: 'r' | 'w', asked: number, byDefault: number, replicaCount: number): number {
  if (asked === 0) return byDefault
  if (asked > replicaCount) throw bad(`${field} is ${asked}, over the number of replicas N = ${replicaCount}`)
  return asked
}

function undecodable(what: string): never {
  throw new GrammeError('PROTOCOL', `the header of a ${what} does not decode`)
}

function bad(message: string): GrammeError {
  return new GrammeError('BAD_ARGUMENT', message)
}
