/**
 * What a change of the fleet moves and about how long that takes: for each type one node more, one less, one twice as
 * heavy. Computed with the product's own ring; only the time is an estimate.
 */
import { weightMax } from '../ring/members.js'
import type { Calibration } from './calibration.js'
import type { Fleet, Node } from './fleet.js'
import { nodeOf } from './fleet.js'
import { planOf } from './movement.js'
import type { NodeType, Plan } from './plan-file.js'

export interface Change {
  /** `add a-004 (weight 2)`. */
  readonly change: string
  readonly replicasMoved: number
  readonly replicasLeast: number
  readonly bytesMoved: number
  /** About so long, under load on a small machine: see transfer-costs.ts. */
  readonly takesMs: number
  readonly efficiencyAfter: number
}

export function changesOf(fleet: Fleet, plan: Plan, calibration: Calibration): Change[] {
  return plan.nodes.flatMap((type) => {
    const ofType = fleet.nodes.filter((node) => node.type === type)
    const [first] = ofType
    if (first === undefined) return []
    const added = nextOf(type, fleet, first.weight)
    const changes = [
      changeOf(`add ${added.id} (weight ${added.weight})`, fleet, [...fleet.nodes, added], plan, calibration),
    ]
    if (fleet.nodes.length > 1) {
      const left = fleet.nodes.filter((node) => node !== first)
      changes.push(changeOf(`remove ${first.id} (weight ${first.weight})`, fleet, left, plan, calibration))
    }
    const heavier = { ...first, weight: Math.min(weightMax, 2 * first.weight) }
    const after = fleet.nodes.map((node) => (node === first ? heavier : node))
    changes.push(changeOf(`give ${first.id} weight ${heavier.weight}`, fleet, after, plan, calibration))
    return changes
  })
}

export function changeOf(
  name: string,
  fleet: Fleet,
  after: readonly Node[],
  plan: Plan,
  calibration: Calibration,
): Change {
  const moved = planOf({
    settings: fleet.ring.settings,
    before: fleet.nodes.map(addressed),
    after: after.map(addressed),
    ...liveOf(plan, calibration, fleet.nodes.length),
    networkBytesPerSecond: Math.min(...[...fleet.nodes, ...after].map(({ type }) => networkBytes(type))),
  })
  return {
    change: name,
    replicasMoved: moved.replicasMoved,
    replicasLeast: moved.replicasLeast,
    bytesMoved: moved.bytesMoved,
    takesMs: moved.estimatedMs,
    efficiencyAfter: moved.efficiencyAfter,
  }
}

/** One more of the type, with a name that no node has. */
function nextOf(type: NodeType, { nodes }: Fleet, weight: number): Node {
  const names = new Set(nodes.map(({ id }) => id))
  let n = nodes.filter((node) => node.type === type).length
  while (names.has(nodeOf(type, n, weight).id)) n += 1
  return nodeOf(type, n, weight)
}

/** Of all copies together. */
function liveOf(
  { data, replication }: Plan,
  { disk }: Calibration,
  nodes: number,
): { readonly liveKeys: number; readonly liveBytes: number } {
  const liveKeys = data.keys * Math.min(replication.n, nodes)
  return { liveKeys, liveBytes: liveKeys * (disk.recordBytes + data.keyBytes + data.valueBytes) }
}

function networkBytes({ network }: NodeType): number {
  return network / 8
}

function addressed(node: Node): Node & { readonly address: string } {
  return { ...node, address: node.id }
}
