/**
 * What lies on a node's disk, whether or not the node runs: a copy of the disk is put into a machine of another
 * world and opened by the production store. The node notices nothing, and no time passes in its own world.
 */
import { inlineWorkers } from '../../src/ports/workers.js'
import { systemClock } from '../../src/runtime/clock.js'
import { logFolder } from '../../src/simulation/run/cluster.js'
import type { SimulatedNode } from '../../src/simulation/run/simulated-node.js'
import { soundLink } from '../../src/simulation/world/link.js'
import { Machine } from '../../src/simulation/world/machine.js'
import { SimulatedNetwork } from '../../src/simulation/world/network.js'
import { Scheduler } from '../../src/simulation/world/scheduler.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import type { VersionedObject } from '../../src/version/object.js'
import { decodeObject, peerBytes } from '../../src/version/object-codec.js'

export type Copy =
  | { readonly kind: 'found'; readonly object: VersionedObject }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' }

export async function readCopy(
  node: SimulatedNode,
  partitionCount: number,
  partition: number,
  key: Uint8Array,
): Promise<Copy> {
  const scheduler = new Scheduler(systemClock)
  const network = new SimulatedNetwork({ scheduler, seed: 1, conditionsOf: () => soundLink })
  const pace = { timerLateMsMax: 0, turnMs: 0 }
  const machine = new Machine('copy', 1, { seed: 1, scheduler, network }, { pace })
  const { disk, clock, random } = machine.boot()
  machine.platter.makeFolder(logFolder)
  machine.platter.restore(node.machine.platter.snapshot())
  return settled(scheduler, read())

  async function read(): Promise<Copy> {
    const options = { folder: logFolder, partitionCount, disk, clock, random, workers: inlineWorkers }
    const store = await openLogStore({ ...options, reserveBytes: 0, compactionBytesPerSecond: 0 })
    const record = await store.get(partition, key)
    await store.close()
    if (record.kind !== 'found') return record
    const decoded = decodeObject(Uint8Array.from(peerBytes(record.value)), 'peer')
    return decoded.kind === 'object' ? { kind: 'found', object: decoded.object } : { kind: 'damaged' }
  }
}

async function settled<T>(scheduler: Scheduler, promise: Promise<T>): Promise<T> {
  let isSettled = false
  const mark = () => {
    isSettled = true
  }
  promise.then(mark, mark)
  await scheduler.run(Number.MAX_VALUE, () => isSettled)
  return promise
}
