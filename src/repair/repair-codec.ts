/**
 * What owners ask each other to find where they differ, as calls on the wire: COMPARE, LIST and FETCH. Hashes
 * and versions travel as plain big-endian words. What a peer sends is checked before it is used.
 */
import { GrammeError } from '../errors.js'
import { leafCount, type Version } from '../store/versions.js'
import { arrivedWhole } from '../version/in-transit.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag, FrameType } from '../wire/frame.js'
import { Compare, CompareReply, decodeReply, Fetch, FetchReply, List, ListReply } from '../wire/messages.js'
import { type BinaryRange, partCount } from './difference.js'

export const wordBytes = 4
export const hashBytes = 8
export const versionBytes = 12
export const leavesBytes = leafCount * hashBytes

/** `settle`: the answer is to be of what is safe from power loss. */
export function compareCall(
  ringDigest: number,
  partitions: readonly number[],
  hashes: Uint32Array,
  settle: boolean,
): Call {
  const asked = { ringDigest, partitions: [...partitions], hashes: wordsToBytes(hashes), settle }
  const header = Compare.encode(asked)
  return { type: FrameType.COMPARE, flags: FrameFlag.BACKGROUND, header }
}

export interface Compared {
  /** How many of the partitions that were asked for, the first ones, were compared. */
  readonly lookedAt: number
  /** Those that differ, with the peer's leaves. */
  readonly different: readonly { readonly partition: number; readonly leaves: Uint32Array }[]
  /** Those that the peer does not serve, or not yet. */
  readonly unserved: ReadonlySet<number>
}

export function comparedOf(frame: Frame, asked: readonly number[]): Compared {
  const { lookedAt, different, leaves, unserved } = decodeReply(CompareReply, frame)
  if (lookedAt === 0 || lookedAt > asked.length || leaves.length !== different.length * leavesBytes) {
    throw new GrammeError('PROTOCOL', 'a peer compared partitions in a way that makes no sense')
  }
  const known = new Set(asked)
  return {
    lookedAt,
    unserved: new Set(unserved),
    different: different.map((partition, i) => {
      if (!known.has(partition)) throw new GrammeError('PROTOCOL', `partition ${partition} was not asked for`)
      const words = wordsOf(leaves.subarray(i * leavesBytes, (i + 1) * leavesBytes))
      return { partition, leaves: words }
    }),
  }
}

export function listCall(partition: number, ranges: readonly BinaryRange[], settle: boolean): Call {
  const header = List.encode({ partition, ranges: ranges.map(({ from, bits }) => ({ from, bits })), settle })
  return { type: FrameType.LIST, flags: FrameFlag.BACKGROUND, header }
}

export type RangeContent =
  | { readonly kind: 'versions'; readonly versions: Version[] }
  /** The hashes of the range's sixteenths. */
  | { readonly kind: 'parts'; readonly parts: Uint32Array }

export function contentsOf(frame: Frame, asked: number): RangeContent[] {
  const { contents } = decodeReply(ListReply, frame)
  const sound =
    contents.length === asked &&
    contents.every(({ versions, parts }) =>
      (parts?.length ?? 0) === 0
        ? (versions?.length ?? 0) % versionBytes === 0
        : parts?.length === partCount * hashBytes,
    )
  if (!sound) throw new GrammeError('PROTOCOL', 'a peer listed versions in a way that makes no sense')
  return contents.map(({ versions, parts }) =>
    parts !== null && parts !== undefined && parts.length > 0
      ? { kind: 'parts', parts: wordsOf(parts) }
      : { kind: 'versions', versions: versionsOf(versions ?? new Uint8Array(0)) },
  )
}

export function fetchCall(partition: number, keyHashes: readonly number[]): Call {
  const header = Fetch.encode({ partition, keyHashes: [...keyHashes] })
  return { type: FrameType.FETCH, flags: FrameFlag.BACKGROUND, header }
}

export interface Fetched {
  readonly lookedAt: number
  /** Objects in the form for peers. */
  readonly objects: readonly { readonly key: Uint8Array; readonly bytes: Uint8Array }[]
  /** How many more came, and not as they were sent. */
  readonly spoiled: number
}

export function fetchedOf(frame: Frame, asked: number): Fetched {
  const { lookedAt, objects } = decodeReply(FetchReply, frame)
  let at = 0
  const parts = objects.map(({ key, length, checksum }) => {
    const bytes = frame.value.subarray(at, at + (length ?? 0))
    at += length ?? 0
    return { key: key ?? new Uint8Array(0), bytes, checksum }
  })
  if (lookedAt === 0 || lookedAt > asked || at !== frame.value.length) {
    throw new GrammeError('PROTOCOL', 'a peer sent objects in a way that makes no sense')
  }
  const whole = parts.filter(({ key, bytes, checksum }) => arrivedWhole(key, bytes, checksum))
  return { lookedAt, objects: whole, spoiled: parts.length - whole.length }
}

export function wordsToBytes(words: Uint32Array): Buffer {
  const bytes = Buffer.allocUnsafe(words.length * wordBytes)
  for (const [i, word] of words.entries()) bytes.writeUInt32BE(word, i * wordBytes)
  return bytes
}

export function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: bytes.length / wordBytes }, (_, i) => view.getUint32(i * wordBytes))
}

export function versionsToBytes(versions: readonly Version[]): Buffer {
  return wordsToBytes(Uint32Array.from(versions.flatMap(({ keyHash, high, low }) => [keyHash, high, low])))
}

function versionsOf(bytes: Uint8Array): Version[] {
  const words = wordsOf(bytes)
  return Array.from({ length: words.length / 3 }, (_, i) => ({
    keyHash: words[3 * i],
    high: words[3 * i + 1],
    low: words[3 * i + 2],
  }))
}
