/** Contexts as clients carry them: sealed to a key and cluster, bounded, and refused when spoiled. */
import fc from 'fast-check'
import t from 'tap'
import { hash32 } from '../../src/hash.js'
import { Clock } from '../../src/version/clock.js'
import {
  contextBytesMax,
  contextDotsMax,
  contextEntriesMax,
  contextScope,
  decodeContext,
  encodeContext,
} from '../../src/version/context-codec.js'
import { anyObject } from './arbitraries.js'

const scope = contextScope('shop', Buffer.from('cart:42'))
const golden = new Clock([
  { actor: 'A'.repeat(16), counter: 300, dots: [] },
  { actor: 'B'.repeat(16), counter: 1, dots: [3] },
])

t.test('golden vector', async (t) => {
  const bytes = Buffer.from(
    [
      '01', // format
      '01', // some entry has dots
      '02', // two entries
      `${'41'.repeat(16)}ac02`, // an actor, counter 300
      '00', // no dots
      `${'42'.repeat(16)}01`, // another, counter 1
      '0102', // one dot, 2 after the counter
      '81e256ab', // XXH32 of the above, seeded with XXH32("cart:42", XXH32("shop", 0))
    ].join(''),
    'hex',
  )
  t.equal(scope, hash32(Buffer.from('cart:42'), hash32(Buffer.from('shop'))))
  t.equal(encodeContext(golden, scope).toString('hex'), bytes.toString('hex'))
  t.strictSame(decodeContext(bytes, scope), { kind: 'context', clock: golden })
})

t.test('the empty context is no bytes', async (t) => {
  t.equal(encodeContext(Clock.empty, scope).length, 0)
  t.strictSame(decodeContext(new Uint8Array(0), scope), { kind: 'context', clock: Clock.empty })
  t.match(decodeContext(sealed('010000'), scope), { kind: 'invalid' }, 'and nothing else')
})

t.test('any clock survives the way there and back', async () => {
  fc.assert(
    fc.property(anyObject, fc.nat({ max: 2 ** 32 - 1 }), ({ clock }, scope) => {
      const result = decodeContext(encodeContext(clock, scope), scope)
      if (result.kind === 'invalid' || !result.clock.equals(clock)) throw new Error('another clock')
    }),
  )
})

t.test('a context of another key or cluster is refused', async (t) => {
  const bytes = encodeContext(golden, scope)
  for (const [cluster, key] of [
    ['shop', 'cart:43'],
    ['shop', ''],
    ['shop2', 'cart:42'],
    ['', 'cart:42'],
  ]) {
    t.match(decodeContext(bytes, contextScope(cluster, Buffer.from(key))), {
      kind: 'invalid',
      reason: /damaged, or of another key or cluster/,
    })
  }
})

t.test('every flipped bit, cut and addition is refused', async (t) => {
  const whole = encodeContext(golden, scope)
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3] ^= 1 << (bit & 7)
    if (decodeContext(bytes, scope).kind !== 'invalid') t.fail(`bit ${bit}`)
  }
  for (let length = 1; length < whole.length; length++) {
    if (decodeContext(whole.subarray(0, length), scope).kind !== 'invalid') t.fail(`cut to ${length}`)
  }
  for (let byte = 0; byte < 256; byte++) {
    const bytes = Buffer.concat([whole, Buffer.from([byte])])
    if (decodeContext(bytes, scope).kind !== 'invalid') t.fail(`${byte} added`)
  }
})

/** These bytes, in hex, with a checksum that is right. */
function sealed(text: string): Buffer {
  const bytes = Buffer.from(text, 'hex')
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(hash32(bytes, scope))
  return Buffer.concat([bytes, sum])
}

t.test('random bytes are refused, and so are those with a right checksum that no encoder made', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
      if (decodeContext(bytes, scope).kind !== 'invalid') throw new Error('read')
      const result = decodeContext(sealed(`01${Buffer.from(bytes).toString('hex')}`), scope)
      if (result.kind === 'context' && !encodeContext(result.clock, scope).subarray(1, -4).equals(bytes)) {
        throw new Error('not canonical')
      }
    }),
    { numRuns: 10_000 },
  )
})

t.test('what is refused, and why', async (t) => {
  const cases: [string, Uint8Array, RegExp][] = [
    ['over-long', new Uint8Array(contextBytesMax + 1), /at most 8192 bytes, not 8193/],
    ['shorter than a checksum', new Uint8Array(4), /cut/],
    ['of another format', sealed('02'), /format 2/],
    ['bytes behind the clock', sealed(`010001${'41'.repeat(16)}0500`), /malformed/],
    ['a clock cut short', sealed(`010002${'41'.repeat(16)}05`), /malformed/],
  ]
  for (const [name, bytes, reason] of cases)
    t.match(decodeContext(bytes, scope), { kind: 'invalid', reason }, name)
})

t.test('a clock over the limits goes out cut, and what comes in over them is refused', async (t) => {
  const many = (count: number, dotsEach: number) => {
    const dots = Array.from({ length: dotsEach }, (_, index) => 2 ** 47 + 2 * index)
    const entries = Array.from({ length: count }, (_, index) => {
      return { actor: String(index).padStart(16, '0'), counter: 2 ** 46, dots }
    })
    return new Clock(entries)
  }
  const full = many(contextEntriesMax, 1)
  t.ok(encodeContext(full, scope).length <= contextBytesMax)
  t.strictSame(decodeContext(encodeContext(full, scope), scope), { kind: 'context', clock: full })

  for (const over of [many(1000, 0), many(1, 1000), many(200, 20)]) {
    const bytes = encodeContext(over, scope)
    t.ok(bytes.length <= contextBytesMax)
    const result = decodeContext(bytes, scope)
    if (result.kind === 'invalid') throw new Error(result.reason)
    t.ok(result.clock.entries.length <= contextEntriesMax && result.clock.dotCount <= contextDotsMax)
    t.ok(over.merge(result.clock) === over, 'it covers nothing more')
    t.ok(result.clock.highestOf(over.entries[over.entries.length - 1].actor) > 0, 'the youngest stays')
  }

  const entry = (index: number) => `${Buffer.from(String(index).padStart(16, '0')).toString('hex')}01`
  const entries = Array.from({ length: contextEntriesMax + 1 }, (_, index) => entry(index)).join('')
  t.match(decodeContext(sealed(`01008101${entries}`), scope), { kind: 'invalid', reason: /more actors/ })
})
