import fc from 'fast-check'
import t from 'tap'
import { digestOfEncoded } from '../../src/version/digest.js'
import { arrivedWhole, transitChecksum } from '../../src/version/in-transit.js'
import { encodeObject } from '../../src/version/object-codec.js'
import { anyObject } from './arbitraries.js'

t.test('a bit that turns over in the key or anywhere in the object is noticed', async (t) => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.property(key, fc.uint8Array({ maxLength: 300 }), fc.nat(), (key, bytes, at) => {
      const checksum = transitChecksum(key, bytes)
      if (!arrivedWhole(key, bytes, checksum)) return false
      const all = Uint8Array.from([...key, ...bytes])
      const bit = at % (8 * all.length)
      all[bit >> 3] ^= 1 << (bit & 7)
      return !arrivedWhole(all.subarray(0, key.length), all.subarray(key.length), checksum)
    }),
  )
  t.pass()
})

t.test('an older node sends no checksum, and is believed', async (t) => {
  const [key, bytes] = [Buffer.from('key'), Buffer.from('bytes')]
  for (const none of [0, undefined, null]) t.ok(arrivedWhole(key, bytes, none))
})

t.test('the digest would not do: it says nothing of values', async (t) => {
  const [object] = fc.sample(
    anyObject.filter(({ siblings }) => (siblings.at(-1)?.value.length ?? 0) > 0),
    { numRuns: 1, seed: 1 },
  )
  const bytes = encodeObject(object, 'peer')
  const spoiled = Buffer.from(bytes)
  spoiled[spoiled.length - 1] ^= 4
  t.strictSame(digestOfEncoded(spoiled), digestOfEncoded(bytes))
  t.notOk(arrivedWhole(Buffer.from('key'), spoiled, transitChecksum(Buffer.from('key'), bytes)))
})
