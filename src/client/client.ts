/**
 * The client (Dynamo §4.4, §6.4). A get returns all versions that nothing has superseded, the siblings, and
 * a context; a put with that context supersedes what the get saw and stands beside anything newer. What to
 * make of siblings is the application's to say: by a resolver, or in `update`.
 */
import { GrammeError } from '../errors.js'
import { type Clock, sleep } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import { durabilityToWire } from '../wire/durability.js'
import { FrameType, keyBytesMax, valueBytesMax } from '../wire/frame.js'
import { siblingsOf } from '../wire/get-reply.js'
import { decodeReply, Get, Put, PutReply } from '../wire/messages.js'
import type { Cluster } from './cluster.js'
import type { Codec } from './codec.js'
import type { ClientObserver, ObservedOutcome, ObservedRequest } from './observer.js'
import {
  type ClientSettings,
  checkDelete,
  checkGet,
  checkPut,
  checkUpdate,
  type DeleteOptions,
  type GetOptions,
  type PutOptions,
  type UpdateOptions,
} from './options.js'
import { Router } from './router.js'
import type { ClientStats } from './stats.js'

export type Key = string | Uint8Array

export interface GetResult<T> {
  /** Every version that nothing has superseded; none when the key was never written, or was deleted. */
  readonly siblings: T[]
  /** The one sibling, or what the resolver makes of several. Undefined: none, or several and no resolver. */
  readonly value: T | undefined
  /** To put with, superseding just these siblings. Opaque; empty when the key was never written. */
  readonly context: Buffer
  /** When each sibling was taken, by the calendar clock of the node that took it. For people: it orders nothing. */
  readonly writtenAtMs: number[]
  /**
   * Fewer than R of those who answered own the key, and others stood in for them: a write that was acknowledged
   * may be missing, until the owners are back.
   */
  readonly isSloppy: boolean
  /** When each sibling expires, by the same clock; undefined: never. */
  readonly expiresAtMs: (number | undefined)[]
}

export interface PutResult {
  /** To put again with: supersedes this write and what its context covered. */
  readonly context: Buffer
  /** Fewer than W of those who hold the write own the key; others hold it for them and will hand it over. */
  readonly isSloppy: boolean
}

export interface ClientParts<Out, In> {
  readonly settings: ClientSettings
  readonly cluster: Cluster
  readonly clock: Clock
  readonly random: Random
  readonly codec: Codec<Out, In>
  readonly resolver: ((siblings: Out[]) => Out) | undefined
  readonly observer: ClientObserver | undefined
}

const writeIdBytes = 8
/** Pause before another round of `update`, doubled each time, jittered. */
const conflictPauseMinMs = 2
const conflictPauseMaxMs = 100

export class Client<Out = Buffer, In = string | Uint8Array> {
  readonly #router: Router
  #closed = false

  constructor(private readonly parts: ClientParts<Out, In>) {
    const { cluster, clock, random, settings } = parts
    this.#router = new Router({ cluster, clock, random, settings })
  }

  /**
   * All siblings of the key, and their context. Throws GrammeError: QUORUM_NOT_MET, TIMEOUT, UNREACHABLE,
   * BUSY, ABORTED, CLOSED, KEY_TOO_LARGE, BAD_ARGUMENT.
   */
  async get(key: Key, options: GetOptions = {}): Promise<GetResult<Out>> {
    const { r = 0, isStrict = false, hedge = true, timeoutMs, signal } = checkGet(options)
    const bytes = this.#key(key)
    const request = { kind: 'get' as const, key: bytes, r, timeoutMs: this.#timeout(timeoutMs) }
    const got = await this.#observed(request, async () => {
      const frame = await this.#router.send({
        key: bytes,
        first: '',
        call: (ringDigest, deadlineMs) => ({
          type: FrameType.GET,
          header: Get.encode({ key: bytes, r, ringDigest, strict: isStrict }),
          deadlineMs,
        }),
        writes: false,
        mayHedge: hedge,
        deadlineMs: this.#deadline(timeoutMs),
        signal,
      })
      const { fastest, ...got } = siblingsOf(frame)
      this.parts.cluster.learnFastest(bytes, fastest)
      return { kind: 'got' as const, ...got }
    })
    const siblings = got.siblings.map((sibling) => this.#decode(sibling))
    const { context, writtenAtMs, expiresAtMs, isSloppy } = got
    const value = this.#resolve(siblings)
    return { siblings, value, context: asBuffer(context), writtenAtMs, expiresAtMs, isSloppy }
  }

  /**
   * Writes a value, superseding what `context` covers. The value is not copied: leave its bytes alone until the
   * promise has settled. Throws GrammeError as `get` does, and OUTCOME_UNKNOWN
   * when it may or may not have been done, BAD_CONTEXT, VALUE_TOO_LARGE, TOO_MANY_SIBLINGS, READ_ONLY,
   * CONFLICT (with `ifCurrent`).
   */
  async put(key: Key, value: In, options: PutOptions = {}): Promise<PutResult> {
    const checked = checkPut(options)
    const bytes = this.#encode(value)
    if (bytes.length > valueBytesMax) {
      throw new GrammeError(
        'VALUE_TOO_LARGE',
        `the value is ${bytes.length} bytes long, over the limit ${valueBytesMax}`,
      )
    }
    return this.#write(FrameType.PUT, key, [bytes], checked)
  }

  /**
   * Deletes what `context` covers; versions written since stay. Without a context the key is read first, and
   * what is there then is deleted. Throws as `put` does.
   */
  async delete(key: Key, options: DeleteOptions = {}): Promise<PutResult> {
    const checked = checkDelete(options)
    if (checked.context !== undefined) return this.#write(FrameType.DELETE, key, [], checked)
    const { w, r = w, isStrict = false, timeoutMs, signal } = checked
    const left = this.#left(timeoutMs, signal)
    const { context, isSloppy } = await this.get(key, { ...left(), isStrict, ...(r && { r }) })
    if (context.length === 0) return { context, isSloppy }
    return this.#write(FrameType.DELETE, key, [], { ...checked, ...left(), context })
  }

  /**
   * Reads the key, lets `reconcile` make one value of its siblings (none, one or several), writes that, and
   * begins again when another writer got in between. `reconcile` may so run several times, each time on what
   * is there then; when it returns undefined nothing is written. Throws as `get` and `put` do, and CONFLICT
   * when other writers won every time.
   */
  async update(
    key: Key,
    reconcile: (siblings: Out[]) => In | undefined | Promise<In | undefined>,
    options: UpdateOptions = {},
  ): Promise<PutResult> {
    const {
      attemptsMax = Number.POSITIVE_INFINITY,
      r,
      w,
      isStrict = false,
      hedge = true,
      coordinator,
      durability,
      ttlMs,
      timeoutMs,
      signal,
    } = checkUpdate(options)
    if (typeof reconcile !== 'function') {
      throw new GrammeError(
        'BAD_ARGUMENT',
        `reconcile must be a function, and is of type ${typeof reconcile}`,
      )
    }
    const { clock, random } = this.parts
    const deadlineMs = this.#deadline(timeoutMs)
    const left = this.#left(timeoutMs, signal)
    let pauseMs = conflictPauseMinMs
    for (let attempt = 1; ; attempt += 1) {
      const { siblings, context, isSloppy } = await this.get(key, {
        ...left(),
        isStrict,
        hedge,
        ...(r && { r }),
      })
      const value = await reconcile(siblings)
      if (value === undefined) return { context, isSloppy }
      if (clock.nowMs() >= deadlineMs) {
        throw new GrammeError('TIMEOUT', 'reconcile took longer than the update may; nothing was written')
      }
      try {
        return await this.put(key, value, {
          ...left(),
          context,
          ifCurrent: true,
          isStrict,
          ...(w && { w }),
          ...(coordinator && { coordinator }),
          ...(durability && { durability }),
          ...(ttlMs && { ttlMs }),
        })
      } catch (error) {
        const again = error instanceof GrammeError && error.code === 'CONFLICT' && attempt < attemptsMax
        if (!again || clock.nowMs() + pauseMs >= deadlineMs) throw error
      }
      await sleep(clock, pauseMs * (0.5 + random.next()))
      pauseMs = Math.min(2 * pauseMs, conflictPauseMaxMs)
    }
  }

  /** The cluster as this client sees it now. */
  get cluster(): Cluster {
    return this.parts.cluster
  }

  /** What was sent since it connected, and what besides. */
  stats(): ClientStats {
    return { ...this.#router.counts }
  }

  /** Ends all connections; requests under way are rejected with CLOSED. May be called again. */
  async close(): Promise<void> {
    this.#closed = true
    this.#router.close()
    this.parts.cluster.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(
    type: typeof FrameType.PUT | typeof FrameType.DELETE,
    key: Key,
    value: Uint8Array[],
    options: ReturnType<typeof checkPut>,
  ): Promise<PutResult> {
    const { context = noBytes, w = 0, durability, ifCurrent = false, ttlMs = 0, isStrict } = options
    const { coordinator = 'fastest', timeoutMs, signal } = options
    const bytes = this.#key(key)
    const writeId = new Uint8Array(writeIdBytes)
    this.parts.random.fill(writeId)
    const wished = {
      w,
      durability: durabilityToWire(durability),
      ifCurrent,
      ttlMs,
      strict: isStrict === true,
    }
    const fastest = coordinator === 'fastest' ? this.parts.cluster.fastestFor(bytes) : ''
    const fields = { key: bytes, context, writeId, coordinator: fastest, ...wished }
    const request = {
      kind: type === FrameType.PUT ? ('put' as const) : ('delete' as const),
      key: bytes,
      value: value[0] ?? noBytes,
      context,
      writeId,
      w,
      durability,
      ttlMs,
      timeoutMs: this.#timeout(timeoutMs),
    }
    const written = await this.#observed(request, async () => {
      const frame = await this.#router.send({
        key: bytes,
        first: fastest,
        call: (ringDigest, deadlineMs) => ({
          type,
          header: Put.encode({ ...fields, ringDigest }),
          value,
          deadlineMs,
        }),
        writes: true,
        mayHedge: false,
        deadlineMs: this.#deadline(timeoutMs),
        signal,
      })
      const { context, sloppy } = decodeReply(PutReply, frame)
      return { kind: 'written' as const, context, isSloppy: sloppy }
    })
    return { context: asBuffer(written.context), isSloppy: written.isSloppy }
  }

  /** Does the work; whoever observes is told before and after. */
  async #observed<T extends ObservedOutcome>(request: ObservedRequest, work: () => Promise<T>): Promise<T> {
    const { observer } = this.parts
    if (observer === undefined) return work()
    const ended = observer.began(request)
    try {
      const outcome = await work()
      ended(outcome)
      return outcome
    } catch (error) {
      ended({ kind: 'failed', error })
      throw error
    }
  }

  #key(key: Key): Uint8Array {
    if (this.#closed) throw new GrammeError('CLOSED', 'the client is closed')
    const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key
    if (!(bytes instanceof Uint8Array))
      throw new GrammeError('BAD_ARGUMENT', `a key is a string or bytes, not ${typeof key}`)
    if (bytes.length === 0)
      throw new GrammeError('BAD_ARGUMENT', 'the key is empty: it must be 1 byte long or more')
    if (bytes.length > keyBytesMax) {
      throw new GrammeError(
        'KEY_TOO_LARGE',
        `the key is ${bytes.length} bytes long, over the limit ${keyBytesMax}`,
      )
    }
    return bytes
  }

  #deadline(timeoutMs: number | undefined): number {
    return this.parts.clock.nowMs() + this.#timeout(timeoutMs)
  }

  #timeout(timeoutMs: number | undefined): number {
    return timeoutMs ?? this.parts.settings.timeoutMs
  }

  /** What is left of one request's time to the parts it is made of. */
  #left(timeoutMs: number | undefined, signal: AbortSignal | undefined): () => GetOptions {
    const { clock } = this.parts
    const deadlineMs = this.#deadline(timeoutMs)
    return () => ({ timeoutMs: Math.max(1, deadlineMs - clock.nowMs()), ...(signal && { signal }) })
  }

  #encode(value: In): Uint8Array {
    let bytes: unknown
    try {
      bytes = this.parts.codec.encode(value)
    } catch (cause) {
      throw new GrammeError('BAD_ARGUMENT', `the codec cannot encode the value: ${String(cause)}`, { cause })
    }
    if (bytes instanceof Uint8Array) return bytes
    throw new GrammeError(
      'BAD_ARGUMENT',
      `a value is a string or bytes, or needs a codec; this one is ${typeof value}`,
    )
  }

  #decode(bytes: Uint8Array): Out {
    try {
      return this.parts.codec.decode(asBuffer(bytes))
    } catch (cause) {
      throw new GrammeError('BAD_ARGUMENT', `the codec cannot decode a stored value: ${String(cause)}`, {
        cause,
      })
    }
  }

  #resolve(siblings: Out[]): Out | undefined {
    return siblings.length > 1 ? this.parts.resolver?.([...siblings]) : siblings[0]
  }
}

const noBytes = new Uint8Array(0)

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
