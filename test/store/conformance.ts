/**
 * What "is a Store" means. Every store passes this suite; what only one of them does is tested beside it.
 * Digests here are made from the value, as they are in life from the version: equal digests, equal bytes.
 */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import { hash32 } from '../../src/hash.js'
import { leavesOf, rootOf } from '../../src/store/hash-tree.js'
import { hashKeyInPartition } from '../../src/store/record.js'
import type { Digest, Durability, RecordRead, Store, StoreRecord } from '../../src/store/store.js'
import { compareVersions, leafCount, leafRange, type Version, wholeRange } from '../../src/store/versions.js'

export interface StoreHarness {
  /** A new, empty store of `partitionCount` partitions. With `hashKey`, keys of equal hash collide inside. */
  open(options?: { hashKey?: (key: Uint8Array) => number }): Promise<Store>
  /** Closes the store and opens what it left. Absent where nothing outlives closing. */
  reopen?(store: Store): Promise<Store>
}

/** A store under test has partitions 0 to 15. */
export const partitionCount = 16

const durabilities: readonly (Durability | undefined)[] = ['always', 'interval', 'os', undefined]

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function digestOf(value: Uint8Array): Digest {
  return { high: hash32(value, 7), low: hash32(value, 11) }
}

export function record(partition: number, key: Uint8Array | string, value: Uint8Array | string): StoreRecord {
  const valueBytes = typeof value === 'string' ? bytes(value) : value
  return {
    partition,
    key: typeof key === 'string' ? bytes(key) : key,
    value: valueBytes,
    digest: digestOf(valueBytes),
  }
}

function found({ value, digest }: StoreRecord): RecordRead {
  return { kind: 'found', value, digest }
}

/** One form for all byte arrays, so that a Buffer and a Uint8Array of the same bytes compare equal. */
function plain(read: RecordRead): RecordRead {
  return read.kind === 'found' ? { ...read, value: Uint8Array.from(read.value) } : read
}

export async function scanned(store: Store, partition: number): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for await (const { partition: of, key, value, digest } of store.scan(partition)) {
    const name = Buffer.from(key).toString('hex')
    assert.equal(of, partition)
    assert.ok(!all.has(name), 'a key comes once')
    assert.deepEqual({ ...digest }, digestOf(value))
    all.set(name, Buffer.from(value).toString('hex'))
  }
  return all
}

export function storeConformance(t: Test, harness: StoreHarness): void {
  async function open(t: Test, options?: { hashKey?: (key: Uint8Array) => number }): Promise<Store> {
    const store = await harness.open(options)
    t.teardown(() => store.close())
    return store
  }

  t.test('an empty store', async (t) => {
    const store = await open(t)
    t.strictSame(await store.get(0, bytes('k')), { kind: 'missing' })
    t.equal(store.digest(0, bytes('k')), undefined)
    t.notOk(store.holds(0, bytes('k'), { high: 0, low: 0 }))
    t.equal((await scanned(store, 15)).size, 0)
    await store.remove(0, bytes('k'))
    t.match(store.stats(), { keys: 0, liveBytes: 0, damagedRecords: 0, writable: true })
    t.equal(store.stats().readOnlyReason, undefined)
    t.equal(store.stats().readOnlyReason, undefined)
  })

  for (const durability of durabilities) {
    t.test(`put, get, replace and remove (${durability ?? 'default durability'})`, async (t) => {
      const store = await open(t)
      const [first, second] = [record(3, 'k', 'first'), record(3, 'k', 'second, longer')]
      await store.put(first, durability)
      t.strictSame(plain(await store.get(3, first.key)), found(first))
      await store.put(second, durability)
      t.strictSame(plain(await store.get(3, first.key)), found(second))
      await store.remove(3, first.key, durability)
      t.strictSame(await store.get(3, first.key), { kind: 'missing' })
      t.equal(store.digest(3, first.key), undefined)
      await store.put(first, durability)
      t.strictSame(plain(await store.get(3, first.key)), found(first), 'a removed key can be put again')
    })
  }

  t.test('a put is visible from the moment it is called', async (t) => {
    const store = await open(t)
    for (const text of ['one', 'two']) {
      const written = record(1, 'k', text)
      const safe = store.put(written, 'always')
      t.strictSame({ ...store.digest(1, written.key) }, { ...written.digest })
      t.ok(store.holds(1, written.key, written.digest))
      t.strictSame(plain(await store.get(1, written.key)), found(written))
      await safe
    }
    const gone = store.remove(1, bytes('k'))
    t.equal(store.digest(1, bytes('k')), undefined)
    t.strictSame(await store.get(1, bytes('k')), { kind: 'missing' })
    await gone
  })

  t.test('settle waits for what was written before it, and for nothing when there is nothing', async (t) => {
    const store = await open(t)
    for (const durability of durabilities) await store.settle(durability)
    const writes: Promise<void>[] = []
    for (let n = 0; n < 50; n += 1) {
      writes.push(store.put(record(n % 16, `k${n}`, `value ${n}`), 'os'))
      writes.push(store.remove(0, bytes(`k${n - 16}`), 'os'))
      if (n % 10 === 0) writes.push(store.settle(durabilities[(n / 10) % 4]))
    }
    await store.settle('always')
    await Promise.all(writes)
    t.equal(store.stats().keys, 47)
  })

  t.test('of many puts to one key at once, the last one stays', async (t) => {
    const store = await open(t)
    const records = Array.from({ length: 100 }, (_, n) => record(1, 'k', `value ${n}`.repeat(1 + (n % 9))))
    const puts = records.map((each, n) => store.put(each, durabilities[n % 4]))
    const reading = store.get(1, bytes('k'))
    await Promise.all(puts)
    t.strictSame(plain(await reading), found(records[99]))
    t.strictSame(plain(await store.get(1, bytes('k'))), found(records[99]))
    t.equal(store.stats().keys, 1)
    t.equal((await scanned(store, 1)).size, 1)
    const mixed = [store.remove(1, bytes('k')), store.put(records[5]), store.remove(1, bytes('k'))]
    await Promise.all(mixed)
    t.strictSame(await store.get(1, bytes('k')), { kind: 'missing' })
  })

  t.test('holds() and digest() tell versions apart by all 64 bits', async (t) => {
    const store = await open(t)
    const written: StoreRecord = {
      ...record(2, 'k', 'v'),
      digest: { high: 0xffffffff, low: 0x80000000 },
    }
    await store.put(written)
    t.strictSame({ ...store.digest(2, written.key) }, { ...written.digest })
    t.ok(store.holds(2, written.key, { high: 0xffffffff, low: 0x80000000 }))
    t.notOk(store.holds(2, written.key, { high: 0xffffffff, low: 0x80000001 }))
    t.notOk(store.holds(2, written.key, { high: 0x7fffffff, low: 0x80000000 }))
    t.notOk(store.holds(3, written.key, written.digest), 'nor in another partition')
    await store.put({ ...written, digest: { high: 0, low: 0 } })
    t.ok(store.holds(2, written.key, { high: 0, low: 0 }), 'a digest of zeros is one, too')
    t.strictSame({ ...store.digest(2, written.key) }, { high: 0, low: 0 })
    t.notOk(store.holds(2, written.key, written.digest), 'the one before is held no more')
  })

  t.test('keys and values of every size and kind', async (t) => {
    const store = await open(t)
    const long = new Uint8Array(1024).fill(0xff)
    const almost = Uint8Array.from(long)
    almost[1023] = 0xfe
    const large = new Uint8Array(1 << 20).map((_, n) => (n * 7 + (n >> 10)) & 255)
    const records = [
      record(4, Uint8Array.of(0), ''),
      record(4, Uint8Array.of(0, 0), 'two zeros'),
      record(4, Uint8Array.of(0xff), Uint8Array.of(0, 0xff, 0x80)),
      record(4, Uint8Array.of(0xc3, 0x28), 'not UTF-8'),
      record(4, 'abcdefgh', '8'),
      record(4, 'abcdefgi', 'last byte differs'),
      record(4, 'bbcdefgh', 'first byte differs'),
      record(4, long, 'long key'),
      record(4, almost, 'almost the same'),
      record(4, long.subarray(1), 'one shorter'),
      record(4, 'large', large),
      record(5, 'abcdefgh', 'other partition'),
      record(15, 'abcdefgh', 'last partition'),
    ]
    await Promise.all(records.map((each) => store.put(each)))
    for (const each of records) {
      const read = plain(await store.get(each.partition, each.key))
      t.ok(read.kind === 'found' && Buffer.compare(read.value, each.value) === 0)
      t.ok(store.holds(each.partition, each.key, each.digest))
    }
    t.equal(store.stats().keys, records.length)
    await store.put(record(4, 'large', ''))
    t.strictSame(plain(await store.get(4, bytes('large'))), found(record(4, 'large', '')), 'an empty value')
  })

  t.test('the caller may use its buffers again once put has returned', async (t) => {
    const store = await open(t)
    const [key, value] = [bytes('key'), bytes('value')]
    const digest = { high: 1, low: 2 }
    const safe = store.put({ partition: 0, key, value, digest }, 'always')
    key.fill(0)
    value.fill(0)
    digest.high = 9
    await safe
    const expected: RecordRead = { kind: 'found', value: bytes('value'), digest: { high: 1, low: 2 } }
    t.strictSame(plain(await store.get(0, bytes('key'))), expected)
    t.strictSame(await store.get(0, key), { kind: 'missing' })
    const name = bytes('key')
    const reading = store.get(0, name)
    name.fill(0)
    t.strictSame(plain(await reading), expected, 'nor does a get keep its key')
    const removing = bytes('key')
    const gone = store.remove(0, removing)
    removing.fill(0)
    await gone
    t.strictSame(await store.get(0, bytes('key')), { kind: 'missing' })
  })

  t.test('what is returned is safe to keep and to change', async (t) => {
    const store = await open(t)
    await store.put(record(0, 'k', 'first'))
    const read = await store.get(0, bytes('k'))
    const kept: StoreRecord[] = []
    for await (const each of store.scan(0)) kept.push(each)
    for (let n = 0; n < 50; n += 1) await store.put(record(0, n % 2 === 0 ? 'k' : `k${n}`, `later ${n}`))
    for (let n = 0; n < 50; n += 1) await store.get(0, bytes(`k${n}`))
    t.strictSame(plain(read), found(record(0, 'k', 'first')))
    t.strictSame(
      kept.map(({ value }) => Buffer.from(value).toString()),
      ['first'],
    )
    const again = await store.get(0, bytes('k'))
    if (again.kind === 'found') again.value.fill(0)
    t.strictSame(plain(await store.get(0, bytes('k'))), found(record(0, 'k', 'later 48')))
  })

  t.test('keys whose hashes collide stay apart', async (t) => {
    const store = await open(t, { hashKey: (key) => key.length % 2 })
    const records = Array.from({ length: 40 }, (_, n) => record(n % 2, `key ${n}`, `value ${n}`))
    await Promise.all(records.map((each) => store.put(each)))
    for (const each of records) t.strictSame(plain(await store.get(each.partition, each.key)), found(each))
    t.strictSame(await store.get(0, bytes('key 1000')), { kind: 'missing' })
    t.ok(store.holds(0, records[0].key, records[0].digest))
    const replaced = record(0, 'key 0', 'replaced')
    await Promise.all([
      store.put(replaced),
      store.remove(1, bytes('key 1')),
      store.remove(1, bytes('key 1001')),
    ])
    t.strictSame(plain(await store.get(0, replaced.key)), found(replaced))
    t.strictSame(await store.get(1, bytes('key 1')), { kind: 'missing' })
    for (const each of records.slice(2)) {
      t.strictSame(plain(await store.get(each.partition, each.key)), found(each))
    }
    t.equal(store.stats().keys, 39)
    t.equal((await scanned(store, 0)).size, 20)
    t.equal((await scanned(store, 1)).size, 19)
  })

  t.test('a scan gives the live records of its partition, each once', async (t) => {
    const store = await open(t)
    const records = Array.from({ length: 300 }, (_, n) => record(n % 3, `k${n}`, `value ${n}`.repeat(n % 5)))
    await Promise.all(records.map((each) => store.put(record(each.partition, each.key, 'old'))))
    await Promise.all(records.map((each) => store.put(each)))
    await Promise.all(
      records.filter((_, n) => n % 10 === 0).map((each) => store.remove(each.partition, each.key)),
    )
    for (const partition of [0, 1, 2, 3]) {
      const expected = records.filter((each, n) => each.partition === partition && n % 10 !== 0)
      t.strictSame(
        await scanned(store, partition),
        new Map(
          expected.map(({ key, value }) => [
            Buffer.from(key).toString('hex'),
            Buffer.from(value).toString('hex'),
          ]),
        ),
      )
    }
  })

  t.test('the versions held are those of the records, in the order of key hashes', async (t) => {
    const store = await open(t)
    t.strictSame(store.versions.within(0, wholeRange), [])
    t.strictSame(store.versions.leaves(0), new Uint32Array(2 * leafCount))
    const key = fc.nat(30).map((n) => `key ${n}`)
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constant('put'), key, fc.string({ maxLength: 8 })) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('remove'), key, fc.constant('')) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, inTurn) => {
        const writes = steps.map(async ([kind, key, value]) => {
          if (kind === 'put') return store.put(record(1, key, value))
          return store.remove(1, bytes(key))
        })
        if (inTurn) for (const write of writes) await write
        else await Promise.all(writes)
        const expected: Version[] = []
        for await (const { key, digest } of store.scan(1)) {
          expected.push({ keyHash: hashKeyInPartition(key), ...digest })
        }
        expected.sort(compareVersions)
        assert.deepEqual(store.versions.within(1, wholeRange), expected)
        assert.equal(store.versions.count(1), expected.length)
        assert.deepEqual(store.versions.leaves(1), leavesOf(expected))
        assert.deepEqual(store.versions.root(1), rootOf(leavesOf(expected)))
        const parts = Array.from({ length: leafCount }, (_, leaf) =>
          store.versions.within(1, leafRange(leaf)),
        )
        assert.deepEqual(parts.flat(), expected, 'the leaves cut the range without a rest')
        for (const { keyHash, high, low } of expected) {
          const records = await store.versions.records(1, keyHash)
          assert.ok(records.some(({ digest }) => digest.high === high && digest.low === low))
        }
      }),
      { numRuns: 30 },
    )
    t.strictSame(await store.versions.records(2, 0), [])
  })

  t.test('a scan goes on over what changes meanwhile', async (t) => {
    const store = await open(t)
    const records = Array.from({ length: 200 }, (_, n) => record(0, `k${n}`, `value ${n}`))
    await Promise.all(records.map((each) => store.put(each)))
    const seen = new Set<string>()
    let n = 0
    for await (const { key } of store.scan(0)) {
      seen.add(Buffer.from(key).toString())
      // Touches only what is checked below to be free to come or not.
      if (n < 100) {
        await store.remove(0, bytes(`k${n}`))
        await store.put(record(0, `new ${n}`, 'new'))
      }
      n += 1
    }
    for (let kept = 100; kept < 200; kept += 1) if (!seen.has(`k${kept}`)) t.fail(`k${kept} was left out`)
    const early = store.scan(0)[Symbol.asyncIterator]()
    t.notOk((await early.next()).done)
    t.strictSame(await early.return?.(), { value: undefined, done: true }, 'it may be left early')
  })

  t.test('stats count keys and bytes', async (t) => {
    const store = await open(t)
    await store.put(record(0, 'a', new Uint8Array(1000)))
    const one = store.stats()
    t.equal(one.keys, 1)
    t.ok(one.liveBytes >= 1001)
    t.ok(one.bytesWritten >= 1001)
    await store.put(record(1, 'b', new Uint8Array(1000)))
    const two = store.stats()
    t.equal(two.keys, 2)
    t.equal(two.liveBytes, 2 * one.liveBytes, 'equal records weigh the same')
    await store.put(record(1, 'b', new Uint8Array(500)))
    t.equal(store.stats().liveBytes, two.liveBytes - 500)
    await store.remove(1, bytes('b'))
    t.equal(store.stats().keys, 1)
    t.equal(store.stats().liveBytes, one.liveBytes)
    t.ok(store.stats().writable)
  })

  t.test('a closed store refuses everything', async (t) => {
    const store = await harness.open()
    const each = record(0, 'k', 'v')
    const unawaited = store.put(each, 'os')
    await store.close()
    await unawaited
    await store.close()
    const closed = { name: 'StoreError', kind: 'closed' }
    await t.rejects(store.get(0, each.key), closed)
    await t.rejects(store.put(each), closed)
    await t.rejects(store.remove(0, each.key), closed)
    await t.rejects(scanned(store, 0), closed)
    await t.rejects(store.settle(), closed)
    t.throws(() => store.digest(0, each.key), closed)
    t.throws(() => store.holds(0, each.key, each.digest), closed)
  })

  const { reopen } = harness
  if (reopen !== undefined) {
    t.test('what was put is there after reopening, and what was removed is not', async (t) => {
      let store = await harness.open()
      t.teardown(() => store.close())
      const records = Array.from({ length: 200 }, (_, n) => record(n % 5, `k${n}`, `value ${n}`.repeat(n)))
      await Promise.all(records.map((each) => store.put(each)))
      await Promise.all(records.slice(0, 50).map((each) => store.remove(each.partition, each.key)))
      await store.put(record(0, 'k0', 'again'))
      const before = store.stats()
      for (let round = 0; round < 2; round += 1) {
        store = await reopen(store)
        t.strictSame(plain(await store.get(0, bytes('k0'))), found(record(0, 'k0', 'again')))
        for (let n = 1; n < 200; n += 1) {
          const each = records[n]
          const read = plain(await store.get(each.partition, each.key))
          assert.deepEqual(read, n < 50 ? { kind: 'missing' } : found(each))
          assert.equal(store.holds(each.partition, each.key, each.digest), n >= 50)
        }
        t.equal(store.stats().keys, before.keys)
        t.equal(store.stats().liveBytes, before.liveBytes)
      }
    })
  }

  for (const weak of [false, true]) {
    t.test(`does what a map does${weak ? ', under a weak hash' : ''}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(commandArbitrary, { maxLength: 60, size: 'max' }), async (commands) => {
          const initial = await harness.open(weak ? { hashKey: (key) => key[0] & 1 } : {})
          await checkAgainstMap(initial, commands, reopen)
        }),
        { numRuns: 25 },
      )
    })
  }
}

const commandArbitrary = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'put', 'remove', 'get', 'scan', 'settle', 'reopen'),
  partition: fc.nat(2),
  key: fc.uint8Array({ minLength: 1, maxLength: 2, max: 3 }),
  value: fc.uint8Array({ maxLength: 200 }),
  durability: fc.constantFrom(...durabilities),
})

type Command = typeof commandArbitrary extends fc.Arbitrary<infer T> ? T : never

/** Plays the commands on the store, writes not awaited until 'settle' or 'reopen', and on a Map beside it. */
async function checkAgainstMap(
  initial: Store,
  commands: readonly Command[],
  reopen: StoreHarness['reopen'],
): Promise<void> {
  let store = initial
  let writes: Promise<void>[] = []
  const model = new Map<string, StoreRecord>()
  const nameOf = (partition: number, key: Uint8Array) => `${partition}/${Buffer.from(key).toString('hex')}`
  const checkScan = async (partition: number) => {
    const expected = [...model.values()].filter((each) => each.partition === partition)
    const got = await scanned(store, partition)
    assert.equal(got.size, expected.length)
    for (const { key, value } of expected) {
      assert.equal(got.get(Buffer.from(key).toString('hex')), Buffer.from(value).toString('hex'))
    }
  }
  try {
    for (const { kind, partition, key, value, durability } of commands) {
      const name = nameOf(partition, key)
      if (kind === 'put') {
        const written = record(partition, key, value)
        writes.push(store.put(written, durability))
        model.set(name, written)
      } else if (kind === 'remove') {
        writes.push(store.remove(partition, key, durability))
        model.delete(name)
      } else if (kind === 'get') {
        const expected = model.get(name)
        const read = plain(await store.get(partition, key))
        assert.deepEqual(read, expected === undefined ? { kind: 'missing' } : found(expected))
        if (expected !== undefined) assert.ok(store.holds(partition, key, expected.digest))
      } else if (kind === 'scan') {
        await checkScan(partition)
      } else {
        await Promise.all(writes)
        writes = []
        if (kind === 'reopen' && reopen !== undefined) store = await reopen(store)
      }
    }
    await Promise.all(writes)
    for (const partition of [0, 1, 2]) await checkScan(partition)
    assert.equal(store.stats().keys, model.size)
  } finally {
    await store.close()
  }
}
