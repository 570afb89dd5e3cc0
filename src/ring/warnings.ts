/**
 * What an operator should know of a ring's layout. None of it stops the ring from working: an operator who
 * has two nodes and wants three replicas is on the way to three nodes.
 */
import type { RingSettings } from './members.js'
import type { NodeShare } from './node-share.js'
import type { Quotas } from './quota.js'

/** A zone loaded beyond its weights by more than this is worth a word; the paper calls 15% imbalanced (§6.2). */
const overloadTold = 1.05
const efficiencyTold = 0.95

/** `shares` in member order; `efficiency` of the replicas. */
export function warningsOf(
  settings: RingSettings,
  plan: Quotas,
  shares: readonly NodeShare[],
  efficiency: number,
): readonly string[] {
  if (shares.length === 0) return []
  const { partitionCount, replicaCount } = settings
  const warnings: string[] = []
  if (plan.ownerCount < replicaCount) {
    warnings.push(`fewer nodes (${shares.length}) than replicas (${replicaCount}): every node owns every key`)
  }
  warnings.push(...warningsOfZones(plan), ...warningsOfWeights(partitionCount, plan.ownerCount, shares))
  if (efficiency < efficiencyTold) {
    const percent = Math.round((1 / efficiency - 1) * 100)
    warnings.push(
      `partitionCount ${partitionCount} is low for these weights: a node holds ${percent}% over its quota`,
    )
  }
  return warnings
}

function warningsOfZones({ ownerCount, zoneless, zones, zoneOf }: Quotas): string[] {
  if (zones.length === 1 || ownerCount === 1) return []
  const warnings: string[] = []
  const crowded = zones.filter((zone) => zone.ownersMax > 1).map((zone) => JSON.stringify(zone.name))
  if (crowded.length > 0) {
    warnings.push(`too few zones, or too uneven: some keys have several owners in zone ${crowded.join(', ')}`)
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
  return warnings
}

function warningsOfWeights(
  partitionCount: number,
  ownerCount: number,
  shares: readonly NodeShare[],
): string[] {
  const warnings: string[] = []
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0)
  for (const { id, weight, virtualNodes } of shares) {
    const asked = (weight / weights) * partitionCount * ownerCount
    if (virtualNodes === 0) {
      warnings.push(`node ${id} holds nothing: its weight asks ${asked.toPrecision(2)} of a partition`)
    }
    // With no more nodes than replicas every node holds everything, whatever its weight.
    if (shares.length > ownerCount && asked > partitionCount * (1 + 1e-9)) {
      warnings.push(
        `node ${id} has more weight than it can use: it asks ${Math.round(asked)} partitions of ${partitionCount}`,
      )
    }
  }
  return warnings
}
