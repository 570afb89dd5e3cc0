import t from 'tap'
import { hash32 } from '../../src/hash.js'
import {
  isPartitionCount,
  partitionCountFor,
  partitionCountMax,
  partitionOf,
} from '../../src/ring/partition.js'

const key = (text: string) => new TextEncoder().encode(text)

t.test('a partition is the high bits of the hash', async (t) => {
  for (let bits = 0; bits <= 16; bits++) {
    for (const text of ['', 'a', 'cart:1', 'cart:2', 'x'.repeat(1024)]) {
      const expected = Number(BigInt(hash32(key(text))) >> BigInt(32 - bits))
      t.equal(partitionOf(key(text), 2 ** bits), expected, `${bits} bits`)
    }
  }
})

t.test('known keys, for clients in other languages', async (t) => {
  // XXH32 with seed 0: of nothing 0x02cc5d05, of "a" 0x550d7456, of "abc" 0x32d153ff.
  t.equal(partitionOf(key(''), 1024), 0x02cc5d05 >>> 22)
  t.equal(partitionOf(key('a'), 1024), 0x550d7456 >>> 22)
  t.equal(partitionOf(key('abc'), 65_536), 0x32d1)
})

t.test('splitting every partition in two keeps keys together', async (t) => {
  for (let i = 0; i < 100; i++) {
    t.equal(partitionOf(key(`key-${i}`), 2048) >>> 1, partitionOf(key(`key-${i}`), 1024))
  }
})

t.test('keys spread evenly', async (t) => {
  const counts = new Array<number>(64).fill(0)
  for (let i = 0; i < 64_000; i++) counts[partitionOf(key(`user:${i}`), 64)]++
  t.ok(
    Math.max(...counts) < 1150 && Math.min(...counts) > 850,
    `${Math.min(...counts)} to ${Math.max(...counts)}`,
  )
})

t.test('partition counts are powers of two up to the limit', async (t) => {
  for (const good of [1, 2, 8, 1024, 65_536]) t.ok(isPartitionCount(good), `${good}`)
  for (const bad of [0, -2, 3, 1023, 1.5, 131_072, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32]) {
    t.notOk(isPartitionCount(bad), `${bad}`)
  }
})

t.test('the count to choose grows with the nodes', async (t) => {
  t.equal(partitionCountFor(10), 1024)
  t.equal(partitionCountFor(30), 4096)
  t.equal(partitionCountFor(30, 0.5), 8192)
  t.equal(partitionCountFor(100), 65_536)
  t.equal(partitionCountFor(1000), partitionCountMax)
})
