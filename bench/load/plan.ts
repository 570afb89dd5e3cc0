/** What a load is, and what came of it, as workers and their parent tell each other. */

import type { Popularity } from './keys.js'
import type { MixName } from './mixes.js'
import type { Packed } from './recorder.js'
import type { Arrivals } from './schedule.js'

export type Pace =
  /** So many requests a second, whatever becomes of them. */
  | { readonly kind: 'open'; readonly ratePerSecond: number; readonly arrivals: Arrivals }
  /** So many requests under way; the next is sent when one has been answered. */
  | { readonly kind: 'closed'; readonly inFlight: number }

export interface LoadPlan {
  readonly pace: Pace
  readonly mix: MixName
  readonly popularity: Popularity
  readonly conflictRate: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Latencies are kept for each such part of the time as well; 0: for the whole alone. */
  readonly sliceMs: number
  /** Of an open loop: what is due while so many are unanswered waits. */
  readonly inFlightMax: number
}

export interface WorkerPlan {
  readonly target: string
  readonly connections: number
  readonly seed: number
  readonly sizes: string
  readonly keys: number
  readonly worker: number
  readonly workers: number
}

export type WorkerOrder =
  | ({ readonly kind: 'open' } & WorkerPlan)
  | { readonly kind: 'preload'; readonly lanes: number }
  | { readonly kind: 'load'; readonly plan: LoadPlan; readonly startAtMs: number }
  /** The load under way is over now. */
  | { readonly kind: 'finish' }

export interface WorkerSlice {
  readonly slice: number
  readonly response: Packed
  readonly failed: number
}

export interface WorkerOutcome {
  /** From when requests were due, and from when they were sent; in a closed loop that is the same. */
  readonly response: Packed
  readonly service: Packed
  readonly reads: Packed
  readonly writes: Packed
  /** How late requests were sent, for reasons of the generator's own. */
  readonly lateness: Packed
  readonly slices: readonly WorkerSlice[]
  readonly sent: number
  readonly succeeded: number
  /** Within the time that is measured, whenever they were due. */
  readonly answered: number
  /** Due, and not sent until long after the end; they are among those sent, as failures. */
  readonly neverSent: number
  readonly errors: Readonly<Record<string, number>>
  readonly late: number
  /** Those that waited because `inFlightMax` were unanswered: late by the server's doing. */
  readonly held: number
  readonly wrong: number
  readonly siblings: readonly number[]
  readonly seconds: number
  /** The part of the time in which the generator's event loop was busy, 0 to 1. */
  readonly busy: number
}
