/** What clients saw in each phase of a chaos run: requests, those answered, how long they took, errors by code. */
import { build, type Histogram } from 'hdr-histogram-js'

export interface PhaseReport {
  readonly phase: string
  readonly requests: number
  readonly answeredShare: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly errors: Readonly<Record<string, number>>
}

interface Phase {
  readonly histogram: Histogram
  readonly errors: Record<string, number>
  failed: number
}

export class Tally {
  readonly #phases = new Map<string, Phase>()
  phase = 'before'

  /** A request counts to the phase in which it began. */
  began(): (errorCode?: string) => void {
    const phase = this.#current()
    const beganMs = performance.now()
    return (errorCode) => {
      if (errorCode === undefined) {
        phase.histogram.recordValue(Math.max(1, Math.round((performance.now() - beganMs) * 1000)))
      } else {
        phase.failed += 1
        phase.errors[errorCode] = (phase.errors[errorCode] ?? 0) + 1
      }
    }
  }

  reports(): PhaseReport[] {
    return [...this.#phases].map(([phase, { histogram, errors, failed }]) => {
      const requests = histogram.totalCount + failed
      const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
      const answeredShare = requests === 0 ? 1 : histogram.totalCount / requests
      return { phase, requests, answeredShare, p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9), errors }
    })
  }

  #current(): Phase {
    let phase = this.#phases.get(this.phase)
    if (phase === undefined) {
      phase = { histogram: build(), errors: {}, failed: 0 }
      this.#phases.set(this.phase, phase)
    }
    return phase
  }
}
