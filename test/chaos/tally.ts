/**
 * What clients saw in each phase of a chaos run: requests, those answered, how long they took, errors by code, and
 * reads that did not show what had been acknowledged.
 */
import { build, type Histogram } from 'hdr-histogram-js'

export interface PhaseReport extends Figures {
  readonly phase: string
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly errors: Readonly<Record<string, PhaseError>>
  /** The longest, in a phase after a fault, that it took until all nodes thought each other well and had one ring. */
  readonly wholeAfterMs: number
  /** See KeyAccount.missed. */
  readonly readMisses: Readonly<Record<Miss, number>>
}

export interface Figures {
  readonly requests: number
  readonly answered: number
  /** Of these, writes with W = 1: what Dynamo calls always writeable. */
  readonly w1Requests: number
  readonly w1Answered: number
}

export type Miss = 'owners' | 'stand-ins'

/** Requests that ended with one error code, and what the first of them was told. */
export interface PhaseError {
  count: number
  readonly first: string
}

class Phase {
  readonly histogram: Histogram = build()
  readonly errors: Record<string, PhaseError> = {}
  readonly misses: Record<Miss, number> = { owners: 0, 'stand-ins': 0 }
  failed = 0
  w1Requests = 0
  w1Failed = 0
  wholeAfterMs = 0
}

export class Tally {
  readonly #phases = new Map<string, Phase>()
  phase = 'before'

  /** A request counts to the phase in which it began. */
  began(kind: 'w1' | 'other'): (error?: { readonly code: string; readonly message: string }) => void {
    const phase = this.#current()
    const beganMs = performance.now()
    if (kind === 'w1') phase.w1Requests += 1
    return (error) => {
      if (error === undefined) {
        phase.histogram.recordValue(Math.max(1, Math.round((performance.now() - beganMs) * 1000)))
        return
      }
      phase.failed += 1
      if (kind === 'w1') phase.w1Failed += 1
      phase.errors[error.code] ??= { count: 0, first: error.message }
      phase.errors[error.code].count += 1
    }
  }

  readMissed(miss: Miss): void {
    this.#current().misses[miss] += 1
  }

  whole(afterMs: number): void {
    const phase = this.#current()
    phase.wholeAfterMs = Math.max(phase.wholeAfterMs, afterMs)
  }

  reports(): PhaseReport[] {
    return [...this.#phases].map(([name, phase]) => {
      const { histogram, failed, w1Requests, errors, misses, wholeAfterMs } = phase
      const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
      return {
        phase: name,
        requests: histogram.totalCount + failed,
        answered: histogram.totalCount,
        w1Requests,
        w1Answered: w1Requests - phase.w1Failed,
        p50Ms: ms(50),
        p99Ms: ms(99),
        p999Ms: ms(99.9),
        errors,
        wholeAfterMs,
        readMisses: misses,
      }
    })
  }

  #current(): Phase {
    let phase = this.#phases.get(this.phase)
    if (phase === undefined) {
      phase = new Phase()
      this.#phases.set(this.phase, phase)
    }
    return phase
  }
}
