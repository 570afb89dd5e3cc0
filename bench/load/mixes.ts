/** What requests do: YCSB's core workloads, by their letters, and the three plain ones. */
import type { Random } from '../../src/ports/random.js'
import type { Popularity } from './keys.js'

export type Operation = 'read' | 'update' | 'insert' | 'modify'

export interface Mix {
  readonly meaning: string
  /** How many of a hundred. */
  readonly parts: Readonly<Partial<Record<Operation, number>>>
  readonly popularity: Popularity
}

export const mixes = {
  A: { meaning: 'half reads, half updates', parts: { read: 50, update: 50 }, popularity: 'zipfian' },
  B: { meaning: 'mostly reads', parts: { read: 95, update: 5 }, popularity: 'zipfian' },
  C: { meaning: 'reads', parts: { read: 100 }, popularity: 'zipfian' },
  D: { meaning: 'reads of what was inserted last', parts: { read: 95, insert: 5 }, popularity: 'latest' },
  F: {
    meaning: 'half reads, half read-modify-write',
    parts: { read: 50, modify: 50 },
    popularity: 'zipfian',
  },
  updates: { meaning: 'updates', parts: { update: 100 }, popularity: 'uniform' },
} as const satisfies Record<string, Mix>

export type MixName = keyof typeof mixes
export const mixNames = Object.keys(mixes) as MixName[]

export function drawOperation(mix: MixName, random: Random): Operation {
  let at = random.next() * 100
  for (const [operation, part] of Object.entries(mixes[mix].parts)) {
    at -= part
    if (at < 0) return operation as Operation
  }
  return 'read'
}
