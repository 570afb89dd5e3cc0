/**
 * What is to happen in a run, all of it, before it begins: the cluster's shape, what its machines and links are
 * like, every request and every fault with its time. A plan is data: it is drawn from a seed (draw.ts), can be
 * written down, cut shorter (minimise.ts), and played again. What it leaves open, such as how long a packet
 * takes, is drawn from the seed in streams that do not depend on the rest of the plan.
 */
import type { Durability } from '../../wire/durability.js'
import type { FaultKind } from '../fault-model.js'

export interface Plan {
  /** Of the software: another one may play the plan otherwise. */
  readonly version: string
  readonly seed: number
  readonly shape: ClusterShape
  readonly environment: Environment
  /** How long requests and faults go on; then all is healed, and everything must come to rest. */
  readonly durationMs: number
  /** By time. Empty where the workload is a program. */
  readonly operations: readonly PlannedOperation[]
  /** By time. */
  readonly faults: readonly PlannedFault[]
}

export interface ClusterShape {
  readonly nodes: number
  readonly clients: number
  readonly n: number
  readonly r: number
  readonly w: number
  readonly partitions: number
  /** One a node. */
  readonly weights: readonly number[]
  /** One a node. */
  readonly zones: readonly string[]
  readonly durability: Durability
  readonly coordination: 'client' | 'server'
  readonly segmentBytesMax: number
  readonly requestTimeoutMs: number
  /** Between two comparisons of a node's data with the others'. */
  readonly repairIntervalMs: number
  /** Between two rounds of forgetting what is dead, and for how long all must agree that it is. */
  readonly reapIntervalMs: number
  readonly reapAfterMs: number
  /** Between two rounds of handing hints over. */
  readonly handoffIntervalMs: number
  /** Between two passes over all that a node holds, to find what has rotted. */
  readonly scrubIntervalMs: number
}

export interface Environment {
  readonly latencyMs: number
  readonly jitterMs: number
  /** Of the event loop. */
  readonly turnMs: number
  readonly timerLateMsMax: number
  readonly syncMs: number
  /** By machine: how fast its clock runs, and how far its calendar is off. */
  readonly clockRates: readonly number[]
  readonly clockSkewsMs: readonly number[]
}

export type OperationKind = 'get' | 'put' | 'delete' | 'update'

export interface PlannedOperation {
  readonly id: number
  readonly atMs: number
  readonly client: number
  readonly kind: OperationKind
  readonly key: string
  readonly valueBytes: number
  /** Which context a put or delete brings: the client's newest of the key, an older one, or none. */
  readonly context: 'newest' | 'older' | 'none'
  /** 0: the cluster's own. */
  readonly r: number
  readonly w: number
  readonly durability: Durability | undefined
  /** Whether owners alone are to count. */
  readonly isStrict: boolean
  /** Of a put or update; 0: it does not expire. */
  readonly ttlMs: number
  readonly timeoutMs: number
}

export interface PlannedFault {
  readonly id: number
  readonly kind: FaultKind
  readonly atMs: number
  /** 0 for what happens at once. */
  readonly forMs: number
  /** Names of machines: whom it befalls, or one side of what is parted. */
  readonly machines: readonly string[]
  /** The other side, of faults that have one. */
  readonly others: readonly string[]
  /** How bad, as the kind says: a share, a factor, a count. */
  readonly amount: number
}

/** Longer than any run: nothing is reaped in it. */
export const neverReapedMs = 86_400_000
/** So long that no run sees a pass. */
export const neverScrubbedMs = 86_400_000

export function nodeName(index: number): string {
  return `node-${index + 1}`
}

export function clientName(index: number): string {
  return `client-${index + 1}`
}

export function nodeNames({ nodes }: ClusterShape): string[] {
  return Array.from({ length: nodes }, (_, index) => nodeName(index))
}

export function clientNames({ clients }: ClusterShape): string[] {
  return Array.from({ length: clients }, (_, index) => clientName(index))
}
