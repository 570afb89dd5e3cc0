/**
 * All that a node needs of the world outside: the ports, and a place for words to its operator. The real
 * ones are in `runtime/`, simulated ones in `simulation/`; the node cannot tell.
 */
import type { Clock } from '../ports/clock.js'
import type { Disk } from '../ports/disk.js'
import type { Network } from '../ports/network.js'
import type { Random } from '../ports/random.js'
import type { Workers } from '../ports/workers.js'
import type { Witness } from '../replica/witness.js'

export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly disk: Disk
  readonly network: Network
  readonly workers: Workers
  /** Memory the process uses, in bytes. */
  readonly memoryBytes: () => number
  /** Under test only. */
  readonly witness?: Witness
}

/** A line for the node's log. */
export type Report = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void
