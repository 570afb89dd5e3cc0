/** What bench/floor.ts is to measure, and what came of one load. */
import type { Measured, Timing } from './lanes.js'

export interface Plan {
  readonly json: boolean
  readonly folder: string
  readonly setups: readonly Setup[]
  readonly timing: Timing
  readonly echoTiming: Timing
  readonly connections: number
  readonly keys: number
  /** For node itself: in the servers, and in the generators. */
  readonly serverFlags: readonly string[]
  readonly generatorFlags: readonly string[]
}

export interface Setup {
  readonly nodes: 1 | 3
  readonly valueBytes: number
  readonly loads: readonly Load[]
}

export interface Load {
  readonly operation: 'get' | 'put'
  readonly inFlight: number
}

/** What one load did, and the servers' processor time for it. */
export interface Result extends Measured {
  readonly serverCpuUs: number
}
