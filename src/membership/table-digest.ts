/**
 * What a member table comes to, in a few bytes (Dynamo §4.7's idea, for members): each record has a hash, a bucket
 * is the XOR of those of its records, the table that of its buckets. So equal tables have equal digests in
 * whatever order they heard, and a change costs two XORs.
 *
 * Invariant: the digest is a function of the (id, incarnation, version) in the table and of nothing else: of two
 * tables with equal digests neither has news for the other.
 */
import { hash64, hashText32 } from '../hash.js'
import type { Member } from './member.js'

/** One record in 64 buckets at most is compared in vain: in a table of 1,000 a bucket has about 16. */
export const bucketBits = 6
export const bucketCount = 2 ** bucketBits

export interface TableHash {
  readonly high: number
  readonly low: number
}

/** Which record of a node somebody has. */
export type MemberAge = Pick<Member, 'id' | 'incarnation' | 'version'>

/** The bucket of a node's record: by a hash of its id, as ids need not be random. */
export function bucketOf(id: string): number {
  return hashText32(id) >>> (32 - bucketBits)
}

/** XXH64 of the id's characters, the incarnation as a double and the version in 32 bits, both little-endian. */
export function hashOfAge({ id, incarnation, version }: MemberAge): TableHash {
  const text = Buffer.from(id, 'utf8')
  const bytes = Buffer.alloc(text.length + 12)
  text.copy(bytes)
  // Minus zero is as old as zero.
  bytes.writeDoubleLE(incarnation + 0, text.length)
  bytes.writeUInt32LE(version, text.length + 8)
  return hash64(bytes)
}

export function areSame(a: TableHash, b: TableHash): boolean {
  return a.high === b.high && a.low === b.low
}

export class TableDigest {
  readonly #high = new Uint32Array(bucketCount)
  readonly #low = new Uint32Array(bucketCount)
  #tableHigh = 0
  #tableLow = 0

  /** Takes a record in, or, the second time, out. */
  toggle(age: MemberAge): void {
    const { high, low } = hashOfAge(age)
    const bucket = bucketOf(age.id)
    this.#high[bucket] ^= high
    this.#low[bucket] ^= low
    this.#tableHigh = (this.#tableHigh ^ high) >>> 0
    this.#tableLow = (this.#tableLow ^ low) >>> 0
  }

  get table(): TableHash {
    return { high: this.#tableHigh, low: this.#tableLow }
  }

  /** The low half of each bucket's hash: where the tables differ, it tells which buckets do. */
  buckets(): number[] {
    return [...this.#low]
  }
}
