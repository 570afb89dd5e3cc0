/**
 * A draw among n things in proportion to their weights, in constant time: the alias method. Each of n equal
 * columns is shared by at most two things; a draw picks a column and then one of the two.
 *
 * Invariant: what a thing has of all columns together is its part of the weight.
 * Reference: M. Vose, A Linear Algorithm for Generating Random Numbers with a Given Distribution (1991).
 */
import { assert } from '../../src/assert.js'
import type { Random } from '../../src/ports/random.js'

export class Weighted {
  readonly #part: Float64Array
  readonly #other: Uint32Array

  constructor(
    weights: Float64Array,
    private readonly random: Random,
  ) {
    const n = weights.length
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    assert(n > 0 && total > 0, 'there is something to draw')
    this.#part = weights.map((weight) => (weight * n) / total)
    this.#other = Uint32Array.from({ length: n }, (_, at) => at)
    const small: number[] = []
    const large: number[] = []
    this.#part.forEach((part, at) => {
      ;(part < 1 ? small : large).push(at)
    })
    for (;;) {
      const under = small.pop()
      const over = large.pop()
      if (under === undefined || over === undefined) {
        // What is left differs from a whole column by the rounding of doubles alone.
        for (const at of [under, over, ...small, ...large]) if (at !== undefined) this.#part[at] = 1
        return
      }
      this.#other[under] = over
      this.#part[over] -= 1 - this.#part[under]
      ;(this.#part[over] < 1 ? small : large).push(over)
    }
  }

  next(): number {
    const at = this.random.next() * this.#part.length
    const column = Math.floor(at)
    return at - column < this.#part[column] ? column : this.#other[column]
  }
}
