/**
 * What it costs to place a partition on a node: the randomness of the ring. A node's place is a permutation
 * of all partitions, drawn from the hash of its id alone, so that other members coming and going do not
 * change it (rendezvous hashing; the paper's tokens, §4.2, serve the same end).
 *
 * Think of clocks: in each partition, every node's clock rings once, after an exponentially distributed time
 * whose rate grows with the node's quota, and the first to ring are the owners. Node i's time in partition p
 * is -log(1 - u) / rate, where u is p's rank in i's permutation, evenly spread over (0, 1): spread by rank
 * rather than drawn anew, because that alone takes away two thirds of the variance of the loads.
 *
 * Costs are the logarithm of that time, as whole numbers in units of 2^-20: sums and comparisons of them are
 * exact. Math.log differs between engines in the last bit, so the logarithm is our own.
 */
import { assert } from '../assert.js'
import { hashText32 } from '../hash.js'
import type { RingMember } from './members.js'
import type { Quotas } from './quota.js'

const unit = 1 << 20
/** The rate of a node that is to own every partition: beyond all others, whose logarithms lie within 64. */
const pinned = 128 * unit
/** Of mixing in a permutation. With three, a change of members moves a point more; a fifth adds nothing. */
const rounds = 4

export class Scores {
  readonly #mask: number
  readonly #shift: number
  readonly #times: Int32Array
  readonly #rates: Int32Array
  /** Per node and round: an odd factor and a term. */
  readonly #keys: Int32Array

  constructor(members: readonly RingMember[], partitionCount: number, plan: Quotas) {
    this.#mask = partitionCount - 1
    this.#shift = Math.max(1, (32 - Math.clz32(this.#mask)) >>> 1)
    this.#times = timesOf(partitionCount)
    this.#rates = Int32Array.from(members, (_, i) => rateOf(i, partitionCount, plan))
    this.#keys = new Int32Array(members.length * rounds * 2)
    members.forEach(({ id }, i) => {
      for (let round = 0; round < rounds; round++) {
        const at = (i * rounds + round) * 2
        this.#keys[at] = hashText32(id, 2 * round + 1) | 1
        this.#keys[at + 1] = hashText32(id, 2 * round + 2)
      }
    })
  }

  /** The lower, the sooner the node is chosen. A whole number within ±2^28. */
  cost(node: number, partition: number): number {
    return this.#times[this.#rank(node, partition)] - this.#rates[node]
  }

  /** The partition's place in the node's permutation: each step is one-to-one on log2(Q) bits. */
  #rank(node: number, partition: number): number {
    const keys = this.#keys
    const mask = this.#mask
    let rank = partition
    for (let at = node * rounds * 2, end = at + rounds * 2; at < end; at += 2) {
      rank = (Math.imul(rank, keys[at]) + keys[at + 1]) & mask
      rank ^= rank >>> this.#shift
    }
    return rank
  }
}

/**
 * The logarithm of a node's rate. The first of a zone's clocks rings on each in proportion to its rate: where
 * a zone gives one owner, the quota is the rate. Else a node is chosen if its clock rings within some time,
 * about the same in all partitions: within one unit of time, rate r rings with the chance 1 - exp(-r). Both
 * are a few percent off in some layouts, and placement corrects that; but the less there is to correct, the
 * less a change of members moves.
 */
function rateOf(node: number, partitionCount: number, plan: Quotas): number {
  const chance = plan.quotas[node] / partitionCount
  if (chance >= 1 - 1e-9) return pinned
  const rate = plan.zones[plan.zoneOf[node]].ownersMax === 1 ? chance : -log2(1 - chance) * Math.LN2
  return Math.round(log2(rate) * unit)
}

const timesByCount = new Map<number, Int32Array>()

/** The logarithm of the ringing time by rank, for a clock of rate one. */
function timesOf(partitionCount: number): Int32Array {
  let times = timesByCount.get(partitionCount)
  if (times === undefined) {
    times = Int32Array.from({ length: partitionCount }, (_, rank) =>
      Math.round(log2(-log2(1 - (rank + 0.5) / partitionCount)) * unit),
    )
    timesByCount.set(partitionCount, times)
  }
  return times
}

/** To 40 binary places, by repeated squaring: the same bits in every engine. `x` above 0. */
export function log2(x: number): number {
  assert(x > 0 && x < Number.POSITIVE_INFINITY, 'a logarithm is of a positive number')
  let result = 0
  let rest = x
  while (rest >= 2) {
    rest /= 2
    result++
  }
  while (rest < 1) {
    rest *= 2
    result--
  }
  let place = 1
  for (let i = 0; i < 40; i++) {
    place /= 2
    rest *= rest
    if (rest >= 2) {
      rest /= 2
      result += place
    }
  }
  return result
}
