/**
 * One node: the store, the replica, the view of the cluster, the service, the listener, put together and
 * taken apart in the right order. All nodes are alike (Dynamo §2.3: symmetry, decentralisation).
 *
 * Order of start: settings, folder, store (which takes the folder for this process), identity, address,
 * members, the background's work. Order of stop: no new requests, those under way, the links, the background's
 * work, the stores. So nothing is served
 * before it can be kept, and nothing accepted is dropped.
 */
import { Slices } from '../admission/slices.js'
import { GrammeError } from '../errors.js'
import { Delivery } from '../handoff/delivery.js'
import type { Act } from '../membership/acts.js'
import type { Member } from '../membership/member.js'
import { type Listener, NetworkError, type Stream } from '../ports/network.js'
import { Filler } from '../repair/filler.js'
import { Reaper, type ReaperState } from '../repair/reaper.js'
import { RepairLoop } from '../repair/repair-loop.js'
import { Scrubber, type ScrubState } from '../repair/scrubber.js'
import type { Serving } from '../repair/serving.js'
import { SurrenderLoop, type SurrenderState } from '../repair/surrender-loop.js'
import { Hints } from '../replica/hints.js'
import { Replica } from '../replica/replica.js'
import type { Ring } from '../ring/ring.js'
import { softwareVersion } from '../software-version.js'
import { StoreError } from '../store/store.js'
import type { Versions } from '../store/versions.js'
import { ActorMint } from '../version/actor.js'
import { defaultWriteLimits } from '../version/write.js'
import { type Call, callerDefaults } from '../wire/caller.js'
import type { Frame } from '../wire/frame.js'
import { linkDefaults } from '../wire/link.js'
import { refuse } from '../wire/refuse.js'
import { Session, sessionDefaults } from '../wire/session.js'
import { ClusterView } from './cluster-view.js'
import { Counters } from './counters.js'
import { openIdentity } from './identity.js'
import { KeptServing } from './kept-serving.js'
import { LocalRequests } from './local-requests.js'
import type { PeerState } from './peer-links.js'
import type { Platform, Report } from './platform.js'
import { Service } from './service.js'
import { checkNodeOptions, type NodeOptions, type NodeSettings } from './settings.js'
import { spoiledArrivals } from './spoiled-arrivals.js'
import { StageTimes } from './stage-times.js'
import { statusReply } from './status.js'
import { closeStores, opened, openStores, type Stores } from './stores.js'

/** How long connections get to take the last answers when a node stops. */
const drainTimeoutMs = 5000

/** At so many hints the ledger of who has which takes some 300 MiB. */
const hintKeysMax = 1_000_000

export type { Act } from '../membership/acts.js'

/** What goes on behind everybody's back. */
interface Background {
  readonly filler: Filler
  readonly repair: RepairLoop
  readonly surrender: SurrenderLoop
  readonly delivery: Delivery
  readonly reaper: Reaper
  readonly scrubber: Scrubber
}

interface NodeParts {
  readonly platform: Platform
  readonly listener: Listener
  readonly sessions: Set<Session>
  readonly view: ClusterView
  readonly stores: Stores
  readonly background: Background
  readonly hints: Hints
  readonly slices: Slices
  readonly serving: KeptServing
  readonly local: LocalRequests
  readonly stages: StageTimes
}

export class Node {
  readonly #sessions: Set<Session>
  #stopped: Promise<void> | undefined

  /** Puts the running parts together; `start` makes them. */
  constructor(
    /** 12 hex digits; see Member. */
    readonly id: string,
    /** Where it can be reached: HOST:PORT. */
    readonly address: string,
    private readonly parts: NodeParts,
  ) {
    this.#sessions = parts.sessions
  }

  /**
   * Starts a node; resolves when it serves. Throws GrammeError: BAD_ARGUMENT, LOCKED, ADDRESS, READ_ONLY
   * (the folder cannot be written).
   */
  static async start(options: NodeOptions, platform: Platform, report: Report): Promise<Node> {
    const settings = checkNodeOptions(options)
    let stores: Stores | undefined
    const slices = new Slices(platform.clock, settings.foregroundP99TargetMs)
    slices.start()
    try {
      const compaction = slices.part('compaction', settings.compactionBytesPerSecond)
      stores = await openStores(settings, platform, report, compaction.pace)
      return await startOver(stores, settings, platform, report, slices)
    } catch (error) {
      slices.close()
      // A disk on which the stores cannot even be closed is why it did not start, or comes on top of that.
      if (stores !== undefined) await closeStores(stores).catch(() => {})
      await platform.workers.close()
      throw error
    }
  }

  /** The ring as this node knows it now. */
  get ring(): Ring {
    return this.parts.view.ring
  }

  /** Which versions this node holds, as they are now. */
  get versions(): Versions {
    return this.parts.stores.data.versions
  }

  /** Which partitions this node serves. */
  get serving(): Pick<Serving, 'serves' | 'wanting'> {
    return this.parts.serving.serving
  }

  /** Serves a client's request that comes from within this process; the reply. Throws GrammeError. */
  ask(call: Call): Promise<Frame> {
    return this.parts.local.ask(call)
  }

  /** How long requests have taken here, by stage. */
  get stages(): StageTimes {
    return this.parts.stages
  }

  /**
   * Does what an operator has said of this node, durably; whether that changed anything. Throws GrammeError:
   * BAD_ARGUMENT, READ_ONLY, CLOSED.
   */
  act(act: Act): Promise<boolean> {
    return this.parts.view.act(act)
  }

  /** Those that hold data, as far as it knows. */
  present(): readonly Member[] {
    return this.parts.view.present()
  }

  /** What it knows to be dead and not forgotten yet, where it is to see to that. */
  get reaping(): ReaperState {
    return this.parts.background.reaper.state()
  }

  /** What it holds that others own. */
  get surrendering(): SurrenderState {
    return this.parts.background.surrender.state()
  }

  /** What it has found when it read all that it holds. */
  get scrubbing(): ScrubState {
    return this.parts.background.scrubber.state()
  }

  /** Keys that it holds for others. */
  get hintKeys(): number {
    return this.parts.hints.keys
  }

  /** What this node thinks of the others, by id: each node judges for itself. */
  peers(): ReadonlyMap<string, PeerState> {
    return this.parts.view.peers.states()
  }

  /**
   * Answers what is under way, makes everything safe, gives the folder back. May be called again. Throws
   * GrammeError READ_ONLY when the disk failed at the end; all else is done even so.
   */
  close(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    const { platform, listener, view, stores, background, slices, serving, local } = this.parts
    local.close()
    await listener.close()
    for (const session of this.#sessions) session.drain()
    await this.#drained(platform.clock.nowMs() + drainTimeoutMs)
    for (const session of this.#sessions) session.destroy()
    await view.close()
    slices.close()
    await Promise.all(Object.values(background).map((work: Background[keyof Background]) => work.stop()))
    await serving.save()
    try {
      await closeStores(stores)
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause
      const message = `what was written last may not be safe: ${cause.message}`
      throw new GrammeError('READ_ONLY', message, { cause })
    } finally {
      await platform.workers.close()
    }
  }

  #drained(deadlineMs: number): Promise<void> {
    const { platform, local } = this.parts
    const { clock } = platform
    return new Promise((resolve) => {
      const look = () => {
        const isIdle = this.#sessions.size === 0 && local.underWay === 0
        if (isIdle || clock.nowMs() >= deadlineMs) resolve()
        else clock.setTimer(10, look)
      }
      look()
    })
  }
}

async function startOver(
  stores: Stores,
  settings: NodeSettings,
  platform: Platform,
  report: Report,
  slices: Slices,
): Promise<Node> {
  const { clock, random, disk, network } = platform
  const hasData = stores.data.stats().keys > 0 || stores.hints.stats().keys > 0
  const id = await opened(settings, () => openIdentity(disk, settings.folder, random, settings, hasData))
  const identity = { cluster: settings.cluster, nodeId: id, agent: `gramme-node/${softwareVersion}` }
  const sessions = new Set<Session>()
  const counters = new Counters()
  const startedMs = clock.nowMs()
  let service: Service | undefined

  const accept = (stream: Stream) => {
    if (sessions.size >= settings.connectionsMax || service === undefined) {
      const reason =
        service === undefined ? 'the node is starting' : `${sessions.size} connections, the limit`
      counters.add('refused_connections')
      refuse(stream, clock, new GrammeError('BUSY', reason, { retryAfterMs: 1000 }))
      return
    }
    const serving = service
    const session: Session = new Session(stream, {
      clock,
      identity,
      limits: sessionDefaults,
      serve: (frame, peer) => serving.serve(frame, peer),
      nodeQueuedBytes: () => {
        let bytes = 0
        for (const each of sessions) bytes += each.queuedBytes
        return bytes
      },
      unread: () => counters.add('refused_unread'),
      ended: () => sessions.delete(session),
      report: ({ kind, remoteAddress, reason, cause }) =>
        report(kind === 'internal' ? 'error' : 'warn', `connection ${kind}`, {
          remoteAddress,
          reason,
          cause,
        }),
    })
    sessions.add(session)
  }
  const listener = await listen(settings.listen, () => network.listen(settings.listen, accept))
  const address = settings.advertise ?? listener.address
  try {
    const links = { ...callerDefaults, ...linkDefaults, network, clock, random, identity }
    const kept = await opened(settings, () => KeptServing.read(settings, platform))
    const view = await opened(settings, () =>
      ClusterView.open({ selfId: id, address, settings, platform, links, report }),
    )
    view.peers.spoiled = spoiledArrivals(counters, report)
    const mint = new ActorMint(id, random, () => clock.wallMs())
    const keptServing = KeptServing.from(kept, id, () => view, { settings, platform, report })
    const { serving } = keptServing
    const saved = () => keptServing.save()
    const { witness } = platform
    const limits = defaultWriteLimits
    let reaper: Reaper | undefined
    const deaths = (partition: number, fromMs: number) => reaper?.note(partition, fromMs)
    const replica = new Replica({ store: stores.data, mint, limits, witness, deaths })
    const { hintBytesMax: bytesMax, hintAgeMaxMs: ageMaxMs } = settings
    const hints = new Hints({ store: stores.hints, mint, limits, witness, bytesMax, keysMax: hintKeysMax })
    const around = { selfId: id, replica, peers: view.peers, clock, random, ring: () => view.ring }
    const others = () => view.present().flatMap((member) => (member.id === id ? [] : [member.id]))
    const filler = new Filler({
      ...around,
      serving,
      saved,
      members: others,
      hasMetAll: () => view.hasMetAll,
      leastQuorum: Math.min(settings.readQuorum, settings.writeQuorum),
      // Until a partition is served each read of it needs one node more, and may not find enough.
      pace: slices.part('filling', settings.fillBytesPerSecond, 'pressing').pace,
    })
    view.ringChanged = (ring, between) => {
      serving.follow(ring, between)
      void saved()
      filler.wake()
      surrender.wake()
    }
    const surrender = new SurrenderLoop({
      ...around,
      serving,
      saved,
      ownsAll: () => {
        if (hints.keys === 0) view.handedOver()
      },
      refused: (reason) => report('warn', 'what this node holds is not taken any more', { reason }),
      intervalMs: settings.repairIntervalMs,
      pace: slices.part('giving up', settings.repairBytesPerSecond, 'unhurried').pace,
    })
    const repair = new RepairLoop({
      ...around,
      serving,
      intervalMs: settings.repairIntervalMs,
      pace: slices.part('repair', settings.repairBytesPerSecond).pace,
    })
    const delivery = new Delivery({
      ...around,
      hints,
      intervalMs: settings.handoffIntervalMs,
      ageMaxMs,
      pace: slices.part('hand-off', settings.handoffBytesPerSecond).pace,
    })
    reaper = new Reaper({
      ...around,
      hints,
      members: others,
      intervalMs: settings.reapIntervalMs,
      reapAfterMs: settings.reapAfterMs,
      pace: slices.part('reaping', settings.reapBytesPerSecond).pace,
    })
    const scrubber = new Scrubber({
      stores: [stores.data, stores.hints],
      clock,
      random,
      intervalMs: settings.scrubIntervalMs,
      pace: slices.part('scrubbing', settings.scrubBytesPerSecond).pace,
    })
    const background = { filler, repair, surrender, delivery, reaper, scrubber }
    const clients = () => [...sessions].filter((session) => session.peer?.nodeId === '').length
    const store = stores.data
    const underWay = () => service?.underWay.state()
    const account = { settings, view, store, counters, platform, startedMs, clients, slices, underWay }
    const status = () => statusReply({ ...account, ...background })
    const { reaper: told } = background
    const foreignData = (partition: number) => told.startAnew(partition)
    const stages = new StageTimes()
    const own = { selfId: id, settings, platform, view, replica, hints, counters, status, serving, stages }
    const answering = slices.part('requests of other nodes', settings.repairBytesPerSecond)
    const serves = new Service({ ...own, foreignData, admission: slices, answering })
    service = serves
    const local = new LocalRequests((frame, peer) => serves.serve(frame, peer))
    filler.wake()
    surrender.wake()
    for (const work of [repair, delivery, reaper, scrubber]) work.start()
    report('info', 'serving', { id, address, cluster: settings.cluster })
    const parts = { platform, listener, sessions, view, stores, background, hints, slices, local, stages }
    return new Node(id, address, { ...parts, serving: keptServing })
  } catch (error) {
    await listener.close()
    throw error
  }
}

async function listen(address: string, open: () => Promise<Listener>): Promise<Listener> {
  try {
    return await open()
  } catch (cause) {
    if (!(cause instanceof NetworkError)) throw cause
    throw new GrammeError('ADDRESS', `cannot serve on ${address}: ${cause.message}`, { cause })
  }
}
