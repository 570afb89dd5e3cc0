/** Mistakes of those who compare replicas and mend them. */
import type { PlantedBug } from './bug.js'

export const repairBugs: readonly PlantedBug[] = [
  {
    name: 'tree-keeps-what-is-replaced',
    story: 'A hash tree that is told of what comes and not of what goes: it never matches again.',
    patches: [
      {
        file: 'store/live-records',
        find: 'if (offsets === undefined || !offsets.delete(directory.offsetAt(partition, slot))) {\n            this.#toggle(partition, slot);',
        replace: 'if (offsets === undefined || !offsets.delete(directory.offsetAt(partition, slot))) {',
      },
    ],
    expects: ['never-at-rest'],
    seed: 16,
  },
  {
    name: 'exchange-overwrites',
    story: 'What is fetched from a peer is put over what is held, as if the peer were always ahead.',
    patches: [
      {
        file: 'repair/exchange',
        find: 'await replica.merge(partition, key, bytes, undefined);',
        replace: 'await replica.merge(partition, key, bytes, undefined, replica.digest(partition, key));',
      },
    ],
    expects: [
      'acknowledged-write-lost',
      'acknowledged-write-missed',
      'never-at-rest',
      'superseded-write-back',
    ],
    seed: 31,
  },
  {
    name: 'half-the-leaves-compared',
    story: 'A loop over the leaves that ends too early, so that half the keys are never mended.',
    patches: [
      {
        file: 'repair/difference',
        find: 'for (let leaf = 0; leaf < leafCount; leaf += 1)',
        replace: 'for (let leaf = 0; leaf < leafCount / 2; leaf += 1)',
      },
    ],
    expects: ['never-at-rest'],
    seed: 9,
  },
]
