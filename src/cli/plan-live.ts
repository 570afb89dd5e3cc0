/**
 * A plan of a cluster as it is now: its members, its ring, what it holds, and what it is asked, counted for a while. What
 * its machines are it does not say: that is for the plan file, whose types are told apart by weight and zone (see
 * planner/live-types.ts).
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Calibration } from '../planner/calibration.js'
import { type Fleet, fleetOfNodes } from '../planner/fleet.js'
import { liveTypes } from '../planner/live-types.js'
import { checkPlan, type Plan } from '../planner/plan-file.js'
import { withClient } from './connection.js'
import { CommandError } from './exit.js'
import { heldByAll, type MemberStatus, statusOfMembers } from './node-status.js'

export interface LivePlan {
  readonly plan: Plan
  readonly fleet: Fleet
  readonly remarks: readonly string[]
}

type PlanFields = Readonly<Record<string, unknown>>

const assumedMachine = { type: 'node', cores: 2, memory: '8 GiB', disk: '100 GiB', network: '1 Gbit/s' }
const timeoutMs = 5000

/** `file`: what the plan file says, which wins over what was counted; undefined where there is none. */
export async function livePlan(
  from: string,
  file: unknown,
  calibration: Calibration,
  sampleSeconds: number,
): Promise<LivePlan> {
  return withClient({ node: [from], timeout: timeoutMs }, async ({ cluster }) => {
    const before = await statusOfMembers(cluster, timeoutMs)
    const beganMs = performance.now()
    await pause(sampleSeconds * 1000)
    const after = await statusOfMembers(cluster, timeoutMs)
    const seconds = (performance.now() - beganMs) / 1000
    const members = cluster.members
    if (after.every(({ status }) => status === undefined)) throw new CommandError('no node answers')
    const said = fields(file)
    const remarks: string[] = []
    if (said.nodes === undefined) {
      remarks.push(
        'what the machines are is assumed: 2 cores, 8 GiB, 100 GiB of disk and 1 Gbit/s each; a plan file says it',
      )
    }
    for (const { member, status } of after) {
      if (status === undefined)
        remarks.push(`${member.address} does not answer: what it holds and does is not counted`)
    }
    const { partitionCount, replicaCount, readQuorum, writeQuorum } = cluster.shape
    const copies = Math.min(replicaCount, members.length)
    const durability = after.find(({ status }) => status !== undefined)?.status?.durability
    const checked = checkPlan({
      ...said,
      nodes: counted(said.nodes ?? [assumedMachine], members.length),
      data: { ...dataOf(after, copies, calibration, said), ...fields(said.data) },
      load: { ...loadOf(before, after, seconds), ...fields(said.load) },
      replication: { n: replicaCount, r: readQuorum, w: writeQuorum, durability, partitions: partitionCount },
      goals: { nodesDown: Math.min(1, members.length - 1), ...fields(said.goals) },
    })
    const { types, nodes, remarks: ofTypes } = liveTypes(checked.nodes, members)
    const plan = { ...checked, nodes: [...types] }
    return { plan, fleet: fleetOfNodes(nodes, plan), remarks: [...remarks, ...ofTypes] }
  })
}

/** What it says of counts is not what there is: until the members' types are known, all are of the first. */
function counted(types: unknown, members: number): unknown {
  if (!Array.isArray(types)) return types
  return types.map((type, index) => ({ ...fields(type), count: index === 0 ? members : 0 }))
}

function fields(value: unknown): PlanFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** Values are what is left of the records when the keys, whose mean size nobody counts, are taken out. */
function dataOf(members: readonly MemberStatus[], copies: number, { disk }: Calibration, said: PlanFields) {
  const [keys, liveBytes] = [heldByAll(members, 'keys'), heldByAll(members, 'liveBytes')]
  const { keyBytes } = fields(said.data)
  const known = typeof keyBytes === 'number' ? keyBytes : 24
  const valueBytes = keys === 0 ? 0 : Math.max(0, Math.round(liveBytes / keys - known - disk.recordBytes))
  return { keys: Math.max(1, Math.round(keys / copies)), valueBytes: Math.min(2 ** 20, valueBytes) }
}

/** A request that was handed on was counted by both. */
function loadOf(before: readonly MemberStatus[], after: readonly MemberStatus[], seconds: number) {
  const counted = (name: string) => Math.max(0, countOf(after, name) - countOf(before, name))
  const [gets, puts] = [counted('gets'), counted('puts') + counted('deletes')]
  const forwarded = counted('forwarded')
  const requests = gets + puts - forwarded
  return {
    requestsPerSecond: Math.round(requests / seconds),
    reads: gets + puts === 0 ? 0.8 : gets / (gets + puts),
    coordination: forwarded > requests / 10 ? 'server' : 'client',
  }
}

function countOf(members: readonly MemberStatus[], name: string): number {
  return members.reduce(
    (sum, { status }) => sum + (status?.counters.find((counter) => counter.name === name)?.value ?? 0),
    0,
  )
}
