/**
 * What an application tells the client, with the defaults and their reasons. Checked as a whole by `connect`;
 * errors name the field, the value and the limit.
 */
import { z } from 'zod'
import { checkOptions } from '../options.js'
import { parseAddress } from '../ports/network.js'
import { replicaCountMax } from '../ring/members.js'
import { ttlMaxMs } from '../time-to-live.js'
import { type WriteDurability, writeDurabilities } from '../wire/durability.js'
import type { Codec } from './codec.js'

export interface ConnectOptions<Out = Buffer, In = string | Uint8Array> {
  /** HOST:PORT of some nodes; the others are heard of from them. */
  readonly seeds: readonly string[]
  /** The cluster's name; with it, nodes of any other are refused. By default the seeds' own is taken. */
  readonly cluster?: string
  /** Between the application's values and bytes. By default bytes stay bytes. */
  readonly codec?: Codec<Out, In>
  /** Makes one value of several siblings, for `value` in the result of a get. */
  readonly resolver?: (siblings: Out[]) => Out
  /**
   * `client` (default): requests go straight to a node that holds the key. `server`: to any node, which
   * forwards: one hop more, for clients that cannot reach all nodes.
   */
  readonly coordination?: 'client' | 'server'
  /** For requests that bring no timeout of their own. Default 5000. */
  readonly timeoutMs?: number
  /** To hear from the first seed. Default 5000. */
  readonly connectTimeoutMs?: number
  /** Requests under way at one time; one more is refused with BUSY. Default 4096. */
  readonly requestsMax?: number
  /**
   * A get that has no answer after as long as nineteen in twenty take is sent to a second node as well, and the
   * first good answer counts. `budget`: the extra load this may make, as a part of all requests, default 0.05;
   * `burst`: how many such gets may be saved up, default 100. `false`: never; a node that seems to be away is
   * turned from all the same.
   */
  readonly hedging?: HedgingOptions | false
}

export interface HedgingOptions {
  readonly budget?: number
  readonly burst?: number
}

export interface GetOptions {
  /** Replicas to hear from. Default: the cluster's. */
  readonly r?: number
  /** Count the key's owners only, and fail where too few of them answer; nobody stands in. Default false. */
  readonly isStrict?: boolean
  /** Whether this get may be sent to a second node when the first is late. Default: as the client's `hedging`. */
  readonly hedge?: boolean
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface PutOptions {
  /** Replicas to hear from, where the key is read first: by a delete without a context. Default: the cluster's. */
  readonly r?: number
  /** What this write supersedes: from a get or put of the same key. Without it the write stands beside all others. */
  readonly context?: Uint8Array
  /** Replicas that must hold it. Default: the cluster's. */
  readonly w?: number
  /**
   * Count the key's owners only, and fail where too few can be reached. Default false: other nodes stand in and
   * hand it over later, so that a write fails only when the whole cluster has fewer than `w` nodes to offer.
   */
  readonly isStrict?: boolean
  /**
   * When a replica counts as holding it: `always`, when it has synced it; `interval`, when its operating system has
   * it, to be synced within a second; `os`, the same, synced when the system pleases. `one`: one durable copy of N
   * (Dynamo §6.1), the coordinator's, which is synced before the write is acknowledged, while the others count as with
   * `interval`: what is acknowledged outlives a power loss of all machines as long as the coordinator's disk does, for
   * the load of one sync rather than N; if that sync fails, so does the write. Default: each node's own setting.
   */
  readonly durability?: WriteDurability
  /**
   * Who coordinates the write: `fastest`, the owner that was the first to answer the last get of a key in the same
   * partition (Dynamo §5), or `first`, the first of the preference list; the one or the other if it seems well.
   * Default: `fastest`, which is `first` where this client has read nothing yet.
   */
  readonly coordinator?: 'fastest' | 'first'
  /**
   * Refuse with CONFLICT, writing nothing, when the coordinator holds siblings that the context does not
   * cover. Best effort: a write going on at another node is not waited for, and leaves a sibling.
   */
  readonly ifCurrent?: boolean
  /**
   * Whole milliseconds, up to ten years, from when the write is taken until it expires: it is then no longer
   * shown, as if it had been deleted. By the nodes' calendar clocks: as early or late as those are wrong. It is
   * of this write alone: what supersedes it brings its own or has none. Default: it never expires.
   */
  readonly ttlMs?: number
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export type DeleteOptions = Omit<PutOptions, 'ttlMs'>

export interface UpdateOptions extends Omit<PutOptions, 'context' | 'ifCurrent'>, GetOptions {
  /** Rounds of read, reconcile and write while other writers win. By default as many as the timeout allows. */
  readonly attemptsMax?: number
}

const address = z.string().refine((text) => parseAddress(text) !== undefined, { error: 'must be HOST:PORT' })
const timeoutMs = z.number().min(1).max(60_000)
const quorum = z.number().int().min(1).max(replicaCountMax)

const hedging = z.strictObject({
  budget: z.number().min(0).max(1).default(0.05),
  burst: z.number().int().min(0).max(100_000).default(100),
})

const connectSchema = z.strictObject({
  seeds: z.array(address).min(1).max(100),
  cluster: z.string().min(1).max(64).optional(),
  codec: z.object({ encode: z.function(), decode: z.function() }).optional(),
  resolver: z.function().optional(),
  coordination: z.enum(['client', 'server']).default('client'),
  timeoutMs: timeoutMs.default(5000),
  connectTimeoutMs: timeoutMs.default(5000),
  requestsMax: z.number().int().min(1).max(1_000_000).default(4096),
  hedging: z.union([hedging, z.literal(false)]).prefault({}),
})

const signal = z.instanceof(AbortSignal).optional()
const getSchema = z.strictObject({
  r: quorum.optional(),
  isStrict: z.boolean().optional(),
  hedge: z.boolean().optional(),
  timeoutMs: timeoutMs.optional(),
  signal,
})
const putSchema = z.strictObject({
  r: quorum.optional(),
  context: z
    .custom<Uint8Array>((given) => given instanceof Uint8Array, { error: 'must be bytes' })
    .optional(),
  w: quorum.optional(),
  isStrict: z.boolean().optional(),
  durability: z.enum(writeDurabilities).optional(),
  coordinator: z.enum(['fastest', 'first']).optional(),
  ifCurrent: z.boolean().optional(),
  ttlMs: z.number().int().min(1).max(ttlMaxMs).optional(),
  timeoutMs: timeoutMs.optional(),
  signal,
})
const deleteSchema = putSchema.omit({ ttlMs: true })
const updateSchema = putSchema
  .omit({ context: true, ifCurrent: true })
  .extend({ hedge: z.boolean().optional(), attemptsMax: z.number().int().min(1).max(1000).optional() })

export type ClientSettings = Pick<
  z.output<typeof connectSchema>,
  'seeds' | 'cluster' | 'coordination' | 'timeoutMs' | 'connectTimeoutMs' | 'requestsMax' | 'hedging'
>

export const checkConnect = (options: unknown): ClientSettings => checkOptions(connectSchema, options)
export const checkGet = (options: unknown) => checkOptions(getSchema, options)
export const checkPut = (options: unknown) => checkOptions(putSchema, options)
export const checkDelete = (options: unknown) => checkOptions(deleteSchema, options)
export const checkUpdate = (options: unknown) => checkOptions(updateSchema, options)
