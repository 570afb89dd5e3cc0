/** Member sets on which the ring's quality is measured, and the changes that are made to them. */
import { Ring, type RingMember, type RingSettings } from '../../src/ring/ring.js'

export type Layout = (i: number) => Omit<RingMember, 'id'>

export const layouts = {
  homogeneous: () => ({ weight: 1, zone: '' }),
  'weights 1, 2, 4': (i) => ({ weight: [1, 2, 4][i % 3], zone: '' }),
  'one of weight 8': (i) => ({ weight: i === 7 ? 8 : 1, zone: '' }),
  'three zones': (i) => ({ weight: 1, zone: `zone-${i % 3}` }),
  'weights 1, 2, 4 in three zones': (i) => ({
    weight: [1, 2, 4][Math.floor(i / 3) % 3],
    zone: `zone-${i % 3}`,
  }),
  'five zones': (i) => ({ weight: 1, zone: `zone-${i % 5}` }),
} as const satisfies Record<string, Layout>

export type LayoutName = keyof typeof layouts

/** Nodes `from` to `from + count - 1` of a layout; another seed gives other ids. */
export function membersOf(layout: Layout, count: number, seed: string, from = 0): RingMember[] {
  return Array.from({ length: count }, (_, i) => ({ id: `${seed}-${from + i}`, ...layout(from + i) }))
}

/** The rings that one operator's act makes of these members, `count` of each kind. */
export function changesOf(layout: Layout, members: readonly RingMember[], seed: string, count: number) {
  const size = members.length
  const picks = Array.from({ length: count }, (_, k) => (k * 11 + 7) % size)
  return {
    add: picks.map((_, k) => [...members, ...membersOf(layout, 1, seed, size + k)]),
    remove: picks.map((pick) => members.filter((_, i) => i !== pick)),
    double: picks.map((pick) =>
      members.map((member, i) => (i === pick ? { ...member, weight: member.weight * 2 } : member)),
    ),
  }
}

export function build(members: readonly RingMember[], settings: Partial<RingSettings> = {}): Ring {
  return Ring.build(members, { partitionCount: 1024, replicaCount: 3, ...settings })
}

/** The owners of all partitions, as text. */
export function ownersText(ring: Ring): string {
  return Array.from({ length: ring.settings.partitionCount }, (_, p) => ring.owners(p).join(' ')).join('\n')
}
