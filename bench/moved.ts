/**
 * What nodes have moved between each other to follow the ring, from their own accounts. An account begins anew with
 * each fill and each start of a node, so it is read again and again and added up.
 */
import type { NodeStatus } from './cluster.js'

export interface Moved {
  /** Taken by nodes that were filled. */
  readonly filledObjects: number
  readonly filledBytes: number
  /** What comparing and mending took, and giving up what others own now; both ways. */
  readonly mendedObjects: number
  readonly mendedBytes: number
  readonly surrenderedObjects: number
  readonly surrenderedBytes: number
}

type Account = { -readonly [Name in keyof Moved]: number }

type Repair = NodeStatus['repairs'][number]

const nothing: Moved = {
  filledObjects: 0,
  filledBytes: 0,
  mendedObjects: 0,
  mendedBytes: 0,
  surrenderedObjects: 0,
  surrenderedBytes: 0,
}

export class MovedTally {
  readonly #last = new Map<string, Moved>()
  readonly #sum: Account = { ...nothing }

  /** Counts what has come about since the last look; the first look at a node that was there before counts nothing. */
  look(statuses: readonly NodeStatus[], isFirst = false): void {
    for (const status of statuses) {
      const id = status.self?.id ?? ''
      const now = movedBy(status)
      const before = isFirst ? now : (this.#last.get(id) ?? nothing)
      for (const name of Object.keys(nothing) as (keyof Moved)[]) {
        this.#sum[name] += now[name] >= before[name] ? now[name] - before[name] : now[name]
      }
      this.#last.set(id, now)
    }
  }

  get moved(): Moved {
    return { ...this.#sum }
  }
}

function movedBy({ filling, repairs, surrender }: NodeStatus): Moved {
  const sum = (of: (repair: Repair) => number | null | undefined) =>
    repairs.reduce((total, repair) => total + (of(repair) ?? 0), 0)
  return {
    filledObjects: filling?.objects ?? 0,
    filledBytes: filling?.bytes ?? 0,
    mendedObjects: sum(({ objectsFetched }) => objectsFetched) + sum(({ objectsSent }) => objectsSent),
    mendedBytes: sum(({ bytes }) => bytes),
    surrenderedObjects: surrender?.given ?? 0,
    surrenderedBytes: surrender?.bytes ?? 0,
  }
}
