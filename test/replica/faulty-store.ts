/**
 * A store in memory whose disk does as the test says: it fails, hangs, spoils what it holds. What was asked
 * of it is counted, for the promises that only a count can show.
 */
import { MemoryStore } from '../../src/store/memory-store.js'
import {
  type Digest,
  type Durability,
  type RecordRead,
  type ScrubOutcome,
  type Store,
  StoreError,
  type StoreErrorKind,
  type StoreRecord,
} from '../../src/store/store.js'

export class FaultyStore implements Store {
  readonly #inner = new MemoryStore()
  readonly versions = this.#inner.versions
  readonly #spoiled = new Set<string>()
  /** Puts are refused with this, having changed nothing. */
  failPuts: StoreErrorKind | undefined
  failGets: StoreErrorKind | undefined
  failSettle: StoreErrorKind | undefined
  /** Gets wait for this. */
  getGate: Promise<void> = Promise.resolve()
  /** Puts are refused with this, and it is known before. */
  refused: StoreError | undefined
  puts = 0
  readonly settled: (Durability | undefined)[] = []

  /** From now until it is replaced the key's record is there and cannot be read. */
  spoil(key: string): void {
    this.#spoiled.add(key)
  }

  digest(partition: number, key: Uint8Array): Digest | undefined {
    return this.#inner.digest(partition, key)
  }

  holds(partition: number, key: Uint8Array, digest: Digest): boolean {
    return !this.#spoiled.has(nameOf(key)) && this.#inner.holds(partition, key, digest)
  }

  async get(partition: number, key: Uint8Array): Promise<RecordRead> {
    await this.getGate
    if (this.failGets !== undefined) throw new StoreError(this.failGets, 'the disk does not read')
    return this.#spoiled.has(nameOf(key)) ? { kind: 'damaged' } : this.#inner.get(partition, key)
  }

  async put(record: StoreRecord): Promise<void> {
    if (this.failPuts !== undefined) throw new StoreError(this.failPuts, 'the disk does not write')
    this.puts += 1
    this.#spoiled.delete(nameOf(record.key))
    return this.#inner.put(record)
  }

  forgetSpoiled(partition: number): number {
    return this.#inner.forgetSpoiled(partition)
  }

  scrub(): Promise<ScrubOutcome> {
    return this.#inner.scrub()
  }

  remove(partition: number, key: Uint8Array): Promise<void> {
    return this.#inner.remove(partition, key)
  }

  scan(partition: number): AsyncIterable<StoreRecord> {
    return this.#inner.scan(partition)
  }

  async settle(durability?: Durability): Promise<void> {
    this.settled.push(durability)
    if (this.failSettle !== undefined) throw new StoreError(this.failSettle, 'the disk does not sync')
  }

  refusal(): StoreError | undefined {
    return this.refused
  }

  stats() {
    return this.#inner.stats()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}

function nameOf(key: Uint8Array): string {
  return Buffer.from(key).toString('latin1')
}
