/**
 * What is under way, by a number that is given to it and said again when it is over, as a request and its reply are. A
 * Map would do, but one that is filled and emptied all the time leaves a trail of old tables, each of which holds what was
 * in it and the next one; once one of them is old enough to be looked at seldom by the collector of garbage, so are
 * requests long over, and collecting them is what the slowest requests would wait for (docs/decisions/2026-11-26-latency.md).
 *
 * Invariant: two that are under way at a time have different numbers and different places; a number comes again only
 * after as many others as there are.
 *
 * Limit: none of its own; the table doubles when it is half full, and does not shrink.
 */
import { assert } from './assert.js'

const placesMin = 64
/** Numbers are 32 bits on the wire, and 0 is nobody's. */
const numberMax = 0xffffffff

export class Numbered<T> {
  #items: (T | undefined)[] = new Array<T | undefined>(placesMin).fill(undefined)
  #numbers: number[] = new Array<number>(placesMin).fill(0)
  #size = 0

  /** `last`: numbers begin after it. */
  constructor(private last = 0) {}

  get size(): number {
    return this.#size
  }

  /** The number that the next one is to have: one whose place is free. */
  next(): number {
    if (2 * this.#size >= this.#items.length) this.#grow()
    do {
      this.last = this.last === numberMax ? 1 : this.last + 1
    } while (this.#items[this.#placeOf(this.last)] !== undefined)
    return this.last
  }

  /** `number`: from `next`, with nothing in between. */
  add(number: number, item: T): void {
    const place = this.#placeOf(number)
    assert(this.#items[place] === undefined, 'a place has one at a time')
    this.#items[place] = item
    this.#numbers[place] = number
    this.#size += 1
  }

  get(number: number): T | undefined {
    const place = this.#placeOf(number)
    return this.#numbers[place] === number ? this.#items[place] : undefined
  }

  /** Harmless when it is not there. */
  delete(number: number): void {
    if (this.get(number) === undefined) return
    this.#items[this.#placeOf(number)] = undefined
    this.#size -= 1
  }

  /** All of them, in no order. */
  all(): T[] {
    return this.#items.filter((item) => item !== undefined)
  }

  clear(): void {
    this.#items.fill(undefined)
    this.#size = 0
  }

  #placeOf(number: number): number {
    // The table's length is a power of two.
    return number & (this.#items.length - 1)
  }

  /** Twice the places: what had different ones before has so after. */
  #grow(): void {
    const [items, numbers] = [this.#items, this.#numbers]
    this.#items = new Array<T | undefined>(2 * items.length).fill(undefined)
    this.#numbers = new Array<number>(2 * items.length).fill(0)
    for (const [place, item] of items.entries()) {
      if (item === undefined) continue
      this.#items[this.#placeOf(numbers[place])] = item
      this.#numbers[this.#placeOf(numbers[place])] = numbers[place]
    }
  }
}
