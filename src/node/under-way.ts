/**
 * The requests that a node has under way, and whether it takes on one more. Those that wait for other nodes are
 * counted apart from all others: were they counted together, nodes full of the former would refuse each other the
 * latter, which those wait for.
 *
 * Limits: of the former `requestsMax`, and no more than can be done in time (admission/concurrency.ts); of the latter as
 * much as nodes at that limit ask of each other, and of it a quarter of `requestsMax` for what nobody waits for.
 */
import { Concurrency, type Lateness } from '../admission/concurrency.js'
import { GrammeError } from '../errors.js'
import { FrameType } from '../wire/frame.js'
import type { NodeSettings } from './settings.js'

export type Kind = 'coordinating' | 'serving'

export type UnderWaySettings = Pick<NodeSettings, 'requestsMax' | 'overloadedAtMs' | 'replicaCount'>

const retryAfterMs = 100

export class UnderWay {
  readonly #counts = { coordinating: 0, serving: 0 }
  readonly #concurrency: Concurrency

  constructor(private readonly settings: UnderWaySettings) {
    this.#concurrency = new Concurrency(settings.requestsMax, settings.overloadedAtMs)
  }

  /** For status. */
  state() {
    return { ...this.#counts, coordinatingMax: this.#concurrency.limit }
  }

  /** Counts one more until `leave`. Throws GrammeError BUSY. */
  enter(frameType: number, isBackground: boolean, lateness: Lateness, nowMs: number): Kind {
    const kind = isCoordinated(frameType) ? 'coordinating' : 'serving'
    const count = this.#counts[kind]
    const hasRoom =
      kind === 'coordinating'
        ? this.#concurrency.hasRoom(count, lateness, nowMs)
        : count < this.#servingMax(isBackground)
    if (!hasRoom) {
      throw new GrammeError('BUSY', `${count} requests are under way, the limit`, {
        retryAfterMs: kind === 'coordinating' ? this.#concurrency.retryAfterMs(count) : retryAfterMs,
      })
    }
    this.#counts[kind] += 1
    return kind
  }

  #servingMax(isBackground: boolean): number {
    const { requestsMax, replicaCount } = this.settings
    return isBackground ? requestsMax / 4 : requestsMax * Math.max(1, replicaCount - 1)
  }

  leave(kind: Kind): void {
    this.#counts[kind] -= 1
    if (kind === 'coordinating') this.#concurrency.ended()
  }
}

function isCoordinated(frameType: number): boolean {
  return frameType === FrameType.GET || frameType === FrameType.PUT || frameType === FrameType.DELETE
}
