/** Faults of processes and whole machines; see fault-model.ts for what each may do, and what is lost by it. */
import type { PlannedFault } from '../plan/plan.js'
import { EventKind } from '../world/scheduler.js'
import type { SeededRandom } from '../world/seeded-random.js'
import type { TearStyle } from '../world/stored-file.js'
import { dataFolder, type SimulatedCluster, storeFolders } from './cluster.js'
import type { End } from './fault-player.js'
import type { SimulatedNode } from './simulated-node.js'

/** How often the operator sees whether a new node can be told whose place it takes. */
const tellEveryMs = 250

export function beginProcessFault(
  cluster: SimulatedCluster,
  fault: PlannedFault,
  random: SeededRandom,
): End | undefined {
  const befallen = cluster.nodes.filter(({ name }) => fault.machines.includes(name))
  const clients = cluster.clients.filter(({ name }) => fault.machines.includes(name))
  const [node] = befallen
  switch (fault.kind) {
    case 'pause': {
      const paused = [...befallen, ...clients]
      for (const one of paused) one.pause()
      return () => {
        for (const one of paused) one.resume()
      }
    }
    case 'client-crash':
      return killed(cluster, clients[0], fault, random)
    case 'power-loss':
      return powerLost(cluster, befallen, fault.amount < 0.5 ? 'nothing' : 'everything')
    case 'torn-write':
      return powerLost(cluster, befallen, fault.amount < 0.5 ? 'prefix' : 'sectors')
    default:
      return node === undefined ? undefined : beginNodeFault(cluster, node, fault, random)
  }
}

function beginNodeFault(
  cluster: SimulatedCluster,
  node: SimulatedNode,
  fault: PlannedFault,
  random: SeededRandom,
): End | undefined {
  switch (fault.kind) {
    case 'crash':
      return killed(cluster, node, fault, random)
    case 'crash-loop': {
      const doomed = () => random.integer(1, Math.ceil(fault.amount))
      node.doomed = doomed
      node.kill()
      return () => {
        if (node.doomed === doomed) node.doomed = undefined
      }
    }
    case 'restart':
      void node.stop().then(() => node.start())
      return undefined
    case 'wipe':
      return emptied(cluster, node, isStored, -Infinity)
    case 'replace':
    case 'return':
      return replaced(cluster, node, fault)
    case 'leave': {
      cluster.members.change()
      node.act({ kind: 'leave', force: false })
      return () => node.act({ kind: 'join' })
    }
    case 'reweight':
      cluster.members.change()
      node.act({ kind: 'reweight', weight: fault.amount })
      return undefined
    case 'restore': {
      const snapshot = node.machine.platter.snapshot()
      const sinceMs = cluster.scheduler.nowMs
      const before = cluster.members.lastOn(node.name)
      return () => {
        // It is the disk of one that has been replaced since: nobody puts that back.
        if (cluster.members.lastOn(node.name) !== before) return
        node.hold()
        node.kill()
        node.machine.platter.restore(snapshot)
        lose(cluster, node, sinceMs, true, `its disk is that of ${Math.round(sinceMs)} ms again`)
        node.release()
      }
    }
    default:
      return undefined
  }
}

/** Its disk is gone, or, if it is to return, is elsewhere; a new node starts in its place, and waits to be told so. */
function replaced(cluster: SimulatedCluster, node: SimulatedNode, fault: PlannedFault): End {
  const id = cluster.members.lastOn(node.name)
  node.hold()
  node.kill()
  // A disk that has been nobody's place yet is not missed.
  if (fault.kind === 'return' && id !== undefined && !node.isToBeTold)
    cluster.returns.plan(node, id, node.machine.platter.snapshot(), fault.amount)
  const end = emptied(cluster, node, (path) => path.startsWith(`${dataFolder}/`), -Infinity)
  cluster.members.replaced(node)
  tellSoon(cluster, node)
  node.release()
  return end
}

function tellSoon(cluster: SimulatedCluster, node: SimulatedNode): void {
  cluster.scheduler.after(tellEveryMs, EventKind.fault, undefined, () => {
    if (!node.isToBeTold) return
    cluster.members.tell()
    tellSoon(cluster, node)
  })
}

interface Killable {
  readonly name: string
  readonly machine: SimulatedNode['machine']
  kill(): void
  hold(): void
  release(): void
}

/** Dies at some use of a port from now on, soon, and stays down for a while. */
function killed(
  cluster: SimulatedCluster,
  victim: Killable | undefined,
  fault: PlannedFault,
  random: SeededRandom,
): End | undefined {
  if (victim === undefined) return undefined
  let isDown = false
  const die = () => {
    if (isDown) return
    isDown = true
    victim.hold()
    victim.kill()
  }
  const process = victim.machine.ports?.process
  if (process === undefined) die()
  else {
    process.dieAtUse(random.integer(1, Math.ceil(fault.amount)), die)
    // One that does nothing dies all the same.
    cluster.scheduler.after(fault.forMs / 2, EventKind.fault, undefined, die)
  }
  return () => {
    if (isDown) victim.release()
    isDown = true
  }
}

function powerLost(
  cluster: SimulatedCluster,
  nodes: readonly SimulatedNode[],
  style: TearStyle,
): End | undefined {
  if (nodes.length === 0) return undefined
  for (const node of nodes) {
    node.hold()
    const times = storeFolders.map((folder) => node.machine.platter.unsafeSinceMs(folder))
    const sinceMs = Math.min(...times.filter((ms) => ms !== undefined))
    if (sinceMs < Number.POSITIVE_INFINITY)
      lose(cluster, node, sinceMs, false, `it lost power (${style} of what was not synced stayed)`)
    node.losePower(style)
  }
  return () => {
    for (const node of nodes) node.release()
  }
}

function isStored(path: string): boolean {
  return storeFolders.some((folder) => path.startsWith(`${folder}/`))
}

function emptied(
  cluster: SimulatedCluster,
  node: SimulatedNode,
  isLost: (path: string) => boolean,
  sinceMs: number,
): End {
  node.hold()
  node.kill()
  node.machine.platter.wipe(isLost)
  lose(cluster, node, sinceMs, true, 'its folder was emptied')
  return () => node.release()
}

function lose(
  cluster: SimulatedCluster,
  node: SimulatedNode,
  sinceMs: number,
  includesSynced: boolean,
  what: string,
): void {
  const atMs = cluster.scheduler.nowMs
  cluster.oracle.losses.add({ machine: node.name, atMs, sinceMs, includesSynced, isRot: false, what })
}
