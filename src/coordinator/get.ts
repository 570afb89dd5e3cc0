/**
 * A get across replicas (Dynamo §4.5, §5): all owners are asked at once what they hold; the answer is the
 * merge of the first R. Peers are told which version the coordinator holds, so that one that holds the same
 * says just that, from memory, and no value travels. When the last answer is in, replicas that showed
 * themselves stale are sent what all together know (read repair), behind the client's back.
 */
import type { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Held, Replica } from '../replica/replica.js'
import { type Digest, digestsEqual } from '../store/store.js'
import type { VersionedObject } from '../version/object.js'
import { encodeObject } from '../version/object-codec.js'
import { Decision } from './decision.js'
import type { Peers } from './peers.js'
import { type ReadAnswer, ReadState } from './read-state.js'
import { type ReplicaAnswer, replicaAnswer, replicaGet, replicaPut } from './replica-calls.js'

export interface GetParts {
  readonly selfId: string
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly replica: Replica
  readonly peers: Peers
  readonly repaired: (replicas: number) => void
}

export interface GetRequest {
  readonly key: Uint8Array
  readonly partition: number
  /** The nodes to ask. */
  readonly owners: readonly string[]
  /** Answers to wait for. */
  readonly r: number
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
}

export interface GetResult {
  /** Undefined: nobody who answered held anything. */
  readonly object: VersionedObject | undefined
  readonly replies: number
}

/** How long a repair may take; nobody waits for it. */
const repairTimeoutMs = 5000

/** Throws GrammeError: QUORUM_NOT_MET, TIMEOUT. */
export async function getAcross(parts: GetParts, request: GetRequest): Promise<GetResult> {
  const read = new Read(parts, request)
  const verdict = await read.decision.made
  const { state } = read
  if (verdict === 'met') return { object: state.object, replies: state.got }
  const counts = { needed: request.r, got: state.got }
  const message = `${state.got} of the ${request.r} replicas needed answered${why(state.reasons)}`
  // A call to a silent peer ends when we do: whichever is noticed first, it is the deadline that has passed.
  if (verdict === 'overdue' || parts.clock.nowMs() >= request.deadlineMs)
    throw new GrammeError('TIMEOUT', `${message} before the deadline`, counts)
  throw new GrammeError('QUORUM_NOT_MET', message, counts)
}

class Read {
  readonly state: ReadState
  readonly decision: Decision

  constructor(
    private readonly parts: GetParts,
    private readonly request: GetRequest,
  ) {
    const { owners, r, partition, key } = request
    this.state = new ReadState(owners.length, r)
    this.decision = new Decision(parts.deadlines, request.deadlineMs)
    this.decision.consider(this.state.state)
    const holdsOwn = owners.includes(parts.selfId)
    const hint = holdsOwn ? parts.replica.digest(partition, key) : undefined
    const own = holdsOwn ? this.#askSelf() : Promise.resolve(undefined)
    for (const id of owners) if (id !== parts.selfId) this.#askPeer(id, hint, own)
  }

  async #askSelf(): Promise<Held | undefined> {
    const { replica, selfId } = this.parts
    try {
      const held = await replica.read(this.request.partition, this.request.key)
      this.#add(selfId, held)
      return held
    } catch (error) {
      this.#add(selfId, failed(error))
      return undefined
    }
  }

  async #askPeer(id: string, hint: Digest | undefined, own: Promise<Held | undefined>): Promise<void> {
    try {
      let answer = await this.#call(id, hint)
      if (answer.kind === 'same') {
        // Same as what memory said that we hold: that helps only if our bytes proved to be that.
        const held = await own
        if (held?.kind === 'found' && hint !== undefined && digestsEqual(held.digest, hint)) answer = held
        else answer = await this.#call(id, undefined)
      }
      this.#add(id, answer.kind === 'same' ? { kind: 'failed', reason: 'it named no version' } : answer)
    } catch (error) {
      // A peer known to be down fails at once. Our own answer is let in first, so that an error counts it.
      await own
      this.#add(id, failed(error))
    }
  }

  async #call(id: string, hint: Digest | undefined): Promise<ReplicaAnswer> {
    const timeoutMs = this.request.deadlineMs - this.parts.clock.nowMs()
    return replicaAnswer(await this.parts.peers.call(id, replicaGet(this.request.key, hint), timeoutMs))
  }

  #add(id: string, answer: ReadAnswer): void {
    this.state.add(id, answer)
    this.decision.consider(this.state.state)
    if (this.state.complete) this.#repair()
  }

  #repair(): void {
    const { object } = this.state
    const stale = this.state.stale()
    if (object === undefined || stale.length === 0) return
    const { replica, peers, selfId, repaired } = this.parts
    const { key, partition } = this.request
    const bytes = encodeObject(object, 'peer')
    repaired(stale.length)
    for (const id of stale) {
      const mended =
        id === selfId
          ? replica.merge(partition, key, bytes, undefined)
          : peers.call(id, replicaPut(key, bytes, undefined), repairTimeoutMs)
      // A repair that fails is one that the next read, or anti-entropy, makes.
      mended.then(undefined, () => {})
    }
  }
}

function failed(error: unknown): { kind: 'failed'; reason: string } {
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
}

/** Reasons as the end of a sentence. */
export function why(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
}
