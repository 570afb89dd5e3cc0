/** Mistakes of those who stand in for others. */
import type { PlantedBug } from './bug.js'

export const handoffBugs: readonly PlantedBug[] = [
  {
    name: 'stand-in-miss-counts',
    story:
      'A node that stands in for an owner is asked for a key it has never seen; its "not found" counts as a replica\'s.',
    patches: [
      {
        file: 'coordinator/read-state',
        find: "if (capacity === 'stand-in' && answer.kind !== 'found')",
        replace: 'if (false)',
      },
      { file: 'coordinator/quorum', find: 'if (isOwner)', replace: 'if (true)' },
    ],
    expects: ['acknowledged-write-missed'],
    seed: 22,
  },
  {
    name: 'hint-gone-before-its-ack',
    story: 'A hint counts as handed over when it has been sent, and not when its owner holds it.',
    patches: [
      {
        file: 'handoff/delivery',
        find: 'await handOver(() => peers.call(owner, put, callTimeoutMs));',
        replace: 'peers.call(owner, put, callTimeoutMs).catch(() => {});',
      },
    ],
    expects: ['acknowledged-write-lost'],
    wishes: { nodes: 4, n: 1, r: 1, w: 1, keys: 20, faults: ['crash', 'isolation', 'disk-full'] },
    seed: 2,
  },
  {
    name: 'owner-alone-has-it',
    story: 'A hint is removed when one owner has it, as if the others had never been away.',
    patches: [
      {
        file: 'handoff/delivery',
        find: 'if (lacking.length > 0 && !isGivenUp)',
        replace: 'if (lacking.length > 2 && !isGivenUp)',
      },
    ],
    expects: ['acknowledged-write-lost'],
    seed: 100,
  },
]
