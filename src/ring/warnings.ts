/**
 * What an operator should know of a ring's layout. None of it stops the ring from working: an operator who
 * has two nodes and wants three replicas is on the way to three nodes.
 */
import type { RingMember, RingSettings } from './members.js'
import type { Quotas } from './quota.js'

/** A node loaded beyond its weight by more than this is worth a word; the paper calls 15% imbalanced (§6.2). */
const overloadTold = 1.05
const efficiencyTold = 0.95

export function warningsOf(
  members: readonly RingMember[],
  settings: RingSettings,
  plan: Quotas,
  efficiency: number,
): readonly string[] {
  const { partitionCount, replicaCount } = settings
  const { ownerCount, quotas, zoneless, zones, zoneOf } = plan
  const warnings: string[] = []
  if (members.length === 0) return warnings
  if (ownerCount < replicaCount) {
    warnings.push(
      `${members.length} nodes for ${replicaCount} replicas: each key has ${ownerCount} owners only`,
    )
  }
  if (zones.length > 1) {
    const crowded = zones.filter((zone) => zone.ownersMax > 1).map((zone) => JSON.stringify(zone.name))
    if (crowded.length > 0 && ownerCount > 1) {
      warnings.push(
        `too few zones, or too uneven: some keys have several owners in zone ${crowded.join(', ')}`,
      )
    }
    zones.forEach((zone, z) => {
      const asked = zoneless.reduce((sum, quota, i) => (zoneOf[i] === z ? sum + quota : sum), 0)
      if (zone.quota > asked * overloadTold) {
        const times = (zone.quota / asked).toFixed(2)
        warnings.push(
          `zone ${JSON.stringify(zone.name)} is small: it holds ${times} times what its weights ask`,
        )
      }
    })
  }
  if (members.length > ownerCount) {
    const weight = members.reduce((sum, member) => sum + member.weight, 0)
    members.forEach((member, i) => {
      const asked = (member.weight / weight) * partitionCount * ownerCount
      if (asked > partitionCount * (1 + 1e-9)) {
        warnings.push(
          `node ${member.id} has more weight than it can use: it asks ${Math.round(asked)} partitions and holds ${Math.round(quotas[i])}`,
        )
      }
    })
  }
  if (efficiency < efficiencyTold) {
    const percent = Math.round((1 / efficiency - 1) * 100)
    warnings.push(
      `${partitionCount} partitions are few for these weights: a node holds ${percent}% over its quota`,
    )
  }
  return warnings
}
