/**
 * From what nodes were seen to use to what each stage of a request costs. A node that coordinates alone (N=1) shows the
 * coordinator; one of three (N=3) shows it with two peers, and the peers beside it; two sizes of values show what a KiB
 * adds; many requests at a time show a stage in a turn with others, and one at a time a turn.
 */
import { assert } from '../assert.js'
import type { Calibration, Stage } from './calibration.js'

/** One load on one cluster; all of its keys have the same first owner. */
export interface CostRun {
  readonly operation: 'get' | 'put'
  readonly copies: 1 | 3
  readonly valueBytes: number
  /** Whether many requests were under way at a time, or one. */
  readonly many: boolean
  readonly requests: number
  /** Processor time of the event loops, of whoever coordinates and of a peer, in the mean; microseconds in all. */
  readonly coordinatorUs: number
  readonly peerUs: number
  /** Of the other threads of all nodes, and of the loops of all nodes. */
  readonly besideUs: number
  readonly loopsUs: number
  readonly clientUs: number
}

type StageCost = Calibration['stages'][Stage]

const kibibyte = 1024

export function stagesFrom(
  runs: readonly CostRun[],
): Pick<Calibration, 'stages' | 'turnUs' | 'groupUs' | 'besideLoop'> {
  const line = (operation: 'get' | 'put', copies: 1 | 3, of: (run: CostRun) => number) =>
    lineThrough(
      runs
        .filter((run) => run.operation === operation && run.copies === copies && run.many)
        .map((run) => ({ kib: run.valueBytes / kibibyte, us: of(run) / run.requests })),
    )
  const coordinators = {
    get: line('get', 1, (run) => run.coordinatorUs),
    put: line('put', 1, (run) => run.coordinatorUs),
  }
  const amongPeers = {
    get: line('get', 3, (run) => run.coordinatorUs),
    put: line('put', 3, (run) => run.coordinatorUs),
  }
  const getPeer = halfOfDifference(amongPeers.get, coordinators.get)
  const putPeer = halfOfDifference(amongPeers.put, coordinators.put)
  const getReplica = line('get', 3, (run) => run.peerUs)
  const many = runs.filter((run) => run.many)
  return {
    stages: {
      getCoordinator: coordinators.get,
      putCoordinator: coordinators.put,
      getPeer,
      putPeer,
      getReplica,
      putReplica: line('put', 3, (run) => run.peerUs),
      // Not measured by itself: a request taken and handed on, an answer taken and handed back.
      forward: rounded({ us: getPeer.us + getReplica.us, perKibUs: coordinators.get.perKibUs }),
      client: lineThrough(
        many.map((run) => ({ kib: run.valueBytes / kibibyte, us: run.clientUs / run.requests })),
      ),
    },
    turnUs: aloneUs(runs, 'get'),
    // A lone put is a group of its own.
    groupUs: Number(Math.max(0, aloneUs(runs, 'put') - aloneUs(runs, 'get')).toPrecision(3)),
    besideLoop: Number(
      (
        sum(many, (run) => run.besideUs) /
        Math.max(
          1,
          sum(many, (run) => run.loopsUs),
        )
      ).toPrecision(3),
    ),
  }
}

/** What one at a time costs more than one of many: a turn to itself, at the coordinator and at each peer. */
function aloneUs(runs: readonly CostRun[], operation: 'get' | 'put'): number {
  const same = runs.filter((run) => run.operation === operation)
  const differences = same
    .filter(({ many }) => !many)
    .flatMap((one) => {
      const other = same.find(
        (run) => run.many && run.copies === one.copies && run.valueBytes === one.valueBytes,
      )
      if (other === undefined) return []
      const more = (of: (run: CostRun) => number) => of(one) / one.requests - of(other) / other.requests
      return one.copies === 1 ? [more((run) => run.coordinatorUs)] : [more((run) => run.peerUs)]
    })
  assert(differences.length > 0, `${operation}s were measured one at a time`)
  return Number(Math.max(0, sum(differences, (us) => us) / differences.length).toPrecision(3))
}

/** Least squares, with no cost below nothing. */
function lineThrough(points: readonly { readonly kib: number; readonly us: number }[]): StageCost {
  assert(points.length > 0, 'a stage was measured')
  const meanKib = sum(points, ({ kib }) => kib) / points.length
  const meanUs = sum(points, ({ us }) => us) / points.length
  const spread = sum(points, ({ kib }) => (kib - meanKib) ** 2)
  const slope = spread === 0 ? 0 : sum(points, ({ kib, us }) => (kib - meanKib) * (us - meanUs)) / spread
  const perKibUs = Math.max(0, slope)
  return rounded({ us: meanUs - perKibUs * meanKib, perKibUs })
}

function halfOfDifference(with2: StageCost, without: StageCost): StageCost {
  return rounded({ us: (with2.us - without.us) / 2, perKibUs: (with2.perKibUs - without.perKibUs) / 2 })
}

function rounded({ us, perKibUs }: StageCost): StageCost {
  return {
    us: Number(Math.max(0, us).toPrecision(3)),
    perKibUs: Number(Math.max(0, perKibUs).toPrecision(3)),
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

/** At evenly spaced ranks, from the least to the most. */
export function quantilesOf(values: readonly number[], count: number): number[] {
  if (values.length === 0) return [0]
  const sorted = [...values].sort((a, b) => a - b)
  return Array.from({ length: count }, (_, n) => {
    const at = Math.round((n / (count - 1)) * (sorted.length - 1))
    return Number(sorted[at].toPrecision(3))
  })
}
