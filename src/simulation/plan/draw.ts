/**
 * Draws a plan from a seed, as in swarm testing (Groce et al. 2012): every seed leaves some faults out
 * altogether and weighs the rest at random, and draws the cluster's shape and the workload's. A run with all
 * faults at once would hide what takes two of them and an hour of quiet.
 */
import { softwareVersion } from '../../software-version.js'
import type { Durability } from '../../wire/durability.js'
import type { FaultKind } from '../fault-model.js'
import { SeededRandom } from '../world/seeded-random.js'
import { drawFaults } from './draw-faults.js'
import {
  type ClusterShape,
  type Environment,
  neverReapedMs,
  neverScrubbedMs,
  type OperationKind,
  type Plan,
  type PlannedOperation,
} from './plan.js'

/** What is not to be left to chance. */
export interface PlanWishes {
  readonly nodes?: number | undefined
  readonly clients?: number | undefined
  readonly n?: number | undefined
  readonly r?: number | undefined
  readonly w?: number | undefined
  readonly partitions?: number | undefined
  readonly weights?: readonly number[] | undefined
  readonly durability?: Durability | undefined
  readonly coordination?: 'client' | 'server' | undefined
  readonly durationMs?: number | undefined
  /** Of all clients together. */
  readonly requestsPerSecond?: number | undefined
  readonly keys?: number | undefined
  readonly valueBytesMax?: number | undefined
  /** Just these kinds, all of them. Without it each kind is in with one chance in three. */
  readonly faults?: readonly FaultKind[] | undefined
  /** The workload is a program: no requests are planned. */
  readonly isProgram?: boolean | undefined
}

/** The longest run and the highest rate that are drawn where nothing is wished. */
export const durationDrawnMaxMs = 15_000
export const rateDrawnMax = 150

/** Longer than most requests, shorter than most runs: what expires has been read before, and is read after. */
const ttlDrawnMaxMs = 5000

/** Above what a request and the repair behind it may take, which is all that can bring something back. */
const reapAfterDrawnMinMs = 10_500
const reapAfterDrawnMaxMs = 15_000

export function drawPlan(seed: number, wishes: PlanWishes = {}): Plan {
  const shape = {
    ...drawShape(new SeededRandom(seed, 'shape'), wishes),
    ...drawReaping(new SeededRandom(seed, 'reaping')),
    ...drawScrubbing(new SeededRandom(seed, 'scrubbing')),
  }
  const environment = drawEnvironment(new SeededRandom(seed, 'environment'), shape)
  const random = new SeededRandom(seed, 'workload')
  const durationMs = wishes.durationMs ?? Math.round(random.scale(2000, durationDrawnMaxMs))
  const operations = wishes.isProgram ? [] : drawOperations(random, seed, shape, durationMs, wishes)
  const faults = drawFaults(seed, shape, durationMs, wishes.faults)
  return { version: softwareVersion, seed, shape, environment, durationMs, operations, faults }
}

/** Not in every run: waiting for it takes as long again. */
function drawReaping(random: SeededRandom): Pick<ClusterShape, 'reapIntervalMs' | 'reapAfterMs'> {
  const isReaped = random.chance(0.4)
  const reapAfterMs = Math.round(random.scale(reapAfterDrawnMinMs, reapAfterDrawnMaxMs))
  return {
    reapIntervalMs: Math.round(random.scale(200, 2000)),
    reapAfterMs: isReaped ? reapAfterMs : neverReapedMs,
  }
}

/** Not in every run: where it is not, what is not read is left as it is. */
function drawScrubbing(random: SeededRandom): Pick<ClusterShape, 'scrubIntervalMs'> {
  const isScrubbed = random.chance(0.6)
  const scrubIntervalMs = Math.round(random.scale(100, 5000))
  return { scrubIntervalMs: isScrubbed ? scrubIntervalMs : neverScrubbedMs }
}

function drawShape(
  random: SeededRandom,
  wishes: PlanWishes,
): Omit<ClusterShape, 'reapIntervalMs' | 'reapAfterMs' | 'scrubIntervalMs'> {
  const quorumMin = Math.max(wishes.r ?? 1, wishes.w ?? 1)
  const nodesMin = Math.max(wishes.n ?? 1, quorumMin)
  const nodes = wishes.nodes ?? pickFrom(random, [1, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7], nodesMin, nodesMin)
  const n =
    wishes.n ??
    pickFrom(
      random,
      [1, 2, 3, 3, 3, 3, 4, 5].filter((one) => one <= nodes),
      quorumMin,
      nodes,
    )
  const majority = Math.floor(n / 2) + 1
  const quorum = () => (random.chance(0.5) ? majority : random.integer(1, n))
  const weightsOf = random.pick([() => 1, () => 1, () => random.pick([1, 2, 4]), () => random.scale(0.5, 8)])
  const zones = random.pick([1, 1, 2, 3])
  const { weights } = wishes
  return {
    nodes,
    n,
    clients: wishes.clients ?? random.integer(1, 5),
    r: wishes.r ?? quorum(),
    w: wishes.w ?? quorum(),
    partitions: wishes.partitions ?? random.pick([1, 2, 8, 16, 64]),
    weights: Array.from({ length: nodes }, (_, i) => weights?.[i % weights.length] ?? weightsOf()),
    zones: Array.from({ length: nodes }, (_, i) => (zones === 1 ? '' : `zone-${i % zones}`)),
    durability: wishes.durability ?? random.pick(['always', 'always', 'interval', 'os']),
    coordination: wishes.coordination ?? random.pick(['client', 'client', 'server']),
    segmentBytesMax: random.pick([64, 64, 256, 4096]) * 1024,
    requestTimeoutMs: Math.round(random.scale(300, 5000)),
    repairIntervalMs: Math.round(random.scale(200, 5000)),
    handoffIntervalMs: Math.round(random.scale(100, 3000)),
  }
}

/** One of these that is no less than `min`; where none is, `otherwise`. */
function pickFrom(random: SeededRandom, from: readonly number[], min: number, otherwise: number): number {
  const possible = from.filter((one) => one >= min)
  return possible.length === 0 ? otherwise : random.pick(possible)
}

function drawEnvironment(random: SeededRandom, { nodes, clients }: ClusterShape): Environment {
  const machines = nodes + clients
  const latencyMs = random.scale(0.05, 3)
  return {
    latencyMs,
    jitterMs: latencyMs * random.scale(0.1, 2),
    turnMs: random.scale(0.005, 0.2),
    timerLateMsMax: random.scale(0.1, 5),
    syncMs: random.scale(0.2, 10),
    clockRates: Array.from({ length: machines }, () => 1 + (random.next() - 0.5) * 4e-4),
    clockSkewsMs: Array.from({ length: machines }, () => Math.round((random.next() - 0.5) * 200)),
  }
}

function drawOperations(
  random: SeededRandom,
  seed: number,
  shape: ClusterShape,
  durationMs: number,
  wishes: PlanWishes,
): PlannedOperation[] {
  // What came later draws from streams of its own, and so leaves the rest of a seed's plan as it was.
  const strictness = new SeededRandom(seed, 'strictness')
  const ttlRandom = new SeededRandom(seed, 'ttl')
  const rate = wishes.requestsPerSecond ?? random.scale(10, rateDrawnMax)
  const keys = wishes.keys ?? Math.round(random.scale(1, 60))
  const isHot = random.chance(0.5)
  const valueBytesMax = wishes.valueBytesMax ?? random.pick([40, 200, 2000, 2000, 20_000])
  const weights: Record<OperationKind, number> = {
    get: random.scale(0.5, 4),
    put: random.scale(0.5, 4),
    delete: random.pick([0, 0.1, 0.5]),
    update: random.pick([0, 0.3, 1]),
  }
  const blind = random.pick([0, 0.1, 0.5])
  const older = random.pick([0, 0.1, 0.3])
  const odd = random.pick([0, 0, 0.2])
  const strict = strictness.pick([0, 0, 0.3, 1])
  const expiring = ttlRandom.pick([0, 0, 0.2, 0.6])
  const operations: PlannedOperation[] = []
  let atMs = 0
  for (let id = 1; ; id += 1) {
    // Arrivals that know nothing of each other.
    atMs += (-Math.log(1 - random.next()) * 1000) / rate
    if (atMs >= durationMs) return operations
    const contextDraw = random.next()
    const isOdd = random.chance(odd)
    const oddR = random.integer(1, shape.n)
    const oddW = random.integer(1, shape.n)
    const oddDurability = random.pick<Durability>(['always', 'interval', 'os'])
    const popularity = random.next()
    operations.push({
      id,
      atMs: Math.round(atMs * 1000) / 1000,
      client: random.integer(0, shape.clients - 1),
      kind: weighted(random, weights),
      key: `key ${Math.floor(keys * (isHot ? popularity ** 4 : popularity))}`,
      valueBytes: random.chance(0.002)
        ? random.integer(0, 1024 * 1024)
        : Math.round(random.scale(1, valueBytesMax)),
      context: contextDraw < blind ? 'none' : contextDraw < blind + older ? 'older' : 'newest',
      r: isOdd ? oddR : 0,
      w: isOdd ? oddW : 0,
      durability: isOdd ? oddDurability : undefined,
      isStrict: strictness.chance(strict),
      ttlMs: ttlRandom.chance(expiring) ? Math.round(ttlRandom.scale(20, ttlDrawnMaxMs)) : 0,
      timeoutMs: shape.requestTimeoutMs,
    })
  }
}

function weighted<T extends string>(random: SeededRandom, weights: Record<T, number>): T {
  const entries = Object.entries(weights) as [T, number][]
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return entries[0][0]
}
