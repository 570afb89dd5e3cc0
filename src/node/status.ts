/** What a node says of itself and its cluster, to clients (RING) and operators (STATUS). */
import type { Slices } from '../admission/slices.js'
import type { Delivery } from '../handoff/delivery.js'
import { memberToWire } from '../membership/member-codec.js'
import type { Filler } from '../repair/filler.js'
import type { Reaper } from '../repair/reaper.js'
import type { RepairLoop } from '../repair/repair-loop.js'
import type { Scrubber } from '../repair/scrubber.js'
import type { SurrenderLoop } from '../repair/surrender-loop.js'
import { softwareVersion } from '../software-version.js'
import type { Store } from '../store/store.js'
import { PeerHealth, RingReply, StatusReply } from '../wire/messages.js'
import type { Reply } from '../wire/session.js'
import type { ClusterView } from './cluster-view.js'
import type { Counters } from './counters.js'
import type { Platform } from './platform.js'
import type { NodeSettings } from './settings.js'
import type { UnderWay } from './under-way.js'

export function ringReply(settings: NodeSettings, view: Pick<ClusterView, 'ring' | 'members'>): Reply {
  return {
    header: RingReply.encode({
      cluster: settings.cluster,
      partitionCount: settings.partitionCount,
      replicaCount: settings.replicaCount,
      readQuorum: settings.readQuorum,
      writeQuorum: settings.writeQuorum,
      ringDigest: view.ring.digest,
      members: view.members().map(memberToWire),
    }),
  }
}

export interface StatusParts {
  readonly settings: NodeSettings
  readonly view: ClusterView
  readonly store: Store
  readonly counters: Counters
  readonly platform: Platform
  /** By the clock's `nowMs`. */
  readonly startedMs: number
  readonly clients: () => number
  readonly repair: RepairLoop
  readonly surrender: SurrenderLoop
  readonly filler: Filler
  readonly delivery: Delivery
  readonly reaper: Reaper
  readonly scrubber: Scrubber
  readonly slices: Slices
  readonly underWay: () => ReturnType<UnderWay['state']> | undefined
}

export function statusReply(parts: StatusParts): Reply {
  const { settings, view, store, counters, platform, startedMs, clients } = parts
  const { repair, surrender, filler, delivery, reaper, scrubber, slices, underWay } = parts
  const { readOnlyReason, ...stats } = store.stats()
  const { ring, self } = view
  const peers = view.present().filter((member) => member.id !== self.id)
  return {
    header: StatusReply.encode({
      self: memberToWire(self),
      uptimeMs: platform.clock.nowMs() - startedMs,
      version: softwareVersion,
      store: { ...stats, freeBytes: freeToWire(stats.freeBytes), readOnlyReason: readOnlyReason ?? '' },
      peers: peers.map(({ id, address }) => {
        const state = view.peers.state(id)
        return { id, address, ...state, health: healthToWire[state.health] }
      }),
      ringDigest: ring.digest,
      virtualNodes: ring.shares().find((share) => share.id === self.id)?.virtualNodes ?? 0,
      counters: counters.all(),
      durability: settings.durability,
      memoryBytes: platform.memoryBytes(),
      clients: clients(),
      repairs: [...repair.states()].map(([peer, { comparedMs, ...state }]) => ({
        peer,
        comparedMsAgo: comparedMs === undefined ? -1 : platform.clock.nowMs() - comparedMs,
        ...state,
        ...repair.running(peer),
      })),
      hints: delivery.state(),
      surrender: surrenderOf(surrender),
      reaping: reapingOf(reaper),
      admission: { ...slices.state(), ...underWay() },
      filling: fillingOf(filler),
      scrub: scrubOf(scrubber, platform),
    }),
  }
}

const healthToWire = {
  up: PeerHealth.HEALTH_UP,
  suspect: PeerHealth.HEALTH_SUSPECT,
  down: PeerHealth.HEALTH_DOWN,
} as const

/** A field that is missing reads as 0, so that a full disk needs a number of its own. */
function freeToWire(bytes: number | undefined): number {
  return bytes === 0 ? -1 : (bytes ?? 0)
}

function reapingOf(reaper: Reaper) {
  const { waiting, reaped, blockedBy } = reaper.state()
  const reasons = [...waiting].map(([name, value]) => ({ name, value }))
  return { waiting: reasons.reduce((sum, { value }) => sum + value, 0), reasons, reaped, blockedBy }
}

function scrubOf(scrubber: Scrubber, { clock }: Platform) {
  const { finishedMs, ...state } = scrubber.state()
  return { finishedMsAgo: finishedMs === undefined ? -1 : clock.nowMs() - finishedMs, ...state }
}

function surrenderOf(surrender: SurrenderLoop) {
  const { owners, ...state } = surrender.state()
  return { ...state, owners: [...owners] }
}

function fillingOf(filler: Filler) {
  const { sources, ...state } = filler.state()
  return { ...state, sources: [...sources].map(([peer, source]) => ({ peer, ...source })) }
}
