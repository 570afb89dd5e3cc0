/**
 * Randomness that repeats: sfc32 (Doty-Humphrey), seeded by a text. Every source of chance in a simulated run
 * has a stream of its own, named after what it decides ("disk node-2", "link node-1 node-3"), so that taking
 * one fault or one request out of a plan does not stir up all the rest. That is what makes a failure shrink.
 */
import { hashText32 } from '../../hash.js'
import type { Random } from '../../ports/random.js'

const unit = 2 ** -32

export class SeededRandom implements Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** The stream of this name under this seed; equal for equal arguments, on every machine. */
  constructor(seed: number, name: string) {
    this.#a = seed | 0
    this.#b = hashText32(name, 1) | 0
    this.#c = hashText32(`${seed} ${name}`, 2) | 0
    for (let n = 0; n < 12; n += 1) this.uint32()
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  next(): number {
    return this.uint32() * unit
  }

  fill(target: Uint8Array): void {
    for (let at = 0; at < target.length; ) {
      let word = this.uint32()
      for (let n = 0; n < 4 && at < target.length; n += 1, at += 1) {
        target[at] = word & 0xff
        word >>>= 8
      }
    }
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** A number from `min` to `max`, small ones as likely as large ones: for rates and durations. */
  scale(min: number, max: number): number {
    return min * (max / min) ** this.next()
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)]
  }

  /** `count` of them, in the order in which they stand. */
  sample<T>(from: readonly T[], count: number): T[] {
    const left = [...from.keys()]
    const chosen: number[] = []
    while (chosen.length < count && left.length > 0) {
      chosen.push(...left.splice(Math.floor(this.next() * left.length), 1))
    }
    return chosen.sort((a, b) => a - b).map((index) => from[index])
  }
}
