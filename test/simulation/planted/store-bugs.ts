/** Planted bugs of the log (Dynamo §5). */
import type { PlantedBug } from './bug.js'

export const storeBugs: readonly PlantedBug[] = [
  {
    name: 'acknowledged-before-append',
    story: 'The store resolves a put as soon as memory knows of it, before the log has it.',
    patches: [
      {
        file: 'store/log-store',
        find: 'append.resolve = resolve;',
        replace: 'resolve();',
      },
    ],
    expects: ['acknowledged-write-lost', 'acknowledged-write-missed', 'event-issued-twice'],
    seed: 83,
  },
  {
    name: 'always-without-sync',
    story: 'A put under `always` is acknowledged once the system has it, with no fsync.',
    patches: [
      {
        file: 'store/writer',
        find: "if (append.durability === 'always')",
        replace: 'if (false)',
      },
    ],
    expects: ['acknowledged-write-lost', 'acknowledged-write-missed'],
    seed: 22,
  },
  {
    name: 'sync-tried-again',
    story: 'A sync that failed is made again, and its success believed, as PostgreSQL did until 2018.',
    patches: [
      {
        file: 'store/writer',
        find: 'await segment.file.sync();',
        replace: 'await segment.file.sync().catch(() => segment.file.sync());',
      },
    ],
    expects: ['acknowledged-write-lost', 'acknowledged-write-missed'],
    seed: 293,
    wishes: { n: 1, durability: 'always', faults: ['disk-error', 'power-loss'] },
  },
  {
    name: 'name-not-synced',
    story:
      'The folder of a new segment is not synced, so that a power loss takes the whole file (Pillai et al. 2014).',
    patches: [
      {
        file: 'store/writer',
        find: 'await segments.disk.syncFolder(segments.folder);',
        replace: '{ }',
      },
    ],
    expects: ['acknowledged-write-lost', 'acknowledged-write-missed'],
    seed: 110,
  },
  {
    name: 'index-believed-unchecked',
    story:
      'An index file is believed without its checksum, so that what rotted in it is taken for the truth.',
    patches: [
      {
        file: 'store/index-file',
        find: 'if (readU32(bytes, 40) !== blocksChecksum(blocks))',
        replace: 'if (false)',
      },
    ],
    expects: ['invariant-broken', 'never-at-rest', 'acknowledged-write-lost', 'superseded-write-back'],
    wishes: { faults: ['bit-rot', 'restart', 'crash'] },
    seed: 110,
  },
  {
    name: 'compaction-moves-the-dead',
    story: 'Compaction appends every record of its segment, dead ones too, over what has come since.',
    patches: [
      {
        file: 'store/compaction',
        find: 'if (directory.findPosition(partition, keyHash, segment.number, offset) === -1)\n                        continue;',
        replace: '',
      },
      {
        file: 'store/compaction',
        find: 'const slot = directory.findPosition(partition, keyHash, number, offset);',
        replace: 'const slot = directory.first(partition, keyHash);',
      },
    ],
    expects: [
      'acknowledged-write-lost',
      'acknowledged-write-missed',
      'superseded-write-back',
      'event-issued-twice',
    ],
    seed: 1,
  },
  {
    name: 'compaction-without-sync',
    story: 'A compacted segment is deleted before what was moved out of it is safe.',
    patches: [
      {
        file: 'store/compaction',
        find: 'await this.#options.writer.syncAll();',
        replace: '',
      },
    ],
    expects: ['acknowledged-write-lost', 'acknowledged-write-missed'],
    // What is moved stays unsynced for long only under `os`, and is seen to be lost only where nobody else has it.
    wishes: { n: 1, durability: 'os', durationMs: 15_000, faults: ['power-loss', 'torn-write'] },
    seed: 51,
  },
  {
    name: 'spoiled-copy-returned',
    story: 'A record is read without its checksum, and rotten bytes go out as a value.',
    patches: [
      {
        file: 'store/reader',
        find: 'if (header !== undefined && bytes.length === length && bodyIsWhole(bytes, 0, header)) {',
        replace: 'if (header !== undefined && bytes.length === length) {',
      },
    ],
    // Rot in its clock shows as what that then says it covers.
    expects: ['value-nobody-wrote', 'invariant-broken', 'context-covers-unseen'],
    seed: 8,
  },
  {
    name: 'misread-taken-for-damage',
    story: 'A record that reads wrong once is taken for spoiled, and the next write goes over it.',
    patches: [
      {
        file: 'store/reader',
        find: "return first.kind === 'whole' ? first : await this.#readOnce(segment, offset, length);",
        replace: 'return first;',
      },
    ],
    expects: [
      'never-at-rest',
      'acknowledged-write-lost',
      'acknowledged-write-missed',
      'superseded-write-back',
    ],
    seed: 226,
  },
  {
    name: 'read-error-taken-for-damage',
    story:
      'A record that the disk fails to read once is taken for spoiled, and the next write goes over it, as in this very store until the simulator ran.',
    patches: [
      {
        file: 'store/reader',
        find: 'if (this.unreadable?.failed(segment.number, offset))',
        replace: '',
      },
      {
        file: 'store/reader',
        find: "return first.kind === 'whole' ?",
        replace: "return first.kind === 'whole' || first.bytes.length === 0 ?",
      },
    ],
    expects: [
      'never-at-rest',
      'acknowledged-write-lost',
      'acknowledged-write-missed',
      'superseded-write-back',
    ],
    seed: 62,
  },
  {
    name: 'scrub-stops-short',
    story: 'A pass over all that is held leaves out the last record of each piece.',
    patches: [
      { file: 'store/scrub', find: 'index < entries.count', replace: 'index < entries.count - 1' },
      { file: 'store/scrub', find: 'if (end < writtenLength)', replace: 'if (false)' },
    ],
    expects: ['replicas-differ'],
    seed: 201,
    wishes: { faults: ['bit-rot'], valueBytesMax: 20_000, requestsPerSecond: 5, keys: 30, durationMs: 4000 },
  },
  {
    name: 'scrub-keeps-it-to-itself',
    story: 'A pass finds rot, and the hash trees are not told, so that nobody mends it.',
    patches: [
      {
        file: 'store/scrub',
        find: "if (kind === 'damaged' && spoiled(partition, keyHash, segment, offset))",
        replace: "if (kind === 'damaged')",
      },
    ],
    expects: ['replicas-differ'],
    seed: 44,
    wishes: { faults: ['bit-rot'] },
  },
]
