/** The simulated ports are clocks, networks and disks as the machine's own are: the same suites say so. */
import t from 'tap'
import type { Disk, DiskFile, DiskLock } from '../../../src/ports/disk.js'
import type { LinkConditions } from '../../../src/simulation/world/link.js'
import type { StreamLimits } from '../../../src/simulation/world/stream.js'
import { clockConformance } from '../../ports/clock-conformance.js'
import { diskConformance } from '../../ports/disk-conformance.js'
import { networkConformance } from '../../ports/network-conformance.js'
import { TestWorld } from './rig.js'

t.test('clock', async (t) => {
  for (const clock of [{}, { rate: 1.001, startMs: 1e9, skewMs: -1e10 }, { rate: 0.9997, startMs: 3.7 }]) {
    clockConformance(t, () => {
      const world = new TestWorld()
      const { clock: port } = world.machine('one', { clock }).boot()
      return { clock: port, settle: (promise) => world.settle(promise) }
    })
  }
})

t.test('network', async (t) => {
  const kinds: { link?: Partial<LinkConditions>; limits?: Partial<StreamLimits> }[] = [
    {},
    { link: { latencyMs: 5, jitterMs: 20, packetLoss: 0.05 } },
    { link: { cutting: 1 }, limits: { windowBytes: 100_000 } },
    { link: { latencyMs: 0, jitterMs: 0 }, limits: { pieceBytes: 7777 } },
  ]
  for (const { link, limits } of kinds) {
    networkConformance(t, () => {
      const world = new TestWorld(3, link, limits)
      return {
        network: world.machine('one').boot().network,
        settle: (promise) => world.settle(promise),
        calm: () => world.advance(5000),
      }
    })
  }
})

t.test('disk', async (t) => {
  let holder = ''
  diskConformance(t, {
    async open() {
      const world = new TestWorld()
      const { disk, process } = world.machine('one').boot()
      holder = process.name
      return settled(world, disk)
    },
    holder: () => holder,
  })
})

/** The disk, where time passes by itself whenever somebody waits for it. */
function settled(world: TestWorld, disk: Disk): Disk {
  const run = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => {
      const outcome = call(...args)
      outcome.catch(() => {})
      return world.settle(outcome)
    }
  }
  const file = (one: DiskFile): DiskFile => ({
    read: run((target: Uint8Array, position: number) => one.read(target, position)),
    write: run((chunks: readonly Uint8Array[], position: number) => one.write(chunks, position)),
    sync: run(() => one.sync()),
    truncate: run((length: number) => one.truncate(length)),
    size: run(() => one.size()),
    close: run(() => one.close()),
  })
  const lock = (one: DiskLock): DiskLock => ({ release: run(() => one.release()) })
  return {
    open: async (path, mode) => file(await run(() => disk.open(path, mode))()),
    list: run((folder: string) => disk.list(folder)),
    makeFolder: run((folder: string) => disk.makeFolder(folder)),
    rename: run((from: string, to: string) => disk.rename(from, to)),
    remove: run((path: string) => disk.remove(path)),
    syncFolder: run((folder: string) => disk.syncFolder(folder)),
    freeBytes: run((folder: string) => disk.freeBytes(folder)),
    lock: async (folder) => lock(await run(() => disk.lock(folder))()),
  }
}
