/** Planted bugs of failure detection (Dynamo §4.8.3). */
import type { PlantedBug } from './bug.js'

export const healthBugs: readonly PlantedBug[] = [
  {
    name: 'silence-goes-unnoticed',
    story: 'Only a lost connection counts: a node that hangs, or that a partition hides, is taken to be up.',
    patches: [
      {
        file: 'membership/health',
        find: 'if (silentMs >= this.suspectAfterMs(nowMs) && this.#pingSentMs !== undefined)',
        replace: 'if (false)',
      },
    ],
    expects: ['failure-unnoticed'],
    seed: 24,
  },
  {
    name: 'suspected-for-ever',
    story: 'Answers to pings do not count towards trust: who was suspected once stays so while connected.',
    patches: [
      {
        file: 'membership/health',
        find: 'if (this.#streak >= this.#streakNeeded)',
        replace: 'if (false)',
      },
    ],
    expects: ['never-at-rest'],
    seed: 1,
  },
]
