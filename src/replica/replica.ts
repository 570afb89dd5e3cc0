/**
 * What one node does for the keys it holds (Dynamo §4.4, §4.6): read its copy, take a write into it, merge a
 * peer's copy into it. It knows of no other node.
 *
 * Invariants: writers of one key take turns; a version that was handed out (to be sent to peers) is in the
 * store, or the actor it was issued under is retired; spoiled bytes are not a version, and count as none.
 */
import { GrammeError } from '../errors.js'
import { nameOf } from '../name-of.js'
import { type Digest, type Durability, type RecordRead, type Store, StoreError } from '../store/store.js'
import type { Versions } from '../store/versions.js'
import type { ActorMint } from '../version/actor.js'
import type { Clock } from '../version/clock.js'
import { digestOfEncoded } from '../version/digest.js'
import { deadFromMs, merge, type VersionedObject } from '../version/object.js'
import { decodeObject, encodeObject, peerBytes } from '../version/object-codec.js'
import { type Write, type WriteLimits, write } from '../version/write.js'
import { KeyLocks } from './key-locks.js'
import type { Witness } from './witness.js'

export interface ReplicaOptions {
  readonly store: Store
  readonly mint: ActorMint
  readonly limits: WriteLimits
  readonly witness?: Witness | undefined
  /**
   * Told of each version that is stored and holds no value, or will hold none, and from when on, by calendar
   * clocks; and of each write that is undone, since what it had replaced may be such a one.
   */
  readonly deaths?: ((partition: number, fromMs: number) => void) | undefined
}

/** A copy as it lies in the store. */
export interface Copy {
  readonly key: Uint8Array
  readonly object: VersionedObject
  readonly digest: Digest
  /** That it takes. */
  readonly bytes: number
}

/** A node's own copy of a key. */
export type Held =
  | { readonly kind: 'found'; readonly object: VersionedObject; readonly digest: Digest }
  | { readonly kind: 'missing' }
  /** There is one, and its bytes are spoiled: not the same as missing. */
  | { readonly kind: 'damaged' }

export type HeldBytes =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' }

export interface PeerRecord {
  readonly key: Uint8Array
  readonly bytes: Uint8Array
  readonly digest: Digest
}

export interface TakeRequest {
  readonly write: Write
  readonly durability: Durability | undefined
  /** Refuse with CONFLICT rather than leave a sibling beside the write. */
  readonly ifCurrent: boolean
}

export interface Taken {
  /** The key's object with the write in it, as bytes for peers. */
  readonly bytes: Uint8Array
  /** The version it was made from; undefined when there was none. */
  readonly base: Digest | undefined
  /** For the client. */
  readonly context: Clock
  /** Resolves when the object is as safe here as was asked; rejects with GrammeError when it cannot be. */
  readonly stored: Promise<void>
}

const missing: Held = { kind: 'missing' }
const damaged: Held = { kind: 'damaged' }

export class Replica {
  readonly #locks = new KeyLocks()

  constructor(private readonly options: ReplicaOptions) {}

  /** The copy held here. Throws GrammeError when the store fails. */
  async read(partition: number, key: Uint8Array): Promise<Held> {
    let record: RecordRead
    try {
      record = await this.options.store.get(partition, key)
    } catch (error) {
      throw storeFailure(error)
    }
    if (record.kind !== 'found') return record
    const decoded = decodeObject(record.value, 'local')
    // The store vouches for the bytes, so this is a format we do not know, and no version we can merge.
    return decoded.kind === 'object'
      ? { kind: 'found', object: decoded.object, digest: record.digest }
      : damaged
  }

  /** The copy held here as bytes for a peer, not decoded. Throws GrammeError when the store fails. */
  async readForPeer(partition: number, key: Uint8Array): Promise<HeldBytes> {
    try {
      const record = await this.options.store.get(partition, key)
      return record.kind === 'found' ? { kind: 'found', bytes: peerBytes(record.value) } : record
    } catch (error) {
      throw storeFailure(error)
    }
  }

  /** The versions held here, for comparing with other replicas. */
  get versions(): Versions {
    return this.options.store.versions
  }

  /** All that is held under a key hash, as bytes for a peer. Throws GrammeError when the store fails. */
  async recordsForPeer(partition: number, keyHash: number): Promise<PeerRecord[]> {
    try {
      const records = await this.options.store.versions.records(partition, keyHash)
      return records.map(({ key, value, digest }) => ({ key, bytes: peerBytes(value), digest }))
    } catch (error) {
      throw storeFailure(error)
    }
  }

  /** The digest of the copy held here, at once; a hint, see Store. */
  digest(partition: number, key: Uint8Array): Digest | undefined {
    try {
      return this.options.store.digest(partition, key)
    } catch (error) {
      throw storeFailure(error)
    }
  }

  /** Whether exactly this version is held here, at once. */
  holds(partition: number, key: Uint8Array, digest: Digest): boolean {
    try {
      return this.options.store.holds(partition, key, digest)
    } catch (error) {
      throw storeFailure(error)
    }
  }

  /** Takes a client's write as its coordinator. Throws GrammeError, having changed nothing. */
  take(partition: number, key: Uint8Array, request: TakeRequest): Promise<Taken> {
    const { mint, limits } = this.options
    const { durability } = request
    return this.#locks.run(nameOf(key), async () => {
      const held = await this.#readIfThere(partition, key)
      // After the read, so that no write failure can come between: what it undid would be issued again.
      this.#checkWritable()
      const result = write(held.kind === 'found' ? held.object : undefined, request.write, mint, limits)
      if (result.kind === 'too-many-siblings') throw tooManySiblings(result, limits)
      const { object, context } = result
      if (result.kind === 'repeated') {
        const bytes = encodeObject(object, 'peer')
        return { bytes, base: undefined, context, stored: this.#settle(durability) }
      }
      if (request.ifCurrent && object.siblings.length > 1) throw conflict(object)
      const { clock } = object
      const { dot, seen } = result
      const { context: brought } = request.write
      this.options.witness?.issued({ key, dot, write: request.write, context: brought, seen, clock })
      const local = encodeObject(object, 'local')
      const base = held.kind === 'found' ? held.digest : undefined
      const stored = this.#put(partition, key, local, digestOfEncoded(local), durability, base)
      this.#noteDeath(partition, object)
      return { bytes: peerBytes(local), base, context, stored }
    })
  }

  /**
   * Merges a peer's copy, as bytes for peers, into the one held here; `base` is the version that it was made
   * from, if known. Resolves when the outcome is as safe as was asked. Throws GrammeError: PROTOCOL for bytes
   * that are no object, READ_ONLY, BUSY.
   */
  async merge(
    partition: number,
    key: Uint8Array,
    bytes: Uint8Array,
    durability: Durability | undefined,
    base?: Digest,
  ): Promise<void> {
    const incoming = decodeObject(bytes, 'peer')
    if (incoming.kind === 'invalid')
      throw new GrammeError('PROTOCOL', `these bytes are no object: ${incoming.reason}`)
    const digest = digestOfEncoded(bytes)
    if (this.holds(partition, key, digest)) return this.#settle(durability)
    const name = nameOf(key)
    if (!this.#locks.isTaken(name) && this.#mayReplace(partition, key, incoming.object, base)) {
      this.#checkWritable()
      this.#noteDeath(partition, incoming.object)
      return this.#put(partition, key, bytes, digest, durability, base)
    }
    const { stored } = await this.#locks.run(name, async () => {
      const held = await this.#readIfThere(partition, key)
      // After the read, so that no write failure can come between: what it undid would be issued again.
      this.#checkWritable()
      const merged = merge(held.kind === 'found' ? held.object : undefined, incoming.object)
      if (!merged.localChanged) return { stored: this.#settle(durability) }
      this.#noteDeath(partition, merged.object)
      if (held.kind !== 'found') return { stored: this.#put(partition, key, bytes, digest, durability) }
      const local = encodeObject(merged.object, 'local')
      return { stored: this.#put(partition, key, local, digestOfEncoded(local), durability, held.digest) }
    })
    return stored
  }

  /**
   * Removes the key where exactly this version is held; whether it was. For what has its place elsewhere, or is
   * reaped. Throws GrammeError when the store fails.
   */
  forget(partition: number, key: Uint8Array, digest: Digest, durability?: Durability): Promise<boolean> {
    return this.#locks.run(nameOf(key), async () => {
      if (!this.holds(partition, key, digest)) return false
      try {
        await this.options.store.remove(partition, key, durability)
      } catch (error) {
        throw storeFailure(error)
      }
      return true
    })
  }

  /** Lets go of what is known to be spoiled in a partition that is given up; how many keys. */
  forgetSpoiled(partition: number): number {
    try {
      return this.options.store.forgetSpoiled(partition)
    } catch (error) {
      throw storeFailure(error)
    }
  }

  /** Resolves when all that is held now is as safe as was asked. Throws GrammeError when it cannot be. */
  settle(durability: Durability | undefined): Promise<void> {
    return this.#settle(durability)
  }

  /** Every copy of a partition, in no order; those that are spoiled are left out. Throws GrammeError. */
  async *copies(partition: number): AsyncGenerator<Copy> {
    try {
      for await (const { key, value, digest } of this.options.store.scan(partition)) {
        const decoded = decodeObject(value, 'local')
        if (decoded.kind === 'object') yield { key, digest, object: decoded.object, bytes: value.length }
      }
    } catch (error) {
      throw storeFailure(error)
    }
  }

  #noteDeath(partition: number, object: VersionedObject): void {
    const fromMs = deadFromMs(object)
    if (fromMs < Number.POSITIVE_INFINITY) this.options.deaths?.(partition, fromMs)
  }

  /**
   * Whether a merge would come to just the incoming object, as memory alone can tell: nothing is held, or what
   * the object was made from. Not where this node may still issue from its copy: which actor, only the copy
   * knows.
   */
  #mayReplace(
    partition: number,
    key: Uint8Array,
    incoming: VersionedObject,
    base: Digest | undefined,
  ): boolean {
    if (this.digest(partition, key) === undefined) return true
    if (base === undefined || !this.holds(partition, key, base)) return false
    const { mint } = this.options
    return !incoming.clock.entries.some(({ actor }) => mint.isOurs(actor))
  }

  /** Spares the disk a look when memory says that there is nothing. */
  #readIfThere(partition: number, key: Uint8Array): Held | Promise<Held> {
    return this.digest(partition, key) === undefined ? missing : this.read(partition, key)
  }

  /** Stores an encoded object: visible when this returns, so that the next writer of the key may take its turn. */
  async #put(
    partition: number,
    key: Uint8Array,
    value: Uint8Array,
    digest: Digest,
    durability: Durability | undefined,
    replaces?: Digest,
  ): Promise<void> {
    try {
      await this.options.store.put({ partition, key, value, digest }, durability, replaces)
    } catch (error) {
      // What was issued may be with peers by now, and this copy is back where it was.
      this.options.mint.retire()
      this.options.deaths?.(partition, 0)
      throw storeFailure(error)
    }
  }

  async #settle(durability: Durability | undefined): Promise<void> {
    try {
      await this.options.store.settle(durability)
    } catch (error) {
      throw storeFailure(error)
    }
  }

  #checkWritable(): void {
    const refusal = this.options.store.refusal()
    if (refusal !== undefined) throw storeFailure(refusal)
  }
}

function tooManySiblings(result: { siblings: number; bytes: number }, limits: WriteLimits): GrammeError {
  return new GrammeError(
    'TOO_MANY_SIBLINGS',
    `the write would leave ${result.siblings} siblings of ${result.bytes} bytes, over the limits ${limits.siblingsMax} and ${limits.objectBytesMax}: read the key, reconcile, and write with the context of that read`,
  )
}

function conflict(object: VersionedObject): GrammeError {
  const others = object.siblings.length - 1
  return new GrammeError('CONFLICT', `the key has ${others} siblings that the context does not cover`)
}

function storeFailure(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error
  if (error.kind === 'closed')
    return new GrammeError('UNREACHABLE', 'the node is shutting down', { cause: error })
  if (error.kind === 'busy')
    return new GrammeError('BUSY', error.message, { cause: error, retryAfterMs: 100 })
  return new GrammeError('READ_ONLY', error.message, { cause: error, retryAfterMs: 1000 })
}
