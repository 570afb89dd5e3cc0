/**
 * Brings loads down to their caps at the least total cost. A node over its cap hands a partition to another;
 * if that one is full, it hands one on in turn, and so forth to a node with room: a path of exchanges. Each
 * time the cheapest path is taken, which keeps the whole as cheap as it can be for the load moved so far
 * (successive shortest paths, the classic way to a minimum-cost flow). The outcome therefore hardly depends
 * on the order of the work, and differs little between two member sets that differ little: what makes a join
 * move few partitions without any memory of the ring before it.
 *
 * A node's handicap is what it adds to its costs so that nobody would want to exchange; handicaps keep every
 * step of the search at a cost of zero or more, so that the search can stop at the first node with room.
 */
import { assert } from '../assert.js'

export interface Exchangeable {
  readonly nodeCount: number
  readonly partitionCount: number
  /** How many nodes hold each partition. */
  readonly width: number
  /** The nodes that hold partition p: `width` of them from p x width, in any order. Changed in place. */
  readonly holders: Uint16Array
  /** The most partitions that each node may hold. */
  readonly caps: readonly number[]
  cost(node: number, partition: number): number
  /** Whether `to` may take the place of `from`, which holds the partition. */
  fits(partition: number, from: number, to: number): boolean
}

/** Nothing of this node's fits the other. */
const none = -1
/** To be searched for again. */
const stale = -2

/** The replicas that remain over the caps: 0, unless the caps cannot be met together with `fits`. */
export function relieve(problem: Exchangeable): number {
  return new Exchange(problem).run()
}

class Exchange {
  readonly #problem: Exchangeable
  /** The partitions that each node holds, in no order. */
  readonly #held: number[][]
  /** For nodes i and k, at i x nodeCount + k: the partition that i can hand to k most cheaply. */
  readonly #best: Int32Array
  readonly #handicaps: Float64Array
  // The search: distance from the source, the node before on the path, whether the distance is final.
  readonly #distances: Float64Array
  readonly #before: Int32Array
  readonly #settled: Uint8Array

  constructor(problem: Exchangeable) {
    const { nodeCount, partitionCount, width, holders } = problem
    this.#problem = problem
    this.#held = Array.from({ length: nodeCount }, () => [])
    for (let p = 0; p < partitionCount; p++) {
      for (let at = p * width; at < (p + 1) * width; at++) this.#held[holders[at]].push(p)
    }
    this.#best = new Int32Array(nodeCount * nodeCount).fill(stale)
    this.#handicaps = new Float64Array(nodeCount)
    this.#distances = new Float64Array(nodeCount)
    this.#before = new Int32Array(nodeCount)
    this.#settled = new Uint8Array(nodeCount)
  }

  run(): number {
    const { caps, nodeCount } = this.#problem
    let left = 0
    for (let node = 0; node < nodeCount; node++) {
      // Where zones make the exchanges of one path collide, a path may take several goes; not without end.
      let goes = 4 * (this.#held[node].length - caps[node])
      while (this.#held[node].length > caps[node] && goes-- > 0) {
        const end = this.#search(node)
        if (end === none) break
        this.#follow(node, end)
      }
      left += Math.max(0, this.#held[node].length - caps[node])
    }
    return left
  }

  /** The nearest node with room, or none; the path to it is in `before`. Dijkstra's algorithm, dense. */
  #search(source: number): number {
    const { nodeCount, caps } = this.#problem
    const distances = this.#distances.fill(Number.POSITIVE_INFINITY)
    const settled = this.#settled.fill(0)
    distances[source] = 0
    for (;;) {
      let node = none
      for (let i = 0; i < nodeCount; i++) {
        if (settled[i] === 0 && distances[i] < (node === none ? Number.POSITIVE_INFINITY : distances[node]))
          node = i
      }
      if (node === none) return none
      if (this.#held[node].length < caps[node]) {
        for (let i = 0; i < nodeCount; i++) {
          if (settled[i] === 1) this.#handicaps[i] += distances[node] - distances[i]
        }
        return node
      }
      settled[node] = 1
      for (let to = 0; to < nodeCount; to++) {
        if (settled[to] === 1) continue
        const partition = this.#cheapest(node, to)
        if (partition === none) continue
        // Below zero only where zones made a path collide: then it is no shorter than nothing.
        const step = Math.max(
          0,
          this.#step(partition, node, to) + this.#handicaps[to] - this.#handicaps[node],
        )
        if (distances[node] + step < distances[to]) {
          distances[to] = distances[node] + step
          this.#before[to] = node
        }
      }
    }
  }

  /** Exchanges along the path from its end, so that no node goes over its cap on the way. */
  #follow(source: number, end: number): void {
    for (let to = end; to !== source; to = this.#before[to]) {
      const from = this.#before[to]
      const partition = this.#best[from * this.#problem.nodeCount + to]
      // An exchange nearer the end may have spoilt this one: the search is made anew from the source.
      if (partition < 0 || !this.#problem.fits(partition, from, to)) return
      this.#exchange(partition, from, to)
    }
  }

  #step(partition: number, from: number, to: number): number {
    return this.#problem.cost(to, partition) - this.#problem.cost(from, partition)
  }

  #cheapest(from: number, to: number): number {
    const at = from * this.#problem.nodeCount + to
    if (this.#best[at] === stale) {
      let best = none
      let least = Number.POSITIVE_INFINITY
      for (const partition of this.#held[from]) {
        const step = this.#step(partition, from, to)
        if (step > least || (step === least && partition > best)) continue
        if (!this.#problem.fits(partition, from, to)) continue
        best = partition
        least = step
      }
      this.#best[at] = best
    }
    return this.#best[at]
  }

  #exchange(partition: number, from: number, to: number): void {
    const { holders, width } = this.#problem
    const first = partition * width
    const at = holders.indexOf(from, first)
    assert(at >= first && at < first + width, 'a partition is exchanged by a node that holds it')
    holders[at] = to
    const held = this.#held[from]
    held[held.indexOf(partition)] = held[held.length - 1]
    held.pop()
    this.#held[to].push(partition)

    this.#forget(partition, from)
    for (let i = first; i < first + width; i++) this.#reconsider(partition, holders[i])
  }

  /** The node no longer holds the partition. */
  #forget(partition: number, node: number): void {
    const { nodeCount } = this.#problem
    for (let at = node * nodeCount; at < (node + 1) * nodeCount; at++) {
      if (this.#best[at] === partition) this.#best[at] = stale
    }
  }

  /** The partition's holders have changed, and with them the nodes to which this one can hand it. */
  #reconsider(partition: number, node: number): void {
    const { nodeCount } = this.#problem
    for (let to = 0; to < nodeCount; to++) {
      const at = node * nodeCount + to
      const best = this.#best[at]
      if (best === stale) continue
      const fits = this.#problem.fits(partition, node, to)
      if (best === partition) {
        if (!fits) this.#best[at] = stale
      } else if (fits) {
        const gain = best === none ? -1 : this.#step(partition, node, to) - this.#step(best, node, to)
        if (gain < 0 || (gain === 0 && partition < best)) this.#best[at] = partition
      }
    }
  }
}
