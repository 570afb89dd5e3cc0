/**
 * Draws the faults of a plan: which kinds there are, how often, how long, whom they befall and how badly. Each
 * kind has a stream of its own, so that leaving one out leaves the others as they were.
 */
import { type FaultKind, faultKinds } from '../fault-model.js'
import { SeededRandom } from '../world/seeded-random.js'
import { type ClusterShape, clientNames, nodeNames, type PlannedFault } from './plan.js'

interface Recipe {
  /** The most and least often, in a minute. */
  readonly perMinute: readonly [number, number]
  /** Shortest and longest; none for what happens at once. */
  readonly forMs?: readonly [number, number]
  readonly amount?: readonly [number, number]
  /** Whom: one node, some nodes, one client, one of all, or two groups. */
  readonly whom: 'node' | 'nodes' | 'client' | 'pair' | 'groups' | 'machine' | 'all'
  /** How likely it is to be in a plan whose faults are left to chance; 1 in 3 otherwise. */
  readonly chance?: number
  /** What is rare happens at least once in a plan that it is in, however short. */
  readonly isSure?: true
}

const recipes: Readonly<Record<FaultKind, Recipe>> = {
  delay: { perMinute: [5, 60], forMs: [100, 3000], amount: [10, 300], whom: 'pair' },
  'slow-link': { perMinute: [2, 20], forMs: [500, 5000], amount: [5, 100], whom: 'pair' },
  'packet-loss': { perMinute: [2, 20], forMs: [500, 8000], amount: [0.01, 0.3], whom: 'all' },
  fragments: { perMinute: [2, 10], forMs: [500, 8000], whom: 'all' },
  'message-loss': { perMinute: [2, 20], forMs: [200, 5000], amount: [0.005, 0.1], whom: 'pair' },
  'message-duplication': { perMinute: [2, 20], forMs: [200, 5000], amount: [0.01, 0.3], whom: 'pair' },
  'message-reordering': { perMinute: [2, 20], forMs: [200, 5000], amount: [0.01, 0.5], whom: 'pair' },
  cut: { perMinute: [5, 60], whom: 'pair' },
  'half-open': { perMinute: [2, 20], whom: 'pair' },
  partition: { perMinute: [2, 20], forMs: [200, 8000], whom: 'groups' },
  'one-way': { perMinute: [2, 20], forMs: [200, 8000], whom: 'groups' },
  isolation: { perMinute: [2, 20], forMs: [200, 8000], whom: 'machine' },
  'slow-disk': { perMinute: [2, 20], forMs: [500, 5000], amount: [5, 500], whom: 'node' },
  'hung-disk': { perMinute: [1, 10], forMs: [200, 4000], whom: 'node' },
  'disk-error': { perMinute: [2, 20], forMs: [100, 3000], amount: [0.01, 1], whom: 'node' },
  'read-error': { perMinute: [2, 20], forMs: [100, 4000], amount: [0.01, 0.7], whom: 'node' },
  'sync-error': { perMinute: [2, 20], forMs: [100, 4000], amount: [0.05, 1], whom: 'node' },
  'disk-full': { perMinute: [2, 15], forMs: [500, 5000], amount: [1, 200_000], whom: 'node' },
  'torn-write': { perMinute: [2, 20], whom: 'nodes', forMs: [100, 3000], amount: [0, 1] },
  'bit-rot': { perMinute: [5, 60], amount: [1, 20], whom: 'node' },
  'misdirected-read': { perMinute: [2, 20], forMs: [200, 3000], amount: [0.01, 0.3], whom: 'node' },
  'clock-skew': { perMinute: [30, 30], amount: [1000, 600_000], whom: 'node' },
  'clock-jump': { perMinute: [5, 60], amount: [10, 3_600_000], whom: 'node' },
  crash: { perMinute: [5, 60], forMs: [50, 5000], amount: [1, 400], whom: 'node' },
  'crash-loop': { perMinute: [1, 6], forMs: [500, 4000], amount: [1, 100], whom: 'node' },
  'power-loss': { perMinute: [2, 30], forMs: [100, 5000], amount: [0, 1], whom: 'nodes' },
  restart: { perMinute: [2, 20], whom: 'node' },
  pause: { perMinute: [2, 30], forMs: [50, 6000], whom: 'machine' },
  'client-crash': { perMinute: [2, 20], forMs: [50, 1000], amount: [1, 100], whom: 'client' },
  wipe: { perMinute: [1, 4], forMs: [100, 3000], whom: 'node', chance: 0.15 },
  restore: { perMinute: [1, 6], forMs: [100, 6000], whom: 'node', chance: 0.15 },
  // Of these four some are in three plans of ten.
  replace: { perMinute: [1, 3], forMs: [100, 3000], whom: 'node', chance: 0.08, isSure: true },
  // How long after.
  return: {
    perMinute: [1, 3],
    forMs: [100, 3000],
    amount: [500, 60_000],
    whom: 'node',
    chance: 0.08,
    isSure: true,
  },
  leave: { perMinute: [1, 6], forMs: [500, 8000], whom: 'node', chance: 0.12, isSure: true },
  reweight: { perMinute: [1, 6], amount: [0.1, 10], whom: 'node', chance: 0.12, isSure: true },
}

const chanceOfKind = 1 / 3

/** By time. `wanted`: just these kinds, all of them. */
export function drawFaults(
  seed: number,
  shape: ClusterShape,
  durationMs: number,
  wanted: readonly FaultKind[] | undefined,
): PlannedFault[] {
  const faults: Omit<PlannedFault, 'id'>[] = []
  // One plan in ten is quiet: what fails without faults should be found without.
  const isQuiet = new SeededRandom(seed, 'faults').chance(0.1)
  for (const kind of faultKinds) {
    const random = new SeededRandom(seed, `fault ${kind}`)
    const recipe = recipes[kind]
    const isIn = random.chance(recipe.chance ?? chanceOfKind)
    if (wanted === undefined ? isQuiet || !isIn : !wanted.includes(kind)) continue
    const perMinute = random.scale(...recipe.perMinute)
    const isOnce = kind === 'clock-skew'
    const isSure = wanted !== undefined || recipe.isSure === true
    let atMs = 0
    do {
      atMs += isOnce ? 0 : (-Math.log(1 - random.next()) * 60_000) / perMinute
      if (atMs < durationMs) faults.push(drawFault(random, kind, recipe, shape, atMs))
      // So is what was asked for by name.
      else if (isSure && !faults.some((fault) => fault.kind === kind)) {
        faults.push(drawFault(random, kind, recipe, shape, random.next() * durationMs))
      }
    } while (atMs < durationMs && !isOnce)
  }
  return faults.sort((a, b) => a.atMs - b.atMs).map((fault, index) => ({ id: index + 1, ...fault }))
}

function drawFault(
  random: SeededRandom,
  kind: FaultKind,
  recipe: Recipe,
  shape: ClusterShape,
  atMs: number,
): Omit<PlannedFault, 'id'> {
  const { machines, others } = drawWhom(random, recipe.whom, shape)
  return {
    kind,
    atMs: Math.round(atMs * 1000) / 1000,
    forMs: recipe.forMs === undefined ? 0 : Math.round(random.scale(...recipe.forMs)),
    machines,
    others,
    amount: drawAmount(random, recipe.amount),
  }
}

function drawAmount(random: SeededRandom, range: readonly [number, number] | undefined): number {
  if (range === undefined) return 0
  const [min, max] = range
  return min === 0 ? random.next() * max : random.scale(min, max)
}

function drawWhom(
  random: SeededRandom,
  whom: Recipe['whom'],
  shape: ClusterShape,
): { machines: string[]; others: string[] } {
  const nodes = nodeNames(shape)
  const clients = clientNames(shape)
  const all = [...nodes, ...clients]
  switch (whom) {
    case 'node':
      return { machines: [random.pick(nodes)], others: [] }
    case 'nodes': {
      // Mostly one, now and then the whole room.
      const count = random.chance(0.7) ? 1 : random.integer(1, nodes.length)
      return { machines: random.sample(nodes, count), others: [] }
    }
    case 'client':
      return { machines: [random.pick(clients)], others: [] }
    case 'machine':
      return { machines: [random.chance(0.9) ? random.pick(nodes) : random.pick(clients)], others: [] }
    case 'pair': {
      const machine = random.pick(nodes)
      const rest = all.filter((one) => one !== machine)
      return { machines: [machine], others: random.chance(0.5) ? [random.pick(rest)] : rest }
    }
    case 'groups': {
      const machines = all.filter(() => random.chance(0.5))
      if (machines.length === 0 || machines.length === all.length)
        return { machines: [all[0]], others: all.slice(1) }
      return { machines, others: all.filter((one) => !machines.includes(one)) }
    }
    case 'all':
      return { machines: all, others: all }
  }
}
