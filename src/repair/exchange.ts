/**
 * Two replicas made equal (Dynamo §4.7): this node asks a peer what it holds, level by level, fetches what it
 * lacks, merges it, and sends what the peer lacks, the outcome of those merges included. The peer need do
 * nothing but answer, and either side may begin. The same exchange mends a replica that has missed writes,
 * fills a new one and empties one that has to go.
 *
 * Invariant: everything goes through a merge, on both sides, so an exchange may run beside writes and other
 * exchanges, break off anywhere and be made again: it can only add what one of the two knew.
 *
 * Limits: one question at a time to a peer, 8 objects under way to it, 256 KiB (or one object) from it.
 */
import type { Peers } from '../coordinator/peers.js'
import { handOver, replicaPut, spoiled } from '../coordinator/replica-calls.js'
import { GrammeError } from '../errors.js'
import { type Clock, sleep } from '../ports/clock.js'
import type { PeerRecord, Replica } from '../replica/replica.js'
import { hashOfVersions } from '../store/hash-tree.js'
import type { HashRange, Version } from '../store/versions.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag, frameFixedBytes, keyBytesMax } from '../wire/frame.js'
import { keyHashesAtOnceMax, partitionsAtOnceMax, rangesAtOnceMax } from './answers.js'
import {
  type BinaryRange,
  differenceOf,
  differentLeaves,
  hashRangeOf,
  leafAsRange,
  notAmong,
  partsOf,
} from './difference.js'
import {
  compareCall,
  comparedOf,
  contentsOf,
  type Fetched,
  fetchCall,
  fetchedOf,
  listCall,
} from './repair-codec.js'
import type { Superseded } from './superseded.js'

export interface ExchangeParts {
  readonly replica: Replica
  readonly peers: Pick<Peers, 'call' | 'spoiled'>
  readonly clock: Clock
  readonly partitionOf: (key: Uint8Array) => number
  /** Resolves when so many bytes more may be moved. */
  readonly pace: (bytes: number) => Promise<void>
  /** `both` by default. */
  readonly mode?: ExchangeMode
  /** For `give`: what is known to be superseded is not sent. */
  readonly superseded?: Superseded
  /** Told of each partition that is over; `servesThere`: whether the peer serves it. */
  readonly compared?: (partition: number, servesThere: boolean) => void
}

export type ExchangeMode =
  /** Both sides come to hold the same, but for partitions that the peer is to fill itself, which it does. */
  | 'both'
  /**
   * What the peer holds is not merged here, and it is to serve the partition and have all that is held here, or what
   * supersedes it, safe from power loss, when the exchange is over. For who is to give up what it holds.
   */
  | 'give'
  /** What the peer lacks is not sent. For who is to fill itself. */
  | 'take'

/** What an exchange came to. */
export interface Moved {
  /** Partitions that were compared, and how many of them differed. */
  partitions: number
  different: number
  objectsFetched: number
  objectsSent: number
  /** Both ways, questions and answers included. */
  bytes: number
}

const callTimeoutMs = 5000
const sendsAtOnceMax = 8
const mergesAtOnceMax = 16
/** What arrives spoiled each time is left for another round. */
const fetchesMax = 3
/**
 * What differs at the first look is often just on its way. It is given this long before anything is fetched;
 * a write that takes longer is moved twice.
 */
const settleMs = 20

export class Exchange {
  readonly moved: Moved = { partitions: 0, different: 0, objectsFetched: 0, objectsSent: 0, bytes: 0 }

  constructor(
    private readonly parts: ExchangeParts,
    private readonly peer: string,
  ) {}

  /**
   * Makes the partitions equal on both sides, as of some moment during the call. Throws GrammeError: what the
   * peer answered, or why it did not; what was moved before stays.
   */
  async run(partitions: readonly number[], ringDigest: number): Promise<void> {
    const { replica, compared: tell } = this.parts
    let done = 0
    while (done < partitions.length) {
      const batch = partitions.slice(done, done + partitionsAtOnceMax)
      const roots = batch.map((partition) => replica.versions.root(partition))
      const hashes = Uint32Array.from(roots.flatMap(({ high, low }) => [high, low]))
      const compared = comparedOf(
        await this.#ask(compareCall(ringDigest, batch, hashes, this.#isGiving)),
        batch,
      )
      const lookedAt = batch.slice(0, compared.lookedAt)
      const different = new Map(compared.different.map(({ partition, leaves }) => [partition, leaves]))
      for (const partition of lookedAt) {
        const servesThere = !compared.unserved.has(partition)
        if (!servesThere && this.#isGiving) throw new GrammeError('BUSY', 'an owner is still being filled')
        const leaves = different.get(partition)
        const mayMove = this.#isTaking || (servesThere && !(this.#isGiving && isEmpty(replica, partition)))
        if (leaves !== undefined && mayMove) {
          this.moved.different += 1
          await this.#partition(partition, differentLeaves(replica.versions.leaves(partition), leaves))
        }
        tell?.(partition, servesThere)
      }
      this.moved.partitions += compared.lookedAt
      done += compared.lookedAt
    }
  }

  get #isGiving(): boolean {
    return this.parts.mode === 'give'
  }

  get #isTaking(): boolean {
    return this.parts.mode === 'take'
  }

  async #partition(partition: number, leaves: readonly number[]): Promise<void> {
    const ranges = leaves.map(leafAsRange)
    while (ranges.length > 0) {
      const asked = ranges.splice(0, rangesAtOnceMax)
      const contents = contentsOf(await this.#ask(listCall(partition, asked, this.#isGiving)), asked.length)
      const lacking: number[] = []
      const different = new Map<number, Version[]>()
      for (const [i, content] of contents.entries()) {
        const mine = this.#within(partition, hashRangeOf(asked[i]))
        if (content.kind === 'parts') {
          ranges.push(...differentParts(asked[i], mine, content.parts))
          continue
        }
        const difference = differenceOf(mine, content.versions)
        lacking.push(...difference.lacking)
        for (const keyHash of difference.different) different.set(keyHash, [])
        for (const version of content.versions) different.get(version.keyHash)?.push(version)
      }
      if (different.size === 0) continue
      if (this.#isGiving) {
        await this.#lookForSuperseded(partition, different)
        await this.#send(partition, different)
        continue
      }
      if (!this.#isTaking) await sleep(this.parts.clock, settleMs)
      const stillLacking = lacking.filter(
        (keyHash) => notAmong(different.get(keyHash) ?? [], this.#under(partition, keyHash)).length > 0,
      )
      await this.#fetch(partition, stillLacking)
      if (!this.#isTaking) await this.#send(partition, different)
    }
  }

  async #fetch(partition: number, keyHashes: readonly number[]): Promise<void> {
    for await (const { objects } of this.#fetched(partition, keyHashes)) {
      // A few at a time: a thousand in one turn would hold up everybody else.
      for (let merged = 0; merged < objects.length; merged += mergesAtOnceMax) {
        const few = objects.slice(merged, merged + mergesAtOnceMax)
        await Promise.all(few.map(({ key, bytes }) => this.#merge(partition, key, bytes)))
      }
    }
  }

  /** What the peer holds under the key hashes, as it comes, and under which of them. */
  async *#fetched(
    partition: number,
    keyHashes: readonly number[],
  ): AsyncGenerator<Fetched & { readonly keyHashes: readonly number[] }> {
    let done = 0
    let attempt = 0
    while (done < keyHashes.length) {
      const asked = keyHashes.slice(done, done + keyHashesAtOnceMax)
      const fetched = fetchedOf(await this.#ask(fetchCall(partition, asked)), asked.length)
      if (fetched.spoiled > 0) {
        for (let n = 0; n < fetched.spoiled; n += 1) this.parts.peers.spoiled?.(this.peer)
        attempt += 1
        if (attempt >= fetchesMax) throw spoiled()
        // All of it: under which key hash a spoiled one lay cannot be known.
        continue
      }
      attempt = 0
      this.moved.objectsFetched += fetched.objects.length
      yield { ...fetched, keyHashes: asked.slice(0, fetched.lookedAt) }
      done += fetched.lookedAt
    }
  }

  /** Where both hold something else, the peer's is most often the newer. */
  async #lookForSuperseded(
    partition: number,
    different: ReadonlyMap<number, readonly Version[]>,
  ): Promise<void> {
    const { superseded } = this.parts
    if (superseded === undefined) return
    const doubtful = [...different].filter(([keyHash, theirs]) => {
      const news = notAmong(this.#under(partition, keyHash), theirs)
      return theirs.length > 0 && news.some((mine) => !superseded.isBy(mine, theirs))
    })
    const asked = doubtful.map(([keyHash]) => keyHash)
    for await (const { objects, keyHashes } of this.#fetched(partition, asked)) {
      await superseded.compare(partition, keyHashes, objects)
    }
  }

  async #merge(partition: number, key: Uint8Array, bytes: Uint8Array): Promise<void> {
    const { replica, partitionOf } = this.parts
    if (key.length === 0 || key.length > keyBytesMax || partitionOf(key) !== partition) {
      throw new GrammeError('PROTOCOL', `a peer sent a key that is not of partition ${partition}`)
    }
    await replica.merge(partition, key, bytes, undefined)
  }

  /** Sends what is held under the key hashes and was not among `theirs`, which a merge may just have made. */
  async #send(partition: number, different: ReadonlyMap<number, readonly Version[]>): Promise<void> {
    const { replica, superseded } = this.parts
    const sending = new Set<Promise<void>>()
    let failure: unknown
    for (const [keyHash, theirs] of different) {
      if (failure !== undefined) break
      const news = notAmong(this.#under(partition, keyHash), theirs)
      if (news.length === 0) continue
      for (const record of await replica.recordsForPeer(partition, keyHash)) {
        if (!news.some(({ high, low }) => high === record.digest.high && low === record.digest.low)) continue
        // What was listed is safe there; what has been fetched since and was not listed may not be.
        if (superseded?.isBy(record.digest, theirs)) continue
        const sent = this.#put(record)
          .catch((error: unknown) => {
            failure ??= error
          })
          .finally(() => sending.delete(sent))
        sending.add(sent)
        if (sending.size >= sendsAtOnceMax) await Promise.race(sending)
      }
    }
    await Promise.all(sending)
    if (failure !== undefined) throw failure
  }

  async #put({ key, bytes }: PeerRecord): Promise<void> {
    const durability = this.#isGiving ? 'always' : undefined
    const put = { ...replicaPut(key, bytes, durability), flags: FrameFlag.BACKGROUND }
    await handOver(() => this.#ask(put))
    this.moved.objectsSent += 1
  }

  async #ask(call: Call): Promise<Frame> {
    const { peers, pace } = this.parts
    const asked = bytesOf(call.header?.len ?? 0, ...(call.value ?? []).map((value) => value.length))
    const frame = await peers.call(this.peer, call, callTimeoutMs)
    const bytes = asked + bytesOf(frame.header.length, frame.value.length)
    this.moved.bytes += bytes
    await pace(bytes)
    return frame
  }

  #within(partition: number, range: HashRange): Version[] {
    return this.parts.replica.versions.within(partition, range)
  }

  #under(partition: number, keyHash: number): Version[] {
    return this.#within(partition, { from: keyHash, to: keyHash + 1 })
  }
}

function isEmpty(replica: Replica, partition: number): boolean {
  return replica.versions.count(partition) === 0
}

function differentParts(range: BinaryRange, mine: readonly Version[], theirs: Uint32Array): BinaryRange[] {
  return partsOf(range).filter((part, i) => {
    const { from, to } = hashRangeOf(part)
    const { high, low } = hashOfVersions(mine.filter(({ keyHash }) => keyHash >= from && keyHash < to))
    return high !== theirs[2 * i] || low !== theirs[2 * i + 1]
  })
}

function bytesOf(...lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, frameFixedBytes)
}
