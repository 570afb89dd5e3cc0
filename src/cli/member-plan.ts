/**
 * What a change of members would do, for people: the flows, their sum, about how long it takes, and the balance before
 * and after.
 */
import type { Flow, MemberPlan } from '../planner/movement.js'
import { bytes, type Column, count, duration, percent, table } from './table.js'

const columns: readonly Column<Flow>[] = [
  { title: 'from', of: ({ from }) => from },
  { title: 'to', of: ({ to }) => to },
  { title: 'replicas', of: ({ replicas }) => count(replicas), align: 'right' },
  { title: 'about', of: (flow) => bytes(flow.bytes), align: 'right' },
]

export function planAsText(plan: MemberPlan): string {
  const { replicasMoved, replicasLeast, objectsMoved, bytesMoved, efficiencyBefore, efficiencyAfter } = plan
  if (replicasMoved === 0) return 'nothing moves\n'
  return [
    table(columns, plan.flows),
    `\n${count(replicasMoved)} partition replicas move (the least possible: ${count(replicasLeast)}), about ${count(objectsMoved)} objects and ${bytes(bytesMoved)}\n`,
    `${timeAsText(plan)}\n`,
    `balance: ${percent(efficiencyBefore)} before, ${percent(efficiencyAfter)} after (the load of a node with just its quota, over that of the fullest)\n`,
  ].join('')
}

function timeAsText({ estimatedMs, fillMs, giveUpMs }: MemberPlan): string {
  const under = 'as measured under load on a small machine'
  return giveUpMs < 1000
    ? `in about ${duration(estimatedMs)}, ${under}`
    : `in about ${duration(estimatedMs)}, ${under}: about ${duration(fillMs)} until new owners serve, then about ${duration(giveUpMs)} until the others have given it up`
}
