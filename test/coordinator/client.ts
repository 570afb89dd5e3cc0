/** The plainest client: it asks the node it is told to, once, and says what came of it. */
import type { GrammeError } from '../../src/errors.js'
import { durabilityToWire, type WriteDurability } from '../../src/wire/durability.js'
import { type Frame, FrameFlag, FrameType } from '../../src/wire/frame.js'
import { Get, GetReply, Put, PutReply } from '../../src/wire/messages.js'
import { InProcessCluster, type TestNode } from './in-process-cluster.js'

export interface Got {
  readonly texts: string[]
  readonly context: Uint8Array
  readonly replies: number
  readonly sloppy: boolean
  readonly fastest: string
  readonly staleRing: boolean
}

export interface Done {
  readonly context: Uint8Array
  readonly replies: number
  readonly sloppy: boolean
  readonly staleRing: boolean
}

export interface Asked {
  readonly deadlineMs?: number
  readonly flags?: number
  readonly ringDigest?: number
  readonly strict?: boolean
}

export interface PutAsked extends Asked {
  readonly context?: Uint8Array
  readonly writeId?: Uint8Array
  readonly w?: number
  readonly ifCurrent?: boolean
  readonly tombstone?: boolean
  readonly ttlMs?: number
  readonly durability?: WriteDurability
  readonly coordinator?: string
}

let lastWriteId = 0

export function newWriteId(): Uint8Array {
  const id = Buffer.alloc(8)
  id.writeUInt32BE(++lastWriteId, 4)
  return id
}

export class Client {
  constructor(readonly cluster: InProcessCluster = new InProcessCluster()) {}

  /** The outcome once the clock has gone on far enough. */
  get(node: TestNode, key: string | Uint8Array, asked: Asked & { r?: number } = {}): Promise<Got> {
    return this.cluster.clock.settle(this.getNow(node, key, asked))
  }

  put(node: TestNode, key: string | Uint8Array, text: string, asked: PutAsked = {}): Promise<Done> {
    return this.cluster.clock.settle(this.putNow(node, key, text, asked))
  }

  /** The same without moving the clock. */
  async getNow(node: TestNode, key: string | Uint8Array, asked: Asked & { r?: number } = {}): Promise<Got> {
    const { r = 0, ringDigest = 0, strict = false, ...options } = asked
    const header = Get.encode({ key: Buffer.from(key), r, ringDigest, strict })
    const call = { type: FrameType.GET, header }
    const frame = await this.cluster.ask(node, call, options)
    const { context, replies, siblings, sloppy, fastest } = GetReply.decode(frame.header)
    let position = 0
    const texts = siblings.map((sibling) => {
      const length = sibling.length ?? 0
      position += length
      return Buffer.from(frame.value.subarray(position - length, position)).toString()
    })
    return { texts: texts.sort(), context, replies, sloppy, fastest, staleRing: isStale(frame) }
  }

  async putNow(node: TestNode, key: string | Uint8Array, text: string, asked: PutAsked = {}): Promise<Done> {
    const {
      context,
      writeId = newWriteId(),
      w = 0,
      ringDigest = 0,
      strict = false,
      ifCurrent = false,
      tombstone,
      ttlMs = 0,
      durability,
      coordinator = '',
      ...options
    } = asked
    const header = Put.encode({
      key: Buffer.from(key),
      context: context ?? Buffer.alloc(0),
      writeId,
      w,
      ringDigest,
      strict,
      ifCurrent,
      ttlMs,
      coordinator,
      durability: durabilityToWire(durability),
    })
    const call =
      tombstone === true
        ? { type: FrameType.DELETE, header }
        : { type: FrameType.PUT, header, value: [Buffer.from(text)] }
    const frame = await this.cluster.ask(node, call, options)
    const { context: after, replies, sloppy } = PutReply.decode(frame.header)
    return { context: after, replies, sloppy, staleRing: isStale(frame) }
  }
}

/** How a request ended when it failed, and nothing when it did not. */
export async function failureOf(promise: Promise<unknown>): Promise<GrammeError | undefined> {
  return promise.then(
    () => undefined,
    (error: GrammeError) => error,
  )
}

function isStale(frame: Frame): boolean {
  return (frame.flags & FrameFlag.STALE_RING) !== 0
}
