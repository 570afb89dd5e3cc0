/**
 * What becomes of the news that an object did not arrive as its node sent it: it is counted, and the operator is told
 * once of each node that it happens with, for a card or a proxy on the way is at fault and does it again and again.
 *
 * Limit: a node id of each member that it has happened with, until this node stops.
 */
import type { Counters } from './counters.js'
import type { Report } from './platform.js'

export function spoiledArrivals(counters: Counters, report: Report): (nodeId: string) => void {
  const told = new Set<string>()
  return (nodeId) => {
    counters.add('arrived_spoiled')
    if (told.has(nodeId)) return
    told.add(nodeId)
    report('warn', 'an object did not arrive as it was sent: refused, and asked for again', { from: nodeId })
  }
}
