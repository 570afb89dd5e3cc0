/**
 * What this node knows of its cluster: the member table, the ring that follows from it, and links to the
 * other members. Keeps the table on disk, and the ring in step with it.
 *
 * Invariant: the ring is a function of the members that are up; liveness does not touch it. Whoever follows the rings
 * is told as well of those that may have gone by unseen.
 */
import { GrammeError } from '../errors.js'
import { type Act, after, handedOver } from '../membership/acts.js'
import { type Ask, Gossip } from '../membership/gossip.js'
import { tellingFromWire, tellingToWire } from '../membership/gossip-codec.js'
import { type Member, MemberTable, recordAtStart } from '../membership/member.js'
import { Removals } from '../membership/removals.js'
import type { Telling } from '../membership/swap.js'
import { readTable, writeTable } from '../membership/table-file.js'
import { historyOf, unseenBetween } from '../membership/unseen.js'
import type { Timer } from '../ports/clock.js'
import { DiskError } from '../ports/disk.js'
import { Ring } from '../ring/ring.js'
import { type Call, Caller } from '../wire/caller.js'
import { type Frame, FrameType } from '../wire/frame.js'
import type { LinkOptions } from '../wire/link.js'
import { decodeReply, Gossip as GossipMessage } from '../wire/messages.js'
import { PeerLinks } from './peer-links.js'
import type { Platform, Report } from './platform.js'
import type { NodeSettings } from './settings.js'

/** Changes of the table that come close together make one new ring. */
const ringDelayMs = 20
const gossipTimeoutMs = 2000
/** Suspects that a message names, others each time where there are more: 14 bytes each, and but a hint. */
const suspectsMax = 32

export interface ClusterViewOptions {
  readonly selfId: string
  readonly address: string
  readonly settings: NodeSettings
  readonly platform: Platform
  readonly links: LinkOptions
  readonly report: Report
}

export class ClusterView {
  readonly peers: PeerLinks
  #ring: Ring
  #ringTimer: Timer | undefined
  #gossip: Gossip
  readonly #removals: Removals
  #written: Promise<void> = Promise.resolve()
  #isWriteDue = false
  #closed = false
  /** The members when the ring was built, and the acts that made them what they were. */
  #followed: readonly Member[]
  #history: number
  /** Told of each new ring, or history of the same one, with the rings that others may have had in between. */
  ringChanged: (ring: Ring, between: readonly Ring[] | 'unknown') => void = () => {}
  /** What was wrong with the nodes at these addresses, which are seeds' and members'. */
  readonly #mismatches = new Map<string, string>()
  /** Other members that this node's address belonged to, of which the operator has been told. */
  readonly #before = new Set<string>()

  private constructor(
    private readonly table: MemberTable,
    private readonly options: ClusterViewOptions,
  ) {
    const { selfId, settings, platform } = options
    this.peers = new PeerLinks(selfId, options.links)
    this.#ring = this.#buildRing(table)
    this.#followed = table.all()
    this.#history = historyOf(this.#followed)
    this.#removals = new Removals(selfId, table, settings.reapAfterMs / 2, platform.clock)
    this.#gossip = new Gossip({
      selfId,
      table,
      seeds: settings.seeds,
      clock: platform.clock,
      random: platform.random,
      intervalMs: settings.gossipIntervalMs,
      visit: (address, talk) => this.#visit(address, talk),
      heard: (members) => this.#take(members),
    })
  }

  /** Reads the table, enters this node's own record, and begins to gossip. */
  static async open(options: ClusterViewOptions): Promise<ClusterView> {
    const { selfId, address, settings, platform, report } = options
    const read = await readTable(platform.disk, settings.folder)
    if (read.kind === 'damaged') {
      report('warn', 'the member table is damaged and is left aside: members are heard of from seeds', {
        reason: read.reason,
      })
    }
    const table = new MemberTable(read.kind === 'read' ? read.members : [])
    const { weight, zone } = settings
    const last = table.get(selfId)
    const firstStatus = settings.joins === 'at-once' ? 'up' : 'waiting'
    const around = { id: selfId, address, weight, zone }
    const self = recordAtStart(around, last, platform.clock.wallMs(), firstStatus)
    table.merge([self])
    if (self.weight !== weight) {
      const hint = 'the weight in the settings is for the first start only: use `gramme reweight`'
      report('warn', hint, { weight: self.weight, settings: weight })
    }
    await writeTable(platform.disk, settings.folder, table.all())
    const view = new ClusterView(table, options)
    view.peers.follow(table.present())
    view.#gossip.changed([self])
    view.#gossip.start()
    return view
  }

  get ring(): Ring {
    return this.#ring
  }

  /** Of the ring; see unseen.ts. */
  get history(): number {
    return this.#history
  }

  get self(): Member {
    const self = this.table.get(this.options.selfId)
    if (self === undefined) throw new GrammeError('INTERNAL', 'this node is not in its own member table')
    return self
  }

  members(): readonly Member[] {
    return this.table.all()
  }

  /** Those that own a share of the ring. */
  up(): readonly Member[] {
    return this.table.up()
  }

  /** Whether this node is one of those, as of now: the ring may be behind. */
  get isUp(): boolean {
    return this.table.up().some(({ id }) => id === this.options.selfId)
  }

  /** Those that hold data: up, or leaving. */
  present(): Member[] {
    return this.table.present()
  }

  /** Throws GrammeError REMOVED: this node was removed, and what it holds is taken no more. */
  checkNotRemoved(id: string): void {
    this.#removals.check(id)
  }

  /** Whether every seed has answered. */
  get hasMetAll(): boolean {
    return this.#gossip.hasMetAll
  }

  /**
   * Where this node is leaving: others have all that it held. It may be stopped when one of them knows that; as far
   * as they know until then, it holds something that new owners have to wait for.
   */
  handedOver(): void {
    const record = handedOver(this.self)
    // Whoever finds nothing to hand over by a ring in which this node still owns its share has not looked.
    if (record === this.self || this.#ring.members.some(({ id }) => id === this.self.id)) return
    this.#take([record], true)
    this.#gossip.changedOwn(record, () =>
      this.options.report('info', 'this node has handed over all that it held: it can be stopped'),
    )
  }

  /**
   * Does what an operator has said of this node, one act after the other; whether that changed anything. It is on disk
   * before anybody is told. Throws GrammeError: BAD_ARGUMENT; READ_ONLY, when nothing has changed; CLOSED.
   */
  act(act: Act): Promise<boolean> {
    // Among the writes, so that none of the table as it was comes after this one.
    const done = this.#written.then(() => this.#act(act))
    this.#written = done.then(
      () => {},
      () => {},
    )
    return done
  }

  async #act(act: Act): Promise<boolean> {
    for (;;) {
      if (this.#closed) throw new GrammeError('CLOSED', 'the node is stopping: nothing has been changed')
      const { self, table } = this
      const { replicaCount } = this.options.settings
      const isReachable = (id: string) => this.peers.health(id) === 'up'
      const staysRemoved = (id: string) => this.#removals.refusal(id)
      const record = after(self, act, { table, replicaCount, isReachable, staysRemoved })
      if (record === self) return false
      await this.#writeAct(record)
      // Changed meanwhile by what others remember, or handed over: the act is done to that.
      if (this.self !== self) continue
      this.options.report('info', 'an operator has changed the record of this node', { ...act })
      this.#take([record], true)
      this.#gossip.changedOwn(record)
      return true
    }
  }

  /** Throws GrammeError READ_ONLY. */
  async #writeAct(record: Member): Promise<void> {
    const { disk } = this.options.platform
    const members = this.table.all().map((member) => (member.id === record.id ? record : member))
    try {
      await writeTable(disk, this.options.settings.folder, members)
    } catch (cause) {
      if (!(cause instanceof DiskError)) throw cause
      // The disk may have it all the same: the table as it is now is written over it, when that can be.
      this.#writeSoon()
      const message = `the member table cannot be written, so nothing has been changed: ${cause.message}`
      throw new GrammeError('READ_ONLY', message, { cause })
    }
  }

  /** Answers a peer's GOSSIP. Throws GrammeError CLUSTER_MISMATCH when it is made of other numbers. */
  gossip(frame: Frame): Call {
    const request = this.#read(frame)
    return this.#gossipCall(this.#gossip.answer(request))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#gossip.stop()
    this.#ringTimer?.cancel()
    this.peers.close()
    await this.#written
  }

  async #visit(address: string, talk: (ask: Ask) => Promise<void>): Promise<void> {
    // Only a member that answers: at its address there may be another node now, which is to be met.
    const member = this.table.up().find((one) => one.address === address && this.peers.reachable(one.id))
    const by = (call: (request: Call) => Promise<Frame>) => async (telling: Telling) => {
      const reply = this.#read(await call(this.#gossipCall(telling)))
      this.#mismatches.delete(address)
      return reply
    }
    try {
      if (member === undefined) await this.#visitStranger(address, talk, by)
      else await talk(by((request) => this.peers.call(member.id, request, gossipTimeoutMs)))
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      if (error.code === 'CLUSTER_MISMATCH') this.#mismatch(address, error)
    }
  }

  /** Tells the operator, once: it is found again with every round of gossip. */
  #mismatch(address: string, { message }: GrammeError): void {
    if (this.#mismatches.get(address) === message) return
    this.#mismatches.set(address, message)
    const what = 'a node that was to be a member is of another cluster'
    this.options.report('error', what, { address, reason: message })
  }

  async #visitStranger(
    address: string,
    talk: (ask: Ask) => Promise<void>,
    by: (call: (request: Call) => Promise<Frame>) => Ask,
  ): Promise<void> {
    const caller = await Caller.open(address, this.options.links)
    const ask = by((request) => caller.call(request, gossipTimeoutMs))
    // One of the seeds may be this node under another name: that its table is the same says nothing.
    const isSelf = caller.peer.nodeId === this.options.selfId
    try {
      await talk(isSelf ? async (telling) => ({ ...(await ask(telling)), hash: undefined }) : ask)
    } finally {
      caller.close()
    }
  }

  #gossipCall(telling: Telling): Call {
    const { cluster, partitionCount, replicaCount } = this.options.settings
    const header = {
      ...tellingToWire(telling),
      ...{ cluster, partitionCount, replicaCount, suspects: this.#someSuspects() },
    }
    return { type: FrameType.GOSSIP, header: GossipMessage.encode(header) }
  }

  #someSuspects(): string[] {
    const suspects = this.peers.suspects()
    if (suspects.length <= suspectsMax) return suspects
    const from = Math.floor(this.options.platform.random.next() * suspects.length)
    return [...suspects.slice(from), ...suspects.slice(0, from)].slice(0, suspectsMax)
  }

  /** What a peer says of its table. Throws GrammeError CLUSTER_MISMATCH when it is made of other numbers. */
  #read(frame: Frame): Telling {
    const gossip = decodeReply(GossipMessage, frame)
    const { settings } = this.options
    for (const field of ['cluster', 'partitionCount', 'replicaCount'] as const) {
      if (gossip[field] === settings[field]) continue
      throw new GrammeError(
        'CLUSTER_MISMATCH',
        `${field} is ${settings[field]} here, and ${gossip[field]} there`,
      )
    }
    this.peers.accused(gossip.suspects.slice(0, suspectsMax))
    return tellingFromWire(gossip)
  }

  /** The records that this changed. */
  #take(heard: readonly Member[], isOwnAct = false): readonly Member[] {
    const changed = this.table.merge(heard)
    this.#removals.follow(this.#gossip.isInStep)
    if (changed.length === 0 || this.#closed) return changed
    if (!isOwnAct) this.#keepOwnRecord(changed)
    for (const member of changed) {
      const { id, address, weight, zone, status } = member
      this.options.report('info', 'heard of a member', { id, address, weight, zone, status })
    }
    this.#writeSoon()
    const present = this.table.present()
    this.#tellOfOthersHere(present)
    this.peers.follow(present)
    this.#ringTimer ??= this.options.platform.clock.setTimer(ringDelayMs, () => {
      this.#ringTimer = undefined
      this.#follow()
    })
    return changed
  }

  #follow(): void {
    const before = this.#followed
    this.#followed = this.table.all()
    const unseen = unseenBetween(before, this.#followed)
    const between =
      unseen === 'unknown' ? unseen : unseen.map((members) => this.#buildRing(new MemberTable(members)))
    const ring = this.#buildRing(this.table)
    const history = historyOf(this.#followed)
    if (ring.digest === this.#ring.digest && history === this.#history) return
    this.#history = history
    // One that looks the same is another where a ring has gone by: what was begun by the one before does not count.
    if (ring.digest !== this.#ring.digest || between === 'unknown' || between.length > 0) this.#ring = ring
    this.ringChanged(this.#ring, between)
  }

  /** A node with a new folder at the address of a member: the old one's disk has gone, or somebody has mistaken the address. */
  #tellOfOthersHere(present: readonly Member[]): void {
    const { selfId, address, report } = this.options
    for (const { id } of present.filter((one) => one.address === address && one.id !== selfId)) {
      if (this.#before.has(id)) continue
      this.#before.add(id)
      const hint = `gramme replace ${id} ${selfId}`
      report('warn', 'another member has this address: if that one is gone for good, say so', { id, hint })
    }
  }

  /**
   * Someone remembers a newer record of this node than its own: it is outdone, by one that has what an operator has
   * done to it. Once, that is a restored backup; again and again, it is another node that runs on a copy of this one's
   * folder.
   */
  #keepOwnRecord(changed: readonly Member[]): void {
    const { selfId, address, settings, platform, report } = this.options
    const theirs = changed.find((member) => member.id === selfId)
    if (theirs === undefined) return
    report('warn', 'others had a newer record of this node: a restored backup, or a copied folder in use', {
      address: theirs.address,
    })
    const { weight, zone } = settings
    const self = { id: selfId, address, weight, zone }
    this.#gossip.changed(this.table.merge([recordAtStart(self, theirs, platform.clock.wallMs())]))
  }

  /** Behind the write that is under way; what changes until then is in it as well. */
  #writeSoon(): void {
    if (this.#isWriteDue) return
    this.#isWriteDue = true
    this.#written = this.#written.then(() => {
      this.#isWriteDue = false
      return this.#write()
    })
  }

  async #write(): Promise<void> {
    try {
      await writeTable(this.options.platform.disk, this.options.settings.folder, this.table.all())
    } catch (error) {
      this.options.report('error', 'the member table cannot be written', { reason: String(error) })
    }
  }

  #buildRing(table: MemberTable): Ring {
    const { partitionCount, replicaCount } = this.options.settings
    return Ring.build(table.up(), { partitionCount, replicaCount })
  }
}
