/** What a change of members would do, for people: the flows, their sum, and the balance before and after. */
import type { Flow, MemberPlan } from '../planner/movement.js'
import { bytes, type Column, count, duration, percent, table } from './table.js'

const columns: readonly Column<Flow>[] = [
  { title: 'from', of: ({ from }) => from },
  { title: 'to', of: ({ to }) => to },
  { title: 'replicas', of: ({ replicas }) => count(replicas), align: 'right' },
  { title: 'about', of: (flow) => bytes(flow.bytes), align: 'right' },
]

export function planAsText(plan: MemberPlan): string {
  const { replicasMoved, replicasLeast, bytesMoved, estimatedMs, efficiencyBefore, efficiencyAfter } = plan
  if (replicasMoved === 0) return 'nothing moves\n'
  return [
    table(columns, plan.flows),
    `\n${count(replicasMoved)} partition replicas move (the least possible: ${count(replicasLeast)}), about ${bytes(bytesMoved)}, in some ${duration(estimatedMs)} at least\n`,
    `balance: ${percent(efficiencyBefore)} before, ${percent(efficiencyAfter)} after (the load of a node with just its quota, over that of the fullest)\n`,
  ].join('')
}
