/** What a scenario looks at from above: who owns a key, and what each owner's own copy of it is. */
import type { KeyHistory } from '../../src/simulation/oracle/history.js'
import type { Actor } from '../../src/version/actor.js'
import type { Clock } from '../../src/version/clock.js'
import { readCopy } from './copies.js'
import { ScenarioError, type Words } from './words.js'
import type { World } from './world.js'

type Look = (world: World) => Promise<readonly string[]>

export const lookCommands: Readonly<Record<string, (words: Words) => Look>> = {
  /**
   * `owners KEY [as NAMES]`: in the order of the preference list, so the coordinator first. With more names than
   * owners the others are named, too.
   */
  owners: (words) => {
    const key = words.take('a key')
    const names = words.takeIf('as') ? words.rest('a name') : []
    return async (world) => {
      const preferred = world.preferenceList(key)
      if (names.length > preferred.length) throw new ScenarioError(`there are ${preferred.length} nodes`)
      for (const [index, name] of names.entries()) world.call(preferred[index], name)
      return [
        world
          .ownersOf(key)
          .map((machine) => world.nameOf(machine))
          .join(', '),
      ]
    }
  },

  /** `hints`: which nodes hold keys for others. */
  hints: () => async (world) => {
    const holders = world.cluster.nodes.filter(({ node }) => (node?.hintKeys ?? 0) > 0)
    if (holders.length === 0) return ['none']
    return holders.map(({ name, node }) => `${world.nameOf(name)}: ${node?.hintKeys}`)
  },

  /** `holds KEY [clocks]`: what every owner's own copy of the key is. */
  holds: (words) => {
    const key = words.take('a key')
    const withClocks = words.takeIf('clocks')
    return async (world) => {
      const lines = world.ownersOf(key).map((machine) => held(world, machine, key, withClocks))
      return Promise.all(lines)
    }
  },

  /** `thinks NODE`: what its failure detector thinks of the others. */
  thinks: (words) => {
    const name = words.take('the name of a node')
    return async (world) => [thoughts(world, name)]
  },
}

function thoughts(world: World, name: string): string {
  const others = world.cluster.nodes.flatMap(({ node, name: machine }) => {
    const seen = node === undefined ? undefined : world.nodeOf(name).node?.peers().get(node.id)
    if (seen === undefined) return []
    const often = seen.suspicions === 0 ? '' : `, suspected ${seen.suspicions} times`
    return [`${world.nameOf(machine)} is ${seen.health}${seen.slow ? ' and slow' : ''}${often}`]
  })
  return others.sort().join('; ')
}

async function held(world: World, machine: string, key: string, withClocks: boolean): Promise<string> {
  const name = world.nameOf(machine)
  const bytes = Buffer.from(key)
  const { partitions } = world.shape
  const copy = await readCopy(world.nodeOf(name), partitions, world.partitionOf(key), bytes)
  if (copy.kind === 'missing') return `${name}: nothing`
  if (copy.kind === 'damaged') return `${name}: damaged`
  const { siblings, clock } = copy.object
  const values = siblings.map(({ tombstone, value }) => (tombstone ? 'deleted' : shownValue(value)))
  const shown = shownSiblings(values)
  return `${name}: ${shown}${withClocks ? ` ${shownClock(world, world.cluster.oracle.keyOf(bytes), clock)}` : ''}`
}

export function shownValue(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8')
}

/** In no order of theirs. */
export function shownSiblings(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : [...values].sort().join(' | ')
}

/** As in the paper's figure 3; a second actor of the same node is Sx', a third Sx'2; events beyond a gap are Sx,1+3. */
function shownClock(world: World, history: KeyHistory, clock: Clock): string {
  const names = actorNames(world, history)
  const entries = clock.entries.map(({ actor, counter, dots }) => {
    return `(${names.get(actor) ?? 'nobody'},${[counter, ...dots].join('+')})`
  })
  return `[${entries.sort().join(',')}]`
}

function actorNames(world: World, history: KeyHistory): Map<Actor, string> {
  const names = new Map<Actor, string>()
  const lives = new Map<string, number>()
  const events = [...history.writes.values()].flatMap((write) => write.events)
  for (const { dot, node } of events.sort((a, b) => a.atMs - b.atMs)) {
    if (names.has(dot.actor)) continue
    const life = lives.get(node) ?? 0
    lives.set(node, life + 1)
    names.set(dot.actor, `${world.nameOf(node)}${life === 0 ? '' : life === 1 ? "'" : `'${life}`}`)
  }
  return names
}
