/**
 * Two replicas that can be exchanged between, over stores in memory: what travels is the real calls and answers,
 * as bytes.
 */
import type { Peers } from '../../src/coordinator/peers.js'
import { spoiled } from '../../src/coordinator/replica-calls.js'
import type { Clock } from '../../src/ports/clock.js'
import { answerCompare, answerFetch, answerList } from '../../src/repair/answers.js'
import { Exchange, type ExchangeMode } from '../../src/repair/exchange.js'
import type { Superseded } from '../../src/repair/superseded.js'
import { Replica } from '../../src/replica/replica.js'
import { partitionOf } from '../../src/ring/partition.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import { wholeRange } from '../../src/store/versions.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock as Context } from '../../src/version/clock.js'
import { arrivedWhole } from '../../src/version/in-transit.js'
import { defaultWriteLimits } from '../../src/version/write.js'
import type { Call } from '../../src/wire/caller.js'
import { type Durability, durabilityFromWire } from '../../src/wire/durability.js'
import { type Frame, FrameType, protocolVersion, replyBit } from '../../src/wire/frame.js'
import { FetchReply, ReplicaPut } from '../../src/wire/messages.js'
import type { Reply } from '../../src/wire/session.js'
import { seededRandom } from '../version/cluster-model.js'

export const partitionCount = 4
export const ringDigest = 77

/** Every pause is over at once. */
export const clock: Clock = {
  nowMs: () => 0,
  wallMs: () => 0,
  setTimer: (_delayMs, callback) => {
    setImmediate(callback)
    return { cancel: () => {} }
  },
  afterTurn: (callback) => setImmediate(callback),
}

class CountingStore extends MemoryStore {
  /** Partitions of which it was told to forget what is spoiled. */
  readonly spoiledForgotten: number[] = []

  constructor(private readonly settles: () => void) {
    super()
  }

  override forgetSpoiled(partition: number): number {
    this.spoiledForgotten.push(partition)
    return 0
  }

  override async settle(): Promise<void> {
    this.settles()
    await super.settle()
  }
}

export class Side {
  readonly store = new CountingStore(() => {
    this.settled += 1
  })
  readonly replica: Replica
  /** Requests that came in, by type. */
  readonly asked: number[] = []
  /** Of the objects that it was sent. */
  readonly durabilities: (Durability | undefined)[] = []
  /** How often it made everything safe. */
  settled = 0
  /** Of the ring that it knows. */
  ringDigest = ringDigest
  serves = (_partition: number) => true
  /** Called with each before it is answered. */
  before: (frame: Frame) => Promise<void> | void = () => {}
  #writes = 0

  constructor(private readonly id: string) {
    const mint = new ActorMint(id, seededRandom(Number.parseInt(id, 16)), () => 0)
    this.replica = new Replica({ store: this.store, mint, limits: defaultWriteLimits })
  }

  /** A write taken here; without `seen` it supersedes nothing. */
  async write(key: string, value: string, seen = Context.empty): Promise<Context> {
    this.#writes += 1
    const writeId = `${this.id.slice(-2)}${String(this.#writes).padStart(6, '0')}`
    const taken = await this.replica.take(partitionOfKey(key), Buffer.from(key), {
      write: {
        writeId,
        tombstone: false,
        ttlMs: 0,
        value: Buffer.from(value),
        context: seen,
        writtenAtMs: 0,
      },
      durability: undefined,
      ifCurrent: false,
    })
    await taken.stored
    return taken.context
  }

  /** The values of the key's siblings. */
  async values(key: string): Promise<string[]> {
    const held = await this.replica.read(partitionOfKey(key), Buffer.from(key))
    if (held.kind !== 'found') return []
    return held.object.siblings.map(({ value }) => Buffer.from(value).toString()).sort()
  }

  versions(): unknown[] {
    return allPartitions.map((partition) => this.replica.versions.within(partition, wholeRange))
  }

  async answer(frame: Frame): Promise<Reply> {
    this.asked.push(frame.type)
    await this.before(frame)
    const parts = { replica: this.replica, partitionCount, ringDigest: this.ringDigest }
    switch (frame.type) {
      case FrameType.COMPARE:
        return answerCompare({ ...parts, serves: this.serves }, frame)
      case FrameType.LIST:
        return answerList(parts, frame)
      case FrameType.FETCH:
        return answerFetch(parts, frame)
      default: {
        const { key, durability, checksum } = ReplicaPut.decode(frame.header)
        if (!arrivedWhole(key, frame.value, checksum)) throw spoiled()
        const wanted = durabilityFromWire(durability)
        this.durabilities.push(wanted)
        await this.replica.merge(partitionOfKey(key), key, frame.value, wanted)
        return {}
      }
    }
  }
}

export const allPartitions = Array.from({ length: partitionCount }, (_, partition) => partition)

export function partitionOfKey(key: string | Uint8Array): number {
  return partitionOf(Buffer.from(key), partitionCount)
}

/** An exchange that `one` begins. */
export function exchangeBetween(
  one: Side,
  other: Side,
  mode: ExchangeMode = 'both',
  superseded?: Superseded,
): Exchange {
  const peers = peersThatAnswer((_id, frame) => other.answer(frame))
  const { replica } = one
  const pace = async () => {}
  const parts = { replica, peers, clock, partitionOf: partitionOfKey, pace, mode }
  return new Exchange({ ...parts, ...(superseded && { superseded }) }, 'other')
}

/** A FETCH_REPLY as an older node sends it. */
export function withoutChecksums({ header, ...reply }: Reply): Reply {
  const { lookedAt, objects } = FetchReply.decode(Uint8Array.from(header?.finish() ?? []))
  const old = objects.map(({ key = null, length = null }) => ({ key, length }))
  return { ...reply, header: FetchReply.encode({ lookedAt, objects: old }) }
}

/** The same with one bit of its value turned over. */
export function withFlippedBit<T extends { readonly value?: Reply['value'] }>(message: T): T {
  const value = Buffer.concat(message.value ?? [])
  if (value.length > 0) value[value.length - 1] ^= 8
  return { ...message, value: [value] }
}

/** Peers that are all well, and answer so. */
export function peersThatAnswer(answer: (id: string, frame: Frame) => Promise<Reply>): Peers {
  return {
    reachable: () => true,
    health: () => 'up',
    isSlow: () => false,
    scoreMs: () => 0,
    patienceMs: () => 1000,
    call: async (id, call) => frameOf({ type: call.type | replyBit, ...(await answer(id, frameOf(call))) }),
  }
}

export function frameOf(call: Call): Frame {
  return {
    version: protocolVersion,
    type: call.type,
    flags: call.flags ?? 0,
    requestId: 1,
    deadlineMs: 0,
    header: Uint8Array.from(call.header?.finish() ?? []),
    value: Buffer.concat(call.value ?? []),
  }
}
