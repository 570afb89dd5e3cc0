/**
 * How quickly requests are answered, and how many can be: the queues of a plan at its load, and with as many requests
 * under way as the nodes take. With everything down that a request needs there is nothing to foresee.
 */
import type { Random } from '../ports/random.js'
import type { Failure } from './failures.js'
import { foundErrors } from './found-errors.js'
import type { OutlookInput } from './outlook.js'
import { type QueueingResult, simulateQueues } from './queueing/cluster-queues.js'
import { type Verdict, verdictOnP999 } from './verdict.js'

export interface Response {
  readonly failure: string
  /** At the plan's load; undefined where that is more than can be answered in the long run, or nothing is asked. */
  readonly atLoad: QueueingResult | undefined
  /** The most that is answered a second. */
  readonly saturationPerSecond: number
  /** The plan's load over that. */
  readonly loadPart: number
  /** Of the goal for p99.9; where none was set, of whether the load is answered at all. */
  readonly verdict: Verdict
}

export interface ResponseOptions {
  /** Requests measured in each run: 99.9% of fewer than some ten thousand is chance. */
  readonly requests: number
  /** Of each run a stream of its own, so that one does not disturb the next. */
  readonly randomOf: (name: string) => Random
}

export const requestsDefault = 60_000
/** With so many under way for each node nothing waits for a client any more. */
const lanesPerNode = 128
/** Nearer to saturation a queue has no length that it settles at. */
const loadPartMax = 0.98

export function responseTo(input: OutlookInput, failure: Failure, options: ResponseOptions): Response {
  const { requests, randomOf } = options
  const up = input.fleet.nodes.length - failure.down.size
  const perSecond = input.plan.load.requestsPerSecond
  if (up === 0)
    return {
      failure: failure.name,
      atLoad: undefined,
      saturationPerSecond: 0,
      loadPart: Number.POSITIVE_INFINITY,
      verdict: 'not enough',
    }
  const most = simulateQueues({
    ...input,
    down: failure.down,
    random: randomOf(`${failure.name} at most`),
    arrivals: { lanes: lanesPerNode * up },
    requests: Math.ceil(requests / 3),
  })
  const saturationPerSecond = most.requestsPerSecond
  const loadPart = perSecond / saturationPerSecond
  const isBearable = perSecond > 0 && loadPart < loadPartMax
  const atLoad = isBearable
    ? simulateQueues({
        ...input,
        down: failure.down,
        random: randomOf(failure.name),
        arrivals: { perSecond },
        requests,
      })
    : undefined
  const verdict = verdictOn(atLoad, loadPart, input.plan.goals.p999Ms)
  return { failure: failure.name, atLoad, saturationPerSecond, loadPart, verdict }
}

function verdictOn(
  atLoad: QueueingResult | undefined,
  loadPart: number,
  goalMs: number | undefined,
): Verdict {
  if (loadPart === 0) return 'enough'
  return atLoad === undefined ? 'not enough' : verdictOnP999(atLoad.all.p999Ms, goalMs, foundErrors)
}
