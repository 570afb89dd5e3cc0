/** Faults of disks and calendars; see fault-model.ts for what each may do. */
import type { PlannedFault } from '../plan/plan.js'
import { unlimitedBytes } from '../world/platter.js'
import type { SeededRandom } from '../world/seeded-random.js'
import { type SimulatedCluster, storeFolders } from './cluster.js'
import type { End } from './fault-player.js'
import type { SimulatedNode } from './simulated-node.js'

export function beginDiskFault(
  cluster: SimulatedCluster,
  fault: PlannedFault,
  random: SeededRandom,
): End | undefined {
  const node = cluster.nodes.find(({ name }) => fault.machines.includes(name))
  if (node === undefined) return undefined
  const { diskConditions: disk, clockConditions: clock, platter } = node.machine
  const { amount, forMs } = fault
  const { scheduler } = cluster
  switch (fault.kind) {
    case 'slow-disk':
      disk.slowness *= amount
      return () => {
        disk.slowness /= amount
        if (Math.abs(disk.slowness - 1) < 1e-9) disk.slowness = 1
      }
    case 'hung-disk':
      disk.hungUntilMs = Math.max(disk.hungUntilMs, scheduler.nowMs + forMs)
      return () => {
        if (disk.hungUntilMs > scheduler.nowMs) disk.hungUntilMs = scheduler.nowMs
      }
    case 'disk-error':
      return worst(node, fault, (failing) => {
        disk.failing = failing
      })
    case 'read-error':
      return worst(node, fault, (failing) => {
        disk.failingReads = failing
      })
    case 'sync-error':
      return worst(node, fault, (failing) => {
        disk.failingSyncs = failing
      })
    case 'misdirected-read':
      return worst(node, fault, (misdirected) => {
        disk.misdirected = misdirected
      })
    case 'disk-full': {
      const capacityBytes = platter.usedBytes + amount
      // The fuller, the worse.
      return worst(node, { ...fault, amount: unlimitedBytes - capacityBytes }, (missing) => {
        platter.capacityBytes = unlimitedBytes - missing
      })
    }
    case 'bit-rot':
      rot(cluster, node, amount, random)
      return undefined
    case 'clock-skew':
    case 'clock-jump':
      clock.skewMs += random.chance(0.5) ? amount : -amount
      return undefined
    default:
      return undefined
  }
}

/** Of faults of one kind that befall a node together the worst counts; with the last of them it is over. */
function worst(node: SimulatedNode, fault: PlannedFault, set: (amount: number) => void): End {
  const active = node.activeAmounts(fault.kind)
  active.push(fault.amount)
  const update = () => set(Math.max(0, ...active))
  update()
  return () => {
    active.splice(active.indexOf(fault.amount), 1)
    update()
  }
}

function rot(cluster: SimulatedCluster, node: SimulatedNode, bytes: number, random: SeededRandom): void {
  const { platter } = node.machine
  const candidates = platter
    .paths()
    .filter(
      (path) => storeFolders.some((folder) => path.startsWith(`${folder}/`)) && /\.(log|idx)$/.test(path),
    )
    .filter((path) => (platter.find(path)?.safeLength ?? 0) > 0)
  if (candidates.length === 0) return
  const path = random.pick(candidates)
  const file = platter.find(path)
  if (file === undefined) return
  for (let n = 0; n < bytes; n += 1) {
    file.rot(random.integer(0, file.safeLength - 1), 1 << random.integer(0, 7))
  }
  const { nowMs } = cluster.scheduler
  cluster.oracle.losses.add({
    machine: node.name,
    // What is written behind the spoiled place later may be given up with it.
    atMs: Number.POSITIVE_INFINITY,
    sinceMs: Number.NEGATIVE_INFINITY,
    includesSynced: true,
    isRot: true,
    what: `bits of ${path} turned over at ${nowMs} ms`,
  })
}
