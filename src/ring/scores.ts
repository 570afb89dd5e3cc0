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
import { hashText32 } from '../hash.js'
import type { RingMember } from './members.js'
import type { Quotas } from './quota.js'

const unit = 2 ** 20
/** Lowers a cost beneath all that have it not: no logarithm here is beyond 64. */
const pinned = 128 * unit
const rounds = 3

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
 * The logarithm of the rate at which a node's clock must run for it to be chosen as often as its quota says.
 * A clock of rate r rings within one unit of time with the chance 1 - exp(-r). Where a zone gives one owner
 * at most, it is the zone that is chosen so, by the first of its clocks, and the nodes share the zone's rate.
 * This is exact for one owner a zone, and near enough elsewhere: placement corrects the rest.
 */
function rateOf(node: number, partitionCount: number, plan: Quotas): number {
  const quota = plan.quotas[node]
  const zone = plan.zones[plan.zoneOf[node]]
  if (quota >= partitionCount * (1 - 1e-9)) return pinned
  const one = zone.ownersMax === 1
  // A zone that is chosen always would need an infinite rate; only the nodes' rates within it matter then.
  const chance = Math.min((one ? zone.quota : quota) / partitionCount, 1 - 2 ** -12)
  const rate = -log2(1 - chance) * (one ? quota / zone.quota : 1)
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

/** To 30 binary places, by repeated squaring: the same bits in every engine. `x` above 0. */
export function log2(x: number): number {
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
  for (let place = 0.5; place >= 2 ** -30; place /= 2) {
    rest *= rest
    if (rest >= 2) {
      rest /= 2
      result += place
    }
  }
  return result
}
