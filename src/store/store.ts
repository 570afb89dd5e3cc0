/**
 * What a node asks of the place where its records lie: bytes by key, grouped in partitions, each with a
 * 64-bit digest of the version that the bytes hold. A store knows nothing of siblings or clocks: it keeps
 * the last record it was given for a key, whole, and says which version that was without touching the disk.
 *
 * Invariant: a record is visible from the moment `put` is called, and safe (as far as its durability
 * says) from the moment that `put` resolves. What was not written fully is never returned.
 *
 * Writers of one key take turns outside (see replica/): a store does not merge.
 */
import type { Versions } from './versions.js'

export interface Store {
  /** The versions held, for comparing replicas. */
  readonly versions: Versions
  /**
   * The digest of the version held for this key, from memory alone and at once, or undefined when there is
   * surely none. A hint: keys are told apart here by hash, so in about one of 2^42 cases it is another's.
   */
  digest(partition: number, key: Uint8Array): Digest | undefined
  /**
   * Whether exactly this version of the key is held, from memory alone. Digests name versions uniquely. False
   * for one whose bytes are known to be spoiled, so that it can be put again.
   */
  holds(partition: number, key: Uint8Array, digest: Digest): boolean
  /** The record's bytes; `damaged` when they are there and spoiled, which is not the same as missing. */
  get(partition: number, key: Uint8Array): Promise<RecordRead>
  /**
   * Replaces the key's record. Resolves when it is as safe as `durability` says; throws StoreError. `replaces`:
   * the digest of the version held, where the caller knows it, which spares the store a look at the old record.
   */
  put(record: StoreRecord, durability?: Durability, replaces?: Digest): Promise<void>
  /** Forgets the key: for tombstones that are reaped and partitions that have moved, never for deletes. */
  remove(partition: number, key: Uint8Array, durability?: Durability): Promise<void>
  /**
   * Forgets what is known to be spoiled in the partition, at once and from memory alone; how many keys that were. For
   * partitions and hints that are given up: nothing can come of it any more. Its bytes go with their segment.
   */
  forgetSpoiled(partition: number): number
  /**
   * Every record of a partition, in no order; what is written meanwhile may or may not be among them. What is spoiled is
   * not, and counts as spoiled from then on.
   */
  scan(partition: number): AsyncIterable<StoreRecord>
  /** Resolves when everything put or removed before this call is as safe as `durability` says. */
  settle(durability?: Durability): Promise<void>
  /** What a put made now would be refused with; undefined when it would be taken. At once, cheap. */
  refusal(): StoreError | undefined
  /**
   * Reads all that is held, to find what has rotted: it counts as spoiled from then on, as if a get had found it.
   * `pace` resolves when so many bytes more may be read; what it throws ends the pass. Throws StoreError `closed`.
   */
  scrub(pace: (bytes: number) => Promise<void>): Promise<ScrubOutcome>
  stats(): StoreStats
  /** Makes everything safe, marks the stop as clean, gives the folder back. */
  close(): Promise<void>
}

/**
 * When a write counts as safe. `always`: after fdatasync (survives power loss). `interval`: when the
 * operating system has it; synced within a second (survives a killed process). `os`: the same, synced
 * when the operating system pleases.
 */
export type Durability = 'always' | 'interval' | 'os'

export interface StoreRecord {
  readonly partition: number
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly digest: Digest
}

/** 64 bits that name a version, as two unsigned 32-bit numbers. */
export interface Digest {
  readonly high: number
  readonly low: number
}

export type RecordRead =
  | { readonly kind: 'found'; readonly value: Uint8Array; readonly digest: Digest }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' }

export type StoreErrorKind = 'disk-full' | 'disk-failed' | 'busy' | 'locked' | 'closed' | 'foreign'

/**
 * `disk-full` and `disk-failed`: read-only for now. `busy`: too many bytes wait to be written; nothing was
 * done, so it may be tried again soon. `foreign`: the folder is not ours, or of another format.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  constructor(
    readonly kind: StoreErrorKind,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** What a pass over all that is held has found. */
export interface ScrubOutcome {
  /** Records that were not known to be spoiled. */
  readonly damaged: number
  /** Records that the disk could not read: it may do better the next time. */
  readonly unreadable: number
  /** Partitions whose hash tree was not that of their versions, and is now. */
  readonly trees: number
}

export interface StoreStats {
  readonly keys: number
  /** Bytes of records that are the newest of their key. */
  readonly liveBytes: number
  /** Bytes of records that something newer has replaced. */
  readonly deadBytes: number
  readonly segments: number
  readonly directoryBytes: number
  /** Records found spoiled since opening, not yet replaced. */
  readonly damagedRecords: number
  /** Records found spoiled since opening and replaced or removed since. */
  readonly mendedRecords: number
  readonly writable: boolean
  /** Why it is not writable, in words for the operator. */
  readonly readOnlyReason: string | undefined
  readonly bytesWritten: number
  readonly bytesCompacted: number
  /** On the disk, when last looked, which is as it is written to; undefined: not known. */
  readonly freeBytes: number | undefined
}

export function digestsEqual(a: Digest, b: Digest): boolean {
  return a.high === b.high && a.low === b.low
}
