/**
 * The answering side of a comparison: says what this node holds, hands out copies, changes nothing.
 *
 * Limits of one answer: the leaves of 128 partitions, the content of 256 ranges with at most 64 versions
 * each, and objects up to 256 KiB or one. What goes beyond is left for the next question.
 */
import { GrammeError } from '../errors.js'
import type { Replica } from '../replica/replica.js'
import { hashOfVersions } from '../store/hash-tree.js'
import { transitChecksum } from '../version/in-transit.js'
import type { Frame } from '../wire/frame.js'
import { Compare, CompareReply, decodeHeader, Fetch, FetchReply, List, ListReply } from '../wire/messages.js'
import type { Reply } from '../wire/session.js'
import { canBeCut, hashRangeOf, isBinaryRange, partsOf } from './difference.js'
import { hashBytes, versionsToBytes, wordsOf, wordsToBytes } from './repair-codec.js'

export const partitionsAtOnceMax = 1024
export const differentAtOnceMax = 128
export const rangesAtOnceMax = 256
export const keyHashesAtOnceMax = 1024
/** More versions than this in a range are not listed: the hashes of its parts are. */
export const versionsListedMax = 64
const fetchedBytesMax = 256 * 1024

export interface AnswerParts {
  readonly replica: Replica
  readonly partitionCount: number
  readonly ringDigest: number
}

export interface CompareParts extends AnswerParts {
  /** Whether this node serves the partition; see serving.ts. */
  readonly serves: (partition: number) => boolean
  /** Told of each partition that the asker is about to compare. */
  readonly compared?: (partition: number) => void
}

/** Throws GrammeError: STALE_RING where the asker's ring is another, PROTOCOL, READ_ONLY. */
export async function answerCompare(parts: CompareParts, frame: Frame): Promise<Reply> {
  const { replica, partitionCount, ringDigest, serves, compared } = parts
  const asked = decodeHeader(Compare, frame) ?? undecodable('COMPARE')
  const { partitions, hashes } = asked
  if (asked.ringDigest !== ringDigest) {
    throw new GrammeError('STALE_RING', 'the ring of the node that asks is not the ring of this one')
  }
  if (partitions.length > partitionsAtOnceMax || hashes.length !== partitions.length * hashBytes) {
    throw bad(`COMPARE names ${partitions.length} partitions and brings ${hashes.length} bytes of hashes`)
  }
  const theirs = wordsOf(hashes)
  const different: number[] = []
  const unserved: number[] = []
  const leaves: Buffer[] = []
  let lookedAt = 0
  for (const [i, partition] of partitions.entries()) {
    checkPartition(partition, partitionCount)
    if (different.length === differentAtOnceMax) break
    lookedAt += 1
    compared?.(partition)
    if (!serves(partition)) unserved.push(partition)
    const root = replica.versions.root(partition)
    if (root.high === theirs[2 * i] && root.low === theirs[2 * i + 1]) continue
    different.push(partition)
    leaves.push(wordsToBytes(replica.versions.leaves(partition)))
  }
  // What was compared is what is made safe, and not what has come since.
  if (asked.settle) await replica.settle('always')
  return { header: CompareReply.encode({ lookedAt, different, leaves: Buffer.concat(leaves), unserved }) }
}

/** Throws GrammeError PROTOCOL, READ_ONLY. */
export async function answerList({ replica, partitionCount }: AnswerParts, frame: Frame): Promise<Reply> {
  const { partition, ranges, settle } = decodeHeader(List, frame) ?? undecodable('LIST')
  checkPartition(partition, partitionCount)
  if (ranges.length > rangesAtOnceMax) throw bad(`LIST names ${ranges.length} ranges`)
  const contents = ranges.map(({ from, bits }) => {
    const range = { from: from ?? 0, bits: bits ?? 0 }
    if (!isBinaryRange(range)) throw bad(`LIST names a range from ${range.from} of ${range.bits} bits`)
    const versions = replica.versions.within(partition, hashRangeOf(range))
    if (versions.length <= versionsListedMax || !canBeCut(range)) {
      return { versions: versionsToBytes(versions) }
    }
    const hashes = partsOf(range).map((part) => {
      const { from, to } = hashRangeOf(part)
      return hashOfVersions(versions.filter(({ keyHash }) => keyHash >= from && keyHash < to))
    })
    return { parts: wordsToBytes(Uint32Array.from(hashes.flatMap(({ high, low }) => [high, low]))) }
  })
  if (settle) await replica.settle('always')
  return { header: ListReply.encode({ contents }) }
}

/** Throws GrammeError PROTOCOL, READ_ONLY when the disk cannot be read. */
export async function answerFetch({ replica, partitionCount }: AnswerParts, frame: Frame): Promise<Reply> {
  const { partition, keyHashes } = decodeHeader(Fetch, frame) ?? undecodable('FETCH')
  checkPartition(partition, partitionCount)
  if (keyHashes.length > keyHashesAtOnceMax) throw bad(`FETCH names ${keyHashes.length} key hashes`)
  const objects: { key: Uint8Array; length: number; checksum: number }[] = []
  const value: Uint8Array[] = []
  let bytes = 0
  let lookedAt = 0
  for (const keyHash of keyHashes) {
    if (bytes >= fetchedBytesMax) break
    lookedAt += 1
    for (const record of await replica.recordsForPeer(partition, keyHash)) {
      const { key, bytes: object } = record
      objects.push({ key, length: object.length, checksum: transitChecksum(key, object) })
      value.push(record.bytes)
      bytes += record.bytes.length
    }
  }
  return { header: FetchReply.encode({ lookedAt, objects }), value }
}

function checkPartition(partition: number, partitionCount: number): void {
  if (partition >= partitionCount) throw bad(`partition is ${partition}, of ${partitionCount}`)
}

function undecodable(what: string): never {
  throw new GrammeError('PROTOCOL', `the header of a ${what} does not decode`)
}

function bad(message: string): GrammeError {
  return new GrammeError('PROTOCOL', message)
}
