/**
 * A node that is slow in a way that does not depend on how busy the machine is: whatever it reads from its disk or
 * writes there holds it up, and with it all that it does, for `msPerKib` for each KiB. So it is the node that a load
 * is too much for, and not whoever makes the load; and what background work takes it takes from requests.
 */

import { Node } from '../src/node/node.js'
import type { NodeOptions } from '../src/node/settings.js'
import type { Disk, DiskFile } from '../src/ports/disk.js'
import { inlineWorkers } from '../src/ports/workers.js'
import { systemClock } from '../src/runtime/clock.js'
import { systemDisk } from '../src/runtime/disk.js'
import { systemNetwork } from '../src/runtime/network.js'
import { systemRandom } from '../src/runtime/random.js'
import { serveOrders } from './child.js'

export type SlowNodeOrder =
  | { readonly kind: 'start'; readonly options: NodeOptions; readonly msPerKib: number }
  | { readonly kind: 'members' }
  /** From now on. */
  | { readonly kind: 'slow'; readonly msPerKib: number }

let node: Node | undefined
let msPerKib = 0
/** Shorter holds are saved up. */
const holdMinMs = 0.2
let owedMs = 0
const nothing = new Int32Array(new SharedArrayBuffer(4))

serveOrders<SlowNodeOrder>(
  async (order) => {
    if (order.kind === 'members') return node?.ring.members.length ?? 0
    msPerKib = order.msPerKib
    if (order.kind === 'slow') return
    const platform = {
      clock: systemClock,
      random: systemRandom,
      disk: slow(systemDisk()),
      network: systemNetwork,
      workers: inlineWorkers,
      memoryBytes: () => process.memoryUsage.rss(),
    }
    node = await Node.start(order.options, platform, () => {})
    return node.address
  },
  () => node?.close(),
)

/** Stands still: the processor is free for others, the event loop is not. */
function hold(bytes: number): void {
  owedMs += (bytes * msPerKib) / 1024
  if (owedMs < holdMinMs) return
  const beganMs = performance.now()
  Atomics.wait(nothing, 0, 0, owedMs)
  owedMs -= performance.now() - beganMs
}

function slow(disk: Disk): Disk {
  return {
    open: async (path, mode) => slowFile(await disk.open(path, mode)),
    list: (folder) => disk.list(folder),
    makeFolder: (folder) => disk.makeFolder(folder),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    syncFolder: (folder) => disk.syncFolder(folder),
    freeBytes: (folder) => disk.freeBytes(folder),
    lock: (folder) => disk.lock(folder),
  }
}

function slowFile(file: DiskFile): DiskFile {
  return {
    read: async (target, position) => {
      const count = await file.read(target, position)
      hold(count)
      return count
    },
    write: async (chunks, position) => {
      for (const { length } of chunks) hold(length)
      await file.write(chunks, position)
    },
    sync: () => file.sync(),
    truncate: (length) => file.truncate(length),
    size: () => file.size(),
    close: () => file.close(),
  }
}
