/**
 * The cheapest set of nodes that meets the goals of a plan, by counts of its types. Sets are looked at from the cheapest
 * on, each once, so that the first that is enough is the answer. What cannot be enough, since its nodes together carry
 * less than the whole, is passed over without making a ring of it; what is left is planned like any other, and
 * simulated only when everything else is enough. Where no set is surely enough, the cheapest that may be is the answer,
 * and its forecast says so.
 */
import { GrammeError } from '../errors.js'
import { memberCountMax } from '../ring/members.js'
import type { Calibration } from './calibration.js'
import { carriedBy } from './fleet.js'
import { type Forecast, forecastOf } from './forecast.js'
import type { NodeType, Plan } from './plan-file.js'
import type { ResponseOptions } from './response.js'

export interface Cheapest {
  /** The plan with the counts found; undefined: no set that was looked at is enough, or may be. */
  readonly plan: Plan | undefined
  readonly forecast: Forecast | undefined
  readonly cost: number
  /** Sets that a ring was made of. */
  readonly planned: number
}

/** Counts looked at, and rings made, before the search is given up. */
const setsMax = 200_000
const plannedMax = 200
/** Simulated after the first that is unsure: what makes a p99.9 unsure more nodes seldom mend, and each takes seconds. */
const afterUnsureMax = 20

export function cheapestOf(plan: Plan, calibration: Calibration, responses?: ResponseOptions): Cheapest {
  const costs = plan.nodes.map(costOf)
  const grown = atTheEnd(plan)
  const carried = plan.nodes.map((type) => carriedBy(type, grown, calibration))
  const queue = new SetQueue(costs)
  let planned = 0
  let unsure: Cheapest | undefined
  let simulatedSince = 0
  for (let looked = 0; looked < setsMax && planned < plannedMax; looked += 1) {
    const counts = queue.next()
    const nodes = sumOf(counts)
    if (nodes <= memberCountMax) queue.addAfter(counts)
    if (nodes <= plan.goals.nodesDown || nodes > memberCountMax) continue
    if (counts.reduce((sum, count, t) => sum + count * carried[t], 0) < 1) continue
    planned += 1
    const candidate = { ...plan, nodes: plan.nodes.map((type, t) => ({ ...type, count: counts[t] })) }
    if (!forecastOf(candidate, calibration).isEnough) continue
    const forecast = forecastOf(candidate, calibration, responses)
    const found = { plan: candidate, forecast, cost: costOfSet(counts, costs), planned }
    if (forecast.verdict === 'enough') return found
    if (forecast.verdict === 'unsure') unsure ??= found
    if (unsure !== undefined && ++simulatedSince > afterUnsureMax) break
  }
  return unsure === undefined
    ? { plan: undefined, forecast: undefined, cost: 0, planned }
    : { ...unsure, planned }
}

function costOf({ type, cost }: NodeType, index: number): number {
  if (cost !== undefined && cost > 0) return cost
  throw new GrammeError(
    'BAD_ARGUMENT',
    `nodes.${index}.cost is ${cost}: '${type}' must have a cost over 0, to look for the cheapest set`,
  )
}

function atTheEnd(plan: Plan): Plan {
  const { data, load, goals } = plan
  const factor = (perMonth: number) => (1 + perMonth) ** goals.months
  return {
    ...plan,
    data: { ...data, keys: data.keys * factor(data.growthPerMonth) },
    load: { ...load, requestsPerSecond: load.requestsPerSecond * factor(load.growthPerMonth) },
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function costOfSet(counts: readonly number[], costs: readonly number[]): number {
  return counts.reduce((sum, count, t) => sum + count * costs[t], 0)
}

/**
 * All sets, cheapest first. Each has one forerunner, the set without one of its last type, so each comes once; and a
 * forerunner is cheaper, so none comes too late.
 */
class SetQueue {
  /** A heap by cost. */
  readonly #heap: { readonly cost: number; readonly counts: readonly number[] }[] = []

  constructor(private readonly costs: readonly number[]) {
    this.#heap.push({ cost: 0, counts: costs.map(() => 0) })
  }

  /** There is always one more, as long as those taken are followed up. */
  next(): readonly number[] {
    const [first] = this.#heap
    const last = this.#heap.pop()
    if (last !== undefined && last !== first) {
      this.#heap[0] = last
      this.#sink()
    }
    return first?.counts ?? this.costs.map(() => memberCountMax)
  }

  addAfter(counts: readonly number[]): void {
    const last = counts.findLastIndex((count) => count > 0)
    for (let t = Math.max(0, last); t < counts.length; t += 1) {
      const next = counts.map((count, at) => (at === t ? count + 1 : count))
      this.#push(next)
    }
  }

  #push(counts: readonly number[]): void {
    const heap = this.#heap
    heap.push({ cost: costOfSet(counts, this.costs), counts })
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (heap[parent].cost <= heap[at].cost) break
      ;[heap[parent], heap[at]] = [heap[at], heap[parent]]
      at = parent
    }
  }

  #sink(): void {
    const heap = this.#heap
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && heap[child].cost < heap[least].cost) least = child
      }
      if (least === at) return
      ;[heap[least], heap[at]] = [heap[at], heap[least]]
      at = least
    }
  }
}
