/**
 * How long requests take in a node, stage by stage, counted since it started. `whole`: from a frame's arrival to its
 * reply. Of those that the node coordinates, `own` is its own copy's part (§5), and `quorum` the time from when replicas
 * are asked until enough have answered, the own part, which runs meanwhile, included. `forward`: from when an owner is
 * asked in this node's stead until one has answered. Background work is not in it: nobody waits for that.
 *
 * A request pays for each stage with a look at the clock and two buckets: a tenth of what a library of metrics takes
 * for it (measured), which is why there is none here. Whoever reads them makes of them what is wanted.
 */
import { assert } from '../assert.js'
import { FrameType } from '../wire/frame.js'
import { Durations } from './durations.js'

export type Stage = 'whole' | 'own' | 'quorum' | 'forward'
export type Operation = 'get' | 'put' | 'delete' | 'replica_get' | 'replica_put'

const stagesOf: Readonly<Record<Operation, readonly Stage[]>> = {
  get: ['whole', 'own', 'quorum', 'forward'],
  put: ['whole', 'own', 'quorum', 'forward'],
  delete: ['whole', 'own', 'quorum', 'forward'],
  replica_get: ['whole'],
  replica_put: ['whole'],
}

const operations: ReadonlyMap<number, Operation> = new Map([
  [FrameType.GET, 'get'],
  [FrameType.PUT, 'put'],
  [FrameType.DELETE, 'delete'],
  [FrameType.REPLICA_GET, 'replica_get'],
  [FrameType.REPLICA_PUT, 'replica_put'],
])

export interface StageDurations {
  readonly operation: Operation
  readonly stage: Stage
  readonly durations: Durations
}

export class StageTimes {
  readonly #all: StageDurations[] = (Object.keys(stagesOf) as Operation[]).flatMap((operation) =>
    stagesOf[operation].map((stage) => ({ operation, stage, durations: new Durations() })),
  )
  readonly #wholeByType = new Map<number, Durations>(
    [...operations].map(([type, operation]) => [type, this.of(operation, 'whole')]),
  )

  /** Where a stage's times are to be added. */
  of(operation: Operation, stage: Stage): Durations {
    const found = this.#all.find((one) => one.operation === operation && one.stage === stage)
    assert(found !== undefined, `a ${operation} has the stage ${stage}`)
    return found.durations
  }

  /** A request of this frame's type has been answered, well or not. */
  answered(frameType: number, tookMs: number): void {
    this.#wholeByType.get(frameType)?.add(tookMs)
  }

  all(): readonly StageDurations[] {
    return this.#all
  }
}
