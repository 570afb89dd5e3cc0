/** Planted bugs of gossip (Dynamo §4.8.1). */
import type { PlantedBug } from './bug.js'

export const gossipBugs: readonly PlantedBug[] = [
  {
    name: 'rumours-only',
    story:
      'News is told and nothing is compared: who was away when it was, or has lost its table, never hears of it.',
    patches: [
      { file: 'membership/swap', find: 'this.#requests === requestsMax', replace: 'this.#requests === 1' },
    ],
    expects: ['never-at-rest'],
    seed: 4,
  },
  {
    name: 'digest-of-names-only',
    story:
      'The digest is of who the members are, and not of how old their records are: a change that was missed stays so.',
    patches: [
      {
        file: 'membership/table-digest',
        find: 'bytes.writeUInt32LE(version, text.length + 8);',
        replace: '',
      },
    ],
    expects: ['never-at-rest'],
    seed: 325,
  },
  {
    name: 'older-record-travels',
    story: 'Of two records of a node the older one is sent, and the newer one is not asked for.',
    patches: [
      { file: 'membership/swap', find: 'if (order > 0)', replace: 'if (order < 0 || age === undefined)' },
      { file: 'membership/swap', find: 'else if (order < 0)', replace: 'else if (order > 0)' },
    ],
    expects: ['never-at-rest'],
    seed: 27,
  },
]
