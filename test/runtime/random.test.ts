import t from 'tap'
import { systemRandom } from '../../src/runtime/random.js'

t.test('fills every byte, of small targets and large, and never twice the same', async (t) => {
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n += 1) {
    const target = new Uint8Array(8 + (n % 40))
    systemRandom.fill(target)
    seen.add(Buffer.from(target).toString('hex', 0, 8))
  }
  t.equal(seen.size, 2000)
  const large = new Uint8Array(10_000)
  systemRandom.fill(large)
  const counts = new Uint32Array(256)
  for (const byte of large) counts[byte] += 1
  t.ok(counts.every((count) => count > 0))
  systemRandom.fill(new Uint8Array(0))
})

t.test('a target keeps its own bytes when others are filled', async (t) => {
  const target = new Uint8Array(16)
  systemRandom.fill(target)
  const copy = target.slice()
  for (let n = 0; n < 1000; n += 1) systemRandom.fill(new Uint8Array(16))
  t.strictSame(target, copy)
})

t.test('next is in [0, 1)', async (t) => {
  const draws = Array.from({ length: 1000 }, () => systemRandom.next())
  t.ok(draws.every((draw) => draw >= 0 && draw < 1))
  t.ok(new Set(draws).size > 990)
})
