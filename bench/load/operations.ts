/**
 * Requests on keys, without a thought of time: which key, which value, with which context.
 *
 * Every worker reads all keys and writes those of its own, and a key has one write under way at most; so writers
 * never meet, and there are siblings where the conflict rate asks for them and nowhere else. An update writes with the
 * context of what the worker last knew of the key, and reads it first where it knows nothing, as applications do.
 *
 * Invariant: every value read is of the key that was asked for; others are counted as wrong.
 */
import type { Random } from '../../src/ports/random.js'
import type { Target } from '../targets/target.js'
import type { KeyChooser } from './keys.js'
import type { Operation } from './mixes.js'
import type { Sizes } from './sizes.js'
import { keyName, stampOf, Values } from './values.js'

/** Contexts of keys written longer ago are forgotten, and read again. */
const contextsMax = 100_000
const writersMax = 6
/** A read that sees more is counted with these. */
export const siblingsCountedMax = 8

export interface OperationsOptions {
  readonly target: Target
  readonly random: Random
  readonly sizes: Sizes
  /** This worker's number, and how many there are: it writes keys n with n % workers = worker. */
  readonly worker: number
  readonly workers: number
  readonly keys: number
}

export class Operations {
  readonly #values: Values
  /**
   * By own key, a character a byte: as a view of what came over the network, each would keep all that came with it, and
   * the collections of garbage that this leads to would be the longest times measured.
   */
  readonly #contexts = new Map<number, string>()
  readonly #writing = new Set<number>()
  #keys: number
  #writes = 0
  /** Reads by how many siblings they saw. */
  readonly siblings: number[] = new Array(siblingsCountedMax + 1).fill(0)
  wrong = 0

  constructor(private readonly options: OperationsOptions) {
    const { sizes, random, worker, keys } = options
    this.#values = new Values(sizes.mostBytes, random)
    this.#writes = worker << 24
    this.#keys = keys
  }

  /** Own keys from `from` on, one after the other until `to`. */
  async preload(from: number, to: number, done: () => void): Promise<void> {
    const { workers } = this.options
    for (let key = this.#own(from); key < to; key += workers) {
      await this.#put(key, undefined)
      done()
    }
  }

  /** `conflictRate`: the part of updates that are made by several writers that do not know of each other. */
  async run(operation: Operation, chooser: KeyChooser, conflictRate: number): Promise<void> {
    const { random, workers } = this.options
    const key = chooser.next(this.#keys)
    if (operation === 'read') return this.#read(key)
    if (operation === 'insert') {
      const inserted = this.#own(this.#keys)
      this.#keys = inserted + workers
      return this.#put(inserted, undefined)
    }
    const own = this.#free(key)
    this.#writing.add(own)
    try {
      if (operation === 'modify') await this.#read(own)
      else if (!this.#contexts.has(own)) await this.#read(own)
      const known = this.#contexts.get(own)
      const context = known === undefined ? undefined : Buffer.from(known, 'latin1')
      if (random.next() >= conflictRate) return await this.#put(own, context)
      await Promise.all(Array.from({ length: this.#writers() }, () => this.#put(own, context)))
      // None knows of the others: whoever writes next has to read what there is.
      this.#contexts.delete(own)
    } finally {
      this.#writing.delete(own)
    }
  }

  /** Who do not know of each other: two, and half as often each time one more. */
  #writers(): number {
    let writers = 2
    while (writers < writersMax && this.options.random.next() < 0.5) writers += 1
    return writers
  }

  async #read(key: number): Promise<void> {
    const { siblings, context } = await this.options.target.get(keyName(key))
    this.siblings[Math.min(siblings.length, siblingsCountedMax)] += 1
    if (siblings.some((value) => stampOf(value)?.key !== key)) this.wrong += 1
    if (context !== undefined && context.length > 0 && this.#isOwn(key)) this.#keep(key, context)
  }

  async #put(key: number, context: Uint8Array | undefined): Promise<void> {
    const { target, sizes, random } = this.options
    this.#writes += 1
    const stamp = { key, write: this.#writes >>> 0, writtenAtMs: Date.now() }
    const next = await target.put(keyName(key), this.#values.make(sizes.next(random), stamp), context)
    if (next !== undefined) this.#keep(key, next)
  }

  #keep(key: number, context: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = context
    this.#contexts.set(key, Buffer.from(buffer, byteOffset, byteLength).toString('latin1'))
    if (this.#contexts.size <= contextsMax) return
    const oldest = this.#contexts.keys().next()
    if (oldest.done !== true) this.#contexts.delete(oldest.value)
  }

  /** An own key about as popular as this one, that nobody writes just now. */
  #free(key: number): number {
    const { workers } = this.options
    let own = this.#own(key)
    for (let tries = 0; tries < this.#keys; tries += workers) {
      if (own >= this.#keys) own = this.options.worker
      if (!this.#writing.has(own)) break
      own += workers
    }
    return own
  }

  /** The first own key that is not before this one. */
  #own(key: number): number {
    const { worker, workers } = this.options
    return key + ((((worker - key) % workers) + workers) % workers)
  }

  #isOwn(key: number): boolean {
    return key % this.options.workers === this.options.worker
  }
}
