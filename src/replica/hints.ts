/**
 * Hints (Dynamo §4.6): what this node holds for the owners of keys that are not its own. They lie in a log of
 * their own, apart from its data, and are versions like any other: written and merged as a replica does it. A
 * hint is owed to all owners of its key, whoever they are by then, and stays until all of them have it.
 *
 * Invariant: a hint is removed only as the very version that its owners were given.
 *
 * Limits: `bytesMax` and `keysMax`; at either, a write of a key that no hint is held of is refused with BUSY, and at
 * twice the bytes any write is, so that nothing is acknowledged that is not kept. What W others took is acknowledged even
 * so, and comes to the owner that is away by anti-entropy.
 */
import { GrammeError } from '../errors.js'
import type { Digest, Durability, Store } from '../store/store.js'
import {
  type Held,
  type HeldBytes,
  Replica,
  type ReplicaOptions,
  type Taken,
  type TakeRequest,
} from './replica.js'

export interface HintsOptions extends ReplicaOptions {
  readonly bytesMax: number
  readonly keysMax: number
}

export class Hints {
  /** The hints as a replica's copies, for those who compare and deliver them. */
  readonly replica: Replica
  readonly #store: Store
  #refused = 0

  constructor(private readonly options: HintsOptions) {
    this.replica = new Replica(options)
    this.#store = options.store
  }

  /** Lets go of hints that are known to be spoiled: there is nothing in them to hand over. */
  forgetSpoiled(partitionCount: number): void {
    if (this.#store.stats().damagedRecords === 0) return
    for (let partition = 0; partition < partitionCount; partition += 1) this.replica.forgetSpoiled(partition)
  }

  /** Keys that are held and whole. */
  get keys(): number {
    const { keys, damagedRecords } = this.#store.stats()
    return keys - damagedRecords
  }

  get bytes(): number {
    return this.#store.stats().liveBytes
  }

  /** At so many bytes or keys nothing more is taken; `refused`: how often that was so. */
  get limits(): { bytesMax: number; keysMax: number; refused: number } {
    const { bytesMax, keysMax } = this.options
    return { bytesMax, keysMax, refused: this.#refused }
  }

  /** Takes a write as its coordinator, where no owner can. Throws GrammeError, having changed nothing. */
  async take(partition: number, key: Uint8Array, request: TakeRequest): Promise<Taken> {
    this.#checkRoom(partition, key)
    return this.replica.take(partition, key, request)
  }

  /** Keeps a coordinator's object, as bytes for peers. Resolves when it is as safe as was asked. */
  async merge(
    partition: number,
    key: Uint8Array,
    bytes: Uint8Array,
    durability: Durability | undefined,
  ): Promise<void> {
    this.#checkRoom(partition, key)
    return this.replica.merge(partition, key, bytes, durability)
  }

  read(partition: number, key: Uint8Array): Promise<Held> {
    return this.replica.read(partition, key)
  }

  readForPeer(partition: number, key: Uint8Array): Promise<HeldBytes> {
    return this.replica.readForPeer(partition, key)
  }

  /** Of the hint held, at once; of a spoiled one there is none, since nothing can come of it any more. */
  digest(partition: number, key: Uint8Array): Digest | undefined {
    const digest = this.replica.digest(partition, key)
    return digest !== undefined && this.replica.holds(partition, key, digest) ? digest : undefined
  }

  #checkRoom(partition: number, key: Uint8Array): void {
    const { bytesMax, keysMax } = this.options
    const { keys, liveBytes } = this.#store.stats()
    if (liveBytes < bytesMax && keys < keysMax) return
    if (this.digest(partition, key) !== undefined && liveBytes < 2 * bytesMax) return
    this.#refused += 1
    const message = `hints of ${keys} keys and ${liveBytes} bytes are held, the limits are ${keysMax} and ${bytesMax}`
    throw new GrammeError('BUSY', message, { retryAfterMs: 1000 })
  }
}
