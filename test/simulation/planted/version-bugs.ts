/** Planted bugs of versions and of the replica that makes and merges them (Dynamo §4.4). */
import type { PlantedBug } from './bug.js'

export const versionBugs: readonly PlantedBug[] = [
  {
    name: 'actor-minted-again',
    story:
      'The mint draws no random bytes and a start of no use, so that a node that lost writes counts the same events anew for other writes (riak_kv#679).',
    patches: [
      {
        file: 'version/actor',
        find: 'const now = Math.floor((this.#wallMs() - epochMs) / 1000);',
        replace: 'const now = 0;',
      },
      {
        file: 'version/actor',
        find: 'this.#random.fill(this.#bytes.subarray(serialOffset));',
        replace: 'this.#bytes.fill(0, serialOffset);',
      },
    ],
    expects: ['event-issued-twice'],
    seed: 83,
  },
  {
    name: 'actor-outlives-its-run',
    story:
      'A node goes on counting with the actor that it finds in its copy, whichever run minted it, as a Riak vnode did with its id: what a crash took away is issued again (riak_kv#679).',
    patches: [
      {
        file: 'version/actor',
        find: 'return actor >= this.#first && actor <= this.#last;',
        replace: "return sameNode(actor, this.#bytes.toString('latin1'));",
      },
    ],
    expects: ['event-issued-twice'],
    seed: 74,
  },
  {
    name: 'actor-kept-after-failed-append',
    story:
      'When the store fails to append a version the copy goes back to the one before and its actor counts on, though peers may have the event by now.',
    patches: [
      {
        file: 'replica/replica',
        find: 'this.options.mint.retire();',
        replace: '',
      },
    ],
    expects: ['event-issued-twice'],
    seed: 121,
  },
  {
    name: 'last-write-wins',
    story: 'A merge keeps only the newest of concurrent siblings by the calendar, as Cassandra does.',
    patches: [
      {
        file: 'version/object',
        find: 'return siblingsOf(kept);',
        replace: `const isOlder = (a, b) => a.dot.writtenAtMs < b.dot.writtenAtMs;
    return siblingsOf(kept.filter((one) => !kept.some((other) => isOlder(one, other))));`,
      },
    ],
    expects: ['context-covers-unseen', 'acknowledged-write-lost', 'acknowledged-write-missed'],
    seed: 1,
  },
  {
    name: 'context-covers-siblings-unseen',
    story:
      'A put answers with the clock of the whole object, siblings included that its client never saw, as Riak did before dotted version vectors: the next put with it supersedes them.',
    patches: [
      {
        file: 'version/write',
        find: 'if (object.siblings.length === 1)\n        return object.clock;',
        replace: 'return object.clock;',
      },
    ],
    expects: ['context-covers-unseen'],
    seed: 1,
  },
  {
    name: 'retried-write-shown-twice',
    story: 'A get shows every event, and not every write, so that a put that two coordinators took is two.',
    patches: [
      {
        file: 'version/object',
        find: 'return siblings.every((one) => isLive(one, wallMs))',
        replace:
          'return true ? siblings.flatMap((one) => (isLive(one, wallMs) ? one.dots.map(() => one) : [])) : siblings.every((one) => isLive(one, wallMs))',
      },
    ],
    expects: ['value-shown-twice'],
    seed: 2,
  },
  {
    name: 'writers-take-no-turns',
    story: 'The lock of a key is gone: two writers read one copy, and make two versions of one event.',
    patches: [
      {
        file: 'replica/key-locks',
        find: 'const line = this.#taken.get(key);\n        if (line === undefined) {',
        replace: 'return work();\n        const line = undefined;\n        if (line === undefined) {',
      },
    ],
    expects: ['event-issued-twice', 'acknowledged-write-lost', 'acknowledged-write-missed'],
    seed: 2,
  },
  {
    name: 'repair-overwrites',
    story: 'Read repair puts what the reader merged in place of what the replica has come to hold meanwhile.',
    patches: [
      {
        file: 'replica/replica',
        find: 'if (base === undefined || !this.holds(partition, key, base))',
        replace:
          'if (base === undefined)\n            return true;\n        if (!this.holds(partition, key, base))',
      },
    ],
    expects: [
      'acknowledged-write-lost',
      'acknowledged-write-missed',
      'superseded-write-back',
      'event-issued-twice',
    ],
    seed: 2,
  },
]
