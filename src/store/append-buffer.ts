/**
 * Records that have their place in the log and are not yet in its file: their bytes, in a few large chunks
 * that are used again and again, and who waits for them.
 *
 * Invariant: a chunk is used again only when every record in it has been written or given up. Until then its
 * bytes do not change, so reads of what is not yet written are served from it.
 */
import type { IndexEntry } from './index-file.js'
import { bodyChecksum, headerBytes, writeHeader } from './record.js'
import type { Segment } from './segment.js'
import type { Durability } from './store.js'

export const chunkBytes = 1024 * 1024
/** Empty chunks that are kept for later; more than a burst needs are left to the garbage collector. */
const spareChunksMax = 16

export interface Chunk {
  readonly bytes: Uint8Array
  used: number
  /** Records in it that are not yet written. */
  waiting: number
}

/** One record on its way to the disk. */
export class Append {
  // The record that this one replaces, so that a failed write can be undone; segment 0 when there is none.
  previousSegment = 0
  previousOffset = 0
  previousLength = 0
  previousDigestHigh = 0
  previousDigestLow = 0
  resolve: () => void = noWaiter
  reject: (error: Error) => void = noWaiter

  constructor(
    readonly segment: Segment,
    readonly offset: number,
    readonly length: number,
    readonly flags: number,
    readonly partition: number,
    readonly keyHash: number,
    readonly durability: Durability,
    readonly chunk: Chunk,
    readonly chunkAt: number,
  ) {}

  get end(): number {
    return this.offset + this.length
  }
}

function noWaiter(): void {}

export class AppendBuffer {
  #current: Chunk = newChunk(chunkBytes)
  readonly #spare: Chunk[] = []

  /** Encodes a record that will lie where `entry` says. */
  add(
    segment: Segment,
    entry: Readonly<IndexEntry>,
    key: Uint8Array,
    value: Uint8Array,
    durability: Durability,
  ): Append {
    const { flags, partition, keyHash, offset, length, digestHigh, digestLow } = entry
    const chunk = this.#chunkFor(length)
    const { bytes, used: at } = chunk
    const bodyAt = at + headerBytes
    bytes.set(key, bodyAt)
    bytes.set(value, bodyAt + key.length)
    writeHeader(bytes, at, segment.seed, offset, {
      flags,
      partition,
      keyBytes: key.length,
      valueBytes: value.length,
      keyHash,
      digestHigh,
      digestLow,
      syncedOffset: segment.syncedLength,
      bodyChecksum: bodyChecksum(bytes, bodyAt, key.length + value.length),
    })
    chunk.used += length
    chunk.waiting += 1
    return new Append(segment, offset, length, flags, partition, keyHash, durability, chunk, at)
  }

  /** A chunk with room for `bytes` after what it has used. */
  #chunkFor(bytes: number): Chunk {
    const current = this.#current
    if (current.waiting === 0) current.used = 0
    if (current.used + bytes <= current.bytes.length) return current
    if (bytes > chunkBytes / 2) return newChunk(bytes)
    this.#current = this.#spare.pop() ?? newChunk(chunkBytes)
    return this.#current
  }

  /** One record of the chunk was written, or given up. */
  release(chunk: Chunk): void {
    chunk.waiting -= 1
    if (chunk.waiting > 0 || chunk === this.#current || chunk.bytes.length !== chunkBytes) return
    chunk.used = 0
    if (this.#spare.length < spareChunksMax) this.#spare.push(chunk)
  }
}

function newChunk(bytes: number): Chunk {
  return { bytes: new Uint8Array(bytes), used: 0, waiting: 0 }
}

/** The first records of the queue that one call can write: all of one segment, up to about `bytesMax`. */
export function takeBatch(queue: readonly Append[], bytesMax: number): Append[] {
  const { segment } = queue[0]
  let count = 0
  let bytes = 0
  while (count < queue.length && queue[count].segment === segment && bytes < bytesMax) {
    bytes += queue[count].length
    count += 1
  }
  return queue.slice(0, count)
}

/** The bytes of records that follow each other in the log, in as few pieces as they lie in. */
export function gather(batch: readonly Append[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let chunk = batch[0].chunk
  let from = batch[0].chunkAt
  let to = from
  for (const append of batch) {
    if (append.chunk !== chunk || append.chunkAt !== to) {
      pieces.push(chunk.bytes.subarray(from, to))
      chunk = append.chunk
      from = append.chunkAt
    }
    to = append.chunkAt + append.length
  }
  pieces.push(chunk.bytes.subarray(from, to))
  return pieces
}

/** The record at this place among `appends`, which are in the order of the log; undefined when it is not. */
export function findAppend(appends: readonly Append[], segment: Segment, offset: number): Append | undefined {
  let low = 0
  let high = appends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const append = appends[middle]
    const isBefore =
      append.segment === segment ? append.offset < offset : append.segment.number < segment.number
    if (isBefore) low = middle + 1
    else high = middle
  }
  const found = appends[low]
  return found !== undefined && found.segment === segment && found.offset === offset ? found : undefined
}
