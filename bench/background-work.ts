/** What nodes say they have done behind the requests: so that "with background work on" is more than a setting. */
import type { MeasuredCluster } from './cluster.js'

/** Of all nodes together, since each started. */
export async function backgroundWork(cluster: MeasuredCluster): Promise<Record<string, number>> {
  const statuses = await cluster.statuses()
  const sum = (numbers: readonly (number | null | undefined)[]) =>
    numbers.reduce((total: number, number) => total + (number ?? 0), 0)
  return {
    comparedBytes: sum(statuses.flatMap(({ repairs }) => repairs.map(({ bytes }) => bytes))),
    handedOver: sum(statuses.map(({ hints }) => hints?.delivered)),
    compactedBytes: sum(statuses.map(({ store }) => store?.bytesCompacted)),
  }
}

export function difference(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]))
}
