/**
 * The key directory: where in the log each key's newest record lies, and which version it is. It lives off
 * the JavaScript heap, in one open-addressed table per partition: small tables make growing cheap, so no put
 * pauses for it, and a partition that moves away gives its memory back at once. The keys themselves stay on
 * disk (as in Bitcask, the store under Dynamo's heirs; §5 leaves the engine open).
 *
 * An entry is six 32-bit words: key hash, segment, offset, record length, digest high, digest low. Segment 0
 * marks an empty slot. The key hash and the partition come from two seeds, so together they tell keys apart
 * by some 42 bits; several entries may share a key hash, and only the record on disk says which is whose.
 *
 * Invariant: an entry is found by walking from its home slot over filled ones. Probing is linear, the home is
 * hash * capacity / 2^32 (so any capacity will do), deletion shifts entries back and leaves no markers, and
 * load stays at or under 0.8: 30 to 45 bytes a key, whatever its length, while keys are added.
 *
 * A slot is the index of an entry's first word. Inserting into or removing from a partition invalidates all
 * of that partition's slots. Tables are SharedArrayBuffers for other threads to read: such a reader sees each
 * word whole, but not each entry, and a table that has grown since is left behind.
 */
import { assert } from '../assert.js'

export interface Position {
  readonly segment: number
  readonly offset: number
  readonly length: number
}

export interface Entry extends Position {
  readonly keyHash: number
  readonly digestHigh: number
  readonly digestLow: number
}

const entryWords = 6
const entryBytes = entryWords * 4
const loadMax = 0.8
const growthFactor = 1.5
/** Below this load a table is rebuilt smaller; far enough under the load after growing not to flap. */
const loadMin = 0.25
const capacityMin = 4

/** What every partition without keys shares: one slot, always empty, too small to take an entry. */
const emptyTable = new Uint32Array(entryWords)

export class Directory {
  readonly #tables: Uint32Array[]
  readonly #counts: Uint32Array
  #count = 0
  #bytes = 0

  constructor(readonly partitionCount: number) {
    this.#tables = new Array<Uint32Array>(partitionCount).fill(emptyTable)
    this.#counts = new Uint32Array(partitionCount)
  }

  /** Entries in all partitions. */
  get count(): number {
    return this.#count
  }

  /** Bytes of all tables. */
  get bytes(): number {
    return this.#bytes
  }

  countIn(partition: number): number {
    return this.#counts[partition]
  }

  /** The first entry with this key hash, as a slot, or -1. */
  first(partition: number, keyHash: number): number {
    const table = this.#tables[partition]
    return seek(table, home(table, keyHash), keyHash)
  }

  /** The next entry with this key hash after `slot`, or -1. */
  next(partition: number, keyHash: number, slot: number): number {
    const table = this.#tables[partition]
    return seek(table, after(table, slot), keyHash)
  }

  /** The entry of the record that lies exactly there, or -1: says whether that record is its key's newest. */
  findPosition(partition: number, keyHash: number, segment: number, offset: number): number {
    const table = this.#tables[partition]
    let slot = seek(table, home(table, keyHash), keyHash)
    while (slot !== -1 && (table[slot + 1] !== segment || table[slot + 2] !== offset)) {
      slot = seek(table, after(table, slot), keyHash)
    }
    return slot
  }

  keyHashAt(partition: number, slot: number): number {
    return this.#tables[partition][slot]
  }

  segmentAt(partition: number, slot: number): number {
    return this.#tables[partition][slot + 1]
  }

  offsetAt(partition: number, slot: number): number {
    return this.#tables[partition][slot + 2]
  }

  lengthAt(partition: number, slot: number): number {
    return this.#tables[partition][slot + 3]
  }

  digestHighAt(partition: number, slot: number): number {
    return this.#tables[partition][slot + 4]
  }

  digestLowAt(partition: number, slot: number): number {
    return this.#tables[partition][slot + 5]
  }

  /** Whether the record there holds this version. */
  hasDigestAt(
    partition: number,
    slot: number,
    digest: { readonly high: number; readonly low: number },
  ): boolean {
    return (
      this.digestHighAt(partition, slot) === digest.high && this.digestLowAt(partition, slot) === digest.low
    )
  }

  /** Adds an entry beside any others with this key hash; its slot. */
  insert(
    partition: number,
    keyHash: number,
    segment: number,
    offset: number,
    length: number,
    digestHigh: number,
    digestLow: number,
  ): number {
    assert(isWord(keyHash), `key hash ${keyHash} does not fit in 32 bits`)
    let table = this.#tables[partition]
    const count = this.#counts[partition] + 1
    const capacity = table.length / entryWords
    if (count > capacity * loadMax) {
      table = this.#resize(partition, Math.max(capacityMin, Math.ceil(capacity * growthFactor)))
    }
    const slot = seekEmpty(table, keyHash)
    table[slot] = keyHash
    fill(table, slot, segment, offset, length, digestHigh, digestLow)
    this.#counts[partition] = count
    this.#count += 1
    return slot
  }

  /** Points an entry to another record of the same key. Slots stay valid. */
  replaceAt(
    partition: number,
    slot: number,
    segment: number,
    offset: number,
    length: number,
    digestHigh: number,
    digestLow: number,
  ): void {
    const table = this.#tables[partition]
    assert(table[slot + 1] > 0, `slot ${slot} of partition ${partition} is empty`)
    fill(table, slot, segment, offset, length, digestHigh, digestLow)
  }

  removeAt(partition: number, slot: number): void {
    const table = this.#tables[partition]
    assert(table[slot + 1] > 0, `slot ${slot} of partition ${partition} is empty`)
    shiftBack(table, slot)
    const count = this.#counts[partition] - 1
    this.#counts[partition] = count
    this.#count -= 1
    const capacity = table.length / entryWords
    if (count === 0) this.#resize(partition, 0)
    else if (count < capacity * loadMin && capacity > capacityMin) {
      this.#resize(partition, Math.max(capacityMin, Math.ceil(capacity / 2)))
    }
  }

  /** Forgets every entry of the partition. */
  clear(partition: number): void {
    this.#count -= this.#counts[partition]
    this.#counts[partition] = 0
    this.#resize(partition, 0)
  }

  /** The slots of a partition's entries, in no order; not to be used across an insert or removal. */
  *slots(partition: number): Generator<number> {
    const table = this.#tables[partition]
    for (let slot = 0; slot < table.length; slot += entryWords) if (table[slot + 1] !== 0) yield slot
  }

  /** The slots of the entries whose key hash is from `from` up to and without `to`, as far as `slots` is one. */
  *slotsWithin(partition: number, from: number, to: number): Generator<number> {
    const table = this.#tables[partition]
    const last = home(table, to - 1)
    // Entries stand at their home or behind it, over filled slots: so behind the last home up to a gap.
    let isPastLast = false
    let walked = 0
    for (let slot = home(table, from); walked < table.length; slot = after(table, slot)) {
      if (isPastLast && table[slot + 1] === 0) return
      if (table[slot + 1] !== 0 && table[slot] >= from && table[slot] < to) yield slot
      isPastLast ||= slot === last
      walked += entryWords
    }
  }

  /** A copy of a partition's entries, safe to keep while the directory changes. */
  entries(partition: number): Entry[] {
    const table = this.#tables[partition]
    const entries: Entry[] = []
    for (const slot of this.slots(partition)) {
      entries.push({
        keyHash: table[slot],
        segment: table[slot + 1],
        offset: table[slot + 2],
        length: table[slot + 3],
        digestHigh: table[slot + 4],
        digestLow: table[slot + 5],
      })
    }
    return entries
  }

  /** Rebuilds a partition's table with room for `capacity` entries; 0 gives its memory back. */
  #resize(partition: number, capacity: number): Uint32Array {
    const old = this.#tables[partition]
    const table = capacity === 0 ? emptyTable : new Uint32Array(new SharedArrayBuffer(capacity * entryBytes))
    if (capacity > 0) {
      for (let slot = 0; slot < old.length; slot += entryWords) {
        if (old[slot + 1] === 0) continue
        const target = seekEmpty(table, old[slot])
        for (let word = 0; word < entryWords; word += 1) table[target + word] = old[slot + word]
      }
    }
    this.#tables[partition] = table
    this.#bytes += capacity * entryBytes - (old === emptyTable ? 0 : old.byteLength)
    return table
  }
}

/** Where a key hash's walk starts: the hash, scaled to the table. Exact enough for any capacity. */
function home(table: Uint32Array, keyHash: number): number {
  return ((((table.length / entryWords) * keyHash) / 4294967296) >>> 0) * entryWords
}

function after(table: Uint32Array, slot: number): number {
  const next = slot + entryWords
  return next === table.length ? 0 : next
}

/** Walks from `slot` to an entry with this key hash, or -1 at the first empty slot. There always is one. */
function seek(table: Uint32Array, slot: number, keyHash: number): number {
  while (table[slot + 1] !== 0) {
    if (table[slot] === keyHash) return slot
    slot = after(table, slot)
  }
  return -1
}

function seekEmpty(table: Uint32Array, keyHash: number): number {
  let slot = home(table, keyHash)
  while (table[slot + 1] !== 0) slot = after(table, slot)
  return slot
}

/** Empties a slot, then closes the gap with each later entry of the run that may stand nearer to its home. */
function shiftBack(table: Uint32Array, slot: number): void {
  let gap = slot
  for (let slot = after(table, gap); table[slot + 1] !== 0; slot = after(table, slot)) {
    const start = home(table, table[slot])
    // An entry may move unless its home lies after the gap, on the way round from the gap to the entry.
    const homeIsPastGap = gap < slot ? start > gap && start <= slot : start > gap || start <= slot
    if (homeIsPastGap) continue
    table.copyWithin(gap, slot, slot + entryWords)
    gap = slot
  }
  table[gap + 1] = 0
}

function fill(
  table: Uint32Array,
  slot: number,
  segment: number,
  offset: number,
  length: number,
  digestHigh: number,
  digestLow: number,
): void {
  assert(isWord(segment) && segment > 0, `segment ${segment} is not from 1 to 2^32 - 1`)
  assert(isWord(offset) && isWord(length), `offset ${offset} or length ${length} does not fit in 32 bits`)
  assert(isWord(digestHigh) && isWord(digestLow), 'a half of the digest does not fit in 32 bits')
  table[slot + 2] = offset
  table[slot + 3] = length
  table[slot + 4] = digestHigh
  table[slot + 5] = digestLow
  // Last, so that another thread does not take a half-made entry for a filled slot.
  table[slot + 1] = segment
}

function isWord(value: number): boolean {
  return value >>> 0 === value
}
