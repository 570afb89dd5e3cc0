/**
 * What a node does with each frame: answers for itself (REPLICA_GET, REPLICA_PUT, GOSSIP, RING, STATUS),
 * coordinates (GET, PUT, DELETE) when it owns the key, and otherwise forwards to a node that does (Dynamo
 * §5: a request may be sent to any node).
 */

import type { Part, Slices } from '../admission/slices.js'
import { type ForwardParts, forward, forwardHedges } from '../coordinator/forward.js'
import { type GetParts, getAcross } from '../coordinator/get.js'
import type { Peers } from '../coordinator/peers.js'
import { putAcross } from '../coordinator/put.js'
import { ReadRepairs } from '../coordinator/read-repair.js'
import { isSpoiled } from '../coordinator/replica-calls.js'
import { Deadlines } from '../deadlines.js'
import { GrammeError } from '../errors.js'
import type { Act } from '../membership/acts.js'
import type { Member } from '../membership/member.js'
import {
  type AnswerParts,
  answerCompare,
  answerFetch,
  answerList,
  type CompareParts,
} from '../repair/answers.js'
import { answerReap, answerReapable, type ReapParts } from '../repair/reap-calls.js'
import type { Serving } from '../repair/serving.js'
import type { Hints } from '../replica/hints.js'
import type { Replica } from '../replica/replica.js'
import type { Preference, Ring } from '../ring/ring.js'
import { contextScope, encodeContext } from '../version/context-codec.js'
import { liveSiblings } from '../version/object.js'
import type { Call } from '../wire/caller.js'
import { type Frame, FrameFlag, FrameType, frameFixedBytes } from '../wire/frame.js'
import { encodedAlready, valueBytesOf } from '../wire/frame-writer.js'
import { GetReply, PutReply } from '../wire/messages.js'
import type { Reply, SessionPeer } from '../wire/session.js'
import { clientGet, clientPut } from './client-requests.js'
import type { Counters } from './counters.js'
import type { Durations } from './durations.js'
import { memberAct } from './member-acts.js'
import type { PeerLinks } from './peer-links.js'
import type { Platform } from './platform.js'
import { replicaGet, replicaPut } from './replica-requests.js'
import type { NodeSettings } from './settings.js'
import type { StageTimes } from './stage-times.js'
import { ringReply } from './status.js'
import { type Kind, UnderWay } from './under-way.js'

/** The cluster as the service sees it; a ClusterView is one. */
export interface ServiceView {
  /** Whether this node is a member that owns a share. */
  readonly isUp: boolean
  readonly ring: Ring
  readonly peers: Peers & Pick<PeerLinks, 'heardFrom'>
  members(): readonly Member[]
  gossip(frame: Frame): Call
  readonly self: Member
  act(act: Act): Promise<boolean>
  /** Throws GrammeError REMOVED; see membership/removals.ts. */
  checkNotRemoved(id: string): void
}

export interface ServiceParts {
  readonly selfId: string
  readonly settings: NodeSettings
  readonly platform: Platform
  readonly view: ServiceView
  readonly replica: Replica
  readonly hints: Hints
  readonly counters: Counters
  readonly admission: Pick<Slices, 'took' | 'refused' | 'lateness'>
  /** For what other nodes ask in the background. */
  readonly answering: Pick<Part, 'admit' | 'charge'>
  readonly status: () => Reply
  /** Which partitions this node serves. */
  readonly serving: Pick<Serving, 'serves' | 'standing'>
  readonly stages: StageTimes
  /** Somebody who does not own the partition holds data of it. */
  readonly foreignData?: (partition: number) => void
}

/** The longest a client may have a node go on with a request. */
const deadlineMsMax = 60_000

export class Service {
  readonly #gets: Coordination
  readonly #puts: Coordination
  readonly #deletes: Coordination
  readonly underWay: UnderWay

  constructor(private readonly parts: ServiceParts) {
    this.underWay = new UnderWay(parts.settings)
    const { selfId, platform, replica, hints, view, counters, admission, serving, stages } = parts
    const repaired = () => counters.add('read_repairs')
    const shared = {
      selfId,
      replica,
      hints,
      clock: platform.clock,
      deadlines: new Deadlines(platform.clock),
      hedges: forwardHedges(),
      peers: view.peers,
      repairs: new ReadRepairs({ selfId, replica, peers: view.peers, repaired }),
      standing: (partition: number) => serving.standing(partition),
    }
    const coordination = (operation: 'get' | 'put' | 'delete'): Coordination => {
      const own = stages.of(operation, 'own')
      const ownPartTook = (tookMs: number) => {
        own.add(tookMs)
        admission.took(tookMs)
      }
      const quorumTook = stages.of(operation, 'quorum')
      return {
        parts: { ...shared, ownPartTook },
        quorumTook,
        forwardTook: stages.of(operation, 'forward'),
      }
    }
    this.#gets = coordination('get')
    this.#puts = coordination('put')
    this.#deletes = coordination('delete')
  }

  /** Serves one frame. Throws GrammeError. */
  async serve(frame: Frame, peer: SessionPeer): Promise<Reply> {
    const { underWay } = this
    const { counters, admission, platform, stages } = this.parts
    const isBackground = (frame.flags & FrameFlag.BACKGROUND) !== 0
    const beganMs = platform.clock.nowMs()
    let kind: Kind
    try {
      kind = underWay.enter(frame.type, isBackground, admission.lateness, beganMs)
    } catch (error) {
      counters.add('refused_busy')
      if (!isBackground) admission.refused()
      throw error
    }
    try {
      return isBackground ? await this.#answerInTime(frame, peer) : await this.#dispatch(frame, peer)
    } catch (error) {
      counters.add('failed')
      if (isSpoiled(error)) this.parts.view.peers.spoiled?.(peer.nodeId)
      throw error
    } finally {
      underWay.leave(kind)
      if (!isBackground) {
        const tookMs = platform.clock.nowMs() - beganMs
        stages.answered(frame.type, tookMs)
        if (replicaParts.has(frame.type)) admission.took(tookMs)
      }
    }
  }

  /** For what nobody waits for: when there is time. */
  async #answerInTime(frame: Frame, peer: SessionPeer): Promise<Reply> {
    const { answering, counters, platform } = this.parts
    try {
      await answering.admit(frameFixedBytes + frame.header.length + frame.value.length)
    } catch (error) {
      counters.add('refused_background')
      throw error
    }
    const beganMs = platform.clock.nowMs()
    const reply = await this.#dispatch(frame, peer)
    answering.charge((reply.header?.len ?? 0) + valueBytesOf(reply), beganMs)
    return reply
  }

  #dispatch(frame: Frame, peer: SessionPeer): Promise<Reply> | Reply {
    switch (frame.type) {
      case FrameType.GET:
        return this.#get(frame)
      case FrameType.PUT:
      case FrameType.DELETE:
        return this.#put(frame)
      case FrameType.RING:
        return ringReply(this.parts.settings, this.parts.view)
      case FrameType.STATUS:
        return this.parts.status()
      case FrameType.MEMBER_ACT:
        return memberAct(this.parts.view, frame)
      case FrameType.REPLICA_GET:
        this.#fromMember(peer)
        return replicaGet(this.parts, frame)
      case FrameType.REPLICA_PUT:
        this.#fromMember(peer)
        return replicaPut(this.parts, frame)
      case FrameType.COMPARE:
        this.#fromMember(peer)
        return answerCompare(this.#compareParts(peer), frame)
      case FrameType.LIST:
        this.#fromMember(peer)
        return answerList(this.#answerParts(), frame)
      case FrameType.FETCH:
        this.#fromMember(peer)
        return answerFetch(this.#answerParts(), frame)
      case FrameType.REAPABLE:
        this.#fromMember(peer)
        return answerReapable(this.#reapParts(), frame)
      case FrameType.REAP:
        this.#fromMember(peer)
        return answerReap(this.#reapParts(), frame)
      case FrameType.GOSSIP:
        this.parts.view.peers.heardFrom(nodeOf(peer))
        return this.parts.view.gossip(frame)
      default:
        throw new GrammeError('PROTOCOL', `no request has the type ${frame.type}`)
    }
  }

  async #get(frame: Frame): Promise<Reply> {
    const { settings, counters, platform } = this.parts
    const request = clientGet(frame, settings)
    counters.add('gets')
    const { key, r, ringDigest, isStrict } = request
    const place = this.#place(key, frame)
    const { parts, quorumTook, forwardTook } = this.#gets
    const forwarded = place.own
      ? undefined
      : await this.#took(forwardTook, this.#forwarded(frame, place, r, ringDigest, isStrict))
    if (forwarded !== undefined) return forwarded
    const { partition, list, deadlineMs } = place
    const get = { key, partition, list, isStrict, r, deadlineMs }
    const { object, replies, isSloppy, fastest } = await this.#took(quorumTook, getAcross(parts, get))
    const flags = this.#ringFlag(ringDigest)
    if (object === undefined)
      return { flags, header: GetReply.encode({ replies, sloppy: isSloppy, fastest }) }
    const siblings = liveSiblings(object, platform.clock.wallMs())
    return {
      flags,
      header: GetReply.encode({
        replies,
        sloppy: isSloppy,
        fastest,
        context: encodeContext(object.clock, contextScope(settings.cluster, key)),
        siblings: siblings.map(({ value, writtenAtMs, ttlMs, expiresAtMs }) => ({
          length: value.length,
          writtenAtMs,
          ...(ttlMs > 0 && { expiresAtMs }),
        })),
      }),
      value: siblings.map((sibling) => sibling.value),
    }
  }

  async #put(frame: Frame): Promise<Reply> {
    const { settings, counters, platform } = this.parts
    const request = clientPut(frame, settings, platform.clock.wallMs())
    const { key, write, w, durability, ringDigest, ifCurrent, isStrict, coordinator } = request
    counters.add(write.tombstone ? 'deletes' : 'puts')
    const place = this.#place(key, frame)
    const { parts, quorumTook, forwardTook } = write.tombstone ? this.#deletes : this.#puts
    const forwarded = place.own
      ? undefined
      : await this.#took(forwardTook, this.#forwarded(frame, place, w, ringDigest, isStrict, coordinator))
    if (forwarded !== undefined) return forwarded
    const { partition, list, deadlineMs } = place
    const put = { key, partition, list, isStrict, w, write, durability, ifCurrent, deadlineMs }
    const done = await this.#took(quorumTook, putAcross(parts, put))
    return {
      flags: this.#ringFlag(ringDigest),
      header: PutReply.encode({
        context: encodeContext(done.context, contextScope(settings.cluster, key)),
        replies: done.replies,
        sloppy: done.isSloppy,
      }),
    }
  }

  /** What the work comes to; how long it takes, well or not, is added to the durations. */
  async #took<T>(durations: Durations, work: Promise<T>): Promise<T> {
    const { clock } = this.parts.platform
    const beganMs = clock.nowMs()
    try {
      return await work
    } finally {
      durations.add(clock.nowMs() - beganMs)
    }
  }

  /** Where a key lies, whether here, and until when the request may last. */
  #place(key: Uint8Array, frame: Frame): Place {
    const { view, selfId, platform, settings } = this.parts
    const partition = view.ring.partitionOf(key)
    const list = view.ring.preferenceList(partition)
    const own = view.ring.isOwner(partition, selfId)
    const timeoutMs =
      frame.deadlineMs === 0 ? settings.requestTimeoutMs : Math.min(frame.deadlineMs, deadlineMsMax)
    return { partition, list, own, deadlineMs: platform.clock.nowMs() + timeoutMs }
  }

  /**
   * The reply of an owner that the request is handed on to; undefined where this node is to coordinate it in their
   * stead, because none can and the request is not strict (§4.6). A write only where this node is a member: else it
   * might be stopped for good with what it keeps for others.
   */
  async #forwarded(
    frame: Frame,
    place: Place,
    needed: number,
    ringDigest: number,
    isStrict: boolean,
    first = '',
  ): Promise<Reply | undefined> {
    const { list, deadlineMs } = place
    if ((frame.flags & FrameFlag.FORWARDED) !== 0) {
      throw new GrammeError(
        'STALE_RING',
        `node ${this.parts.selfId} does not own this key, on the ring it knows`,
      )
    }
    this.parts.counters.add('forwarded')
    const { clock } = this.#gets.parts
    const owners = list.filter(({ role }) => role === 'owner').map(({ id }) => id)
    const writes = frame.type !== FrameType.GET
    try {
      const reply = await forward(this.#gets.parts, {
        frame,
        owners,
        first,
        deadlineMs,
        needed,
        writes,
        isStrict,
      })
      return { flags: this.#ringFlag(ringDigest), header: encodedAlready(reply.header), value: [reply.value] }
    } catch (error) {
      // What an owner may have done of a write is done again under the same write id, and so the same.
      const noneCould = error instanceof GrammeError && noOwnerCodes.has(error.code)
      const mayStandIn = !isStrict && (!writes || this.parts.view.isUp)
      if (!mayStandIn || !noneCould || clock.nowMs() >= deadlineMs) throw error
      this.parts.counters.add('stood_in')
      return undefined
    }
  }

  /** Of one that was removed long ago nothing is taken but gossip, by which it hears of that. */
  #fromMember(peer: SessionPeer): void {
    this.parts.view.checkNotRemoved(nodeOf(peer))
  }

  #answerParts(): AnswerParts {
    const { replica, view, settings } = this.parts
    return { replica, partitionCount: settings.partitionCount, ringDigest: view.ring.digest }
  }

  #compareParts({ nodeId }: SessionPeer): CompareParts {
    const { view, serving, foreignData } = this.parts
    return {
      ...this.#answerParts(),
      serves: (partition) => serving.serves(partition),
      compared: (partition) => {
        // A node that compares what it does not own has left, or owned it before, and is giving it up.
        if (!view.ring.isOwner(partition, nodeId)) foreignData?.(partition)
      },
    }
  }

  #reapParts(): ReapParts {
    const { replica, hints, view, platform } = this.parts
    const { ring } = view
    const partitionOf = (key: Uint8Array) => ring.partitionOf(key)
    const wallMs = () => platform.clock.wallMs()
    return { replica, hints, ringDigest: ring.digest, partitionOf, wallMs }
  }

  /** Tells a client whose ring is not ours to fetch it again. */
  #ringFlag(clientDigest: number): number {
    return clientDigest !== 0 && clientDigest !== this.parts.view.ring.digest ? FrameFlag.STALE_RING : 0
  }
}

/** What coordinating one kind of request takes, and where its times are kept. */
interface Coordination {
  readonly parts: GetParts & ForwardParts
  readonly quorumTook: Durations
  readonly forwardTook: Durations
}

interface Place {
  readonly partition: number
  /** Its whole preference list. */
  readonly list: readonly Preference[]
  /** Whether this node is an owner. */
  readonly own: boolean
  /** By the clock's `nowMs`. */
  readonly deadlineMs: number
}

/** No owner could be asked, or none could do it, or it is not known whether one did. */
const noOwnerCodes: ReadonlySet<string> = new Set(['QUORUM_NOT_MET', 'OUTCOME_UNKNOWN'])

/** What a replica does for a request that somebody waits for. */
const replicaParts: ReadonlySet<number> = new Set([FrameType.REPLICA_GET, FrameType.REPLICA_PUT])

function nodeOf({ nodeId }: SessionPeer): string {
  if (nodeId === '') throw new GrammeError('PROTOCOL', 'this request is for nodes, and a client sent it')
  return nodeId
}
