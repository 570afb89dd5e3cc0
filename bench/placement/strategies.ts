/**
 * The paper's three strategies of placement (Dynamo §6.2, Fig. 7), as it describes them, and Gramme's own.
 *
 *   1  T random tokens a node; a key belongs to the N nodes whose tokens follow it
 *   2  T random tokens a node, Q equal partitions; a partition belongs to the N nodes whose tokens follow its end
 *   3  Q equal partitions, Q/S of them a token of each node; who joins steals tokens from the others at random
 *
 * A size of metadata is a number of entries that nodes must keep alike: tokens, or partitions with their node.
 */
import { Ring } from '../../src/ring/ring.js'
import type { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import type { Layout } from './layout.js'

export const strategies = ['strategy 1', 'strategy 2', 'strategy 3', 'Gramme'] as const
export type Strategy = (typeof strategies)[number]

export interface Placed {
  readonly before: Layout
  /** With one node more. */
  readonly after: Layout
  readonly metadata: number
}

export interface Shape {
  readonly nodes: number
  readonly replicas: number
  /** Entries of metadata that there may be. */
  readonly metadata: number
  /** Q of Gramme's ring, which costs it no metadata. */
  readonly partitions: number
}

export function placed(strategy: Strategy, shape: Shape, random: SeededRandom): Placed {
  switch (strategy) {
    case 'strategy 1':
      return byTokens(shape, random, Math.max(1, Math.floor(shape.metadata / shape.nodes)), undefined)
    case 'strategy 2': {
      // Half for the tokens, half for which partition is where.
      const partitions = Math.max(1, Math.floor(shape.metadata / 2))
      return byTokens(shape, random, Math.max(1, Math.floor(shape.metadata / 2 / shape.nodes)), partitions)
    }
    case 'strategy 3':
      return byClaims(shape, random)
    case 'Gramme':
      return byRing(shape)
  }
}

interface Token {
  readonly at: number
  readonly node: number
}

function byTokens(
  { nodes, replicas }: Shape,
  random: SeededRandom,
  each: number,
  partitions: number | undefined,
): Placed {
  const draw = (node: number) => Array.from({ length: each }, (): Token => ({ at: random.next(), node }))
  const tokens = Array.from({ length: nodes }, (_, node) => draw(node)).flat()
  const layout = partitions === undefined ? followed : (all: Token[], n: number) => cut(all, n, partitions)
  return {
    before: layout(tokens, replicas),
    after: layout([...tokens, ...draw(nodes)], replicas),
    metadata: nodes * each + (partitions ?? 0),
  }
}

/** Pieces end at tokens. */
function followed(tokens: readonly Token[], replicas: number): Layout {
  const sorted = [...tokens].sort((a, b) => a.at - b.at)
  const ring = sorted.map(({ node }) => node)
  const edges = Float64Array.from([0, ...sorted.map(({ at }) => at)])
  const owners = ring.map((_, at) => distinctFrom(ring, at, replicas))
  return { edges, owners: [...owners, owners[0]] }
}

/** Pieces are equal; whose tokens follow the end of one owns it. */
function cut(tokens: readonly Token[], replicas: number, partitions: number): Layout {
  const sorted = [...tokens].sort((a, b) => a.at - b.at)
  const ring = sorted.map(({ node }) => node)
  let next = 0
  const owners = Array.from({ length: partitions }, (_, partition) => {
    while (next < sorted.length && sorted[next].at < (partition + 1) / partitions) next += 1
    return distinctFrom(ring, next % ring.length, replicas)
  })
  return { edges: equalEdges(partitions), owners }
}

function byClaims({ nodes, replicas, metadata }: Shape, random: SeededRandom): Placed {
  const ring = shuffled(
    Array.from({ length: metadata }, (_, partition) => partition % nodes),
    random,
  )
  const layout = () => ({
    edges: equalEdges(metadata),
    owners: ring.map((_, at) => distinctFrom(ring, at, replicas)),
  })
  const before = layout()
  // The newcomer steals its part, each token from one of those that have the most.
  const counts = new Array<number>(nodes).fill(0)
  for (const node of ring) counts[node] += 1
  const order = shuffled([...ring.keys()], random)
  for (let stolen = 0; stolen < Math.floor(metadata / (nodes + 1)); stolen += 1) {
    const most = Math.max(...counts)
    const at = order.findIndex((partition) => counts[ring[partition]] === most)
    const [partition] = order.splice(at, 1)
    counts[ring[partition]] -= 1
    ring[partition] = nodes
  }
  return { before, after: layout(), metadata }
}

function byRing({ nodes, replicas, partitions }: Shape): Placed {
  const layout = (count: number): Layout => {
    const members = Array.from({ length: count }, (_, n) => ({ id: `node-${n}`, weight: 1, zone: '' }))
    const numbers = new Map(members.map(({ id }, n) => [id, n]))
    const ring = Ring.build(members, { partitionCount: partitions, replicaCount: replicas })
    const owners = Array.from({ length: partitions }, (_, partition) =>
      ring.owners(partition).map((id) => numbers.get(id) ?? 0),
    )
    return { edges: equalEdges(partitions), owners }
  }
  return { before: layout(nodes), after: layout(nodes + 1), metadata: nodes }
}

function equalEdges(partitions: number): Float64Array {
  return Float64Array.from({ length: partitions }, (_, partition) => partition / partitions)
}

/** The next nodes on the ring from there, each once. */
function distinctFrom(ring: readonly number[], from: number, replicas: number): number[] {
  const found: number[] = []
  for (let step = 0; step < ring.length && found.length < replicas; step += 1) {
    const node = ring[(from + step) % ring.length]
    if (!found.includes(node)) found.push(node)
  }
  return found
}

function shuffled<T>(list: readonly T[], random: SeededRandom): T[] {
  const mixed = [...list]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.integer(0, at)
    ;[mixed[at], mixed[other]] = [mixed[other], mixed[at]]
  }
  return mixed
}
