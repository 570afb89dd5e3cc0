/**
 * Who does what of the requests: for each node, the part of all requests that it coordinates, the parts that it does
 * as a peer, and what it only hands on. From the real placement, and from who is down.
 *
 * Invariant: every request is coordinated by one node, and is done by min(N, nodes that are up) nodes in all: N of
 * them with all well, and with some down the same N, as stand-ins take the places (Dynamo §4.6).
 */
import { assert } from '../assert.js'
import { hashText32 } from '../hash.js'
import type { Ring } from '../ring/ring.js'
import type { Plan } from './plan-file.js'

/** In the order of the ring's members; parts of all requests. */
export interface Traffic {
  readonly coordinated: Float64Array
  /** Done for another that coordinates. */
  readonly answered: Float64Array
  readonly forwarded: Float64Array
}

/** Keys whose rank alone says how often they are asked; those behind them are as one. */
const rankedKeysMax = 100_000

/** For each partition the part of the requests that ask for its keys. */
export function popularityOf(partitionCount: number, { data, load }: Plan): Float64Array {
  const exponent = load.popularity === 'uniform' ? 0 : load.popularity.zipf
  const shares = new Float64Array(partitionCount)
  if (exponent === 0) return shares.fill(1 / partitionCount)
  const ranked = Math.min(data.keys, rankedKeysMax)
  let sum = 0
  for (let rank = 1; rank <= ranked; rank += 1) {
    const mass = rank ** -exponent
    // As a key of the real ring: the high bits of its hash.
    const partition = Math.floor((hashText32(`key ${rank}`) * partitionCount) / 2 ** 32)
    shares[partition] += mass
    sum += mass
  }
  const rest = integral(ranked, data.keys, exponent)
  for (let partition = 0; partition < partitionCount; partition += 1) {
    shares[partition] = (shares[partition] + rest / partitionCount) / (sum + rest)
  }
  return shares
}

/** The part of the requests that ask for the one key that is asked most. */
export function hottestKeyShare({ data, load }: Plan): number {
  if (load.popularity === 'uniform') return 1 / data.keys
  const exponent = load.popularity.zipf
  const ranked = Math.min(data.keys, rankedKeysMax)
  let sum = integral(ranked, data.keys, exponent)
  for (let rank = 1; rank <= ranked; rank += 1) sum += rank ** -exponent
  return 1 / sum
}

/** Of x to the minus `exponent`, from half a step behind `from`: what the sum of the ranks between comes to. */
function integral(from: number, to: number, exponent: number): number {
  if (to <= from) return 0
  const [a, b] = [from + 0.5, to + 0.5]
  return exponent === 1 ? Math.log(b / a) : (b ** (1 - exponent) - a ** (1 - exponent)) / (1 - exponent)
}

/** The nodes that do a request for the partition, as indexes of members, the coordinator first; none if all are down. */
export function serversOf(
  ring: Ring,
  index: ReadonlyMap<string, number>,
  partition: number,
  down: ReadonlySet<number>,
): number[] {
  const owners = ring.owners(partition).map((id) => indexOf(index, id))
  if (down.size === 0 || !owners.some((node) => down.has(node))) return owners
  const serving: number[] = []
  for (const { id } of ring.preferenceList(partition)) {
    const node = indexOf(index, id)
    if (!down.has(node)) serving.push(node)
    if (serving.length === owners.length) break
  }
  return serving
}

export function indexOfMembers(ring: Ring): ReadonlyMap<string, number> {
  return new Map(ring.members.map(({ id }, index) => [id, index]))
}

function indexOf(index: ReadonlyMap<string, number>, id: string): number {
  const found = index.get(id)
  assert(found !== undefined, `${id} is a member`)
  return found
}

export function trafficOf(
  ring: Ring,
  popularity: Float64Array,
  coordination: Plan['load']['coordination'],
  down: ReadonlySet<number>,
): Traffic {
  const count = ring.members.length
  const index = indexOfMembers(ring)
  const traffic = {
    coordinated: new Float64Array(count),
    answered: new Float64Array(count),
    forwarded: new Float64Array(count),
  }
  const up = count - down.size
  for (let partition = 0; partition < popularity.length; partition += 1) {
    const share = popularity[partition]
    const serving = serversOf(ring, index, partition, down)
    if (serving.length === 0) continue
    if (coordination === 'client') traffic.coordinated[serving[0]] += share
    else {
      // Any node is asked: one of those serving coordinates, any other hands on to the first.
      for (const node of serving) traffic.coordinated[node] += share / up
      traffic.coordinated[serving[0]] += (share * (up - serving.length)) / up
      for (let node = 0; node < count; node += 1) {
        if (!down.has(node) && !serving.includes(node)) traffic.forwarded[node] += share / up
      }
    }
    // All of them do the request; one of them, as far as it coordinates, for itself.
    for (const node of serving) traffic.answered[node] += share
  }
  for (let node = 0; node < count; node += 1) {
    // Less than nothing is the rounding of doubles.
    traffic.answered[node] = Math.max(0, traffic.answered[node] - traffic.coordinated[node])
  }
  return traffic
}
