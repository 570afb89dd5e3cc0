/** All planted bugs. */
import type { PlantedBug } from './bug.js'
import { expiryBugs } from './expiry-bugs.js'
import { gossipBugs } from './gossip-bugs.js'
import { handoffBugs } from './handoff-bugs.js'
import { healthBugs } from './health-bugs.js'
import { repairBugs } from './repair-bugs.js'
import { requestBugs } from './request-bugs.js'
import { storeBugs } from './store-bugs.js'
import { transferBugs } from './transfer-bugs.js'
import { versionBugs } from './version-bugs.js'

export const bugs: readonly PlantedBug[] = [
  ...versionBugs,
  ...requestBugs,
  ...storeBugs,
  ...repairBugs,
  ...handoffBugs,
  ...expiryBugs,
  ...healthBugs,
  ...gossipBugs,
  ...transferBugs,
]
