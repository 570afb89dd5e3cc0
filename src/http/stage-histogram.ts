/**
 * The node's stage durations as a histogram of prom-client: it is the node that keeps them, for a fraction of what
 * prom-client's own take to write down (node/stage-times.ts); here they are only read, when somebody asks.
 */
import { Histogram } from 'prom-client'
import { bucketBoundsMs } from '../node/durations.js'
import type { StageTimes } from '../node/stage-times.js'
import type { NativeOf } from './protobuf-exposition.js'

const name = 'gramme_request_stage_duration_seconds'
const help =
  'How long requests take in this node: whole; own, the part of its own copy; quorum, until enough replicas have answered; forward, until another node that was asked in its stead has.'

type Labels = 'operation' | 'stage'

/** The durations behind each series, for a form that can tell all of them. */
export function nativeStages(stages: () => StageTimes | undefined): NativeOf {
  return (metric, labels) =>
    metric === name
      ? stages()
          ?.all()
          .find(({ operation, stage }) => operation === labels.operation && stage === labels.stage)?.durations
      : undefined
}

export class StageHistogram extends Histogram<Labels | 'le'> {
  /** For what surrounds the values; asking `super` would come back here. */
  readonly #described = new Histogram<Labels | 'le'>({ name, help, registers: [] })

  constructor(private readonly stages: () => StageTimes | undefined) {
    super({ name, help, registers: [] })
  }

  override async get(): ReturnType<Histogram<Labels | 'le'>['get']> {
    const values = (this.stages()?.all() ?? []).flatMap(({ operation, stage, durations }) => {
      const labels = { operation, stage }
      let count = 0
      const buckets = [...durations.counts].map((inBucket, index) => {
        count += inBucket
        const le = index < bucketBoundsMs.length ? bucketBoundsMs[index] / 1000 : '+Inf'
        return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count }
      })
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: durations.sumMs / 1000 },
        { metricName: `${name}_count`, labels, value: count },
      ]
    })
    return { ...(await this.#described.get()), values }
  }

  /** What prom-client asks in place of `get` when it writes text. */
  getForPromString(): ReturnType<Histogram<Labels | 'le'>['get']> {
    return this.get()
  }
}
