/**
 * What nodes think of each other, held against what their own connections show (membership/health.ts): silence is
 * noticed, suspicion does not come and go all the time, and once all is well it ends. A node that stood still
 * itself is given the time to notice.
 */
import { suspectAfterMaxMs } from '../../membership/health.js'
import type { SimulatedCluster } from './cluster.js'
import type { SimulatedNode } from './simulated-node.js'

/** Silence that must have been noticed: a ping that was lost with its frame is sent again first. */
const noticedAfterMs = suspectAfterMaxMs + 1500
/** Suspicions of one peer by one node: some at once, and then one in so long, as relapses make trust slow. */
const suspicionsAtOnce = 8
const suspicionEveryMs = 3000

export class Vigilance {
  readonly #told = new Set<string>()

  constructor(private readonly cluster: SimulatedCluster) {}

  look(): void {
    const { nodes, scheduler } = this.cluster
    const suspicionsMax = suspicionsAtOnce + scheduler.nowMs / suspicionEveryMs
    for (const node of nodes) {
      const awakeMs = scheduler.nowMs - (node.awakeSinceMs ?? scheduler.nowMs)
      for (const [id, { health, silentMs, suspicions }] of node.node?.peers() ?? []) {
        if (health === 'up' && Math.min(silentMs, awakeMs) > noticedAfterMs) {
          this.#tell(node, id, 'failure-unnoticed', `has not heard ${Math.round(silentMs)} ms of`)
        }
        if (suspicions > suspicionsMax) {
          this.#tell(node, id, 'bound-exceeded', `has suspected or lost ${suspicions} times`)
        }
      }
    }
  }

  #tell(node: SimulatedNode, id: string, kind: 'failure-unnoticed' | 'bound-exceeded', what: string): void {
    const place = `${node.name} ${kind} ${id}`
    if (this.#told.has(place)) return
    this.#told.add(place)
    const more = kind === 'failure-unnoticed' ? ', and thinks that it is up' : ', over the bound'
    this.cluster.oracle.violate(kind, `${node.name} ${what} node ${id}${more}`)
  }
}

/** Whom somebody still does not trust, in words. Who is gone for good is no member that anybody should trust. */
export function distrust(nodes: readonly SimulatedNode[]): string[] {
  const here = new Map(nodes.flatMap(({ node, name }) => (node === undefined ? [] : [[node.id, name]])))
  return nodes.flatMap(({ node, name }) =>
    [...(node?.peers() ?? [])]
      .filter(([id, { health }]) => here.has(id) && health !== 'up')
      .map(([id, { health }]) => `${name} thinks that ${here.get(id)} is ${health}`),
  )
}
