/** Planted bugs of expiry and of the reaping of what is dead. */
import type { PlantedBug } from './bug.js'

export const expiryBugs: readonly PlantedBug[] = [
  {
    name: 'expiry-by-the-wrong-clock',
    story:
      'What has expired is told by the clock that counts from the start of the machine, not by the calendar.',
    patches: [
      {
        file: 'node/service',
        find: 'liveSiblings(object, platform.clock.wallMs())',
        replace: 'liveSiblings(object, platform.clock.nowMs())',
      },
    ],
    expects: ['expired-shown'],
    seed: 1,
  },
  {
    name: 'expiry-that-stays-behind',
    story:
      'The time to live is not part of what is stored and sent, so that only the client ever heard of it.',
    patches: [
      {
        file: 'version/object-codec',
        find: 'sibling.ttlMs > 0 ? ttlFlag : 0',
        replace: '0',
      },
      {
        file: 'version/object-codec',
        find: 'if (sibling.ttlMs > 0)',
        replace: 'if (false)',
      },
    ],
    expects: ['expired-shown'],
    seed: 1,
  },
  {
    name: 'reaped-at-once',
    story: 'What all agree on is forgotten without waiting for what may be under way.',
    patches: [
      { file: 'repair/reaper', find: 'askedMs - sinceMs >= reapAfterMs', replace: 'askedMs >= sinceMs' },
    ],
    expects: [
      'deleted-shown',
      'superseded-write-back',
      'acknowledged-write-missed',
      'acknowledged-write-lost',
    ],
    seed: 3,
  },
  {
    name: 'never-reaped',
    story: 'Removals are answered and not made.',
    patches: [
      { file: 'repair/reap-calls', find: 'forgotten.filter(Boolean).length', replace: '0' },
      { file: 'repair/reap-calls', find: 'replica.forget(partition, key, digest)', replace: 'false' },
    ],
    expects: ['never-at-rest', 'never-forgotten'],
    seed: 7,
  },
  {
    name: 'removed-welcome-for-ever',
    story:
      'A node that was replaced is taken at its word however late it comes back with its old disk (until 2026-11-27).',
    patches: [
      {
        file: 'membership/removals',
        find: 'if (agoMs !== undefined && agoMs < this.takenForMs)',
        replace: 'if (true)',
      },
    ],
    wishes: { nodes: 4, n: 3, r: 2, w: 2, keys: 20, durationMs: 4000, faults: ['return'] },
    expects: ['superseded-write-back', 'deleted-shown', 'never-forgotten'],
    seed: 1,
  },
]
