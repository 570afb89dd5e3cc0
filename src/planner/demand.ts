/**
 * What nodes need and what they have, in four resources: processor, network, memory, disk. Linear in the load and
 * the keys, with something fixed beside it; so growth and failures are multiplications, and nothing is searched for.
 *
 * Invariant: more load never needs less of anything.
 */
import { type Calibration, stageUs } from './calibration.js'
import type { Node } from './fleet.js'
import type { Plan } from './plan-file.js'
import type { Traffic } from './traffic.js'

export const resources = ['processor', 'network', 'memory', 'disk'] as const
export type Resource = (typeof resources)[number]

/** What is needed: `fixed` whatever is asked and held, `growing` with the load or with the keys. */
export interface Need {
  readonly fixed: number
  readonly growing: number
}

/** Processor: cores; network: bits a second, of the busier direction; memory and disk: bytes. */
export type Needs = Readonly<Record<Resource, Need>>

/** Compaction begins where this part of a segment is dead, so about so much of the log is at the worst. */
const deadPartMax = 0.4
/** By default, see `--disk-reserve` and `--hint-bytes` of serve. */
const diskReserveBytes = 256 * 2 ** 20
const hintBytesMax = 2 ** 30
/** A partition that has held a key has a hash tree of so many bytes. */
const treeBytes = 512

/** What a request costs by whom, on a core of the calibration's machine. */
export interface RequestCosts {
  readonly getCoordinatorUs: number
  readonly putCoordinatorUs: number
  readonly getReplicaUs: number
  readonly putReplicaUs: number
  readonly forwardUs: number
}

/** `copies`: how many nodes do a request, its coordinator among them. */
export function requestCosts(calibration: Calibration, valueBytes: number, copies: number): RequestCosts {
  const us = (stage: Parameters<typeof stageUs>[1]) => stageUs(calibration, stage, valueBytes)
  const peers = copies - 1
  return {
    getCoordinatorUs: us('getCoordinator') + peers * us('getPeer'),
    putCoordinatorUs: us('putCoordinator') + peers * us('putPeer'),
    getReplicaUs: us('getReplica'),
    putReplicaUs: us('putReplica'),
    forwardUs: us('forward'),
  }
}

/** `node` indexes the traffic; `virtualNodes` of `partitionCount` are held by it. */
export function needsOf(
  plan: Plan,
  calibration: Calibration,
  traffic: Traffic,
  node: number,
  copies: number,
  share: { readonly virtualNodes: number; readonly partitionCount: number; readonly speed: number },
): Needs {
  const { data, load } = plan
  const keys = (data.keys * share.virtualNodes) / share.partitionCount
  const record = calibration.disk.recordBytes + data.keyBytes + data.valueBytes
  return {
    processor: {
      fixed: 0,
      growing:
        (load.requestsPerSecond * busyUs(plan, calibration, traffic, node, copies) * 1e-6) / share.speed,
    },
    network: {
      fixed: 0,
      growing: load.requestsPerSecond * 8 * networkBytes(plan, calibration, traffic, node, copies),
    },
    memory: {
      fixed: calibration.memory.processBytes + share.virtualNodes * treeBytes,
      growing: keys * calibration.memory.directoryBytesPerKey,
    },
    disk: { fixed: diskReserveBytes + hintBytesMax, growing: (keys * record) / (1 - deadPartMax) },
  }
}

/** Of the loop, for the mean request of the whole cluster. */
function busyUs(
  { data, load }: Plan,
  calibration: Calibration,
  traffic: Traffic,
  node: number,
  copies: number,
): number {
  const costs = requestCosts(calibration, data.valueBytes, copies)
  const { reads } = load
  const coordinator = reads * costs.getCoordinatorUs + (1 - reads) * costs.putCoordinatorUs
  const replica = reads * costs.getReplicaUs + (1 - reads) * costs.putReplicaUs
  return (
    traffic.coordinated[node] * coordinator +
    traffic.answered[node] * replica +
    traffic.forwarded[node] * costs.forwardUs
  )
}

/** In or out, whichever is more. A get's value comes from the coordinator's own disk; peers say "the same". */
function networkBytes(
  { data, load }: Plan,
  { wire }: Calibration,
  traffic: Traffic,
  node: number,
  copies: number,
): number {
  const { reads } = load
  const message = wire.messageBytes + data.keyBytes
  const withValue = message + data.valueBytes
  const [puts, peers] = [1 - reads, copies - 1]
  const [coordinated, answered, forwarded] = [
    traffic.coordinated[node],
    traffic.answered[node],
    traffic.forwarded[node],
  ]
  const inward =
    coordinated * (reads * message + puts * withValue + peers * message) +
    answered * (reads * message + puts * withValue) +
    forwarded * (reads * (message + withValue) + puts * (withValue + message))
  const outward =
    coordinated * (reads * withValue + puts * message + peers * (reads * message + puts * withValue)) +
    answered * message +
    forwarded * (reads * (message + withValue) + puts * (withValue + message))
  return Math.max(inward, outward)
}

/** What a node of the type has. The event loop is one thread: a core more does not serve a request more. */
export function capacityOf({ type }: Node, { besideLoop }: Calibration): Readonly<Record<Resource, number>> {
  return {
    processor: Math.min(1, type.cores / (1 + besideLoop)),
    network: type.network,
    memory: type.memory,
    disk: type.disk,
  }
}

/** Processor time of clients for the mean request, on a core of the calibration's machine. */
export function clientUs({ data, load }: Plan, calibration: Calibration): number {
  const { us, perKibUs } = calibration.stages.client
  return load.requestsPerSecond === 0 ? 0 : us + (perKibUs * data.valueBytes) / 1024
}

/** The part of the resource that may be in use. */
export function limitOf(resource: Resource, { goals }: Plan): number {
  return resource === 'processor' || resource === 'network' ? goals.busyMax : goals.fullMax
}
