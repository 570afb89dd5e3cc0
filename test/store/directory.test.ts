import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { hashText32 } from '../../src/hash.js'
import { Directory, type Entry } from '../../src/store/directory.js'

const partitionCount = 3

/** What a directory must hold: entries by the record's place, which is unique. */
type Model = Map<string, Entry & { partition: number }>

function nameOf(partition: number, { segment, offset }: { segment: number; offset: number }): string {
  return `${partition}/${segment}/${offset}`
}

function sorted(entries: Iterable<Entry>): Entry[] {
  return [...entries].sort((a, b) => a.segment - b.segment || a.offset - b.offset)
}

function entryAt(directory: Directory, partition: number, slot: number): Entry {
  return {
    keyHash: directory.keyHashAt(partition, slot),
    segment: directory.segmentAt(partition, slot),
    offset: directory.offsetAt(partition, slot),
    length: directory.lengthAt(partition, slot),
    digestHigh: directory.digestHighAt(partition, slot),
    digestLow: directory.digestLowAt(partition, slot),
  }
}

function found(directory: Directory, partition: number, keyHash: number): Entry[] {
  const entries: Entry[] = []
  let slot = directory.first(partition, keyHash)
  for (; slot !== -1; slot = directory.next(partition, keyHash, slot)) {
    entries.push(entryAt(directory, partition, slot))
  }
  return entries
}

/** Few hashes, at both ends and in between, so that runs collide, meet and go round the table's end. */
const weakHash = fc.oneof(
  fc.constantFrom(0, 1, 0x7fffffff, 0xfffffffe, 0xffffffff),
  fc.integer({ min: 0, max: 12 }).map((n) => (n * 0x14000000) >>> 0),
)
const word = fc.integer({ min: 0, max: 0xffffffff })
const command = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'replace', 'remove', 'clear'),
  partition: fc.nat(partitionCount - 1),
  keyHash: weakHash,
  segment: fc.integer({ min: 1, max: 3 }),
  offset: fc.nat(40),
  length: word,
  digestHigh: word,
  digestLow: word,
  pick: fc.nat(),
})

t.test('does what a map of entries does, under a weak hash', async () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 300, size: 'max' }), (commands) => {
      const directory = new Directory(partitionCount)
      const model: Model = new Map()
      for (const { kind, partition, pick, ...entry } of commands) {
        const { keyHash, segment, offset, length, digestHigh, digestLow } = entry
        const own = [...model.values()].filter((other) => other.partition === partition)
        const name = nameOf(partition, entry)
        if (kind === 'insert' && !model.has(name)) {
          const slot = directory.insert(partition, keyHash, segment, offset, length, digestHigh, digestLow)
          assert.deepEqual(entryAt(directory, partition, slot), entry)
          model.set(name, { ...entry, partition })
        } else if (kind === 'replace' && own.length > 0 && !model.has(name)) {
          const old = own[pick % own.length]
          const slot = directory.findPosition(partition, old.keyHash, old.segment, old.offset)
          directory.replaceAt(partition, slot, segment, offset, length, digestHigh, digestLow)
          model.delete(nameOf(partition, old))
          model.set(name, { ...entry, keyHash: old.keyHash, partition })
        } else if (kind === 'remove' && own.length > 0) {
          const old = own[pick % own.length]
          directory.removeAt(
            partition,
            directory.findPosition(partition, old.keyHash, old.segment, old.offset),
          )
          model.delete(nameOf(partition, old))
          assert.equal(directory.findPosition(partition, old.keyHash, old.segment, old.offset), -1)
        } else if (kind === 'clear' && pick % 8 === 0) {
          directory.clear(partition)
          for (const old of own) model.delete(nameOf(partition, old))
        }
      }
      for (let partition = 0; partition < partitionCount; partition += 1) {
        const own = [...model.values()]
          .filter((entry) => entry.partition === partition)
          .map(({ partition: _, ...entry }) => entry)
        assert.deepEqual(sorted(directory.entries(partition)), sorted(own))
        assert.equal(directory.countIn(partition), own.length)
        for (const keyHash of new Set(own.map((entry) => entry.keyHash))) {
          const alike = own.filter((entry) => entry.keyHash === keyHash)
          assert.deepEqual(sorted(found(directory, partition, keyHash)), sorted(alike))
        }
      }
      assert.equal(directory.count, model.size)
    }),
    { numRuns: 150 },
  )
})

t.test('a partition without keys costs nothing, and gives back what it took', async (t) => {
  const directory = new Directory(16_384)
  t.equal(directory.bytes, 0)
  t.equal(directory.first(16_383, 5), -1)
  t.equal(directory.findPosition(0, 5, 1, 0), -1)
  t.strictSame(directory.entries(7), [])
  for (let n = 0; n < 100; n += 1) directory.insert(7, n, 1, n, 1, 0, 0)
  const full = directory.bytes
  for (let n = 0; n < 90; n += 1) directory.removeAt(7, directory.first(7, n))
  t.ok(directory.bytes < full / 2, 'shrinks')
  for (let n = 90; n < 100; n += 1) t.not(directory.first(7, n), -1)
  for (let n = 90; n < 100; n += 1) directory.removeAt(7, directory.first(7, n))
  t.equal(directory.bytes, 0)
  t.equal(directory.count, 0)
})

t.test('the entries of a range of key hashes are found wherever probing has put them', async (t) => {
  let entries = 0
  const word = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    // Near the ends, where runs wrap round, and close together.
    fc.integer({ min: 2 ** 32 - 20, max: 2 ** 32 - 1 }),
    fc.nat(20),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), fc.array(fc.nat(59)), word, word, (hashes, out, a, b) => {
      const directory = new Directory(1)
      const held = new Map(hashes.map((hash, n) => [n, hash]))
      for (const [n, hash] of held) directory.insert(0, hash, 1, n, 1, 0, 0)
      for (const n of out) {
        const hash = held.get(n)
        if (hash === undefined || !held.delete(n)) continue
        directory.removeAt(0, directory.findPosition(0, hash, 1, n))
      }
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      const found = [...directory.slotsWithin(0, from, to)].map((slot) => directory.offsetAt(0, slot))
      const expected = [...held].filter(([, hash]) => hash >= from && hash < to).map(([n]) => n)
      assert.deepEqual(found.sort(), expected.sort())
      entries += found.length
    }),
    { numRuns: 2000 },
  )
  t.ok(entries > 1000, `${entries} entries were found`)
})

t.test('a key costs 48 bytes at most, at every size from three keys on', async (t) => {
  const directory = new Directory(1)
  let most = 0
  for (let n = 0; n < 20_000; n += 1) {
    directory.insert(0, Math.imul(n, 0x9e3779b1) >>> 0, 1, n, 1, 0, 0)
    if (n >= 2) most = Math.max(most, directory.bytes / directory.count)
  }
  t.ok(most <= 48, `${most} bytes a key`)
})

t.test('a million keys in 1024 partitions', async (t) => {
  const directory = new Directory(1024)
  const keys = 1_000_000
  for (let n = 0; n < keys; n += 1) {
    const key = `key:${n}`
    directory.insert(hashText32(key) >>> 22, hashText32(key, 1), 1, n, 100, n, 0)
  }
  t.equal(directory.count, keys)
  t.ok(directory.bytes / keys <= 48, `${directory.bytes / keys} bytes a key`)
  let lost = 0
  for (let n = 0; n < keys; n += 7) {
    const key = `key:${n}`
    if (directory.findPosition(hashText32(key) >>> 22, hashText32(key, 1), 1, n) === -1) lost += 1
  }
  t.equal(lost, 0)
})

t.test('refuses what does not fit, and empty slots', async (t) => {
  const directory = new Directory(1)
  const slot = directory.insert(0, 1, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff)
  const before = directory.entries(0)
  const bad = [2 ** 32, -1, 0.5, Number.NaN]
  for (const value of bad) {
    t.throws(() => directory.replaceAt(0, slot, 1, 0, value, 0, 0), { name: 'InvariantError' }, 'length')
    t.throws(() => directory.replaceAt(0, slot, 1, value, 0, 0, 0), { name: 'InvariantError' }, 'offset')
    t.throws(() => directory.replaceAt(0, slot, value, 0, 0, 0, 0), { name: 'InvariantError' }, 'segment')
    t.throws(() => directory.replaceAt(0, slot, 1, 0, 0, value, 0), { name: 'InvariantError' }, 'digest')
    t.throws(() => directory.insert(0, value, 1, 0, 0, 0, 0), { name: 'InvariantError' }, 'key hash')
    t.throws(() => directory.insert(0, 2, 1, value, 0, 0, 0), { name: 'InvariantError' }, 'offset')
  }
  t.throws(() => directory.insert(0, 2, 0, 0, 0, 0, 0), { name: 'InvariantError' }, 'segment 0')
  t.strictSame(directory.entries(0), before, 'a refused entry leaves nothing behind')
  t.equal(directory.count, 1)
  directory.removeAt(0, slot)
  t.throws(() => directory.removeAt(0, slot), { name: 'InvariantError' })
  t.throws(() => directory.replaceAt(0, slot, 1, 0, 0, 0, 0), { name: 'InvariantError' })
})
