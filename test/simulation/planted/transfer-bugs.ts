/** Planted bugs of what moves when members change: who serves what, who is asked, what may be given up. */
import type { PlantedBug } from './bug.js'

const wishes = {
  nodes: 5,
  n: 3,
  r: 2,
  w: 2,
  keys: 20,
  faults: ['leave', 'reweight', 'crash', 'partition'],
} as const

export const transferBugs: readonly PlantedBug[] = [
  {
    name: 'newcomer-vouches-at-once',
    story: 'Whoever comes to own a partition takes what it does not hold for what is not there.',
    patches: [
      {
        file: 'repair/serving',
        find: 'this.#served[partition] = 0;\n        const fill',
        replace: 'this.#served[partition] = 1;\n        const fill',
      },
    ],
    wishes,
    expects: ['acknowledged-write-missed', 'superseded-write-back'],
    seed: 81,
  },
  {
    name: 'given-up-on-a-word',
    story: 'A node removes what it no longer owns when its table says so, and asks nobody.',
    patches: [
      {
        file: 'repair/surrender',
        find: 'for (const owner of ring.owners(partition))',
        replace: 'for (const owner of [])',
      },
    ],
    wishes: { ...wishes, n: 1, r: 1, w: 1 },
    expects: ['acknowledged-write-missed', 'acknowledged-write-lost', 'superseded-write-back'],
    seed: 2,
  },
  {
    name: 'writes-pass-the-owners-before-by',
    story: 'While a new owner is being filled, writes go to the owners by the newest ring alone.',
    patches: [
      { file: 'coordinator/put', find: 'standing?.others ?? []', replace: '[]' },
      {
        file: 'coordinator/put',
        find: 'this.request.isStrict ? this.quorum.state : this.quorum.looseState',
        replace: 'this.quorum.looseState',
      },
      {
        file: 'coordinator/joint-quorum',
        find: 'this.#owners.isSloppy || this.#serving.isSloppy',
        replace: 'this.#owners.isSloppy',
      },
    ],
    wishes: { ...wishes, n: 1, r: 1, w: 1 },
    expects: ['acknowledged-write-missed', 'superseded-write-back'],
    seed: 70,
  },
  {
    name: 'filled-from-one',
    story: 'A new owner serves when it has compared with one member, whoever else may hold writes.',
    patches: [
      {
        file: 'repair/serving',
        find: 'if (well !== undefined)',
        replace: 'if (well !== undefined && fill.compared.size === 0)',
      },
      {
        file: 'repair/serving',
        find: 'if (mayHold.length >= context.leastQuorum)',
        replace: 'if (fill.compared.size === 0)',
      },
    ],
    wishes,
    expects: ['acknowledged-write-missed', 'superseded-write-back'],
    seed: 3,
  },
]
