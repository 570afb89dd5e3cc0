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
]
