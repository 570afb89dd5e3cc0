/**
 * What befalls machines and the network in a scenario; see src/simulation/fault-model.ts for what each means.
 * Faults happen at once and say nothing. What brings somebody back also gives everybody the time to find out.
 */
import { logFolder } from '../../src/simulation/run/cluster.js'
import type { SimulatedNode } from '../../src/simulation/run/simulated-node.js'
import type { Begin } from './commands.js'
import { durationMs, ScenarioError, type Words } from './words.js'
import type { World } from './world.js'

const silent: readonly string[] = []
const aNode = 'the name of a node'

/** A command about one node, done at once. */
function toNode(happen: (world: World, node: SimulatedNode) => void): (words: Words) => Begin {
  return (words) => {
    const name = words.take(aNode)
    return async (world) => {
      happen(world, world.nodeOf(name))
      return silent
    }
  }
}

export const faultCommands: Readonly<Record<string, (words: Words) => Begin>> = {
  /** SIGKILL; it stays down. */
  crash: toNode((world, node) => {
    node.hold()
    node.kill()
    world.faults.keep('down', node.name, () => node.release())
  }),

  /** With what part of what was not synced. */
  'power-loss': (words) => {
    const keeps = words.choice('keeps', ['nothing', 'everything'] as const) ?? 'nothing'
    const names = words.rest(aNode)
    return async (world) => {
      for (const name of names) {
        world.faults.begin('power-loss', world.nodeOf(name).name, keeps === 'nothing' ? 0 : 1, 'down')
      }
      return silent
    }
  },

  /** It dies, and what it had stored is gone. Who it is it still knows. */
  wipe: toNode((world, node) => world.faults.begin('wipe', node.name, 0, 'down')),

  start: (words) => {
    const names = words.rest(aNode)
    return async (world) => {
      const nodes = names.map((name) => world.nodeOf(name))
      for (const node of nodes) world.faults.end('down', node.name)
      return serving(world, nodes)
    }
  },

  /** Stopped in good order, and started. */
  restart: (words) => {
    const name = words.take(aNode)
    return async (world) => {
      const node = world.nodeOf(name)
      await node.stop()
      node.start()
      return serving(world, [node])
    }
  },

  backup: toNode((world, node) => world.faults.begin('restore', node.name, 0, 'backup')),

  /** It is killed, and started on the disk of its backup. */
  restore: (words) => {
    const name = words.take(aNode)
    return async (world) => {
      const node = world.nodeOf(name)
      world.faults.end('backup', node.name)
      return serving(world, [node])
    }
  },

  /** It stands still (SIGSTOP): connections to it stay open. */
  pause: toNode((world, node) => {
    node.pause()
    world.faults.keep('pause', node.name, () => node.resume())
  }),

  resume: (words) => {
    const name = words.take(aNode)
    return async (world) => {
      world.faults.end('pause', world.nodeOf(name).name)
      await world.reunion()
      return silent
    }
  },

  partition: (words) => {
    const sides = groups(words.rest('a group of machines'), '|')
    return async (world) => {
      for (const [index, side] of sides.entries()) {
        for (const other of sides.slice(index + 1))
          between(world, side, other, (a, b) => world.faults.part(a, b))
      }
      return silent
    }
  },

  /** `block A -> B`: what A sends does not reach B. */
  block: (words) => {
    const [from, to, ...more] = groups(words.rest('A -> B'), '->')
    if (to === undefined || more.length > 0) throw new ScenarioError('say: block A -> B')
    return async (world) => {
      between(world, from, to, (a, b) => world.faults.block(a, b))
      return silent
    }
  },

  /** `slow NODE 1000`: what goes to it and comes from it takes so many times as long. */
  slow: (words) => {
    const name = words.take(aNode)
    const factor = Number(words.take('a factor'))
    return async (world) => {
      world.faults.slow(world.nodeOf(name).name, factor)
      return silent
    }
  },

  /** `lossy NODE 3%`: packets to it and from it are lost, and sent again. */
  lossy: (words) => {
    const name = words.take(aNode)
    const rate = Number.parseFloat(words.take('a share')) / 100
    return async (world) => {
      world.faults.lossy(world.nodeOf(name).name, rate)
      return silent
    }
  },

  isolate: toNode((world, node) => world.faults.isolate(node.name)),

  heal: () => async (world) => {
    world.faults.healNetwork()
    await world.reunion()
    return silent
  },

  /** Connections between the two are reset. */
  cut: (words) => {
    const names = [words.take('a machine'), words.take('another machine')]
    return async (world) => {
      const [one, other] = names.map((name) => world.machineOf(name))
      for (const stream of [...world.cluster.network.streams]) {
        if (stream.place.host === one && stream.other.place.host === other) stream.cut(true, true)
      }
      return silent
    }
  },

  'disk-full': toNode((world, node) => world.faults.begin('disk-full', node.name, 0, 'disk')),
  /** Everything it is asked for fails. */
  'disk-fails': toNode((world, node) => world.faults.begin('disk-error', node.name, 1, 'disk')),
  /** Nothing it is asked for ends before the time is up. */
  'disk-hangs': (words) => {
    const name = words.take(aNode)
    const forMs = durationMs(words.take('a duration'))
    return async (world) => {
      world.faults.begin('hung-disk', world.nodeOf(name).name, 0, 'hang', forMs)
      return silent
    }
  },
  'disk-ok': toNode((world, node) => world.faults.end('disk', node.name)),

  /** `calendar NODE ahead 1h`, or `behind`: what it takes for the date. */
  calendar: (words) => {
    const name = words.take(aNode)
    const direction = words.take('ahead or behind')
    if (direction !== 'ahead' && direction !== 'behind')
      throw new ScenarioError(`calendars are ahead or behind`)
    const ms = durationMs(words.take('a duration'))
    return async (world) => {
      world.nodeOf(name).machine.clockConditions.skewMs = direction === 'ahead' ? ms : -ms
      return silent
    }
  },

  /** A bit turns over in the node's copy of the key. */
  rot: (words) => {
    const name = words.take(aNode)
    const key = words.take('a key')
    return async (world) => {
      await rot(world, world.nodeOf(name), key)
      return silent
    }
  },
}

async function serving(world: World, nodes: readonly SimulatedNode[]): Promise<readonly string[]> {
  if (!(await world.waitFor(() => nodes.every(({ state }) => state === 'serving')))) {
    return nodes.flatMap(({ waitsFor }) => waitsFor ?? [])
  }
  await world.reunion()
  return silent
}

function groups(words: readonly string[], separator: string): string[][] {
  const found: string[][] = [[]]
  for (const word of words) {
    if (word === separator) found.push([])
    else found[found.length - 1].push(word)
  }
  if (found.length < 2 || found.some((group) => group.length === 0)) {
    throw new ScenarioError(`machines stand on both sides of ${separator}`)
  }
  return found
}

function between(
  world: World,
  some: readonly string[],
  others: readonly string[],
  happen: (a: string, b: string) => void,
): void {
  for (const a of some) for (const b of others) happen(world.machineOf(a), world.machineOf(b))
}

async function rot(world: World, node: SimulatedNode, key: string): Promise<void> {
  const { platter } = node.machine
  const wanted = Buffer.from(key)
  for (const path of platter.paths().reverse()) {
    if (!path.startsWith(`${logFolder}/`) || !path.endsWith('.log')) continue
    const file = platter.find(path)
    const at = file === undefined ? -1 : Buffer.from(file.view()).lastIndexOf(wanted)
    if (file === undefined || at < 0) continue
    // Behind the key, so in the object.
    file.rot(at + wanted.length + 2, 1)
    world.cluster.oracle.losses.add({
      machine: node.name,
      atMs: Number.POSITIVE_INFINITY,
      sinceMs: Number.NEGATIVE_INFINITY,
      includesSynced: true,
      isRot: true,
      what: `a bit of ${path} turned over`,
    })
    return
  }
  throw new ScenarioError(`${world.nameOf(node.name)} has no copy of '${key}' that could rot`)
}
