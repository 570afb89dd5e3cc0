/**
 * What a planner is told: the machines, the data, the load, and what is wanted of them. Checked as a whole before
 * anything is computed; every error names the field, the value and the limit.
 */
import { z } from 'zod'
import { checkOptions } from '../options.js'
import { memberCountMax, nameLengthMax, replicaCountMax, weightMax, weightMin } from '../ring/members.js'
import { isPartitionCount, partitionCountMax } from '../ring/partition.js'
import { bitsPerSecond, byteCount, wholeCount } from './quantity.js'

export const nodeTypesMax = 20
export const keysMax = 1e12
const tebibyte = 2 ** 40

const nodeTypeSchema = z.strictObject({
  type: z.string().min(1).max(64),
  count: z.number().int().min(0).max(memberCountMax),
  /** A node is one process with one event loop: more than two cores serve only what goes on beside it. */
  cores: z.number().min(0.1).max(1024),
  /** How quick a core is; that of the machine of the calibration has 1. */
  speed: z.number().min(0.01).max(100).default(1),
  memory: byteCount(64 * 2 ** 20, 64 * tebibyte),
  disk: byteCount(2 ** 30, 4096 * tebibyte),
  network: bitsPerSecond(1e6, 1e12),
  /** Relative to the other types; `derive`: as much as the scarcest of its resources can carry. */
  weight: z.union([z.literal('derive'), z.number().min(weightMin).max(weightMax)]).default('derive'),
  /** Dealt out to the nodes of the type in turn. */
  zones: z.array(z.string().min(1).max(nameLengthMax)).min(1).max(100).optional(),
  /** Of one node, in whatever money or unit: for the cheapest set. */
  cost: z.number().min(0).max(1e12).optional(),
})

const growth = z.number().min(0).max(10).default(0)

export const planSchema = z
  .strictObject({
    nodes: z.array(nodeTypeSchema).min(1).max(nodeTypesMax),
    /** All nodes, and the clients, share one machine with so many cores: a laptop, or a bench. */
    sharedCores: z.number().int().min(1).max(1024).optional(),
    data: z.strictObject({
      keys: wholeCount(1, keysMax),
      keyBytes: byteCount(1, 1024).default(24),
      valueBytes: byteCount(0, 2 ** 20).default(1024),
      /** 0.05: a twentieth more each month. */
      growthPerMonth: growth,
    }),
    load: z.strictObject({
      requestsPerSecond: wholeCount(0, 1e9),
      /** The part of the requests that are gets; the rest are puts. */
      reads: z.number().min(0).max(1).default(0.8),
      /** `uniform`, or how the keys' ranks count: with zipf 1 the second key is asked half as often as the first. */
      popularity: z
        .union([z.literal('uniform'), z.strictObject({ zipf: z.number().min(0).max(3) })])
        .default('uniform'),
      /** `client`: clients that know the ring; `server`: whichever node is asked hands the request on. */
      coordination: z.enum(['client', 'server']).default('client'),
      growthPerMonth: growth,
    }),
    replication: z
      .strictObject({
        n: z.number().int().min(1).max(replicaCountMax).default(3),
        r: z.number().int().min(1).max(replicaCountMax).optional(),
        w: z.number().int().min(1).max(replicaCountMax).optional(),
        durability: z.enum(['always', 'interval', 'os']).default('interval'),
        /** Q; left out, the planner chooses. */
        partitions: z
          .number()
          .refine(isPartitionCount, { error: `must be a power of two from 1 to ${partitionCountMax}` })
          .optional(),
      })
      .prefault({}),
    goals: z
      .strictObject({
        p999Ms: z.number().min(0.1).max(60_000).optional(),
        /** Of processors and network, the part that may be busy in the long run: above it queues grow. */
        busyMax: z.number().min(0.05).max(1).default(0.7),
        /** Of memory and disk, the part that may be full. */
        fullMax: z.number().min(0.05).max(1).default(0.85),
        nodesDown: z.number().int().min(0).max(10).default(1),
        zonesDown: z.number().int().min(0).max(1).default(0),
        /** For so long it is to last without a change. */
        months: z.number().min(0).max(120).default(12),
        /** The most nodes foreseen, for Q, which never changes; left out, twice those that there are. */
        nodesForeseen: z.number().int().min(1).max(memberCountMax).optional(),
      })
      .prefault({}),
    network: z
      .strictObject({
        /** One way between any two machines. */
        latencyMs: z.number().min(0).max(1000).default(0.1),
      })
      .prefault({}),
  })
  .transform((plan) => {
    const majority = Math.floor(plan.replication.n / 2) + 1
    const { r = majority, w = majority } = plan.replication
    return { ...plan, replication: { ...plan.replication, r, w } }
  })
  .refine(({ replication: { n, r } }) => r <= n, { path: ['replication', 'r'], error: 'must not be over n' })
  .refine(({ replication: { n, w } }) => w <= n, { path: ['replication', 'w'], error: 'must not be over n' })
  .refine(({ nodes }) => nodesIn(nodes) >= 1 && nodesIn(nodes) <= memberCountMax, {
    path: ['nodes'],
    error: `must have counts that sum to 1 to ${memberCountMax}`,
  })
  .refine(({ nodes }) => new Set(nodes.map(({ type }) => type)).size === nodes.length, {
    path: ['nodes'],
    error: 'must have a type of its own each',
  })
  .refine(({ nodes, goals }) => goals.nodesDown < nodesIn(nodes), {
    path: ['goals', 'nodesDown'],
    error: 'must leave a node',
  })

export type Plan = z.output<typeof planSchema>
export type NodeType = Plan['nodes'][number]

function nodesIn(nodes: readonly { readonly count: number }[]): number {
  return nodes.reduce((sum, { count }) => sum + count, 0)
}

/** Throws GrammeError BAD_ARGUMENT that names each field that is wrong, its value and its limit. */
export function checkPlan(plan: unknown): Plan {
  return checkOptions(planSchema, plan)
}
