/**
 * Which key a request is for. Keys are numbered by how popular they are, the most popular first; their names are
 * hashed by the store, so neighbours in rank are no neighbours on the ring.
 *
 *   uniform    all alike
 *   zipfian    key n is asked for in proportion to 1 / (n + 1)^0.99, as in YCSB
 *   latest     the same, counted from the key that was written last, as in YCSB D
 *   replayed   as packages of a registry are downloaded: bench/data/popularity.txt
 *
 * Reference: B. Cooper et al., Benchmarking Cloud Serving Systems with YCSB (SoCC 2010), §4.1.
 */
import { readFileSync } from 'node:fs'
import type { Random } from '../../src/ports/random.js'
import { Weighted } from './weighted.js'

export const popularities = ['uniform', 'zipfian', 'latest', 'replayed'] as const
export type Popularity = (typeof popularities)[number]

/** YCSB's. */
const zipfExponent = 0.99

export interface KeyChooser {
  /** A key from 0 to `count` - 1; `count` grows when keys are inserted, and is never below what it was made for. */
  next(count: number): number
}

export function keyChooser(popularity: Popularity, count: number, random: Random): KeyChooser {
  switch (popularity) {
    case 'uniform':
      return { next: (now) => Math.floor(random.next() * now) }
    case 'zipfian': {
      const zipf = new Weighted(zipfWeights(count), random)
      return { next: () => zipf.next() }
    }
    case 'latest': {
      const zipf = new Weighted(zipfWeights(count), random)
      return { next: (now) => now - 1 - zipf.next() }
    }
    case 'replayed': {
      const replayed = new Weighted(replayedWeights(count), random)
      return { next: () => replayed.next() }
    }
  }
}

export function zipfWeights(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => 1 / (n + 1) ** zipfExponent)
}

/** Where there are more keys than packages, the rest is asked for as often as the last package. */
export function replayedWeights(count: number): Float64Array {
  const downloads = popularityData()
  return Float64Array.from({ length: count }, (_, n) => downloads[Math.min(n, downloads.length - 1)])
}

let data: number[] | undefined

/** From the sources: data is not compiled. */
function popularityData(): number[] {
  data ??= readFileSync(new URL('../../../bench/data/popularity.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(Number)
  return data
}
