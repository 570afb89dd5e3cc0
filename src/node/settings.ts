/**
 * What a node is told when it starts. Checked as a whole before anything is opened or bound; every error
 * names the field, the value and the limit.
 */
import { z } from 'zod'
import { addressCharactersMax, zoneCharactersMax } from '../membership/member-codec.js'
import { checkOptions } from '../options.js'
import { parseAddress } from '../ports/network.js'
import { replicaCountMax, weightMax, weightMin } from '../ring/members.js'
import { isPartitionCount, partitionCountMax } from '../ring/partition.js'

const mebibyte = 1024 * 1024
/** Two weeks: what is read less often may as well not be. */
export const scrubIntervalMsMax = 14 * 86_400_000

const address = z
  .string()
  .max(addressCharactersMax)
  .refine((text) => parseAddress(text) !== undefined, { error: 'must be HOST:PORT' })

export const nodeSettingsSchema = z
  .strictObject({
    /** The folder that holds everything this node keeps. */
    folder: z.string().min(1),
    /** Where to listen; port 0 takes a free one. */
    listen: address.default('127.0.0.1:7401'),
    /** Where others reach this node, when that is not `listen`. */
    advertise: address.optional(),
    /** Addresses of nodes to hear of the cluster from; its own may be among them. */
    seeds: z.array(address).max(100).default([]),
    /** The cluster's name. Nodes and clients of other clusters are refused. */
    cluster: z.string().min(1).max(64).default('gramme'),
    /** Q: how many partitions the ring has. The same in all nodes, for ever. */
    partitionCount: z
      .number()
      .refine(isPartitionCount, { error: `must be a power of two from 1 to ${partitionCountMax}` })
      .default(1024),
    /** N: how many nodes hold each key. The same in all nodes. */
    replicaCount: z.number().int().min(1).max(replicaCountMax).default(3),
    /** R: answers a get waits for unless it says otherwise. By default a majority of N. */
    readQuorum: z.number().int().min(1).optional(),
    /** W: replicas a put waits for unless it says otherwise. By default a majority of N. */
    writeQuorum: z.number().int().min(1).optional(),
    /** Capability relative to the other nodes. */
    weight: z.number().min(weightMin).max(weightMax).default(1),
    /** What fails together: a rack, a data centre. */
    zone: z.string().max(zoneCharactersMax).default(''),
    /** Whether a new node owns a share from its first start on, or only when an operator says so. */
    joins: z.enum(['at-once', 'when-told']).default('at-once'),
    /** Of this node's store, for whatever it is given: `one` is of a request, and a replica has no request to coordinate. */
    durability: z.enum(['always', 'interval', 'os']).default('interval'),
    /** For requests that bring no deadline. */
    requestTimeoutMs: z.number().int().min(1).max(60_000).default(5000),
    gossipIntervalMs: z.number().int().min(10).max(60_000).default(1000),
    /** Between two comparisons of this node's data with all others'. */
    repairIntervalMs: z.number().int().min(10).max(86_400_000).default(10_000),
    /** What comparing and mending may move, both ways, for itself, and as much again for others who ask. */
    repairBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(32 * mebibyte),
    /** What a node that is being filled takes from the others. */
    fillBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(64 * mebibyte),
    /** Between two rounds of handing hints over. */
    handoffIntervalMs: z.number().int().min(10).max(3_600_000).default(1000),
    /** What handing hints over may move. */
    handoffBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(32 * mebibyte),
    /** Hints held for others, in bytes; a write that would add one beyond them is refused. */
    hintBytesMax: z
      .number()
      .int()
      .min(0)
      .default(1024 * mebibyte),
    /** A hint for one owner that has stayed away longer is left to anti-entropy. */
    hintAgeMaxMs: z
      .number()
      .int()
      .min(0)
      .default(3 * 3_600_000),
    /** Between two rounds of looking for what is deleted or has expired, to forget it. */
    reapIntervalMs: z.number().int().min(10).max(86_400_000).default(60_000),
    /**
     * For how long all members must agree that a version is dead before it is forgotten. A message that is under way
     * for longer could bring back what was deleted: requests live for up to a minute, connections somewhat longer.
     */
    reapAfterMs: z.number().int().min(1000).max(86_400_000).default(600_000),
    /** What is read a second in looking for it. */
    reapBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(8 * mebibyte),
    /** Between two passes over all that is held, to find what has rotted. */
    scrubIntervalMs: z.number().int().min(10).max(scrubIntervalMsMax).default(86_400_000),
    /** What is read a second in doing so. */
    scrubBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(4 * mebibyte),
    /** What compaction may read a second, where it takes nothing from requests. */
    compactionBytesPerSecond: z
      .number()
      .int()
      .min(64 * 1024)
      .default(16 * mebibyte),
    /**
     * The 99th percentile of this node's own part of requests, and of its lateness, over which background work makes
     * room for them.
     */
    foregroundP99TargetMs: z.number().min(0.1).max(60_000).default(10),
    /** A node that cannot keep up takes on as many requests as it does in this time, and refuses the rest. */
    overloadedAtMs: z.number().min(1).max(60_000).default(300),
    segmentBytesMax: z
      .number()
      .int()
      .min(64 * 1024)
      .max(2048 * mebibyte)
      .default(128 * mebibyte),
    /** Free space on the disk below which writes are refused, so that compaction can still give room back. */
    diskReserveBytes: z
      .number()
      .int()
      .min(0)
      .default(256 * mebibyte),
    /** Client and peer connections at one time. */
    connectionsMax: z.number().int().min(1).max(100_000).default(4096),
    /**
     * Requests under way at one time, of all connections; one more gets BUSY. Those that wait for other nodes
     * (gets, puts, deletes) are counted apart from those that do not.
     */
    requestsMax: z.number().int().min(1).default(16_384),
  })
  .transform((settings) => {
    const majority = Math.floor(settings.replicaCount / 2) + 1
    return {
      ...settings,
      readQuorum: settings.readQuorum ?? majority,
      writeQuorum: settings.writeQuorum ?? majority,
    }
  })
  .refine((settings) => settings.advertise !== undefined || !isWildcard(settings.listen), {
    path: ['listen'],
    error: 'is all addresses of the machine, so advertise must say at which one others reach this node',
  })
  .refine((settings) => settings.readQuorum <= settings.replicaCount, {
    path: ['readQuorum'],
    error: 'must not be over replicaCount',
  })
  .refine((settings) => settings.writeQuorum <= settings.replicaCount, {
    path: ['writeQuorum'],
    error: 'must not be over replicaCount',
  })

/** An address to listen on that nobody can connect to from elsewhere. */
function isWildcard(listen: string): boolean {
  const host = parseAddress(listen)?.host ?? ''
  return host === '0.0.0.0' || /^[0:]+$/.test(host)
}

/** As given: what has a default may be left out. */
export type NodeOptions = z.input<typeof nodeSettingsSchema>
/** As used: complete. */
export type NodeSettings = z.output<typeof nodeSettingsSchema>

/** Throws GrammeError BAD_ARGUMENT that names every field that is wrong. */
export function checkNodeOptions(options: NodeOptions): NodeSettings {
  return checkOptions(nodeSettingsSchema, options)
}
